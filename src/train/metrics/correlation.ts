// How well one number follows another along a line (Pearson), over all items or within groups of them.

import { badArgument } from '../../core/errors.ts';

/** -1 to 1; NaN where one of them does not change. Pairs in which a number is not finite are left out. */
export const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number => correlationWithin(a, b, new Uint8Array(a.length));

/** The same after each group's own means are taken off: what holds among items of one kind, not between kinds. `groups` are whole numbers. */
export const correlationWithin = (a: ArrayLike<number>, b: ArrayLike<number>, groups: ArrayLike<number>): number => {
  if (a.length !== b.length || a.length !== groups.length) throw badArgument(`A correlation needs as many numbers on both sides; got ${a.length} and ${b.length}, in ${groups.length} groups.`);
  const sums = new Map<number, { n: number; a: number; b: number }>();
  const usable = Array.from({ length: a.length }, (_, i) => i).filter((i) => Number.isFinite(a[i]) && Number.isFinite(b[i]));
  for (const i of usable) {
    const sum = sums.get(groups[i]!) ?? { n: 0, a: 0, b: 0 };
    sums.set(groups[i]!, { n: sum.n + 1, a: sum.a + a[i]!, b: sum.b + b[i]! });
  }
  let ab = 0, aa = 0, bb = 0;
  for (const i of usable) {
    const { n, a: sumA, b: sumB } = sums.get(groups[i]!)!, x = a[i]! - sumA / n, y = b[i]! - sumB / n;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
};
