import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginStroke, drawingText, emptyDrawing, extendStroke, MAX_POINTS, MAX_STROKES, readDrawing, type Drawing } from '../../src/core/drawing.ts';
import { paintDrawing, type Sheet } from '../../src/core/drawing-paint.ts';

const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
/** On the codec's own grid, so that nothing is lost. */
const share = fc.integer({ min: 0, max: 4095 }).map((n) => n / 4095);
const drawings: fc.Arbitrary<Drawing> = fc.record({
  paper: hex,
  strokes: fc.array(fc.record({
    size: fc.integer({ min: 1, max: 4095 }).map((n) => n / 4095), colour: fc.option(hex),
    points: fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 20 }).map((points) => points.flat()),
  }), { maxLength: 8 }),
});

describe('the text of a drawing', () => {
  test('gives the same drawing back, in letters that JSON and links leave as they are', () => {
    fc.assert(fc.property(drawings, (drawing) => {
      const text = drawingText(drawing);
      expect(readDrawing(text)).toEqual({ drawing, problem: '' });
      expect(text).toMatch(/^[\w!:.-]*$/);
    }));
  });

  test('is empty for empty white paper, short for a dot, and holds places to a 4095th', () => {
    expect(drawingText(emptyDrawing)).toBe('');
    expect(drawingText({ paper: '#ffffff', strokes: [{ size: 1, colour: '#ff8000', points: [0, 1, .5, -4] }, { size: .1, colour: null, points: [] }] })).toBe('__ff8000AA__gAAA.');
    expect(readDrawing('__!AA__.').drawing.strokes).toEqual([{ size: 1, colour: null, points: [0, 1] }]);
  });

  test('anything whatever is read without a throw, within the limits, and what was read is a drawing of its own', () => {
    const pieces = fc.array(fc.constantFrom('__ff8000AA__', 'AA!AAAA', '.', ':', '00ff00:', '!', 'A', '__', '\u{1f58c}', '#'), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), pieces), (raw) => {
      const { drawing, problem } = readDrawing(raw);
      const text = drawingText(drawing);
      expect(readDrawing(text)).toEqual({ drawing, problem: '' });
      if (problem === '') expect(text.length).toBe((raw as string).replace(/^ffffff:/, '').length);
      else expect(problem).toMatch(/^must be the text of a drawing, or '' for empty paper; got /);
    }), { numRuns: 200 });
  });

  test('a damaged stroke is left out, the others are kept', () => {
    const { drawing, problem } = readDrawing('__ff8000AAAA.__ff80AAAA.__0000ffAAAA.__0000ffAA');
    expect(drawing.strokes.map(({ colour }) => colour)).toEqual(['#ff8000', '#0000ff']);
    expect(problem).not.toBe('');
  });

  test('too much is cut off, read and written', () => {
    const many = `__ff8000${'AAAA'.repeat(MAX_POINTS + 5)}.__0000ffAAAA.`;
    const { drawing, problem } = readDrawing(many);
    expect(drawing.strokes.map(({ points }) => points.length / 2)).toEqual([MAX_POINTS]);
    expect(problem).not.toBe('');
    expect(readDrawing('__ff8000AAAA.'.repeat(MAX_STROKES + 3)).drawing.strokes).toHaveLength(MAX_STROKES);
    const long = { ...emptyDrawing, strokes: [...drawing.strokes, { size: .1, colour: null, points: [0, 0] }] };
    expect(readDrawing(drawingText(long))).toEqual({ drawing: { ...drawing }, problem: '' });
    const full = beginStroke(drawing, .1, null, .5, .5);
    expect(extendStroke(full, .9, .9)).toBe(drawing);
  });
});

test('a stroke grows by points that are far enough from the one before', () => {
  const begun = beginStroke(emptyDrawing, .05, '#112233', .5, .5);
  const grown = extendStroke(extendStroke(extendStroke(begun, .5005, .5), .6, .5), .7, .6);
  expect(grown.strokes).toEqual([{ size: .05, colour: '#112233', points: [.5, .5, .6, .5, .7, .6] }]);
  expect(extendStroke(emptyDrawing, .1, .1)).toBe(emptyDrawing);
});

test('paper first, then every stroke in its colour and the eraser in that of the paper', () => {
  const did: string[] = [];
  const sheet = new Proxy({}, {
    get: (_, verb: string) => (...args: unknown[]) => did.push(`${verb} ${args.map((x) => (typeof x === 'number' ? Math.round(x) : x)).join(' ')}`),
    set: (_, key: string, value) => Boolean(did.push(`${key} ${String(value)}`)),
  }) as unknown as Sheet;
  paintDrawing(sheet, 200, 100, { paper: '#ffeedd', strokes: [{ size: .1, colour: '#000000', points: [.1, .1, .5, .5, .9, .1] }, { size: .2, colour: null, points: [.5, .5, .5, .5] }] });
  expect(did).toEqual([
    'fillStyle #ffeedd', 'fillRect 0 0 200 100',
    'strokeStyle #000000', 'fillStyle #000000', 'beginPath ', 'lineWidth 10', 'lineJoin round', 'lineCap round', 'moveTo 20 10', 'quadraticCurveTo 100 50 140 30', 'lineTo 180 10', 'stroke ',
    'strokeStyle #ffeedd', 'fillStyle #ffeedd', 'beginPath ', 'arc 100 50 10 0 6', 'fill ',
  ]);
});
