// Which code leans and which widens, told from bars that are drawn with known ones.

import { expect, test } from 'vitest';
import { random } from '#nets';
import { assignKnobs, knobsOf, knobTensor, type Drawn } from './knobs.ts';
import { SIDE } from './networks.ts';

/** Upright bars leaned over by one code and widened by the other, as `lean` and `width` say of the two codes. */
const bars = (lean: (a: number, b: number) => number, width: (a: number, b: number) => number): Drawn => {
  const source = random(1, 'bars'), count = 60, codes = Float32Array.from({ length: 2 * count }, () => 2 * source.uniform() - 1);
  return {
    codes, categories: Int32Array.from({ length: count }, (_, i) => i % 3),
    pictures: Float32Array.from({ length: count * SIDE * SIDE }, (_, k) => {
      const n = Math.floor(k / SIDE ** 2), x = k % SIDE - 13.5, y = 13.5 - Math.floor(k / SIDE) % SIDE, a = codes[2 * n]!, b = codes[2 * n + 1]!;
      return Math.abs(y) < 10 ? Math.min(1, Math.max(0, width(a, b) + .5 - Math.abs(x - y * lean(a, b)))) : 0;
    }),
  };
};

test('each code gets what it does, and the way it does it', () => {
  expect(knobsOf(bars((a) => .4 * a, (_a, b) => 2 + b))).toEqual({ lean: { code: 0, sign: 1 }, width: { code: 1, sign: 1 } });
  expect(knobsOf(bars((_a, b) => -.4 * b, (a) => 2 + a))).toEqual({ lean: { code: 1, sign: -1 }, width: { code: 0, sign: 1 } });
  expect([...knobTensor(knobsOf(bars((_a, b) => .4 * b, (a) => 2 - a)))]).toEqual([1, 1, 0, -1]);
});

test('where one code does both, the other gets what is left; where nothing can be told, each keeps its place', () => {
  expect(assignKnobs([.9, .1], [.8, -.3])).toEqual({ lean: { code: 0, sign: 1 }, width: { code: 1, sign: -1 } });
  expect(assignKnobs([NaN, NaN], [NaN, NaN])).toEqual({ lean: { code: 0, sign: 1 }, width: { code: 1, sign: 1 } });
});
