// How near a picture is to the one it should be. Pictures are flat, row by row, values 0..1: `[H * W * C]` for the
// signal-to-noise ratio, `[H * W]` of grey for what looks at structure.

/** Peak signal-to-noise ratio in decibels; infinite where nothing differs. Throws where the lengths differ. */
export const psnr = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) throw new Error(`pictures of ${a.length} and ${b.length} values cannot be compared`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(a.length / sum);
};

/** Luma of `[H * W * 3]` sRGB by Rec. 601: `[H * W]`. */
export const lumaOf = (rgb: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: rgb.length / 3 }, (_, i) => .299 * rgb[3 * i]! + .587 * rgb[3 * i + 1]! + .114 * rgb[3 * i + 2]!);

/** Weighted means over windows of `weights.length` pixels each way that lie within the picture: `[H - n + 1, W - n + 1]`. */
const windows = (grey: Float64Array, width: number, weights: readonly number[]): { readonly data: Float64Array; readonly width: number } => {
  const height = grey.length / width, n = weights.length, across = width - n + 1, down = height - n + 1;
  const rows = new Float64Array(height * across), data = new Float64Array(down * across);
  for (let y = 0; y < height; y++) for (let x = 0; x < across; x++) for (let k = 0; k < n; k++) rows[y * across + x]! += weights[k]! * grey[y * width + x + k]!;
  for (let y = 0; y < down; y++) for (let x = 0; x < across; x++) for (let k = 0; k < n; k++) data[y * across + x]! += weights[k]! * rows[(y + k) * across + x]!;
  return { data, width: across };
};

const WINDOW = 11, DEVIATION = 1.5;
const GAUSSIAN = ((): readonly number[] => {
  const bell = Array.from({ length: WINDOW }, (_, i) => Math.exp(-((i - (WINDOW - 1) / 2) ** 2) / (2 * DEVIATION ** 2)));
  const sum = bell.reduce((a, b) => a + b, 0);
  return bell.map((value) => value / sum);
})();

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

/** Structural similarity of two grey pictures at least 11 wide and high, at most 1 (Wang et al., 2004: Gaussian windows of 11, deviation 1.5). */
export const ssim = (a: Float64Array, b: Float64Array, width: number): number => {
  const c1 = .01 ** 2, c2 = .03 ** 2, meanOf = (value: (i: number) => number): Float64Array => windows(Float64Array.from(a, (_, i) => value(i)), width, GAUSSIAN).data;
  const ma = meanOf((i) => a[i]!), mb = meanOf((i) => b[i]!), aa = meanOf((i) => a[i]! ** 2), bb = meanOf((i) => b[i]! ** 2), ab = meanOf((i) => a[i]! * b[i]!);
  return mean(ma.map((x, i) => {
    const y = mb[i]!;
    return ((2 * x * y + c1) * (2 * (ab[i]! - x * y) + c2)) / ((x * x + y * y + c1) * (aa[i]! - x * x + bb[i]! - y * y + c2));
  }));
};

/** Lengths of Prewitt's gradient, of pixels that have all their neighbours. */
const gradients = (grey: Float64Array, width: number): Float64Array => {
  const across = width - 2, down = grey.length / width - 2;
  return Float64Array.from({ length: across * down }, (_, i) => {
    const at = (Math.floor(i / across) + 1) * width + (i % across) + 1, g = (step: number): number => grey[at + step]!;
    const right = g(1 - width) + g(1) + g(1 + width), left = g(-1 - width) + g(-1) + g(-1 + width);
    const below = g(width - 1) + g(width) + g(width + 1), above = g(-width - 1) + g(-width) + g(-width + 1);
    return Math.hypot(right - left, below - above) / 3;
  });
};

/** How sharp a grey picture is beside another: mean gradient by mean gradient. Below 1 is softer; noise is sharp, too. */
export const sharpness = (grey: Float64Array, beside: Float64Array, width: number): number => mean(gradients(grey, width)) / mean(gradients(beside, width));

/** Means of 2 x 2 pixels. */
const halved = (grey: Float64Array, width: number): Float64Array => {
  const across = Math.floor(width / 2), down = Math.floor(grey.length / width / 2);
  return Float64Array.from({ length: across * down }, (_, i) => {
    const at = 2 * Math.floor(i / across) * width + 2 * (i % across);
    return (grey[at]! + grey[at + 1]! + grey[at + width]! + grey[at + width + 1]!) / 4;
  });
};

/**
 * Gradient magnitude similarity deviation (Xue et al., 2014) of two grey pictures: 0 where their edges are alike. It
 * follows people's judgement of enlarged pictures better than noise ratios do.
 */
export const gradientDeviation = (a: Float64Array, b: Float64Array, width: number): number => {
  const c = 170 / 255 ** 2, half = Math.floor(width / 2);
  const ga = gradients(halved(a, width), half), gb = gradients(halved(b, width), half);
  const alike = ga.map((x, i) => (2 * x * gb[i]! + c) / (x * x + gb[i]! ** 2 + c)), middle = mean(alike);
  return Math.sqrt(mean(alike.map((x) => (x - middle) ** 2)));
};
