// Changes of pictures on the way to a loss: what they do, and that the gradient reaches who drew them.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deform, diffAugment } from '#nets/tf';
import { openTraining } from '../../src/cli/backends.ts';
import { random } from '../../src/core/random.ts';

const SIDE = 16, COUNT = 40;
let training: Awaited<ReturnType<typeof openTraining>>;
beforeAll(async () => { training = await openTraining('wasm'); });
afterAll(() => training.dispose());

const chance = (seed: number): Parameters<typeof diffAugment>[0] => {
  const source = random(seed, 'augment');
  return {
    uniform: (shape, low, high) => tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => low + (high - low) * source.uniform()), [...shape]),
    int: (limit) => source.int(limit),
  };
};
/** `[COUNT, SIDE, SIDE, 3]`, all of one colour. */
const flat = (colour: readonly number[]): tf.Tensor => tf.tile(tf.tensor(colour, [1, 1, 1, 3]), [COUNT, SIDE, SIDE, 1]);
const augmented = (seed: number, pictures: tf.Tensor): Float32Array => tf.tidy(() => diffAugment(chance(seed), pictures).dataSync() as Float32Array);

describe('what a discriminator is shown', () => {
  test('has the shape of what was drawn, and is another with every draw of chance', () => {
    const once = augmented(1, flat([.2, .4, .6]));
    expect(once.length).toBe(COUNT * SIDE * SIDE * 3);
    expect(augmented(1, flat([.2, .4, .6]))).toEqual(once);
    expect(augmented(2, flat([.2, .4, .6]))).not.toEqual(once);
  });

  test('is darker or lighter by at most a quarter of the range, its mean colour elsewhere kept', () => {
    const seen = augmented(3, flat([0, 0, 0]));
    const values = Array.from({ length: COUNT }, (_, n) => Array.from(seen.subarray(n * SIDE * SIDE * 3, (n + 1) * SIDE * SIDE * 3)).find((x) => x !== 0) ?? 0);
    expect(Math.max(...values)).toBeGreaterThan(.3);
    expect(Math.min(...values)).toBeLessThan(-.3);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(.5 + 1e-6);
  });

  test('has a hole of up to a quarter of its area, and borders where it was moved', () => {
    const seen = augmented(4, flat([1, 1, 1]));
    const empty = Array.from({ length: COUNT }, (_, n) => Array.from(seen.subarray(n * SIDE * SIDE * 3, (n + 1) * SIDE * SIDE * 3)).filter((x) => x === 0).length / (SIDE * SIDE * 3));
    // The hole, and at most an eighth at two sides.
    expect(Math.max(...empty)).toBeLessThanOrEqual(.25 + 1 - (7 / 8) ** 2);
    expect(empty.reduce((sum, x) => sum + x, 0) / COUNT).toBeGreaterThan(.1);
  });
});

test('the gradient reaches every picture, and where a hole is none', () => {
  const [slope, seen] = tf.tidy(() => {
    const pictures = flat([.5, .5, .5]);
    return [tf.grad((x) => tf.sum(diffAugment(chance(5), x)))(pictures).dataSync(), augmented(5, pictures)];
  });
  for (let n = 0; n < COUNT; n++) {
    const part = Array.from(slope.subarray(n * SIDE * SIDE * 3, (n + 1) * SIDE * SIDE * 3)), kept = Array.from(seen.subarray(n * SIDE * SIDE * 3, (n + 1) * SIDE * SIDE * 3)).filter((x) => x !== 0).length;
    // Contrast and colour only share the slope out among the pixels of a picture; brightness passes all of it.
    expect(part.reduce((sum, x) => sum + x, 0)).toBeCloseTo(kept, 0);
  }
});

describe('deformed', () => {
  /** A bar of 2 pixels down the middle. */
  const bar = (): tf.Tensor => tf.tidy(() => tf.tensor(Float32Array.from({ length: COUNT * SIDE * SIDE }, (_, i) => ([7, 8].includes(i % SIDE) ? 1 : 0)), [COUNT, SIDE, SIDE, 1]));
  const deformed = (seed: number): Float32Array => tf.tidy(() => deform(chance(seed), bar()).dataSync() as Float32Array);
  /** Column of the ink's middle in a row; NaN where there is no ink. */
  const middle = (pictures: Float32Array, n: number, row: number): number => {
    let ink = 0, sum = 0;
    for (let x = 0; x < SIDE; x++) {
      const value = pictures[(n * SIDE + row) * SIDE + x]!;
      ink += value;
      sum += value * x;
    }
    return sum / ink;
  };

  test('a bar leans to both sides, up to a slope of .4 and what stretching adds, and is straight still', () => {
    const seen = deformed(6);
    const slopes = Array.from({ length: COUNT }, (_, n) => (middle(seen, n, 11) - middle(seen, n, 5)) / 6);
    expect(Math.min(...slopes)).toBeLessThan(-.2);
    expect(Math.max(...slopes)).toBeGreaterThan(.2);
    expect(Math.max(...slopes.map(Math.abs))).toBeLessThan(.4 * 1.25 ** 2 + .25);
    for (let n = 0; n < COUNT; n++) expect(Math.abs(middle(seen, n, 8) - (middle(seen, n, 5) + middle(seen, n, 11)) / 2)).toBeLessThan(.5);
    expect(deformed(6)).toEqual(seen);
    expect(deformed(7)).not.toEqual(seen);
  });

  test('the gradient is the way back: as much as each pixel gave', () => {
    const probe = random(1, 'probe'), weights = tf.tensor(Float32Array.from({ length: COUNT * SIDE * SIDE }, () => probe.normal()), [COUNT, SIDE, SIDE, 1]);
    const value = (x: tf.Tensor): tf.Scalar => tf.sum(tf.mul(deform(chance(8), x), weights));
    // The map is linear: <gradient, bar> is the value itself.
    expect(tf.tidy(() => tf.sum(tf.mul(tf.grad(value)(bar()), bar())).dataSync()[0]!)).toBeCloseTo(tf.tidy(() => value(bar()).dataSync()[0]!), 1);
  });
});
