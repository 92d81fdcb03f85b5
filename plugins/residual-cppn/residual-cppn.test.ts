// What is true of this plugin alone: the size of its networks, the walk through the digits, how a drawing is read, and
// what gates and mutes do to the weights. Its pictures are tests/browser/residual-cppn.test.ts.

import { expect, test } from 'vitest';
import { inspect, sized } from '#nets';
import { EASINGS, gated, mixCodes, walkCodes, type Easing } from './codes.ts';
import { digitOf } from './drawing.ts';
import definition from './index.ts';
import { BLOCKS, classifier, encoder, gateOf, generator, LATENT, logits, reservoirOf, SIDE, untrained, WIDTHS } from './networks.ts';

test('the networks have the sizes of their source', () => {
  expect(inspect(encoder).parameters).toBe(642_112);
  expect(inspect(classifier).parameters).toBe(279_947);
  expect(WIDTHS.map((width) => inspect(generator(width)).parameters)).toEqual([5263, 24 * 5 * 20 + 36 * 4 + 5]);
  expect(inspect(sized(generator(6), 1080, 1080)).flops / 1e9).toBeCloseTo(10.6, 1);
  expect(inspect(logits(generator(6))).weights).toEqual(inspect(generator(6)).weights);
});

test('every snapshot of every width has its file, and no preset asks for another', () => {
  const { snapshot, width } = definition.params;
  expect(new Set(Object.values(definition.weights!)).size).toBe(snapshot.options.length * width.options.length);
  for (const label of snapshot.options.flatMap((moment) => width.options.map((nodes) => `width ${nodes}, ${moment}`))) expect(definition.weights).toHaveProperty(label);
});

const codes = Float32Array.from({ length: 10 * LATENT }, (_, i) => Math.floor(i / LATENT) + (i % LATENT) / 100);
const walked = (time: number, easing: Easing = 'linear', tempo = 60, beats = 1): number => {
  const out = new Float32Array(LATENT);
  walkCodes(codes, time, { tempo, beats, easing }, out);
  return out[0]!;
};

test('the walk is at a digit on every beat, between two in between, and leads from the last to the first', () => {
  expect([0, 1, 2, 9, 10, 23].map((time) => walked(time))).toEqual([0, 1, 2, 9, 0, 3]);
  expect(walked(3.25)).toBeCloseTo(3.25, 5);
  expect(walked(9.75)).toBeCloseTo(9 * .25, 5);
  expect(walked(-.25)).toBeCloseTo(walked(9.75), 4);
});

test('tempo and beats decide how long a leg is: 24 frames of 1/24 s at 60 beats a minute and one beat', () => {
  expect(walked(24 / 24)).toBe(1);
  expect(walked(4, 'linear', 90, 3)).toBe(2);
  expect(walked(1, 'linear', 60, 4)).toBeCloseTo(.25, 5);
});

test.each(Object.entries(EASINGS))('%s begins and ends its leg, and never turns back', (_name, easing) => {
  expect([easing(0), easing(1)]).toEqual([0, 1]);
  for (let i = 0; i < 50; i++) expect(easing((i + 1) / 50)).toBeGreaterThan(easing(i / 50));
});

test('the sinusoid is ahead of time, the smooth one slow at both ends', () => {
  expect(walked(.5, 'sinusoid')).toBeCloseTo(Math.SQRT1_2, 5);
  expect(walked(.1, 'smooth')).toBeLessThan(.05);
  expect(walked(.9, 'smooth')).toBeGreaterThan(.95);
});

test('two digits mix along all numbers of their codes', () => {
  const out = new Float32Array(LATENT);
  mixCodes(codes, 2, 8, .5, out);
  expect(out[0]).toBeCloseTo(5, 5);
  expect(out[31]).toBeCloseTo(5.31, 5);
});

const PAD = 28;
const padOf = (draw: (x: number, y: number) => number): Float32Array => Float32Array.from({ length: PAD * PAD }, (_, i) => draw(i % PAD, Math.floor(i / PAD)));
const box = (left: number, top: number, width: number, height: number): Float32Array => padOf((x, y) => (x >= left && x < left + width && y >= top && y < top + height ? 1 : 0));

/** Where a digit's ink lies: its centre, and how many rows and columns have some. */
const layout = (digit: Float32Array): { x: number; y: number; rows: number; columns: number } => {
  const marked = [...digit].map((ink, i) => ({ ink, x: i % SIDE + .5, y: Math.floor(i / SIDE) + .5 }));
  const mass = marked.reduce((sum, { ink }) => sum + ink, 0), inked = marked.filter(({ ink }) => ink > .5);
  const mean = (axis: 'x' | 'y'): number => marked.reduce((sum, entry) => sum + entry.ink * entry[axis], 0) / mass;
  return { x: mean('x'), y: mean('y'), rows: new Set(inked.map(({ y }) => y)).size, columns: new Set(inked.map(({ x }) => x)).size };
};

test.each([['large', box(1, 1, 6, 26)], ['small, in a corner', box(20, 20, 3, 8)], ['wide', box(2, 12, 25, 5)]])('a %s drawing fills 20 pixels, its mass in the middle', (_name, ink) => {
  const { x, y, rows, columns } = layout(digitOf(ink, PAD, PAD)!);
  expect([x, y]).toEqual([expect.closeTo(SIDE / 2, 1), expect.closeTo(SIDE / 2, 1)]);
  expect(Math.max(rows, columns)).toBe(20);
});

test('it is the centre of mass that is centred, not the box; a dot stays small; nothing is nothing', () => {
  const tee = (x: number, y: number): number => (y < 3 || (x > 10 && x < 17) ? 1 : 0);
  const upright = digitOf(padOf(tee), PAD, PAD)!;
  expect(layout(upright).y).toBeCloseTo(SIDE / 2, 1);
  expect(layout(digitOf(padOf((x, y) => tee(y, x)), PAD, PAD)!).x).toBeCloseTo(SIDE / 2, 1);
  expect(upright.slice(0, 4 * SIDE).every((ink) => ink === 0)).toBe(true);
  expect(upright.slice(-2 * SIDE).some((ink) => ink > .5)).toBe(true);
  expect(layout(digitOf(box(3, 3, 1, 1), PAD, PAD)!).rows).toBeLessThan(6);
  expect(digitOf(new Float32Array(PAD * PAD), PAD, PAD)).toBeUndefined();
});

test('gates scale their own weights and nothing else; a muted block is shut', () => {
  const weights = untrained(generator(6), 1);
  const half = gated(weights, .5, `0${'1'.repeat(BLOCKS - 1)}`);
  const of = (name: string, role: string): [before: number[], after: number[]] => [[...weights.get(`${name}/${role}`)!.data], [...half.get(`${name}/${role}`)!.data]];
  for (const role of ['kernel', 'bias']) {
    expect(of(gateOf(0), role)[1].every((value) => value === 0)).toBe(true);
    for (let block = 1; block < BLOCKS; block++) {
      const [before, after] = of(gateOf(block), role);
      expect(after).toEqual(before.map((value) => Math.fround(value / 2)));
    }
    for (const name of reservoirOf(5)) expect(half.get(`${name}/${role}`)).toBe(weights.get(`${name}/${role}`));
  }
  expect([...half.keys()]).toEqual([...weights.keys()]);
  expect([...gated(weights, 1, '1'.repeat(BLOCKS))].every(([name, weight]) => weights.get(name) === weight)).toBe(true);
});
