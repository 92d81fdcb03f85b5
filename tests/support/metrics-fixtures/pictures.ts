// A small world of pictures for the metrics' tests, with known classes: 8 x 8 pixels, ten classes of two soft spots each, whose
// places, size and light vary from picture to picture. No network is needed to tell its classes apart.

import type { Random } from '../../../src/core/random.ts';
import type { Features } from '../../../src/train/metrics/index.ts';

export const SIDE = 8, PIXELS = SIDE * SIDE, CLASSES = 10;

/** Adds a soft spot round (x, y), in place. */
const spot = (picture: Float32Array, x: number, y: number, radius: number, light: number): void => {
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) picture[row * SIDE + column]! += light * Math.exp(-((column - x) ** 2 + (row - y) ** 2) / (2 * radius ** 2));
  }
};

/** One picture per label, `[labels, 64]`, values about 0 to 1. */
export const picturesOf = (labels: ArrayLike<number>, source: Random): Features => {
  const data = new Float32Array(labels.length * PIXELS);
  for (let i = 0; i < labels.length; i++) {
    const picture = data.subarray(i * PIXELS, (i + 1) * PIXELS);
    const angle = (2 * Math.PI * labels[i]!) / CLASSES, middle = (SIDE - 1) / 2;
    const jitter = (): number => .25 * source.normal();
    spot(picture, middle + 2.6 * Math.cos(angle) + jitter(), middle + 2.6 * Math.sin(angle) + jitter(), .8 + .1 * source.uniform(), .8 + .2 * source.uniform());
    spot(picture, middle + 2 * Math.cos(3 * angle + 2) + jitter(), middle + 2 * Math.sin(3 * angle + 2) + jitter(), .8 + .1 * source.uniform(), .5 + .2 * source.uniform());
  }
  return { data, count: labels.length, size: PIXELS };
};

/** `count` labels, each of `classes` in turn. */
export const labelsOf = (count: number, classes: readonly number[] = Array.from({ length: CLASSES }, (_, c) => c)): number[] =>
  Array.from({ length: count }, (_, i) => classes[i % classes.length]!);

/** Each pixel goes the way to the mean of its 3 x 3 neighbourhood, `amount` (0 to 1) of it. */
export const blurred = (pictures: Features, amount: number): Features => ({
  ...pictures,
  data: Float32Array.from(pictures.data, (own, at) => {
    const start = at - (at % PIXELS), x = at % SIDE, y = Math.floor((at % PIXELS) / SIDE);
    let sum = 0, count = 0;
    for (let row = Math.max(0, y - 1); row <= Math.min(SIDE - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(SIDE - 1, x + 1); column++) {
        sum += pictures.data[start + row * SIDE + column]!;
        count++;
      }
    }
    return own + amount * (sum / count - own);
  }),
});

export const noisePictures = (count: number, source: Random): Features =>
  ({ data: Float32Array.from({ length: count * PIXELS }, () => source.uniform()), count, size: PIXELS });

/** The same points with normal noise of deviation `amount` on every number. */
export const withNoise = (points: Features, amount: number, source: Random): Features =>
  ({ ...points, data: Float64Array.from(points.data, (x) => x + amount * source.normal()) });

/** `[count, size]` of a Gaussian about `mean` with deviation `deviation` along every axis. */
export const gaussian = (count: number, mean: ArrayLike<number>, deviation: number, source: Random): Features =>
  ({ data: Float64Array.from({ length: count * mean.length }, (_, i) => mean[i % mean.length]! + deviation * source.normal()), count, size: mean.length });
