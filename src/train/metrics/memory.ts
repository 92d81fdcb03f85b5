// Does a generator only remember? And is a walk through its latents smooth? Distances between rows of features.

import { badArgument } from '../../core/errors.ts';
import { checkFeatures, type Features } from './features.ts';
import { nearest } from './neighbours.ts';

export const median = (numbers: ArrayLike<number>): number => {
  const sorted = Float64Array.from(numbers).sort(), half = sorted.length >> 1;
  if (sorted.length === 0) throw badArgument('No numbers have no median.');
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** Median distance to the nearest of what was learnt, over the same of real points that were not: 0 for copies, about 1 for what is as new as real ones. */
export const novelty = (generated: Features, real: Features, learnt: Features): number =>
  median(nearest(generated, learnt).distances) / median(nearest(real, learnt).distances);

/** The longest step from row to row over the median step: 1 for an even walk, large where it jumps. */
export const longestStep = (walk: Features): number => {
  checkFeatures('A walk', walk, 3);
  const { data, count, size } = walk;
  const steps = Float64Array.from({ length: count - 1 }, (_, i) => {
    let squared = 0;
    for (let k = 0; k < size; k++) squared += (data[(i + 1) * size + k]! - data[i * size + k]!) ** 2;
    return Math.sqrt(squared);
  });
  return Math.max(...steps) / median(steps);
};
