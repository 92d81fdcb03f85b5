// The six CPPN variants in plain double precision, written from the formulas of ../shared/design/systems.md section 1
// and nothing else: what the executors are held to. Weights come as `normalWeights` gives them, layer by layer.

import type { Weights } from '#nets';

export type Variant = 'tanh' | 'contour' | 'soft' | 'sine' | 'residual' | 'deep';

export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Half extent of the shorter side. */
  readonly scale: number;
  readonly center?: readonly [number, number];
  readonly mirrorX?: boolean;
  readonly mirrorY?: boolean;
}

interface Layer { readonly kernel: Float32Array; readonly bias: Float32Array }

const layersOf = (weights: Weights): Layer[] => {
  const arrays = [...weights.values()];
  return Array.from({ length: arrays.length / 2 }, (_, i) => ({ kernel: arrays[2 * i]!.data, bias: arrays[2 * i + 1]!.data }));
};

/** x W + b, W `[n, units]`. */
const affine = (x: readonly number[], { kernel, bias }: Layer): number[] =>
  Array.from(bias, (b, unit) => x.reduce((sum, value, i) => sum + value * kernel[i * bias.length + unit]!, b));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const HEAD: Record<Variant, (x: number) => number> = {
  tanh: sigmoid, soft: sigmoid, residual: sigmoid, deep: sigmoid,
  contour: (x) => Math.sqrt(1 - Math.abs(Math.tanh(x))),
  sine: (x) => .5 * Math.sin(x) + .5,
};

/** The outputs at a point of the plane; `z` as the network reads it, that is already times the scale where it should be. */
export const cppnAt = (variant: Variant, weights: Weights, z: readonly number[], x: number, y: number): number[] => {
  const [first, ...rest] = layersOf(weights) as [Layer, ...Layer[]];
  const last = rest.pop()!;
  const inputs = [x, y, Math.hypot(x, y), ...(variant === 'deep' ? [] : z)];
  let h = affine(inputs, first).map(Math.tanh);
  for (const [i, layer] of rest.entries()) {
    const u = affine(h, layer);
    if (variant === 'residual') h = h.map((value, unit) => value + Math.tanh(u[unit]!));
    else if ((variant === 'soft' || variant === 'sine') && i % 2 === 0) h = u.map(softplus);
    else h = u.map(Math.tanh);
  }
  return affine(h, last).map(HEAD[variant]);
};

/** The outputs over a picture, `[height, width, channels]`; the grid includes its borders. */
export const cppnPicture = (variant: Variant, weights: Weights, z: readonly number[], plane: Plane): Float64Array => {
  const { width, height, scale, center = [0, 0], mirrorX = false, mirrorY = false } = plane;
  const shorter = Math.min(width, height) - 1;
  const values: number[] = [];
  for (let j = 0; j < height; j++) for (let i = 0; i < width; i++) {
    const x = center[0] + scale * (2 * i - (width - 1)) / shorter;
    const y = center[1] + scale * (2 * j - (height - 1)) / shorter;
    for (const value of cppnAt(variant, weights, z, mirrorX ? Math.abs(x) : x, mirrorY ? Math.abs(y) : y)) values.push(value);
  }
  return Float64Array.from(values);
};

const channelsOf = (hex: string): number[] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);

/** One output as ink on paper: sRGB `[height, width, 3]`. */
export const inkOnPaper = (outputs: Float64Array, ink: string, paper: string): Float64Array => {
  const [from, to] = [channelsOf(paper), channelsOf(ink)];
  return Float64Array.from({ length: 3 * outputs.length }, (_, i) => from[i % 3]! + (to[i % 3]! - from[i % 3]!) * outputs[Math.floor(i / 3)]!);
};

/** Three outputs as colour, inverted like the stored pictures: sRGB `[height, width, 3]`. */
export const inverted = (outputs: Float64Array): Float64Array => outputs.map((value) => 1 - value);
