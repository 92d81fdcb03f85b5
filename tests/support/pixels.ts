// Measures on pictures: `[height, width, 3]` in sRGB 0..1, and the way there from linear rgba.

const toSrgb = (x: number): number => (x <= .0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - .055);

/** Linear rgba as read from a texture to sRGB rgb. */
export const srgbOf = (rgba: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: (rgba.length / 4) * 3 }, (_, i) => toSrgb(rgba[4 * Math.floor(i / 3) + (i % 3)]!));

/** Peak signal-to-noise ratio in decibels, for values with a peak of 1. */
export const psnr = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) throw new Error(`pictures of ${a.length} and ${b.length} values cannot be compared`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return -10 * Math.log10(sum / a.length);
};

/** Mean length of the gradient over a square picture of one value per pixel. */
export const meanGradient = (values: ArrayLike<number>, side: number): number => {
  let sum = 0;
  for (let y = 0; y + 1 < side; y++) for (let x = 0; x + 1 < side; x++) {
    const here = values[y * side + x]!;
    sum += Math.hypot(values[y * side + x + 1]! - here, values[(y + 1) * side + x]! - here);
  }
  return sum / (side - 1) ** 2;
};

/** One of `channels` interleaved channels. */
export const channel = (values: ArrayLike<number>, index: number, channels: number): Float64Array =>
  Float64Array.from({ length: values.length / channels }, (_, i) => values[channels * i + index]!);
