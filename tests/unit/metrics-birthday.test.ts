// The birthday test on generators whose support is known: they pick from N real pictures and add noise that nobody sees.

import { describe, expect, test } from 'vitest';
import { random, type Random } from '../../src/core/random.ts';
import {
  binomialInterval, birthdayEstimate, birthdayTest, closestPairs, drawFrom, featuresOf, pick, repeatsIn, repeatThresholds, supportFor, type Batch, type Draw,
} from '../../src/train/metrics/index.ts';
import fixture from '../support/metrics-fixtures/transport.json';
import { gaussian, labelsOf, picturesOf, withNoise } from '../support/metrics-fixtures/pictures.ts';

/** Two spaces, as in use: 16 numbers of "features" with ten clusters, and pixels. */
const realPictures = (count: number, seed: number): Batch => {
  const centres = gaussian(10, new Array<number>(16).fill(0), 4, random(99, 'centres'));
  return [withNoise(pick(centres, labelsOf(count)), 1, random(seed, 'features')), picturesOf(labelsOf(count), random(seed, 'pictures'))];
};
const known = realPictures(2000, 1), thresholds = repeatThresholds(known);

/** Picks from `support` pictures with equal chances, with noise far below their differences. */
const generatorOf = (support: number, seed: number): Draw => {
  const pictures = realPictures(support, seed);
  return (count: number, source: Random) => {
    const chosen = Int32Array.from({ length: count }, () => source.int(support));
    return pictures.map((space) => ({ ...space, count, data: pick(space, chosen).data.map((x) => x + .001 * source.uniform()) }));
  };
};

describe('a generator of known support', () => {
  test.each([[100, 40], [1000, 40], [10_000, 10]])('%i: the interval of 40 batches holds it in at least nine tenths of %i runs, and 200 batches tell it within a factor 1.5', (support, runs) => {
    const draw = generatorOf(support, support);
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const { interval: [low, high] } = birthdayTest(draw, thresholds, random(run, 'run'));
      if (low <= support && support <= high) held++;
      expect(high / low).toBeLessThan(8);
    }
    expect(held).toBeGreaterThanOrEqual(.9 * runs);
    const { support: found, p, size } = birthdayTest(draw, thresholds, random(0, 'more'), { batches: 200 });
    expect(found / support).toBeGreaterThan(1 / 1.5);
    expect(found / support).toBeLessThan(1.5);
    expect(p).toBeGreaterThan(.2);
    expect(size).toBeLessThan(2.5 * Math.sqrt(support));
  });

  test('uneven chances make it look smaller: the estimate is of the pictures that come', () => {
    const pictures = realPictures(1000, 3);
    const draw: Draw = (count, source) => {
      const chosen = Int32Array.from({ length: count }, () => (source.uniform() < .9 ? source.int(50) : source.int(1000)));
      return pictures.map((space) => pick(space, chosen));
    };
    expect(birthdayTest(draw, thresholds, random(4)).support).toBeLessThan(150);
  });
});

describe('real pictures', () => {
  test('of another draw are taken for repeats about once in a hundred batches, of any size', () => {
    const others = drawFrom(realPictures(2000, 2)), source = random(5);
    for (const size of [12, 40, 100]) {
      const { repeats } = birthdayTest(others, thresholds, source, { size, batches: 150 });
      expect(repeats).toBeLessThanOrEqual(6);
    }
  });

  test('seen in one space alone raise the alarm as often as was asked, whatever the size', () => {
    const [features] = known as [Batch[0]], loose = repeatThresholds([features], { level: .2 });
    const others = drawFrom([realPictures(2000, 2)[0]!]);
    for (const size of [12, 40, 100]) expect(Math.abs(birthdayTest(others, loose, random(size), { size, batches: 120 }).p - .2)).toBeLessThan(.1);
  });

  test('have a support that can only be told from below', () => {
    const { support, interval } = birthdayTest(drawFrom(realPictures(2000, 6)), thresholds, random(7), { size: 100 });
    expect(support).toBeGreaterThan(20_000);
    expect(interval[0]).toBeGreaterThan(20_000);
  });

  test('a repeat must be close in every space', () => {
    const [features, pixels] = realPictures(50, 8) as [Batch[0], Batch[0]];
    const repeat = (space: Batch[0], from: number, to: number): Batch[0] => pick(space, labelsOf(50, Array.from({ length: 50 }, (_, i) => (i === to ? from : i))));
    const limits = thresholds(50);
    expect(repeatsIn([features, pixels], limits)).toEqual([]);
    expect(repeatsIn([repeat(features, 3, 9), pixels], limits)).toEqual([]);
    expect(repeatsIn([repeat(features, 3, 9), repeat(pixels, 3, 8)], limits)).toEqual([]);
    expect(repeatsIn([repeat(features, 3, 9), repeat(pixels, 3, 9)], limits)).toEqual([{ a: 3, b: 9, distance: 0 }]);
  });
});

describe('what the estimate is made of', () => {
  test('the closest pairs come nearest first, each once', () => {
    const points = featuresOf([[0], [10], [10.5], [3], [0.1]]);
    expect(closestPairs(points, 3).map(({ a, b }) => [a, b])).toEqual([[0, 4], [1, 2], [3, 4]]);
    const many = gaussian(300, [0, 0, 0], 1, random(9)), all = closestPairs(many, 300 * 299);
    expect(all).toHaveLength((300 * 299) / 2);
    for (const most of [20, 3000]) expect(closestPairs(many, most)).toEqual(all.slice(0, most));
  });

  // scipy.stats.binomtest(s, n).proportion_ci(.95, 'exact').
  test.each(fixture.intervals)('the interval of %i of %i is what SciPy says', (successes, trials, low, high) => {
    const found = binomialInterval(successes, trials);
    expect(found[0]).toBeCloseTo(low, 9);
    expect(found[1]).toBeCloseTo(high, 9);
  });

  test('23 people share a birthday with chance .5073; about s^2 / (-2 ln(1 - p)) for large s', () => {
    expect(supportFor(23, .5072972343)).toBeCloseTo(365, 4);
    expect(supportFor(400, .5) / (400 ** 2 / (2 * Math.LN2))).toBeCloseTo(1, 2);
    expect(supportFor(400, 0)).toBe(Infinity);
  });

  test("a person's counts will do, also none and all", () => {
    expect(birthdayEstimate(400, 20, 40).support).toBeCloseTo(supportFor(400, .5), 6);
    const none = birthdayEstimate(100, 0, 40), all = birthdayEstimate(100, 40, 40);
    expect([none.support, none.interval[1]]).toEqual([Infinity, Infinity]);
    expect(none.interval[0]).toBeGreaterThan(40_000);
    expect(all.interval[0]).toBe(1);
    expect(all.support).toBeLessThanOrEqual(100);
    expect(all.interval[1]).toBeLessThan(2500);
    expect(() => birthdayEstimate(10, 5, 4)).toThrow(/5 of 4/);
    expect(() => thresholds(4)).toThrow(/8 and more/);
  });
});
