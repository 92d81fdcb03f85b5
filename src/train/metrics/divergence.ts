// Divergences between histograms, in nats: Kullback-Leibler, Jensen-Shannon, total variation; and the Jensen-Shannon
// divergence as a discriminator sees it (Goodfellow et al. 2014, "Generative Adversarial Nets"). None of them knows how far
// apart two places are: disjoint histograms get log 2 (or infinity, or 1) whatever the gap, which is what Wasserstein mends.

import { badArgument } from '../../core/errors.ts';
import type { Features } from './features.ts';

/** Shares that sum to 1, of counts or of any weights >= 0. */
export const sharesOf = (weights: ArrayLike<number>): Float64Array => {
  const shares = Float64Array.from(weights);
  const sum = shares.reduce((total, x) => total + x, 0);
  if (!(sum > 0 && Number.isFinite(sum)) || shares.some((x) => x < 0)) throw badArgument('A histogram needs weights of 0 or more with a positive, finite sum.');
  return shares.map((x) => x / sum);
};

const sharesOfBoth = (p: ArrayLike<number>, q: ArrayLike<number>): readonly [Float64Array, Float64Array] => {
  if (p.length !== q.length) throw badArgument(`Histograms of ${p.length} and of ${q.length} bins cannot be compared.`);
  return [sharesOf(p), sharesOf(q)];
};

/** KL(p || q) of histograms, which are scaled to sum to 1; infinite where p has weight in a bin in which q has none. */
export const klDivergence = (p: ArrayLike<number>, q: ArrayLike<number>): number => {
  const [a, b] = sharesOfBoth(p, q);
  return Math.max(0, a.reduce((sum, x, i) => (x > 0 ? sum + x * Math.log(x / b[i]!) : sum), 0));
};

/** 0 to log 2. */
export const jsDivergence = (p: ArrayLike<number>, q: ArrayLike<number>): number => {
  const [a, b] = sharesOfBoth(p, q);
  const middle = a.map((x, i) => (x + b[i]!) / 2);
  return (klDivergence(a, middle) + klDivergence(b, middle)) / 2;
};

/** 0 to 1: half the sum of the differences. */
export const totalVariation = (p: ArrayLike<number>, q: ArrayLike<number>): number => {
  const [a, b] = sharesOfBoth(p, q);
  return a.reduce((sum, x, i) => sum + Math.abs(x - b[i]!), 0) / 2;
};

/** Even bins along every axis from `min` to `max`. */
export interface Grid {
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly bins: number;
}

/** The smallest grid that holds all sets. */
export const gridOver = (sets: readonly Features[], bins: number): Grid => {
  const size = sets[0]?.size ?? 0;
  const min = new Array<number>(size).fill(Infinity), max = new Array<number>(size).fill(-Infinity);
  for (const { data } of sets) {
    for (let i = 0; i < data.length; i++) {
      min[i % size] = Math.min(min[i % size]!, data[i]!);
      max[i % size] = Math.max(max[i % size]!, data[i]!);
    }
  }
  return { min, max, bins };
};

/** Counts `[bins]` of points on a line, `[bins, bins]` of points in a plane; a point outside counts in the nearest border bin. */
export const histogram = ({ data, count, size }: Features, { min, max, bins }: Grid): Float64Array => {
  if (size !== min.length || size > 2) throw badArgument(`Histograms are of 1 or 2 dimensions, as their grid; got points of ${size} and a grid of ${min.length}.`);
  const counts = new Float64Array(bins ** size);
  for (let i = 0; i < count; i++) {
    let cell = 0;
    for (let axis = 0; axis < size; axis++) {
      const span = max[axis]! - min[axis]!;
      const place = span > 0 ? Math.floor((bins * (data[i * size + axis]! - min[axis]!)) / span) : 0;
      cell = cell * bins + Math.min(bins - 1, Math.max(0, place));
    }
    counts[cell]!++;
  }
  return counts;
};

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const meanBy = (list: ArrayLike<number>, of: (x: number) => number): number => Array.from(list, of).reduce((sum, x) => sum + x, 0) / list.length;

/** V = E log D(real) + E log(1 - D(generated)) on logits: -log 4 where D is at a loss, 0 where it is always right. */
export const discriminatorValue = (realLogits: ArrayLike<number>, generatedLogits: ArrayLike<number>): number =>
  -meanBy(realLogits, (l) => softplus(-l)) - meanBy(generatedLogits, softplus);

/** (V + log 4) / 2 within 0 to log 2. The best discriminator gives the divergence itself, any other a lower bound of it. */
export const jsFromValue = (value: number): number => Math.min(Math.LN2, Math.max(0, (value + Math.log(4)) / 2));
