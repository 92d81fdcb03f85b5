// Squared distances from every point of one set to every point of another, a row at a time: the one hot loop that all the
// neighbour measures share. |a - b|^2 = |a|^2 + |b|^2 - 2 ab, four points by two at once, so that each number read from
// memory is used several times: 4,500 x 4,500 x 64 takes about a second.

import { meanOf } from './moments.ts';
import type { Features } from './features.ts';

const ROWS = 4;

/** A copy in doubles about `origin`, with zero rows at its end up to a multiple of `multiple`. Moving both sets keeps distances and digits. */
const packed = ({ data, count, size }: Features, origin: Float64Array, multiple: number): Float64Array => {
  const copy = new Float64Array(Math.ceil(count / multiple) * multiple * size);
  for (let i = 0; i < count; i++) for (let k = 0; k < size; k++) copy[i * size + k] = data[i * size + k]! - origin[k]!;
  return copy;
};

const squaresOf = (rows: Float64Array, size: number): Float64Array => {
  const squares = new Float64Array(rows.length / size);
  for (let i = 0; i < squares.length; i++) for (let k = 0; k < size; k++) squares[i]! += rows[i * size + k]! ** 2;
  return squares;
};

/** Products of rows `i` to `i + 3` of `a` with all rows of `b`, into `[4, count of b]`. */
const products = (a: Float64Array, b: Float64Array, size: number, i: number, out: Float64Array): void => {
  const count = b.length / size;
  const a0 = i * size, a1 = a0 + size, a2 = a1 + size, a3 = a2 + size;
  for (let j = 0; j < count; j += 2) {
    const b0 = j * size, b1 = b0 + size;
    let s00 = 0, s01 = 0, s10 = 0, s11 = 0, s20 = 0, s21 = 0, s30 = 0, s31 = 0;
    for (let k = 0; k < size; k++) {
      const x = b[b0 + k]!, y = b[b1 + k]!;
      const p = a[a0 + k]!, q = a[a1 + k]!, r = a[a2 + k]!, s = a[a3 + k]!;
      s00 += p * x; s01 += p * y;
      s10 += q * x; s11 += q * y;
      s20 += r * x; s21 += r * y;
      s30 += s * x; s31 += s * y;
    }
    out[j] = s00; out[j + 1] = s01;
    out[count + j] = s10; out[count + j + 1] = s11;
    out[2 * count + j] = s20; out[2 * count + j + 1] = s21;
    out[3 * count + j] = s30; out[3 * count + j + 1] = s31;
  }
};

/**
 * Calls `visit(i, squared)` for every point i of `a`, in order: `squared[j]` is its squared distance to point j of `b`, exactly 0
 * for the same point. `squared` is lent for the call and written anew for the next.
 */
export const eachDistanceRow = (a: Features, b: Features, visit: (i: number, squared: Float64Array) => void): void => {
  const { size } = b;
  const origin = meanOf(b);
  const from = packed(a, origin, ROWS), to = packed(b, origin, 2);
  const fromSquares = squaresOf(from, size), toSquares = squaresOf(to, size);
  const width = to.length / size;
  const out = new Float64Array(ROWS * width);
  for (let start = 0; start < a.count; start += ROWS) {
    products(from, to, size, start, out);
    for (let i = start; i < Math.min(start + ROWS, a.count); i++) {
      const row = out.subarray((i - start) * width, (i - start) * width + b.count);
      const own = fromSquares[i]!;
      for (let j = 0; j < row.length; j++) row[j] = Math.max(0, own + toSquares[j]! - 2 * row[j]!);
      visit(i, row);
    }
  }
};
