// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Jacobi 1846; Golub & Van Loan, Matrix
// Computations, 8.5). Own, since it is forty lines, more exact on small eigenvalues than QR, and a 64 x 64 matrix of the
// evaluator takes milliseconds; a matrix of thousands would want a library.

export interface Eigen {
  /** `[n]`, in no order. */
  readonly values: Float64Array;
  /** `[n, n]`: column j belongs to value j; orthonormal. */
  readonly vectors: Float64Array;
}

const SWEEPS = 40;

const offDiagonal = (a: Float64Array, n: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) sum += a[i * n + j]! ** 2;
  return sum;
};

/** Rotates rows p and q of `[n, n]`: (p, q) becomes (c p - s q, s p + c q). */
const rotateRows = (a: Float64Array, n: number, p: number, q: number, c: number, s: number): void => {
  for (let k = 0; k < n; k++) {
    const x = a[p * n + k]!, y = a[q * n + k]!;
    a[p * n + k] = c * x - s * y;
    a[q * n + k] = s * x + c * y;
  }
};

const rotateColumns = (a: Float64Array, n: number, p: number, q: number, c: number, s: number): void => {
  for (let k = 0; k < n; k++) {
    const x = a[k * n + p]!, y = a[k * n + q]!;
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
};

/** Of a symmetric `[n, n]`, borrowed. */
export const symmetricEigen = (matrix: Float64Array, n: number): Eigen => {
  const a = matrix.slice();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const scale = a.reduce((sum, x) => sum + x * x, 0);
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a, n) > 1e-30 * scale; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const apq = a[p * n + q]!;
        if (apq === 0) continue;
        const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1), s = t * c;
        rotateRows(a, n, p, q, c, s);
        rotateColumns(a, n, p, q, c, s);
        rotateColumns(vectors, n, p, q, c, s);
      }
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors };
};

/** `[n, n]`: the symmetric square root of a positive semidefinite matrix; eigenvalues that rounding made negative count as 0. */
export const symmetricRoot = (matrix: Float64Array, n: number): Float64Array => {
  const { values, vectors } = symmetricEigen(matrix, n);
  const scaled = vectors.map((x, i) => x * Math.sqrt(Math.max(0, values[i % n]!)));
  return multiply(scaled, transpose(vectors, n), n);
};

export const transpose = (a: Float64Array, n: number): Float64Array => a.map((_, i) => a[(i % n) * n + Math.floor(i / n)]!);

/** `[n, n]` times `[n, n]`. */
export const multiply = (a: Float64Array, b: Float64Array, n: number): Float64Array => {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const x = a[i * n + k]!;
      for (let j = 0; j < n; j++) product[i * n + j]! += x * b[k * n + j]!;
    }
  }
  return product;
};
