// Nearest neighbours, and precision and recall by them: is a generated point within a ball of real ones, and the reverse
// (Kynkäänniemi et al. 2019, "Improved Precision and Recall Metric for Assessing Generative Models"); density and coverage, which
// one stray real point spoils less (Naeem et al. 2020, "Reliable Fidelity and Diversity Metrics for Generative Models").

import { badArgument } from '../../core/errors.ts';
import { eachDistanceRow } from './distances.ts';
import { checkEqualCounts, checkFeatures, checkPair, type Features } from './features.ts';

export interface Neighbours {
  /** How many of each point. */
  readonly k: number;
  /** `[count, k]`: which points, nearest first. */
  readonly indices: Int32Array;
  /** `[count, k]`: how far. */
  readonly distances: Float64Array;
}

/** The `k` smallest of a row, without `skip`, into `[count, k]` at `i`: an insertion into k sorted places. */
const keepSmallest = (row: Float64Array, k: number, skip: number, i: number, indices: Int32Array, squared: Float64Array): void => {
  const first = i * k, last = first + k - 1;
  squared.fill(Infinity, first, last + 1);
  let worst = Infinity;
  for (let j = 0; j < row.length; j++) {
    const x = row[j]!;
    if (!(x < worst) || j === skip) continue;
    let place = last;
    for (; place > first && squared[place - 1]! > x; place--) {
      squared[place] = squared[place - 1]!;
      indices[place] = indices[place - 1]!;
    }
    squared[place] = x;
    indices[place] = j;
    worst = squared[last]!;
  }
};

const search = (from: Features, to: Features, k: number, self: boolean): Neighbours => {
  const others = to.count - (self ? 1 : 0);
  if (!(Number.isInteger(k) && k >= 1 && k <= others)) throw badArgument(`k must be a whole number 1 to ${others}, the number of points to choose from; got ${k}.`);
  const indices = new Int32Array(from.count * k), squared = new Float64Array(from.count * k);
  eachDistanceRow(from, to, (i, row) => keepSmallest(row, k, self ? i : -1, i, indices, squared));
  return { k, indices, distances: squared.map(Math.sqrt) };
};

/** The `k` nearest points of `to` for every point of `from`. */
export const nearest = (from: Features, to: Features, k = 1): Neighbours => {
  checkPair('The points', from, 'those searched', to);
  return search(from, to, k, false);
};

/** The `k` nearest others of the same set for every point; a copy of a point is another point. */
export const nearestOthers = (points: Features, k = 1): Neighbours => {
  checkFeatures('Features', points, 2);
  return search(points, points, k, true);
};

/** `[count]`: the squared radius of the ball round each point that just holds its `k` nearest others. */
const balls = (points: Features, k: number): Float64Array => {
  const { distances } = nearestOthers(points, k);
  return Float64Array.from({ length: points.count }, (_, i) => distances[i * k + k - 1]! ** 2);
};

export interface PrecisionRecall {
  /** Share of the generated points that lie in some real point's ball: is what comes believable? */
  readonly precision: number;
  /** Share of the real points that lie in some generated point's ball: does everything come? */
  readonly recall: number;
  /** Mean number of real balls round a generated point, over k: about 1 for equal sets, above it where points crowd in dense places. */
  readonly density: number;
  /** Share of the real balls that hold a generated point. */
  readonly coverage: number;
}

/** Of two sets of equal number, since a ball shrinks as its set grows; `k` is 3 in the first paper, 5 in the second. */
export const precisionRecall = (real: Features, generated: Features, k = 3): PrecisionRecall => {
  checkPair('Real features', real, 'generated features', generated, k + 1);
  checkEqualCounts('Precision and recall', real, generated);
  const realBalls = balls(real, k), generatedBalls = balls(generated, k);
  const believable = new Uint8Array(generated.count);
  let recalled = 0, covered = 0, inside = 0;
  eachDistanceRow(real, generated, (i, row) => {
    const own = realBalls[i]!;
    let reached = false, held = 0;
    for (let j = 0; j < row.length; j++) {
      const x = row[j]!;
      if (x <= own) {
        believable[j] = 1;
        held++;
      }
      if (x <= generatedBalls[j]!) reached = true;
    }
    if (reached) recalled++;
    if (held > 0) covered++;
    inside += held;
  });
  return {
    precision: believable.reduce((sum, x) => sum + x, 0) / generated.count,
    recall: recalled / real.count,
    density: inside / (k * generated.count),
    coverage: covered / real.count,
  };
};

/** Number of connected parts of the graph that joins every point with its neighbours in the same set: islands of the set. */
export const neighbourComponents = ({ k, indices }: Neighbours): number => {
  const parent = Int32Array.from({ length: indices.length / k }, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  let parts = parent.length;
  indices.forEach((j, entry) => {
    const a = root(Math.floor(entry / k)), b = root(j);
    if (a !== b) parts--;
    parent[a] = b;
  });
  return parts;
};
