import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { p, sketchInk, sketchLength, sketchOf } from '#api';
import { encodeLink } from '../../src/core/link.ts';
import { accept } from '../../src/core/params.ts';
import { brushRadius, drawStroke, enlarged, type Drawing } from '../../src/ui/sketch-strokes.ts';

const sizes = fc.tuple(fc.integer({ min: 4, max: 20 }), fc.integer({ min: 4, max: 20 }));
const levels = (count: number): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: 0, max: 15 }), { minLength: count, maxLength: count });
const drawings = sizes.chain(([width, height]) => fc.tuple(fc.constant(width), fc.constant(height), levels(width * height)));

describe('the text of a sketch', () => {
  test('is the base64url of its cells, two to a byte, by an independent encoder', () => {
    fc.assert(fc.property(drawings, ([width, height, cells]) => {
      const bytes = Array.from({ length: Math.ceil(cells.length / 2) }, (_, i) => 16 * cells[2 * i]! + (cells[2 * i + 1] ?? 0));
      const text = sketchOf(cells.map((cell) => cell / 15));
      expect(text).toBe(bytes.every((byte) => byte === 0) ? '' : Buffer.from(bytes).toString('base64url'));
      if (text) expect(text).toHaveLength(sketchLength(width, height));
    }));
  });

  test('gives the same ink back', () => {
    fc.assert(fc.property(drawings, ([width, height, cells]) => {
      expect([...sketchInk(sketchOf(cells.map((cell) => cell / 15)), width, height)].map((x) => Math.round(1e6 * x))).toEqual(cells.map((cell) => Math.round((1e6 * cell) / 15)));
    }));
  });

  test('holds ink to the nearest of sixteen steps; what is out of range or no number is paper or full ink', () => {
    expect([...sketchInk(sketchOf([.5, -3, 7, NaN, .02, .04]), 6, 1)].map((x) => Math.round(15 * x))).toEqual([8, 0, 15, 0, 0, 1]);
  });

  test('any text whatever is read as ink 0 to 1', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const ink = sketchInk(text, 5, 7);
      expect(ink).toHaveLength(35);
      expect(ink.every((x) => x >= 0 && x <= 1)).toBe(true);
    }));
  });
});

describe('a sketch param', () => {
  const digit = p.sketch({ width: 28, height: 28 });

  test('blank paper has one text, and stray bits at the end are dropped without a complaint', () => {
    expect(sketchLength(28, 28)).toBe(523);
    expect(accept(digit, 'A'.repeat(523))).toEqual({ value: '', problem: '' });
    const text = sketchOf(new Float32Array(784).fill(1));
    expect(text.endsWith('8')).toBe(true);
    expect(accept(digit, `${text.slice(0, -1)}_`)).toEqual({ value: text, problem: '' });
  });

  test.each([['A'.repeat(522)], [`${'A'.repeat(522)}=`], ['scribble'], [undefined], [new Array<number>(784).fill(0)]])('%o is refused with a sentence', (raw) => {
    const { value, problem } = accept(digit, raw);
    expect(value).toBe('');
    expect(problem).toMatch(/^must be a sketch of 28 x 28, 523 letters of base64url, or ''; got /);
    expect(problem.length).toBeLessThan(130);
  });
});

const blank = (side = 28): Drawing => ({ width: side, height: side, ink: new Float32Array(side * side) });
const radius = brushRadius(28, 28);
const line = (drawing: Drawing, from: readonly [number, number], to: readonly [number, number], erases = false, size = radius): void =>
  drawStroke(drawing, { x: from[0], y: from[1], radius: size }, { x: to[0], y: to[1], radius: size }, erases);
const sum = (ink: Float32Array): number => ink.reduce((total, x) => total + x, 0);

describe('the brush', () => {
  test('is as thick as a digit of MNIST, at any angle, wherever between the cells it lies', () => {
    for (const [from, to] of [[[4, 14], [24, 14]], [[4, 14.37], [24, 14.37]], [[14.2, 3], [14.2, 23]], [[6, 6], [20.14, 20.14]]] as const) {
      const drawing = blank();
      line(drawing, from, to);
      // Area over length, less the round ends.
      const ends = Math.PI * radius ** 2;
      expect(Math.abs((sum(drawing.ink) - ends) / 20 - 2.5)).toBeLessThan(.2);
      expect(Math.max(...drawing.ink)).toBeGreaterThan(.9);
    }
  });

  test('has a soft edge: a third to two thirds of its cells are neither paper nor ink', () => {
    const drawing = blank();
    line(drawing, [6, 5], [21, 24]);
    const seen = drawing.ink.filter((x) => x > .1), soft = seen.filter((x) => x < .9);
    expect(soft.length / seen.length).toBeGreaterThan(.33);
    expect(soft.length / seen.length).toBeLessThan(.67);
  });

  test('going over a place again adds nothing, and the same way in pieces is the same stroke', () => {
    const once = blank(), pieces = blank();
    line(once, [5, 5], [20, 17]);
    for (let i = 0; i < 5; i++) line(pieces, [5 + 3 * i, 5 + 2.4 * i], [8 + 3 * i, 7.4 + 2.4 * i]);
    line(pieces, [8, 7.4], [14, 12.2]);
    for (const [i, x] of once.ink.entries()) expect(pieces.ink[i]).toBeCloseTo(x, 4);
  });

  test('erases what a wider brush covers and leaves the rest', () => {
    const drawing = blank();
    line(drawing, [4, 7], [24, 7]);
    line(drawing, [4, 20], [24, 20]);
    const both = sum(drawing.ink);
    line(drawing, [2, 7], [26, 7], true, 2 * radius);
    expect(sum(drawing.ink)).toBeCloseTo(both / 2, 1);
    line(drawing, [2, 20], [26, 20], true, 2 * radius);
    expect(sketchOf(drawing.ink)).toBe('');
  });

  test('beyond the border nothing is drawn, and nothing breaks', () => {
    const drawing = blank();
    line(drawing, [-60, -60], [-9, 90]);
    expect(sum(drawing.ink)).toBe(0);
    line(drawing, [-9, 14], [90, 14]);
    expect(drawing.ink[14 * 28]).toBeGreaterThan(.9);
    expect(drawing.ink.every(Number.isFinite)).toBe(true);
  });
});

test('enlarged, paper stays paper, ink stays ink, and a stroke keeps its width and its place', () => {
  const drawing = blank(), scale = 10;
  expect(sum(enlarged(drawing, scale))).toBe(0);
  expect(enlarged({ ...drawing, ink: drawing.ink.slice().fill(1) }, scale).every((x) => x > .999)).toBe(true);
  line(drawing, [14, 3], [14, 25]);
  const column = (y: number): Float32Array => enlarged(drawing, scale).slice(y * 280, (y + 1) * 280);
  expect(Math.abs(sum(column(140)) / scale - 2.5)).toBeLessThan(.3);
  const place = column(140).reduce((total, x, i) => total + x * (i + .5), 0) / sum(column(140));
  expect(place / scale).toBeCloseTo(14, 1);
  expect(sum(column(5)), 'the stroke begins below').toBe(0);
  const wide: Drawing = { width: 9, height: 5, ink: new Float32Array(45) };
  wide.ink[4 * 9 + 8] = 1;
  const corner = enlarged(wide, 4);
  expect(corner).toHaveLength(36 * 20);
  expect(corner.at(-1), 'rows stay rows').toBeGreaterThan(.9);
  expect(corner.slice(0, 36 * 10).every((x) => x === 0)).toBe(true);
});

test('a link with a drawn digit stays short', () => {
  const drawing = blank();
  for (let i = 0; i < 24; i++) line(drawing, [14 + 6 * Math.sin(i / 4), 9 + i / 2], [14 + 6 * Math.sin((i + 1) / 4), 9.5 + i / 2]);
  line(drawing, [7, 21], [21, 21]);
  const link = encodeLink({ version: 1, pieces: [{ id: 'digit', plugin: 'residual-cppn', params: { digit: sketchOf(drawing.ink) } }] });
  expect(link.length).toBeLessThan(480);
});
