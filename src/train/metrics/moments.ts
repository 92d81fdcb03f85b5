// Mean and covariance of a set of points: all that the Frechet distance keeps of it.

import { checkFeatures, type Features } from './features.ts';

export interface Moments {
  /** Of how many points. */
  readonly count: number;
  /** `[size]`. */
  readonly mean: Float64Array;
  /** `[size, size]`, symmetric, over count - 1 (unbiased, as the reference code of the FID has it). */
  readonly covariance: Float64Array;
}

/** `[size]`: the mean point. */
export const meanOf = ({ data, count, size }: Features): Float64Array => {
  const mean = new Float64Array(size);
  for (let i = 0; i < count; i++) for (let k = 0; k < size; k++) mean[k]! += data[i * size + k]!;
  return mean.map((sum) => sum / count);
};

/** Moments of at least two points; about the mean, in two passes, so that a large mean costs no digits. */
export const momentsOf = (points: Features): Moments => {
  checkFeatures('Features', points, 2);
  const { data, count, size } = points;
  const mean = meanOf(points);
  const covariance = new Float64Array(size * size), off = new Float64Array(size);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < size; k++) off[k] = data[i * size + k]! - mean[k]!;
    for (let a = 0; a < size; a++) {
      const x = off[a]!;
      for (let b = a; b < size; b++) covariance[a * size + b]! += x * off[b]!;
    }
  }
  for (let a = 0; a < size; a++) for (let b = a; b < size; b++) covariance[b * size + a] = covariance[a * size + b]! /= count - 1;
  return { count, mean, covariance };
};
