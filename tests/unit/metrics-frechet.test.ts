// The Frechet distance and the inception score. The stored numbers are NumPy's and SciPy's: np.cov, scipy.linalg.sqrtm of the plain
// product S_r S_g (not the symmetric form used here), scipy.stats.entropy, np.std.

import { describe, expect, test } from 'vitest';
import { random } from '../../src/core/random.ts';
import { featuresOf, frechetDistance, frechetFloor, inceptionScore, momentsOf, pickRandom, type Features } from '../../src/train/metrics/index.ts';
import { multiply, symmetricEigen, symmetricRoot, transpose } from '../../src/core/eigen.ts';
import fixture from '../support/metrics-fixtures/frechet.json';
import { gaussian, labelsOf, picturesOf, withNoise } from '../support/metrics-fixtures/pictures.ts';

const filled = (size: number, x: number): number[] => new Array<number>(size).fill(x);

describe('the Frechet distance', () => {
  test.each(fixture.frechet)('is what NumPy says: $name', ({ real, generated, fid }) => {
    expect(Math.abs(frechetDistance(featuresOf(real), featuresOf(generated)) / fid - 1)).toBeLessThan(1e-5);
    expect(frechetDistance(featuresOf(generated), featuresOf(real))).toBeCloseTo(fid, 3);
  });

  test.each([[16, 1], [64, .8]])('of Gaussians in %i dimensions that are a shift by m apart is |m|^2', (size, shift) => {
    const source = random(1, 'shift'), wanted = size * shift ** 2;
    const found = frechetDistance(gaussian(4500, filled(size, 0), 1, source), gaussian(4500, filled(size, shift), 1, source));
    expect(Math.abs(found / wanted - 1)).toBeLessThan(.02);
  });

  test.each([16, 64])('of N(0, I) and N(0, 4 I) in %i dimensions is their number', (size) => {
    const source = random(2, 'width');
    const found = frechetDistance(gaussian(4500, filled(size, 0), 1, source), gaussian(4500, filled(size, 0), 2, source));
    expect(Math.abs(found / size - 1)).toBeLessThan(.03);
  });

  test('rises with every step of added noise', () => {
    const real = picturesOf(labelsOf(1000), random(3));
    const steps = [0, .05, .1, .2, .4, .8].map((amount) => frechetDistance(real, withNoise(real, amount, random(4))));
    expect(steps[0]).toBeLessThan(1e-8);
    for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(1.5 * steps[i - 1]!);
  });

  test('of two halves of the real data is their floor: far below another distribution, and lower for more points', () => {
    const real = picturesOf(labelsOf(2000), random(5));
    const floor = frechetFloor(real, random(6));
    expect(floor).toBeGreaterThan(0);
    expect(floor).toBeLessThan(frechetFloor(pickRandom(real, 400, random(6)), random(6)) / 2);
    expect(floor).toBeLessThan(frechetDistance(real, withNoise(real, .1, random(7))) / 2);
  });

  const point = featuresOf([[0, 0]]), pair = featuresOf([[0, 0], [1, 1]]);
  test.each<[string, Features, Features, RegExp]>([
    ['one point', pair, point, /at least 2 points/],
    ['different numbers', pair, featuresOf([[0, 0], [1, 1], [2, 2]]), /equal number; got 2 and 3/],
    ['different sizes', pair, featuresOf([[0], [1]]), /2 numbers a point .* 1/],
    ['a number that is none', pair, featuresOf([[0, 0], [1, NaN]]), /point 1 holds NaN/],
    ['a shape that its numbers do not fill', pair, { data: new Float32Array(3), count: 2, size: 2 }, /\[2, 2\] does not fit 3 numbers/],
  ])('says what is wrong with %s', (_, a, b, message) => {
    expect(() => frechetDistance(a, b)).toThrow(message);
  });
});

describe('matrices', () => {
  const n = 24, source = random(8);
  const any = Float64Array.from({ length: n * n }, () => source.normal());
  const largest = (a: Float64Array, b: Float64Array): number => a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);

  test('a symmetric one is put together again from its eigenvalues and vectors, which are orthonormal', () => {
    const matrix = any.map((x, i) => x + transpose(any, n)[i]!);
    const { values, vectors } = symmetricEigen(matrix, n);
    expect(largest(multiply(vectors.map((x, i) => x * values[i % n]!), transpose(vectors, n), n), matrix)).toBeLessThan(1e-11);
    const identity = Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0));
    expect(largest(multiply(transpose(vectors, n), vectors, n), identity)).toBeLessThan(1e-12);
  });

  test("a root's square is the matrix, also where some eigenvalues are 0", () => {
    const flat = any.map((x, i) => (i % n < 5 ? 0 : x));
    const matrix = multiply(transpose(flat, n), flat, n), root = symmetricRoot(matrix, n);
    expect(largest(multiply(root, root, n), matrix)).toBeLessThan(1e-11);
  });

  test('moments have the covariance of what they were drawn from', () => {
    const { mean, covariance } = momentsOf(gaussian(50_000, [3, -1], 2, random(9)));
    expect([...mean].map(Math.round)).toEqual([3, -1]);
    [4, 0, 0, 4].forEach((x, i) => expect(Math.abs(covariance[i]! - x)).toBeLessThan(.1));
  });
});

describe('the inception score', () => {
  const { probabilities, whole, mean, deviation } = fixture.inception;
  test('is what NumPy says, whole and in parts', () => {
    expect(inceptionScore(featuresOf(probabilities), 1).mean).toBeCloseTo(whole, 9);
    const parts = inceptionScore(featuresOf(probabilities), 3);
    expect(parts.mean).toBeCloseTo(mean, 9);
    expect(parts.deviation).toBeCloseTo(deviation, 9);
  });

  const sure = (labels: readonly number[]): Features => featuresOf(labels.map((label) => filled(10, 0).map((_, c) => Number(c === label))));
  test.each([
    ['ten classes, each seen clearly', sure(labelsOf(1000)), 10],
    ['five of them', sure(labelsOf(1000, [0, 2, 4, 6, 8])), 5],
    ['one of them', sure(labelsOf(1000, [3])), 1],
    ['an answer that never varies', featuresOf(labelsOf(1000).map(() => filled(10, .1))), 1],
  ])('of %s', (_, answers, score) => {
    expect(inceptionScore(answers).mean).toBeCloseTo(score, 9);
    expect(inceptionScore(answers).deviation).toBeCloseTo(0, 9);
  });

  test('of samples in order of their classes needs them mixed', () => {
    const inOrder = sure(labelsOf(5000).sort((a, b) => a - b));
    expect(inceptionScore(inOrder).mean).toBeCloseTo(1, 9);
    expect(inceptionScore(inOrder, 10, random(1)).mean).toBeGreaterThan(9.8);
  });

  test('turns logits and too many parts away', () => {
    expect(() => inceptionScore(featuresOf([[2, -1]]), 1)).toThrow(/softmax/);
    expect(() => inceptionScore(featuresOf([[3, -2]]), 1)).toThrow(/softmax/);
    expect(() => inceptionScore(featuresOf([[.5, .5]]), 2)).toThrow(/cannot be cut/);
  });
});
