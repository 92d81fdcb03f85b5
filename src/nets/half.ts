// IEEE 754 half precision, both ways: weights are f16 on disk, and not every browser has Float16Array.

const bits = new Uint32Array(1), float = new Float32Array(bits.buffer);

/** The nearest half of a single-precision number (ties to even) as 16 bits; from 65520 on it is infinity. */
export const toHalf = (value: number): number => {
  float[0] = value;
  const x = bits[0]!, sign = (x >>> 16) & 0x8000, exponent = (x >>> 23) & 0xff;
  let mantissa = x & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  const shifted = exponent - 112;
  if (shifted >= 0x1f) return sign | 0x7c00;
  if (shifted < -10) return sign;
  const drop = shifted > 0 ? 13 : 14 - shifted;
  if (shifted <= 0) mantissa |= 0x800000;
  const kept = (Math.max(0, shifted) << 10) + (mantissa >>> drop);
  const rest = mantissa & ((1 << drop) - 1), middle = 1 << (drop - 1);
  // A carry out of the mantissa raises the exponent, as it should.
  return sign | (kept + (rest > middle || (rest === middle && (kept & 1)) ? 1 : 0));
};

/** The number that 16 bits stand for. */
export const fromHalf = (half: number): number => {
  const sign = half & 0x8000 ? -1 : 1, exponent = (half >>> 10) & 0x1f, mantissa = half & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
};

let table: Float32Array | undefined;

/** `[65536]`: every half's number, made once. Millions of halves are read by looking them up. */
export const halves = (): Float32Array => table ??= Float32Array.from({ length: 0x10000 }, (_, half) => fromHalf(half));
