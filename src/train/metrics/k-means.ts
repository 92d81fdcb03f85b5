// k-means clustering: k-means++ starts (Arthur & Vassilvitskii 2007), Lloyd's steps (Lloyd 1982), the best of several
// restarts. The restarts run on a random part of a large set and only the best goes over all of it, which costs a fraction.

import { badArgument } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { eachDistanceRow } from './distances.ts';
import { pick, pickRandom, type Features } from './features.ts';

export interface Clusters {
  readonly centres: Features;
  /** `[count]`: the cluster of every point. */
  readonly labels: Int32Array;
  /** Sum of squared distances to the own centre. */
  readonly inertia: number;
}

export interface KMeansOptions {
  /** 10. */
  readonly restarts?: number;
  /** Most steps of Lloyd; 50. */
  readonly steps?: number;
  /** Points that a restart looks at; 1,000. */
  readonly part?: number;
}

/** First centres: each is a point, drawn with a chance that goes with its squared distance to the centres before it. */
const starts = (points: Features, k: number, source: Random): Features => {
  const chosen = [source.int(points.count)];
  const distance = new Float64Array(points.count).fill(Infinity);
  while (chosen.length < k) {
    eachDistanceRow(points, pick(points, chosen.slice(-1)), (i, row) => { distance[i] = Math.min(distance[i]!, row[0]!); });
    let left = source.uniform() * distance.reduce((sum, x) => sum + x, 0), next = 0;
    while (next < points.count - 1 && (left -= distance[next]!) > 0) next++;
    chosen.push(next);
  }
  return pick(points, chosen);
};

const assigned = (points: Features, centres: Features): Clusters & { readonly distances: Float64Array } => {
  const labels = new Int32Array(points.count), distances = new Float64Array(points.count);
  let inertia = 0;
  eachDistanceRow(points, centres, (i, row) => {
    let best = 0;
    for (let c = 1; c < row.length; c++) if (row[c]! < row[best]!) best = c;
    labels[i] = best;
    inertia += distances[i] = row[best]!;
  });
  return { centres, labels, inertia, distances };
};

/** The mean of every cluster; a cluster that lost all its points starts again at the point that fits worst. */
const moved = (points: Features, { centres, labels }: Clusters, distances: Float64Array): Features => {
  const { size } = points, data = new Float64Array(centres.count * size), counts = new Float64Array(centres.count);
  labels.forEach((c, i) => {
    counts[c]!++;
    for (let d = 0; d < size; d++) data[c * size + d]! += points.data[i * size + d]!;
  });
  for (let c = 0; c < centres.count; c++) {
    if (counts[c]! > 0) for (let d = 0; d < size; d++) data[c * size + d]! /= counts[c]!;
    else {
      const worst = distances.reduce((best, x, i) => (x > distances[best]! ? i : best), 0);
      data.set(points.data.subarray(worst * size, (worst + 1) * size), c * size);
    }
  }
  return { data, count: centres.count, size };
};

const lloyd = (points: Features, first: Features, steps: number): Clusters => {
  let now = assigned(points, first);
  for (let step = 0; step < steps; step++) {
    const next = assigned(points, moved(points, now, now.distances));
    const settled = next.inertia >= now.inertia * (1 - 1e-4);
    now = next;
    if (settled) break;
  }
  return now;
};

/** `k` clusters of at least `k` points. */
export const kMeans = (points: Features, k: number, source: Random, { restarts = 10, steps = 50, part = 1000 }: KMeansOptions = {}): Clusters => {
  if (!(k >= 1 && k <= points.count)) throw badArgument(`${points.count} points cannot be put into ${k} clusters.`);
  const size = Math.max(k, part), few = size < points.count;
  const sample = few ? pickRandom(points, size, source) : points;
  let best: Clusters | undefined;
  for (let restart = 0; restart < Math.max(1, restarts); restart++) {
    const tried = lloyd(sample, starts(sample, k, source), steps);
    if (!best || tried.inertia < best.inertia) best = tried;
  }
  return few ? lloyd(points, best!.centres, steps) : best!;
};
