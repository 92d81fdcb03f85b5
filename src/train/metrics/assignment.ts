// The cheapest one-to-one assignment by shortest augmenting paths: the Hungarian method (Kuhn 1955; Jonker & Volgenant 1987).
// With distances as costs it is the earth mover's distance of two sets of equal number, with the plan that reaches it.

import { badArgument } from '../../core/errors.ts';
import { eachDistanceRow } from './distances.ts';
import { checkEqualCounts, checkPair, type Features } from './features.ts';

export interface Assignment {
  /** `[n]`: the column of every row. */
  readonly columns: Int32Array;
  /** Sum over the rows. */
  readonly cost: number;
}

/** `[count of a, count of b]`: distances of all points. */
export const distanceMatrix = (a: Features, b: Features): Float64Array => {
  const matrix = new Float64Array(a.count * b.count);
  eachDistanceRow(a, b, (i, row) => matrix.set(row.map(Math.sqrt), i * b.count));
  return matrix;
};

/** Exact for any finite costs `[n, n]`; time goes with n^3 (256: under .1 s). */
export const cheapestAssignment = (costs: ArrayLike<number>, n: number): Assignment => {
  if (costs.length !== n * n) throw badArgument(`An assignment of ${n} needs ${n * n} costs; got ${costs.length}.`);
  // Row and column 0 are a start that holds whatever is not assigned yet; prices keep every reduced cost at 0 or more.
  const rowPrice = new Float64Array(n + 1), columnPrice = new Float64Array(n + 1);
  const rowOf = new Int32Array(n + 1), before = new Int32Array(n + 1);
  const shortest = new Float64Array(n + 1), done = new Uint8Array(n + 1);
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row;
    shortest.fill(Infinity);
    done.fill(0);
    let column = 0;
    do {
      done[column] = 1;
      const i = rowOf[column]!;
      let step = Infinity, next = 0;
      for (let j = 1; j <= n; j++) {
        if (done[j]) continue;
        const reduced = costs[(i - 1) * n + j - 1]! - rowPrice[i]! - columnPrice[j]!;
        if (reduced < shortest[j]!) {
          shortest[j] = reduced;
          before[j] = column;
        }
        if (shortest[j]! < step) {
          step = shortest[j]!;
          next = j;
        }
      }
      if (step === Infinity) throw badArgument('An assignment needs finite costs.');
      for (let j = 0; j <= n; j++) {
        if (done[j]) {
          rowPrice[rowOf[j]!]! += step;
          columnPrice[j]! -= step;
        } else shortest[j]! -= step;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      rowOf[column] = rowOf[before[column]!]!;
      column = before[column]!;
    }
  }
  const columns = new Int32Array(n);
  let cost = 0;
  for (let j = 1; j <= n; j++) {
    columns[rowOf[j]! - 1] = j - 1;
    cost += costs[(rowOf[j]! - 1) * n + j - 1]!;
  }
  return { columns, cost };
};

/** W1 between two sets of equal number in any dimension, exactly: the mean way under the cheapest assignment. */
export const wassersteinExact = (a: Features, b: Features): number => {
  checkPair('The points', a, 'the others', b);
  checkEqualCounts('An assignment', a, b);
  return cheapestAssignment(distanceMatrix(a, b), a.count).cost / a.count;
};
