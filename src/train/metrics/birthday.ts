// The birthday-paradox test (Arora & Zhang 2017, "Do GANs actually learn the distribution?"): in how many batches of s samples are
// two the same picture? Chance p means a support of about s^2 / (-2 ln(1 - p)). "The same" is said by a person who looks at the
// closest pairs, or by a threshold that takes a batch of real pictures for one with a repeat only once in a hundred times.

import { badArgument } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { binomialInterval } from './binomial.ts';
import { eachDistanceRow } from './distances.ts';
import { checkFeatures, pick, shuffledIndices, type Features } from './features.ts';

/** One batch of pictures in one or several spaces (features, pixels), in one order; a pair is the same where it is close in all of them. */
export type Batch = readonly Features[];
/** Makes `count` fresh samples. */
export type Draw = (count: number, source: Random) => Batch;

/** Draws different members of a set, for the real data's own estimate. */
export const drawFrom = (set: Batch): Draw => (count, source) => {
  const chosen = shuffledIndices(set[0]!.count, source).subarray(0, count);
  return set.map((space) => pick(space, chosen));
};

export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly distance: number;
}

/** The `most` closest pairs of a set, nearest first. */
export const closestPairs = (points: Features, most = 20): Pair[] => {
  checkFeatures('Features', points, 2);
  let found: { a: number; b: number; squared: number }[] = [];
  let limit = Infinity;
  const prune = (): void => {
    found = found.sort((x, y) => x.squared - y.squared).slice(0, most);
    if (found.length === most) limit = found[most - 1]!.squared;
  };
  eachDistanceRow(points, points, (a, row) => {
    for (let b = a + 1; b < row.length; b++) if (row[b]! < limit) found.push({ a, b, squared: row[b]! });
    if (found.length > 2 * most + 1000) prune();
  });
  prune();
  return found.map(({ a, b, squared }) => ({ a, b, distance: Math.sqrt(squared) }));
};

const pairsOf = (count: number): number => (count * (count - 1)) / 2;

/** Thresholds, one per space, for batches of `size`. */
export type Thresholds = (size: number) => readonly number[];

/**
 * From real pictures without repeats: for batches of a size, the distance below which a pair of real pictures lies so rarely that a
 * whole batch of them holds such a pair with chance `level`. Batches must have at least `least` pictures.
 * A quantile of each picture's nearest distance would not do: a batch of s has s of those, so that 1 % of each is s / 2 % of a batch.
 */
export const repeatThresholds = (real: Batch, { level = .01, least = 8 }: { readonly level?: number; readonly least?: number } = {}): Thresholds => {
  const tails = real.map((space) => closestPairs(space, Math.ceil((level * pairsOf(space.count)) / pairsOf(least))).map(({ distance }) => distance));
  return (size) => tails.map((tail, space) => {
    if (!(size >= least)) throw badArgument(`Thresholds were made for batches of ${least} and more; got ${size}.`);
    const rank = Math.floor((level * pairsOf(real[space]!.count)) / pairsOf(size));
    return tail[Math.min(tail.length, Math.max(1, rank)) - 1]!;
  });
};

/** Pairs of a batch that are at most a threshold apart in every space; those of the first space, nearest first. */
export const repeatsIn = (batch: Batch, thresholds: readonly number[]): Pair[] => {
  const near = (space: number): Pair[] => {
    const pairs: Pair[] = [], points = batch[space]!, limit = thresholds[space]! ** 2;
    eachDistanceRow(points, points, (a, row) => {
      for (let b = a + 1; b < row.length; b++) if (row[b]! <= limit) pairs.push({ a, b, distance: Math.sqrt(row[b]!) });
    });
    return pairs;
  };
  let pairs = near(0);
  for (let space = 1; space < batch.length && pairs.length > 0; space++) {
    const also = new Set(near(space).map(({ a, b }) => a * batch[space]!.count + b));
    pairs = pairs.filter(({ a, b }) => also.has(a * batch[space]!.count + b));
  }
  return pairs.sort((x, y) => x.distance - y.distance);
};

/**
 * The number of equally likely pictures of which a batch of `size` holds a repeat with chance `p`: where the product of (1 - i / N) is
 * 1 - p, exactly, which for small p is s (s - 1) / (-2 ln(1 - p)). Infinite for p = 0; less than `size` can only be told as that.
 */
export const supportFor = (size: number, p: number): number => {
  if (p <= 0) return Infinity;
  const wanted = Math.log1p(-Math.min(p, 1));
  const logNone = (n: number): number => {
    let sum = 0;
    for (let i = 1; i < size; i++) sum += Math.log1p(-i / n);
    return sum;
  };
  let low = size - 1, high = size;
  while (logNone(high) < wanted) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (logNone(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
};

export interface Birthday {
  /** Pictures in a batch. */
  readonly size: number;
  readonly batches: number;
  /** Batches with a repeat. */
  readonly repeats: number;
  /** Their share. */
  readonly p: number;
  /** As many equally likely pictures would give that share; a support of uneven chances is larger. */
  readonly support: number;
  /** 95 % interval; without an upper end where no batch had a repeat. */
  readonly interval: readonly [number, number];
}

/** From counts, also a person's: `repeats` of `batches` batches of `size` held the same picture twice. */
export const birthdayEstimate = (size: number, repeats: number, batches: number): Birthday => {
  const [low, high] = binomialInterval(repeats, batches);
  // All batches with a repeat: any support, down to one picture, would do.
  const least = high === 1 ? 1 : supportFor(size, high);
  return { size, batches, repeats, p: repeats / batches, support: supportFor(size, repeats / batches), interval: [least, supportFor(size, low)] };
};

const countRepeats = (draw: Draw, size: number, batches: number, thresholds: readonly number[], source: Random): number => {
  let repeats = 0;
  for (let batch = 0; batch < batches; batch++) if (repeatsIn(draw(size, source), thresholds).length > 0) repeats++;
  return repeats;
};

export interface BirthdayOptions {
  /** Pictures in a batch; sought where not given. */
  readonly size?: number;
  /** 40. */
  readonly batches?: number;
  /** Largest batch that is tried; 1,024. */
  readonly most?: number;
}

/** Batches for the search of a size; the estimate itself uses fresh ones, so that the search does not bend it. */
const PILOT = 16;

/** Runs the test on fresh samples; where no size is given, at the first of 8, 11, 16, ... at which half of some pilot batches hold a repeat. */
export const birthdayTest = (draw: Draw, thresholds: Thresholds, source: Random, { size, batches = 40, most = 1024 }: BirthdayOptions = {}): Birthday => {
  let chosen = size ?? 8;
  if (size === undefined) {
    while (chosen < most && countRepeats(draw, chosen, PILOT, thresholds(chosen), source) < PILOT / 2) chosen = Math.min(most, Math.round(chosen * Math.SQRT2));
  }
  return birthdayEstimate(chosen, countRepeats(draw, chosen, batches, thresholds(chosen), source), batches);
};
