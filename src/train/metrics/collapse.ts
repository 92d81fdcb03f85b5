// Has a generator collapsed? Two ratios of a generated set to a real one of equal number. The mean distance of pairs falls where
// all samples crowd in one place; the mean distance to the nearest other falls where a few pictures come over and over, however
// different they are (fifty pictures repeated keep 98 % of the pair distance). Lost classes are found in classes.ts.

import { badArgument } from '../../core/errors.ts';
import { eachDistanceRow } from './distances.ts';
import { checkEqualCounts, checkFeatures, checkPair, type Features } from './features.ts';
import { nearestOthers, neighbourComponents } from './neighbours.ts';

/** Mean distance of all pairs of different points. */
export const meanPairDistance = (points: Features): number => {
  checkFeatures('Features', points, 2);
  let sum = 0;
  eachDistanceRow(points, points, (i, row) => {
    for (let j = i + 1; j < row.length; j++) sum += Math.sqrt(row[j]!);
  });
  return sum / ((points.count * (points.count - 1)) / 2);
};

export interface Spread {
  readonly pair: number;
  /** Mean distance of a point to the nearest other. */
  readonly nearest: number;
  /** Islands of the neighbour graph. */
  readonly components: number;
}

/** How a set lies; `k` is of the neighbour graph and is cut to what a small set has. */
export const spreadOf = (points: Features, k = 10): Spread => {
  const pair = meanPairDistance(points);
  const neighbours = nearestOthers(points, Math.min(k, points.count - 1));
  const nearest = neighbours.distances.reduce((sum, x, entry) => (entry % neighbours.k === 0 ? sum + x : sum), 0) / points.count;
  return { pair, nearest, components: neighbourComponents(neighbours) };
};

/** Below this share of the real distance a set has collapsed. */
const COLLAPSED_BELOW = .5;

export interface Collapse {
  /** Mean pair distance over the real set's. */
  readonly pairRatio: number;
  /** Mean nearest distance over the real set's. */
  readonly nearestRatio: number;
  /** Islands of the neighbour graph, generated and real. */
  readonly components: number;
  readonly realComponents: number;
  readonly collapsed: boolean;
}

/** Compares sets of equal number (a nearest distance shrinks as its set grows). */
export const collapseOf = (generated: Features, real: Features, k = 10): Collapse => {
  checkPair('Generated features', generated, 'real features', real, 2);
  checkEqualCounts('Collapse', generated, real);
  const own = spreadOf(generated, k), due = spreadOf(real, k);
  if (due.nearest === 0) throw badArgument('The real features repeat themselves; take every picture once.');
  const pairRatio = own.pair / due.pair, nearestRatio = own.nearest / due.nearest;
  return {
    pairRatio, nearestRatio,
    components: own.components, realComponents: due.components,
    collapsed: pairRatio < COLLAPSED_BELOW || nearestRatio < COLLAPSED_BELOW,
  };
};
