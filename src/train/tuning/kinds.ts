// How many kinds of pictures are painted, whatever the painter: a histogram of classes without anybody who names them. The
// kinds are clusters of the pictures to learn from, and a painted picture is of the kind that it lies nearest to. An evaluator
// would know digits only, and InfoGAN's own head is told the category that it names. Both sets are compared about their own
// means and at one spread: a change of light or contrast of all that is painted is no change of kinds, and that pictures
// become alike is seen in their distances. Pure.

import { random } from '../../core/random.ts';
import { classHistogram } from '../metrics/classes.ts';
import { sharesOf } from '../metrics/divergence.ts';
import { eachDistanceRow } from '../metrics/distances.ts';
import type { Features } from '../metrics/features.ts';
import { kMeans } from '../metrics/k-means.ts';
import { meanOf } from '../metrics/moments.ts';

/** Kinds at most; pictures that there must be for each; kinds without which nothing is told. */
const MOST = 10, EACH = 4, LEAST = 2;
/** Painted pictures whose histogram means something. */
const LEAST_PAINTED = 16;

/** About their mean, at a mean square of 1; undefined where they are all the same. */
const evened = ({ data, count, size }: Features): Features | undefined => {
  const mean = meanOf({ data, count, size }), moved = Float64Array.from(data, (x, i) => x - mean[i % size]!);
  const spread = Math.sqrt(moved.reduce((sum, x) => sum + x * x, 0) / count);
  return spread > 1e-6 ? { data: moved.map((x) => x / spread), count, size } : undefined;
};

const nearest = (points: Features, centres: Features): Int32Array => {
  const labels = new Int32Array(points.count);
  eachDistanceRow(points, centres, (i, row) => { labels[i] = row.reduce((best, x, c) => (x < row[best]! ? c : best), 0); });
  return labels;
};

/** How many kinds a histogram amounts to: the exponential of its entropy, k where k kinds come equally often, 1 where only one does. */
export const effectiveKinds = (counts: ArrayLike<number>): number =>
  Math.exp(sharesOf(counts).reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0));

export interface Kinds {
  /** Of the pictures to learn from. */
  readonly due: number;
  /** Of painted ones, features of the same size; NaN where they are few. */
  of(painted: Features): number;
}

/** Undefined where pictures are too few, or too alike, to fall into kinds. */
export const kindsIn = (pictures: Features): Kinds | undefined => {
  const k = Math.min(MOST, Math.floor(pictures.count / EACH)), points = k >= LEAST ? evened(pictures) : undefined;
  if (!points) return undefined;
  const { centres, labels } = kMeans(points, k, random(1, 'kinds'), { restarts: 3 });
  return {
    due: effectiveKinds(classHistogram(labels, k)),
    of(painted) {
      if (painted.count < LEAST_PAINTED) return NaN;
      const seen = evened(painted);
      return seen ? effectiveKinds(classHistogram(nearest(seen, centres), k)) : 1;
    },
  };
};
