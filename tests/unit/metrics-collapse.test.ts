// Collapse and dropped modes, injected and found: on pictures of ten known classes and on mixtures of Gaussians.

import { describe, expect, test } from 'vitest';
import { random } from '../../src/core/random.ts';
import {
  classAccuracy, classHistogram, classVariation, collapseOf, featuresOf, likeliestClasses, meanPairDistance, missingClasses, mixtureReport, modeEvents, nearest, nearestOthers,
  neighbourComponents, pick, pickRandom, pooled, shuffledIndices, spreadOf, type Features,
} from '../../src/train/metrics/index.ts';
import fixture from '../support/metrics-fixtures/neighbours.json';
import { CLASSES, gaussian, labelsOf, noisePictures, picturesOf, withNoise } from '../support/metrics-fixtures/pictures.ts';

const reals = picturesOf(labelsOf(3000), random(1, 'reals')), realLabels = labelsOf(3000);
const half = (source = random(2)): Int32Array => shuffledIndices(3000, source).subarray(0, 1000);
const labelsAt = (indices: Int32Array): Int32Array => indices.map((i) => realLabels[i]!);

describe('classes', () => {
  test.each([1, 2, 5, 9, 10])('a real set of %i classes has exactly those, also for a classifier that errs once in fifty', (m) => {
    const present = labelsOf(m).map((c) => (3 * c) % CLASSES), source = random(m, 'errors');
    const seen = labelsOf(2000, present).map((label) => (source.uniform() < .02 ? source.int(CLASSES) : label));
    const missing = missingClasses(classHistogram(seen, CLASSES));
    expect(missing).toEqual(labelsOf(CLASSES).filter((c) => !present.includes(c)));
    expect(Math.abs(classVariation(classHistogram(seen, CLASSES)) - (1 - m / CLASSES))).toBeLessThan(.03);
  });

  test('a class that the data hardly have is not missed, and the data\'s own frequencies have no variation', () => {
    const data = [900, 90, 10];
    expect(missingClasses([890, 100, 10], data)).toEqual([]);
    expect(missingClasses([900, 100, 0], data)).toEqual([2]);
    expect(missingClasses([900, 90, 10])).toEqual([2]);
    expect(classVariation([1800, 180, 20], data)).toBeCloseTo(0, 12);
    expect(classVariation([0, 0, 7], data)).toBeCloseTo(.99, 12);
  });

  test('accuracy counts each class by what was wanted', () => {
    const { overall, perClass } = classAccuracy([0, 0, 0, 1], [0, 0, 1, 1], 3);
    expect(overall).toBe(.75);
    expect([...perClass]).toEqual([2 / 3, 1, NaN]);
    expect([...likeliestClasses(featuresOf([[.1, .8, .1], [5, 5, -1], [-3, -2, -1]]))]).toEqual([1, 0, 2]);
    expect(() => classHistogram([0, 3], 3)).toThrow(/Label 1 must be a whole number 0 to 2; got 3/);
  });

  test('the log tells when a class vanished and when it came back', () => {
    const counts = (...gone: number[]): number[] => labelsOf(CLASSES).map((c) => (gone.includes(c) ? 1 : 100));
    const history = [{ step: 0, counts: counts(7) }, { step: 100, counts: counts() }, { step: 200, counts: counts(4, 7) }, { step: 300, counts: counts(7) }];
    expect(modeEvents(history)).toEqual([
      { step: 100, class: 7, event: 'came' }, { step: 200, class: 4, event: 'vanished' }, { step: 200, class: 7, event: 'vanished' }, { step: 300, class: 4, event: 'came' },
    ]);
  });
});

describe('collapse', () => {
  test('real data raise no alarm in 20 resamplings', () => {
    for (let round = 0; round < 20; round++) {
      const order = shuffledIndices(3000, random(round, 'resample'));
      const some = order.subarray(0, 400);
      expect(collapseOf(pick(reals, some), pick(reals, order.subarray(400, 800))).collapsed).toBe(false);
      expect(missingClasses(classHistogram(labelsAt(some), CLASSES))).toEqual([]);
    }
  });

  const real = pick(reals, half());
  const repeated = (few: number): Features => withNoise(pick(reals, labelsOf(1000, Array.from(shuffledIndices(3000, random(4)).subarray(0, few)))), 1e-4, random(5));
  test('fifty pictures over and over are found, though they differ as much as the data', () => {
    const { pairRatio, nearestRatio, components, collapsed } = collapseOf(repeated(50), real);
    expect(nearestRatio).toBeLessThan(.5);
    expect(pairRatio).toBeGreaterThan(.9);
    expect(components).toBe(50);
    expect(collapsed).toBe(true);
  });

  test('a crowd round one picture is found, though no two are alike', () => {
    const crowd = collapseOf(picturesOf(labelsOf(1000, [6]), random(6)), real);
    expect(crowd.pairRatio).toBeLessThan(.5);
    expect(crowd.nearestRatio).toBeGreaterThan(.5);
    expect(crowd.collapsed).toBe(true);
  });

  test('more spread than the data have is no collapse', () => {
    expect(collapseOf(noisePictures(1000, random(7)), real).collapsed).toBe(false);
  });
});

describe('neighbours', () => {
  const { indices, k, pair, nearest: mean, components } = fixture;
  const points = featuresOf(fixture.real);

  // np.argsort of scipy.spatial.distance.cdist; scipy.sparse.csgraph.connected_components.
  test('are what NumPy and SciPy say', () => {
    const found = nearestOthers(points, k);
    expect(Array.from(found.indices)).toEqual(indices.flat());
    expect(neighbourComponents(found)).toBe(components);
    expect(meanPairDistance(points)).toBeCloseTo(pair, 9);
    expect(spreadOf(points).nearest).toBeCloseTo(mean, 9);
  });

  test('across sets agree with plain arithmetic, for numbers that fill no block, far from the origin', () => {
    const a = gaussian(13, [1e6, -1e6, 0], 1, random(8)), b = gaussian(7, [1e6, -1e6, 0], 1, random(9));
    const far = (i: number, j: number): number => Math.hypot(...[0, 1, 2].map((d) => a.data[3 * i + d]! - b.data[3 * j + d]!));
    const found = nearest(a, b, 2);
    for (let i = 0; i < 13; i++) {
      const all = Array.from({ length: 7 }, (_, j) => j).sort((x, y) => far(i, x) - far(i, y));
      expect([...found.indices.subarray(2 * i, 2 * i + 2)]).toEqual(all.slice(0, 2));
      expect(found.distances[2 * i]).toBeCloseTo(far(i, all[0]!), 6);
    }
  });

  test('of the same point are exactly 0 away; the point itself is not its neighbour', () => {
    const twice = pooled(points, points), { indices: twins, distances } = nearestOthers(twice, 1);
    expect(distances.every((x) => x === 0)).toBe(true);
    expect([...twins].every((j, i) => j === (i + 50) % 100)).toBe(true);
    const nearly = withNoise(points, 1e-10, random(13));
    expect(nearest(points, nearly).distances.every((x) => x < 1e-6)).toBe(true);
    expect(() => nearestOthers(points, 50)).toThrow(/k must be a whole number 1 to 49/);
  });

  test.each([1, 2, 5])('%i heaps are as many components', (heaps) => {
    const set = Array.from({ length: heaps }, (_, h) => gaussian(200, [30 * h, 0], 1, random(h, 'heap'))).reduce(pooled);
    expect(neighbourComponents(nearestOthers(set, 10))).toBe(heaps);
  });
});

describe('mixtures', () => {
  const ring = featuresOf(Array.from({ length: 8 }, (_, i) => [2 * Math.cos((i * Math.PI) / 4), 2 * Math.sin((i * Math.PI) / 4)]));
  const grid = featuresOf(Array.from({ length: 25 }, (_, i) => [2 * (i % 5) - 4, 2 * Math.floor(i / 5) - 4]));
  const drawn = (centres: Features, modes: readonly number[], count: number, deviation: number): Features => withNoise(pick(centres, labelsOf(count, modes)), deviation, random(10));

  test.each([['ring', ring], ['grid', grid]] as const)('the real %s has all modes, of high quality (.989 lie within 3 deviations), evenly', (_, centres) => {
    const all = Array.from({ length: centres.count }, (_, i) => i);
    const report = mixtureReport(drawn(centres, all, 5000, .05), centres, .05);
    expect(report).toMatchObject({ modes: centres.count, strictModes: centres.count });
    expect(Math.abs(report.highQuality - .989)).toBeLessThan(.005);
    expect(report.kl).toBeLessThan(.001);
  });

  test.each([1, 3, 7])('of 8 modes, %i found: counted, and the divergence is log(8 / m)', (m) => {
    const report = mixtureReport(drawn(ring, labelsOf(m), 4200, .02), ring, .02);
    expect(report).toMatchObject({ modes: m, strictModes: m });
    expect(report.kl).toBeCloseTo(Math.log(8 / m), 3);
    expect([...report.counts].filter((x) => x > 0)).toHaveLength(m);
  });

  test('one sample finds a mode, but not strictly; samples between modes are of low quality', () => {
    const most = drawn(ring, [0, 1, 2, 3, 4, 5, 6], 999, .001);
    expect(mixtureReport(pooled(most, pick(ring, [7])), ring, .02)).toMatchObject({ modes: 8, strictModes: 7, highQuality: 1 });
    const middle = mixtureReport(pickRandom(gaussian(100, [0, 0], .01, random(11)), 50, random(12)), ring, .02);
    expect(middle).toMatchObject({ modes: 0, strictModes: 0, highQuality: 0, kl: Math.log(8) });
  });
});
