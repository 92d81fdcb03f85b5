// How much a reader finds out about a code that was drawn at random, in nats: the lower bound of the mutual information that
// InfoGAN raises, L_I = H(c) + E log Q(c | x) (Chen et al. 2016; Barber & Agakov 2003). What classes a code stands for is
// found by the cheapest assignment.

import { badArgument } from '../../core/errors.ts';
import { cheapestAssignment } from './assignment.ts';
import type { Features } from './features.ts';

/** Of a category drawn evenly out of as many as a row of `probabilities` has; at most their logarithm. */
export const categoryInformation = ({ data, count, size }: Features, drawn: ArrayLike<number>): number => {
  if (drawn.length !== count || count === 0) throw badArgument(`${count} answers cannot be held against ${drawn.length} categories.`);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.log(Math.max(1e-12, data[i * size + drawn[i]!]!));
  return Math.log(size) + sum / count;
};

/**
 * Of a code drawn evenly from -1 to 1 under a normal Q about `read`, whose deviation is the reader's own error: the constant
 * that makes the bound tightest. One who always says 0 gets -.18, not 0, since evenly drawn numbers are not normal.
 */
export const codeInformation = (drawn: ArrayLike<number>, read: ArrayLike<number>): number => {
  if (drawn.length !== read.length || drawn.length === 0) throw badArgument(`${read.length} answers cannot be held against ${drawn.length} codes.`);
  let error = 0;
  for (let i = 0; i < drawn.length; i++) error += (drawn[i]! - read[i]!) ** 2 / drawn.length;
  return Math.LN2 - Math.log(2 * Math.PI * Math.E * Math.max(1e-12, error)) / 2;
};

export interface Matched {
  /** Share of the items whose group's class is theirs. */
  readonly accuracy: number;
  /** `[groups]`: the class of each group. */
  readonly classes: Int32Array;
}

/** Names groups that were found without labels, one class each, so that as many items as can be are right. Both are 0 to `count` - 1. */
export const matchClasses = (groups: ArrayLike<number>, labels: ArrayLike<number>, count: number): Matched => {
  if (groups.length !== labels.length || groups.length === 0) throw badArgument(`${groups.length} items cannot be matched with ${labels.length} labels.`);
  const costs = new Float64Array(count * count);
  for (let i = 0; i < groups.length; i++) costs[groups[i]! * count + labels[i]!]!--;
  const { columns, cost } = cheapestAssignment(costs, count);
  return { accuracy: -cost / groups.length, classes: columns };
};
