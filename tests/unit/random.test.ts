import { describe, expect, test } from 'vitest';
import { nextSeed, random, type Random } from '../../src/core/random.ts';

const N = 100_000;
const draw = (source: Random, kind: 'uniform' | 'normal', n = N): number[] => Array.from({ length: n }, () => source[kind]());
const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
const moment = (list: readonly number[], power: number): number => mean(list.map((x) => x ** power));
const correlation = (a: readonly number[], b: readonly number[]): number => {
  const [ma, mb] = [mean(a), mean(b)];
  const cov = mean(a.map((x, i) => (x - ma) * (b[i]! - mb)));
  return cov / Math.sqrt(mean(a.map((x) => (x - ma) ** 2)) * mean(b.map((x) => (x - mb) ** 2)));
};

test('the same seed and stream give the same numbers on every machine', () => {
  const source = random(7, 'weights');
  expect([source.uniform(), source.uniform(), source.uniform()].map((x) => x * 2 ** 32)).toMatchInlineSnapshot(`
    [
      3720391150,
      2582226757,
      199422157,
    ]
  `);
  expect(draw(random(7, 'weights'), 'normal', 100)).toEqual(draw(random(7, 'weights'), 'normal', 100));
});

describe('moments', () => {
  test('uniform numbers fill 0 to 1 evenly', () => {
    const list = draw(random(1), 'uniform');
    expect(list.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(mean(list)).toBeCloseTo(.5, 2);
    expect(moment(list, 2)).toBeCloseTo(1 / 3, 2);
    const tenths = list.reduce<number[]>((bins, x) => { bins[Math.floor(x * 10)]!++; return bins; }, new Array<number>(10).fill(0));
    for (const count of tenths) expect(Math.abs(count - N / 10)).toBeLessThan(500);
  });

  test('normal numbers have mean 0, deviation 1, no skew and a kurtosis of 3', () => {
    const list = draw(random(2), 'normal');
    expect(Math.abs(mean(list))).toBeLessThan(.015);
    expect(moment(list, 2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(list, 3))).toBeLessThan(.05);
    expect(Math.abs(moment(list, 4) - 3)).toBeLessThan(.12);
  });

  test('integers reach every value below their limit and none other', () => {
    const source = random(3);
    const counts = new Map<number, number>();
    for (let i = 0; i < 7000; i++) {
      const n = source.int(7);
      counts.set(n, (counts.get(n) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('independence', () => {
  test.each<[string, Random, Random]>([
    ['streams of one seed', random(5, 'weights'), random(5, 'walk')],
    ['neighbouring seeds', random(5), random(6)],
    ['seeds that differ in one high bit', random(5), random(5 + 2 ** 31)],
  ])('%s do not go together', (_, a, b) => {
    const [x, y] = [draw(a, 'uniform'), draw(b, 'uniform')];
    expect(Math.abs(correlation(x, y))).toBeLessThan(.02);
    expect(x[0]).not.toBe(y[0]);
  });

  test('a number says nothing about the next', () => {
    const list = draw(random(9), 'normal');
    expect(Math.abs(correlation(list.slice(0, -1), list.slice(1)))).toBeLessThan(.02);
  });

  test('the first numbers of 10,000 seeds in a row are uniform, too', () => {
    const list = Array.from({ length: 10_000 }, (_, seed) => random(seed).uniform());
    expect(mean(list)).toBeCloseTo(.5, 1);
    expect(Math.abs(correlation(list.slice(0, -1), list.slice(1)))).toBeLessThan(.04);
  });
});

describe('a new seed', () => {
  test('is never the old one', () => {
    const stuck = Array.from({ length: 1_000_000 }, (_, seed) => seed).filter((seed) => nextSeed(seed) === seed);
    expect(stuck).toEqual([]);
  });

  test('follows from the old one, and a thousand in a row do not come round', () => {
    expect(nextSeed(1)).toBe(nextSeed(1));
    const seen = new Set<number>();
    for (let i = 0, seed = 7; i < 1000; i++, seed = nextSeed(seed)) seen.add(seed);
    expect(seen.size).toBe(1000);
  });
});
