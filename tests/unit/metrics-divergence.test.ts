// Jensen-Shannon against Wasserstein, and the ways to compute them. The stored numbers are SciPy's: stats.entropy,
// spatial.distance.jensenshannon squared, stats.wasserstein_distance, optimize.linear_sum_assignment and optimize.linprog (on the first
// 7 and 10 points of the plane, with weights).

import { describe, expect, test } from 'vitest';
import { random } from '../../src/core/random.ts';
import {
  cheapestAssignment, discriminatorValue, distanceMatrix, featuresOf, gridOver, histogram, jsDivergence, jsFromValue, klDivergence, pickRandom, sinkhorn, slicedWasserstein,
  totalVariation, wassersteinExact, wassersteinFromCritic, wassersteinLine, wassersteinSinkhorn, type Features,
} from '../../src/train/metrics/index.ts';
import fixture from '../support/metrics-fixtures/transport.json';
import { gaussian } from '../support/metrics-fixtures/pictures.ts';

const THETAS = [.05, .1, .3, .5, 1, 1.7, 2];

describe('parallel lines, x = 0 and x = theta', () => {
  const line = (x: number): Features => featuresOf(Array.from({ length: 100 }, (_, i) => [x, (i + .5) / 100]));
  const grid = { min: [-.025, 0], max: [2.475, 1], bins: 50 };
  const counts = (x: number): Float64Array => histogram(line(x), grid);

  test.each(THETAS)('theta %f, at least a step of the grid: JS is log 2, KL infinite, TV 1, whatever the gap', (theta) => {
    expect(Math.abs(jsDivergence(counts(0), counts(theta)) - .6931)).toBeLessThan(.001);
    expect(klDivergence(counts(0), counts(theta))).toBe(Infinity);
    expect(totalVariation(counts(0), counts(theta))).toBeCloseTo(1, 12);
  });

  test('theta 0: all are 0', () => {
    for (const divergence of [jsDivergence, klDivergence, totalVariation]) expect(divergence(counts(0), counts(0))).toBe(0);
    expect(wassersteinExact(line(0), line(0))).toBe(0);
  });

  test.each([['assignment', wassersteinExact], ['Sinkhorn', wassersteinSinkhorn]] as const)('the Wasserstein distance by %s grows with slope 1', (_, distance) => {
    const found = THETAS.map((theta) => distance(line(0), line(theta)));
    const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
    const [x, y] = [mean(THETAS), mean(found)];
    const slope = mean(THETAS.map((theta, i) => (theta - x) * (found[i]! - y))) / mean(THETAS.map((theta) => (theta - x) ** 2));
    expect(Math.abs(slope - 1)).toBeLessThan(.01);
    expect(Math.abs(y - slope * x)).toBeLessThan(.01);
  });
});

describe('histograms', () => {
  test('divergences are what SciPy says', () => {
    const { p, q, kl, js, tv } = fixture.histograms;
    expect(klDivergence(p, q)).toBeCloseTo(kl, 9);
    expect(jsDivergence(p, q)).toBeCloseTo(js, 9);
    expect(jsDivergence(q, p)).toBeCloseTo(js, 9);
    expect(totalVariation(p, q)).toBeCloseTo(tv, 9);
  });

  test('every point counts once, outside of the grid in the nearest border bin', () => {
    const points = featuresOf([[-9], [0], [.49], [.5], [1], [9]]);
    expect([...histogram(points, { min: [0], max: [1], bins: 2 })]).toEqual([3, 3]);
    expect([...histogram(points, gridOver([points], 3))]).toEqual([1, 4, 1]);
    expect([...histogram(featuresOf([[0, 0], [1, 0], [1, 1]]), { min: [0, 0], max: [1, 1], bins: 2 })]).toEqual([1, 0, 1, 1]);
  });

  test('of different bins, or empty, are turned away', () => {
    expect(() => jsDivergence([1, 2], [1])).toThrow(/2 and of 1 bins/);
    expect(() => klDivergence([0, 0], [1, 1])).toThrow(/sum/);
    expect(() => histogram(featuresOf([[0, 0, 0]]), { min: [0], max: [1], bins: 2 })).toThrow(/1 or 2 dimensions/);
  });
});

describe('a discriminator of two Gaussians on a line', () => {
  const density = (x: number, mean: number): number => Math.exp(-((x - mean) ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const exact = (gap: number): number => {
    const places = Array.from({ length: 4000 }, (_, i) => -10 + i / 150);
    return jsDivergence(places.map((x) => density(x, 0)), places.map((x) => density(x, gap)));
  };

  test.each([0, .5, 1, 2, 4])('%f apart, trained by logistic regression, gives the exact JS within .03', (gap) => {
    const source = random(1, 'discriminator');
    const draw = (mean: number): Float64Array => gaussian(4000, [mean], 1, source).data as Float64Array;
    const real = draw(0), fake = draw(gap);
    let slope = 0, offset = 0;
    for (let step = 0; step < 300; step++) {
      let bySlope = 0, byOffset = 0;
      for (const [list, label] of [[real, 1], [fake, 0]] as const) {
        for (const x of list) {
          const error = label - 1 / (1 + Math.exp(-slope * x - offset));
          bySlope += error * x;
          byOffset += error;
        }
      }
      slope += bySlope / 4000;
      offset += byOffset / 4000;
    }
    const logits = (list: Float64Array): Float64Array => list.map((x) => slope * x + offset);
    expect(Math.abs(jsFromValue(discriminatorValue(logits(draw(0)), logits(draw(gap)))) - exact(gap))).toBeLessThan(.03);
  });

  test('ends at 0 and log 2, and takes no harm from huge logits', () => {
    expect(jsFromValue(discriminatorValue([0, 0], [0, 0]))).toBeCloseTo(0, 12);
    expect(jsFromValue(discriminatorValue([900], [-900]))).toBe(Math.LN2);
    expect(jsFromValue(discriminatorValue([-900], [900]))).toBe(0);
  });
});

describe('the Wasserstein distance on a line', () => {
  test('is what SciPy says for different numbers of points, both ways round', () => {
    const { a, b, w } = fixture.line;
    expect(wassersteinLine(a, b)).toBeCloseTo(w, 9);
    expect(wassersteinLine(b, a)).toBeCloseTo(w, 9);
  });

  test.each([.5, 1, 3, 10])('of N(0, 1) and N(%f, 1) is the gap, which a critic of slope 1 finds, too', (gap) => {
    const a = gaussian(40_000, [0], 1, random(2, 'a')).data, b = gaussian(40_000, [gap], 1, random(3, 'b')).data;
    expect(Math.abs(wassersteinLine(a, b) / gap - 1)).toBeLessThan(.01);
    expect(Math.abs(wassersteinFromCritic(a.map((x) => -5 * x), b.map((x) => -5 * x), 5) / gap - 1)).toBeLessThan(.01);
  });

  test('of a list and itself in another order is 0', () => {
    expect(wassersteinLine([3, 1, 2, 2], [2, 2, 3, 1])).toBe(0);
    expect(wassersteinLine([1, 2], [1, 1, 2, 2])).toBe(0);
  });
});

test('the sliced distance of equal sets is 0, of a shift it is its mean over directions, and a seed fixes it', () => {
  const a = gaussian(500, new Array<number>(64).fill(0), 1, random(4));
  const b = { ...a, data: a.data.map((x, i) => (i % 64 === 0 ? x + 8 : x)) };
  expect(slicedWasserstein(a, a, random(5))).toBe(0);
  expect(Math.abs(slicedWasserstein(a, b, random(5)) / (8 * Math.sqrt(2 / (Math.PI * 64))) - 1)).toBeLessThan(.15);
  expect(slicedWasserstein(a, b, random(5))).toBe(slicedWasserstein(a, b, random(5)));
});

describe('transport in the plane', () => {
  const a = featuresOf(fixture.plane.a), b = featuresOf(fixture.plane.b), even = new Array<number>(200).fill(1);

  test('the cheapest assignment is what SciPy says, and gives every row its own column', () => {
    expect(wassersteinExact(a, b)).toBeCloseTo(fixture.plane.w, 9);
    expect([...cheapestAssignment(distanceMatrix(a, b), a.count).columns].sort((x, y) => x - y)).toEqual(Array.from({ length: a.count }, (_, i) => i));
    expect(cheapestAssignment([9, -2, 4, 1], 2)).toEqual({ columns: Int32Array.of(1, 0), cost: 2 });
  });

  test.each([1, 2, 3])('Sinkhorn is within .02 of the assignment: 200 points on rings of radius 1 and %i', (radius) => {
    const ring = (r: number, seed: number): Features => {
      const source = random(seed, 'ring');
      return featuresOf(Array.from({ length: 200 }, () => 2 * Math.PI * source.uniform()).map((angle) => [r * Math.cos(angle), r * Math.sin(angle)]));
    };
    const exact = wassersteinExact(ring(1, 1), ring(radius, 2)), found = sinkhorn(distanceMatrix(ring(1, 1), ring(radius, 2)), even, even);
    expect(Math.abs(found.cost / exact - 1)).toBeLessThan(.02);
    expect(found.cost).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
    expect(found.lower).toBeLessThanOrEqual(exact * (1 + 1e-9));
  });

  test('Sinkhorn with weights brackets the linear programme, and its plan moves exactly what there is', () => {
    const { p, q, w } = fixture.weighted;
    const few = (points: Features, n: number): Features => ({ ...points, data: points.data.subarray(0, 2 * n), count: n });
    const { cost, lower, plan } = sinkhorn(distanceMatrix(few(a, 7), few(b, 10)), p, q, { tolerance: .002 });
    expect(cost).toBeGreaterThanOrEqual(w - 1e-9);
    expect(lower).toBeLessThanOrEqual(w + 1e-9);
    expect(cost / w - 1).toBeLessThan(.002);
    const total = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0);
    p.forEach((x, i) => expect(total([...plan.subarray(10 * i, 10 * i + 10)])).toBeCloseTo(x / total(p), 9));
    q.forEach((x, j) => expect(total([...plan].filter((_, e) => e % 10 === j))).toBeCloseTo(x / total(q), 9));
  });

  test('identical sets are 0 apart', () => {
    const points = pickRandom(gaussian(100, [0, 0], 1, random(6)), 80, random(7));
    expect(wassersteinExact(points, points)).toBe(0);
    expect(wassersteinSinkhorn(points, points)).toBeLessThan(1e-6);
  });

  test('costs that are not finite, and sets of different numbers, are turned away', () => {
    expect(() => cheapestAssignment([1, NaN, NaN, NaN], 2)).toThrow(/finite/);
    expect(() => wassersteinExact(a, pickRandom(b, 5, random(1)))).toThrow(/equal number/);
    expect(() => sinkhorn(new Float64Array(4), [1, 0], [1, 1])).toThrow(/above 0/);
  });
});
