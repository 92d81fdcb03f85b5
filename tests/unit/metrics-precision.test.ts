// Precision and recall, by balls of neighbours and by clusters, on pictures of ten known classes. The stored numbers are NumPy's: balls by
// np.sort of scipy.spatial.distance.cdist, curves by np.minimum over np.tan(np.linspace(1e-10, pi/2 - 1e-10, 1001)).

import { describe, expect, test } from 'vitest';
import { random } from '../../src/core/random.ts';
import { featuresOf, greatestF, kMeans, pick, pooled, prd, prdCurve, precisionRecall, type Features } from '../../src/train/metrics/index.ts';
import neighbours from '../support/metrics-fixtures/neighbours.json';
import transport from '../support/metrics-fixtures/transport.json';
import { blurred, gaussian, labelsOf, noisePictures, picturesOf } from '../support/metrics-fixtures/pictures.ts';

const N = 600;
const real = picturesOf(labelsOf(N), random(1)), others = picturesOf(labelsOf(N), random(2)), noise = noisePictures(N, random(3));
const FIVE = [0, 2, 3, 6, 9];
/** As many pictures as the real set, of half of its classes: those that the set has and as many new ones. */
const fiveClasses = pooled(pick(real, labelsOf(N).flatMap((label, i) => (FIVE.includes(label) ? [i] : []))), picturesOf(labelsOf(N / 2, FIVE), random(4)));

const byBalls = (generated: Features): { precision: number; recall: number } => precisionRecall(real, generated);
const byClusters = (generated: Features): { precision: number; recall: number } => {
  const { f8, fEighth } = prd(real, generated, random(5), { runs: 3, restarts: 2 });
  return { precision: fEighth, recall: f8 };
};

describe.each([['balls', byBalls, .85, [.2, .25, .3]], ['clusters', byClusters, .95, [.5, .6, .8]]] as const)('by %s', (_, measure, fresh, amounts) => {
  test('identical sets have both', () => {
    const { precision, recall } = measure(real);
    expect(Math.min(precision, recall)).toBeGreaterThanOrEqual(.98);
  });

  test('a fresh draw of the same has nearly both', () => {
    const { precision, recall } = measure(others);
    expect(Math.min(precision, recall)).toBeGreaterThan(fresh);
  });

  test('half of the classes have precision and half of the recall', () => {
    const { precision, recall } = measure(fiveClasses);
    expect(precision).toBeGreaterThanOrEqual(.95);
    expect(Math.abs(recall - .5)).toBeLessThanOrEqual(.05);
  });

  test('noise has neither', () => {
    const { precision, recall } = measure(noise);
    expect(Math.max(precision, recall)).toBeLessThan(.05);
  });

  test('blur costs both, more blur more', () => {
    const levels = [others, ...amounts.map((amount) => blurred(others, amount))].map(measure);
    for (let i = 1; i < levels.length; i++) {
      for (const side of ['precision', 'recall'] as const) expect(levels[i]![side], `${side} at blur ${i}`).toBeLessThan(levels[i - 1]![side]);
    }
  });
});

describe('balls', () => {
  const { k, ...wanted } = neighbours, few = featuresOf(wanted.real), made = featuresOf(wanted.generated);

  test('precision, recall, density and coverage are what NumPy says', () => {
    const found = precisionRecall(few, made, k);
    for (const side of ['precision', 'recall', 'density', 'coverage'] as const) expect(found[side]).toBeCloseTo(wanted[side], 9);
  });

  test('one real point that strays spoils precision, but neither density nor coverage', () => {
    const stray = featuresOf([...Array.from({ length: 99 }, (_, i) => [i / 99, 0]), [60, 0]]);
    const away = featuresOf(Array.from({ length: 100 }, (_, i) => [30 + i / 100, 0]));
    const { precision, density, coverage } = precisionRecall(stray, away);
    expect(precision).toBe(1);
    expect(density).toBeLessThan(.5);
    expect(coverage).toBe(.01);
  });

  test('of sets of unequal number, or of too few points, are not made', () => {
    expect(() => precisionRecall(few, real)).toThrow(/4 numbers a point .* 64/);
    expect(() => precisionRecall(few, pick(made, [0, 1, 2, 3, 4]))).toThrow(/equal number; got 50 and 5/);
    expect(() => precisionRecall(pick(few, [0, 1, 2]), pick(made, [0, 1, 2]))).toThrow(/at least 4 points/);
  });
});

describe('curves', () => {
  test('are what NumPy says', () => {
    const { p, q, precision, recall, f8, fEighth } = transport.prd;
    const curve = prdCurve(p, q);
    precision.forEach((x, i) => expect(curve.precision[125 * i]).toBeCloseTo(x, 9));
    recall.forEach((x, i) => expect(curve.recall[125 * i]).toBeCloseTo(x, 9));
    expect(greatestF(curve, 8)).toBeCloseTo(f8, 9);
    expect(greatestF(curve, 1 / 8)).toBeCloseTo(fEighth, 9);
  });

  test('sets the other way round change places', () => {
    const there = prd(real, fiveClasses, random(6), { runs: 1, restarts: 1 }), back = prd(fiveClasses, real, random(6), { runs: 1, restarts: 1 });
    expect(Math.abs(there.f8 - back.fEighth)).toBeLessThan(.02);
    expect(Math.abs(there.fEighth - back.f8)).toBeLessThan(.02);
  });
});

describe('clusters', () => {
  const heaps = Array.from({ length: 6 }, (_, h) => gaussian(300, [20 * (h % 3), 20 * Math.floor(h / 3)], 1, random(h, 'heap'))).reduce(pooled);

  test('of six heaps are the heaps, though the restarts see only a part', () => {
    const { labels, centres, inertia } = kMeans(heaps, 6, random(7));
    for (let h = 0; h < 6; h++) expect(new Set(labels.subarray(300 * h, 300 * h + 300)).size).toBe(1);
    expect(new Set(labels).size).toBe(6);
    expect(centres.count).toBe(6);
    // 1,800 points of 2 dimensions and deviation 1, less a degree of freedom for each number of each centre.
    expect(Math.abs(inertia / (2 * (1800 - 6)) - 1)).toBeLessThan(.1);
  });

  test('of many heaps are found by the best of several restarts, where one alone often stays in a worse place', () => {
    const many = Array.from({ length: 16 }, (_, h) => gaussian(40, [9 * (h % 4), 9 * Math.floor(h / 4)], 1, random(h, 'heap'))).reduce(pooled);
    const worst = (restarts: number): number => Math.max(...[1, 2, 3, 4, 5, 6].map((seed) => kMeans(many, 16, random(seed), { restarts }).inertia));
    expect(worst(1)).toBeGreaterThan(1.5 * 2 * 640);
    expect(worst(20)).toBeLessThan(1.1 * 2 * 640);
  });

  test('a seed fixes them, and equal points can have more clusters than places', () => {
    expect(kMeans(heaps, 6, random(8))).toEqual(kMeans(heaps, 6, random(8)));
    expect(kMeans(featuresOf([[1], [1], [2], [2]]), 3, random(9)).inertia).toBe(0);
    expect(() => kMeans(featuresOf([[1]]), 2, random(9))).toThrow(/1 points cannot be put into 2 clusters/);
  });
});
