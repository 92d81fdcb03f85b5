// Inception score (Salimans et al. 2016, "Improved Techniques for Training GANs") on the class probabilities of any
// classifier: exp of the mean KL( p(y|x) || p(y) ). 1 is the least; the number of classes, evenly used, the most.

import { badArgument } from '../../core/errors.ts';
import { checkFeatures, shuffledIndices, type Features } from './features.ts';
import type { Random } from '../../core/random.ts';

export interface InceptionScore {
  readonly mean: number;
  /** Over the splits (population's). */
  readonly deviation: number;
}

const scoreOf = ({ data, size }: Features, rows: ArrayLike<number>): number => {
  const marginal = new Float64Array(size);
  for (let i = 0; i < rows.length; i++) for (let c = 0; c < size; c++) marginal[c]! += data[rows[i]! * size + c]! / rows.length;
  let divergence = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let c = 0; c < size; c++) {
      const p = data[rows[i]! * size + c]!;
      if (p > 0) divergence += p * Math.log(p / marginal[c]!);
    }
  }
  return Math.exp(divergence / rows.length);
};

const checkProbabilities = (probabilities: Features): void => {
  const { data, count, size } = probabilities;
  checkFeatures('Class probabilities', probabilities);
  for (let i = 0; i < count; i++) {
    let sum = 0, least = 0;
    for (let c = 0; c < size; c++) {
      sum += data[i * size + c]!;
      least = Math.min(least, data[i * size + c]!);
    }
    if (Math.abs(sum - 1) > 1e-3 || least < 0) throw badArgument(`Class probabilities: row ${i} sums to ${sum} and its least is ${least}; a softmax belongs here, not logits.`);
  }
};

/**
 * Of probabilities `[count, classes]`, over `splits` consecutive parts. Samples that come class by class must be mixed first,
 * or each part sees few classes: give a `source` for that.
 */
export const inceptionScore = (probabilities: Features, splits = 10, source?: Random): InceptionScore => {
  checkProbabilities(probabilities);
  const { count } = probabilities;
  if (!(splits >= 1 && splits <= count)) throw badArgument(`${count} samples cannot be cut into ${splits} parts.`);
  const order = source ? shuffledIndices(count, source) : Int32Array.from({ length: count }, (_, i) => i);
  const scores = Array.from({ length: splits }, (_, part) =>
    scoreOf(probabilities, order.subarray(Math.floor((part * count) / splits), Math.floor(((part + 1) * count) / splits))));
  const mean = scores.reduce((sum, x) => sum + x, 0) / splits;
  return { mean, deviation: Math.sqrt(scores.reduce((sum, x) => sum + (x - mean) ** 2, 0) / splits) };
};
