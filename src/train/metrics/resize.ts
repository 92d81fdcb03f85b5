// The bicubic enlargement that every upscaler is measured against, and its opposite, which makes the small pictures.

/** Keys' cubic (1981), a = -1/2: what Catmull and Rom's spline weighs its neighbours by. */
const cubic = (x: number): number => {
  const t = Math.abs(x);
  return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : t < 2 ? ((2.5 - .5 * t) * t - 4) * t + 2 : 0;
};

interface Tap { readonly first: number; readonly weights: readonly number[] }

/** The neighbours of each new pixel, and their shares. Made smaller, the cubic is stretched, so that nothing aliases. */
const tapsOf = (from: number, to: number): readonly Tap[] => {
  const stretch = Math.max(1, from / to);
  return Array.from({ length: to }, (_, i) => {
    const middle = ((i + .5) * from) / to, first = Math.max(0, Math.floor(middle - 2 * stretch + .5)), end = Math.min(from, Math.floor(middle + 2 * stretch + .5));
    const weights = Array.from({ length: end - first }, (_x, k) => cubic((first + k + .5 - middle) / stretch)), sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
};

/** `[height, width, channels]` -> `[rows, columns, channels]`, within 0..1. */
export const resizeBicubic = (data: ArrayLike<number>, [height, width, channels]: readonly [number, number, number], [rows, columns]: readonly [number, number]): Float32Array => {
  const wide = new Float64Array(height * columns * channels), out = new Float32Array(rows * columns * channels);
  tapsOf(width, columns).forEach(({ first, weights }, x) => weights.forEach((weight, k) => {
    for (let y = 0; y < height; y++) for (let c = 0; c < channels; c++) wide[(y * columns + x) * channels + c]! += weight * data[(y * width + first + k) * channels + c]!;
  }));
  const row = columns * channels;
  tapsOf(height, rows).forEach(({ first, weights }, y) => {
    for (let i = 0; i < row; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * wide[(first + k) * row + i]!;
      out[y * row + i] = Math.min(1, Math.max(0, sum));
    }
  });
  return out;
};
