import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHalf, halves, toHalf } from '../../src/nets/half.ts';

const ALL = Array.from({ length: 0x10000 }, (_, half) => half);
const isNaNHalf = (half: number): boolean => (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;

/** Nearest even by another road: the finite halves in order, and the two around a number. */
const ascending = ALL.filter((half) => half < 0x7c00).map((half) => ({ half, value: fromHalf(half) }));
const nearest = (value: number): number => {
  const size = Math.abs(value), sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  // Above the last half a next one would lie at 65536; what is nearer to that is infinity.
  let low = 0, high = ascending.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ascending[middle]!.value <= size) low = middle; else high = middle;
  }
  const below = ascending[low]!.value, above = ascending[high]?.value ?? 65536;
  const up = size - below > above - size || (size - below === above - size && (low & 1) === 1);
  return sign | (up ? high : low);
};

test('known numbers', () => {
  expect([1, -2, 65504, 2 ** -24, 2 ** -14, 1 / 3, 0, -0, Infinity, -Infinity].map(toHalf)).toEqual([0x3c00, 0xc000, 0x7bff, 1, 0x400, 0x3555, 0, 0x8000, 0x7c00, 0xfc00]);
  expect([0x3c00, 0xc000, 0x7bff, 1, 0x400, 0x3555, 0x7c00].map(fromHalf)).toEqual([1, -2, 65504, 2 ** -24, 2 ** -14, .333251953125, Infinity]);
});

test('all 65,536 halves come back as they were, and NaN as NaN', () => {
  expect(ALL.filter((half) => (isNaNHalf(half) ? !Number.isNaN(fromHalf(half)) || !isNaNHalf(toHalf(NaN)) : toHalf(fromHalf(half)) !== half))).toEqual([]);
  expect(new Set(ascending.map(({ value }) => value)).size).toBe(0x7c00);
  expect(ascending.every(({ value }, i) => i === 0 || value > ascending[i - 1]!.value)).toBe(true);
});

test('the table holds what fromHalf answers', () => {
  expect(halves()).toHaveLength(0x10000);
  expect(ALL.filter((half) => !Object.is(halves()[half], fromHalf(half)))).toEqual([]);
});

test('between two neighbours the nearer is taken, and in the middle the even one', () => {
  for (const [i, { value }] of ascending.entries()) {
    const next = ascending[i + 1]?.value ?? 65536, step = next - value;
    const expected = [i, i + (i & 1), i + 1];
    for (const sign of [1, -1]) {
      const found = [value + step / 4, value + step / 2, value + 3 * step / 4].map((x) => toHalf(sign * x) & 0x7fff);
      if (found.join() !== expected.join()) expect([value, found]).toEqual([value, expected]);
    }
  }
});

test('random single-precision numbers of every size round to the nearest half', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffffff }), (bits) => {
    const value = new Float32Array(Uint32Array.of(bits).buffer)[0]!;
    fc.pre(!Number.isNaN(value));
    expect(toHalf(value)).toBe(Number.isFinite(value) ? nearest(value) : value > 0 ? 0x7c00 : 0xfc00);
  }), { numRuns: 3000 });
  fc.assert(fc.property(fc.float({ min: -70000, max: 70000, noNaN: true }), (value) => { expect(toHalf(value)).toBe(nearest(value)); }), { numRuns: 3000 });
});
