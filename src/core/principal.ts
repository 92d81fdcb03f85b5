// Principal components of many rows of numbers, by subspace iteration with a Rayleigh-Ritz step (Halko, Martinsson and
// Tropp 2011): a few of thousands of columns, in one sweep over the rows per iteration. Works in slices, so that a page
// goes on.

import { symmetricEigen } from './eigen.ts';
import { random } from './random.ts';

/** Rows of numbers: `[rows, size]`, row-major. */
export interface Rows { readonly data: Float32Array; readonly size: number }

export interface Principal {
  /** `[size]`. */
  readonly mean: Float64Array;
  /** Variance along each component, falling. */
  readonly variances: Float64Array;
  /** Of all columns together: a component explains `variances[k] / total`. */
  readonly total: number;
  /** `[count, size]`, orthonormal. */
  readonly components: Float64Array;
  /** `[rows, count]`: each row's coordinates along the components. */
  readonly scores: Float64Array;
}

/** Called between slices; throws to end the work. */
export type Breathe = () => Promise<void>;

const SWEEPS = 5, SPARE = 8, SEED = 2011;
/** Products between two breaths: some ten milliseconds. */
const SLICE = 4e6;
/** Columns that a loop takes together. */
const LANES = 4;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** Makes vectors orthonormal in place, by modified Gram-Schmidt, twice; one that depends on those before it becomes 0. */
const orthonormalise = (vectors: readonly Float64Array[]): void => {
  for (let round = 0; round < 2; round++) for (const [j, vector] of vectors.entries()) {
    const before = dot(vector, vector);
    for (let k = 0; k < j; k++) {
      const along = dot(vector, vectors[k]!);
      for (let i = 0; i < vector.length; i++) vector[i]! -= along * vectors[k]![i]!;
    }
    const square = dot(vector, vector), scale = square > 1e-20 * before ? 1 / Math.sqrt(square) : 0;
    for (let i = 0; i < vector.length; i++) vector[i]! *= scale;
  }
};

/** Coordinates of a row along a basis, written to `out`; and where there is an image, the row times them is added to it. */
const project = (row: Float64Array, basis: readonly Float64Array[], out: Float64Array, image: readonly Float64Array[] | undefined): void => {
  for (let j = 0; j < basis.length; j += LANES) {
    const [a, b, c, d] = basis.slice(j, j + LANES) as [Float64Array, Float64Array, Float64Array, Float64Array];
    let p = 0, q = 0, r = 0, s = 0;
    for (let i = 0; i < row.length; i++) {
      const x = row[i]!;
      p += x * a[i]!;
      q += x * b[i]!;
      r += x * c[i]!;
      s += x * d[i]!;
    }
    [out[j], out[j + 1], out[j + 2], out[j + 3]] = [p, q, r, s];
    if (!image) continue;
    const [e, f, g, h] = image.slice(j, j + LANES) as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < row.length; i++) {
      const x = row[i]!;
      e[i]! += x * p;
      f[i]! += x * q;
      g[i]! += x * r;
      h[i]! += x * s;
    }
  }
};

/** The `count` first principal components (fewer where the rows have fewer columns). At least two rows. */
export const principalComponents = async ({ data, size }: Rows, count: number, breathe: Breathe): Promise<Principal> => {
  const rows = data.length / size, found = Math.min(size, count), width = LANES * Math.ceil((count + SPARE) / LANES);
  const mean = new Float64Array(size), centred = new Float64Array(size), source = random(SEED, 'principal');
  for (let r = 0, at = 0; r < rows; r++) for (let i = 0; i < size; i++) mean[i]! += data[at++]! / rows;
  let total = 0;
  for (let r = 0, at = 0; r < rows; r++) for (let i = 0; i < size; i++) total += (data[at++]! - mean[i]!) ** 2 / (rows - 1);

  let basis = Array.from({ length: width }, () => Float64Array.from({ length: size }, () => source.normal()));
  orthonormalise(basis);
  const scores = new Float64Array(rows * width), perSlice = Math.max(1, Math.floor(SLICE / (size * width)));
  /** Coordinates of every row in the basis, and, where asked for, the covariance times the basis. */
  const sweep = async (image: readonly Float64Array[] | undefined): Promise<void> => {
    for (let r = 0; r < rows; r++) {
      if (r % perSlice === 0) await breathe();
      for (let i = 0, at = r * size; i < size; i++, at++) centred[i] = data[at]! - mean[i]!;
      project(centred, basis, scores.subarray(r * width, (r + 1) * width), image);
    }
  };
  for (let i = 0; i < SWEEPS; i++) {
    const image = Array.from({ length: width }, () => new Float64Array(size));
    await sweep(image);
    orthonormalise(image);
    basis = image;
  }
  await sweep(undefined);

  // Within the subspace: the exact components of the rows' coordinates.
  const inner = new Float64Array(width * width);
  for (let r = 0; r < rows; r++) for (let i = 0; i < width; i++) {
    const x = scores[r * width + i]! / (rows - 1);
    for (let j = 0; j < width; j++) inner[i * width + j]! += x * scores[r * width + j]!;
  }
  const { values, vectors } = symmetricEigen(inner, width);
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, found);
  const components = new Float64Array(found * size), turned = new Float64Array(rows * found);
  for (const [k, column] of order.entries()) for (let j = 0; j < width; j++) {
    const share = vectors[j * width + column]!;
    for (let i = 0; i < size; i++) components[k * size + i]! += share * basis[j]![i]!;
    for (let r = 0; r < rows; r++) turned[r * found + k]! += share * scores[r * width + j]!;
  }
  return { mean, total, variances: Float64Array.from(order, (column) => Math.max(0, values[column]!)), components, scores: turned };
};
