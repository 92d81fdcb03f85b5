// Points to be measured: rows of an evaluator's features, of pixels, or of places in a plane; and how a set of them is
// checked, picked from and cut in two. Everything here lends and borrows: nothing writes to a set that it was given.

import { badArgument } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';

/** `count` points of `size` numbers each, row-major `[count, size]`. */
export interface Features {
  readonly data: Float32Array | Float64Array;
  readonly count: number;
  readonly size: number;
}

/** Points out of plain rows of one length. */
export const featuresOf = (rows: readonly ArrayLike<number>[]): Features => {
  const size = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * size);
  rows.forEach((row, i) => {
    if (row.length !== size) throw badArgument(`Points must have one length; row 0 has ${size} numbers and row ${i} has ${row.length}.`);
    data.set(row, i * size);
  });
  return { data, count: rows.length, size };
};

/** Throws where `points` are fewer than `least`, do not fill their shape, or hold a number that is not finite. */
export const checkFeatures = (name: string, { data, count, size }: Features, least = 1): void => {
  if (data.length !== count * size || size < 1) throw badArgument(`${name}: [${count}, ${size}] does not fit ${data.length} numbers.`);
  if (count < least) throw badArgument(`${name}: at least ${least} points are needed; got ${count}.`);
  const bad = data.findIndex((x: number) => !Number.isFinite(x));
  if (bad >= 0) throw badArgument(`${name}: point ${Math.floor(bad / size)} holds ${data[bad]}; every number must be finite.`);
};

/** Checks two sets that are held against each other: each by itself, and that their points have one size. */
export const checkPair = (nameA: string, a: Features, nameB: string, b: Features, least = 1): void => {
  checkFeatures(nameA, a, least);
  checkFeatures(nameB, b, least);
  if (a.size !== b.size) throw badArgument(`${nameA} have ${a.size} numbers a point and ${nameB} ${b.size}; both must come from one evaluator.`);
};

/** For measures whose bias depends on how many points there are, and which are therefore taken at equal numbers only. */
export const checkEqualCounts = (measure: string, a: Features, b: Features): void => {
  if (a.count !== b.count) throw badArgument(`${measure} needs two sets of equal number; got ${a.count} and ${b.count} points.`);
};

/** The numbers 0 to `count` - 1 in a random order (Fisher-Yates). */
export const shuffledIndices = (count: number, source: Random): Int32Array => {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = source.int(i + 1), x = order[i]!;
    order[i] = order[j]!;
    order[j] = x;
  }
  return order;
};

/** The points at `indices`, in that order; owned by the caller. */
export const pick = ({ data, size }: Features, indices: ArrayLike<number>): Features => {
  const picked = new Float64Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) picked.set(data.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
  return { data: picked, count: indices.length, size };
};

/** `count` different points of a set. */
export const pickRandom = (points: Features, count: number, source: Random): Features => {
  if (count > points.count) throw badArgument(`${count} different points cannot be picked from ${points.count}.`);
  return pick(points, shuffledIndices(points.count, source).subarray(0, count));
};

/** Two disjoint random halves of equal number: real against real is the floor of every distance between sets. */
export const halves = (points: Features, source: Random): readonly [Features, Features] => {
  const order = shuffledIndices(points.count, source), half = points.count >> 1;
  return [pick(points, order.subarray(0, half)), pick(points, order.subarray(half, 2 * half))];
};

/** Both sets, one after the other. */
export const pooled = (a: Features, b: Features): Features => {
  const data = new Float64Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, count: a.count + b.count, size: a.size };
};
