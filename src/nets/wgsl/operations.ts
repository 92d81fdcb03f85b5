// The vocabulary of a compiled program, as inert records: operations (one kernel each), what is fused to their end, where
// they read, and how their parameters are packed. `plan.ts` makes them, `kernels/` turn them into WGSL, `program.ts` runs
// them. All tensors lie row-major without gaps, channels last: `[N, H, W, C]`.

import type { ActivationName } from '../network.ts';

/** Height, width, channels. */
export type Sides = readonly [number, number, number];

/**
 * Convolution, transposed convolution (`up`) or dense layer (one row of pixels, a kernel of 1). `before` is the zeros above
 * and to the left. A `tiled` kernel shares inputs and weights in workgroup memory, the other has no barriers. With more
 * than one slice the input channels are dealt out, and the partial sums, f32, `[slices, ...to]`, are left to a `sum`.
 */
export interface Linear {
  readonly type: 'linear';
  readonly examples: number;
  readonly from: Sides;
  readonly to: Sides;
  readonly size: number;
  readonly stride: number;
  readonly before: readonly [number, number];
  readonly up: boolean;
  readonly tiled: boolean;
  readonly slices: number;
}

/** Operations that compute every number of `[examples, ...to]` from a few numbers of what they read. */
export type Gather = { readonly examples: number; readonly to: Sides } & (
  | { readonly type: 'copy' }
  | { readonly type: 'sum'; readonly slices: number }
  | { readonly type: 'upsample'; readonly factor: number }
  | { readonly type: 'depthToSpace'; readonly factor: number }
  | { readonly type: 'pool'; readonly kind: 'max' | 'average'; readonly from: Sides; readonly size: number; readonly stride: number; readonly before: readonly [number, number] }
  | { readonly type: 'pad'; readonly from: Sides; readonly amount: number; readonly mode: 'reflect' | 'zero' }
  /** The second read follows the first's `first` channels; `spread`: it is the same at every pixel of an example. */
  | { readonly type: 'concat'; readonly first: number; readonly spread: boolean }
  | { readonly type: 'coordinates'; readonly scale: number }
  | { readonly type: 'oneHot' }
  | { readonly type: 'maxout'; readonly pieces: number }
  /** (x - mean) * deviation^-1 * scale + shift, by statistics of each group of examples and channel, or of a whole example. */
  | { readonly type: 'normalise'; readonly groups: number; readonly whole: boolean }
);

/** Which numbers share statistics: `[groups, rows, channels]`, one mean per group and channel; `whole`: the channels share it, too. */
export interface Groups { readonly groups: number; readonly rows: number; readonly channels: number; readonly whole: boolean; readonly chunk: number }
/** Mean and sum of squared deviations of each chunk of rows, f32: exact where a plain sum of squares cancels. */
export type Moments = { readonly type: 'moments' } & Groups;
/** The chunks put together, in order (Chan, Golub and LeVeque, 1979): f32 pairs of mean and 1 / deviation, or the mean alone as a tensor. */
export type Statistics = { readonly type: 'statistics'; readonly epsilon: number; readonly result: 'pairs' | 'mean' } & Groups;

export type Operation = Linear | Gather | Moments | Statistics;

/** What follows an operation while its value is still in a register. `read` is the index of what it reads in the step. */
export type Fused =
  | { readonly type: 'activation'; readonly name: ActivationName }
  | { readonly type: 'leakyRelu'; readonly slope: number }
  | { readonly type: 'affine'; readonly scale: number; readonly shift: number }
  /** x * scale + shift by channel; the shifts begin at `length`, a multiple of 4. */
  | { readonly type: 'scaleShift'; readonly length: number; readonly read: number }
  /** The tensor read + scale * x. */
  | { readonly type: 'add'; readonly scale: number; readonly read: number };

/** A batch norm with running statistics, folded into what is before it; repeated over its channels where those are fewer. */
export interface Fold { readonly path: string; readonly channels: number; readonly epsilon: number }
/** `[bias, then size x size x fanIn rows]` of `units`, filled up to a multiple of 4. `transposed`: stored `[..., units, fanIn]`. */
export interface LinearParams {
  readonly type: 'linear';
  readonly path: string;
  readonly taps: number;
  readonly fanIn: number;
  readonly units: number;
  readonly bias: boolean;
  readonly transposed: boolean;
  readonly folds: readonly Fold[];
}
/** `[scale, shift]`, each repeated up to `length` and filled up to a multiple of 4; f32. `running`: with the statistics worked in. */
export interface NormParams {
  readonly type: 'norm';
  readonly path: string;
  readonly channels: number;
  readonly length: number;
  readonly running: boolean;
  readonly epsilon: number;
}
export type Params = LinearParams | NormParams;

/** A tensor by its index in the plan, or parameters. */
export type Read = { readonly tensor: number } | { readonly params: Params };

export const product = (sides: readonly number[]): number => sides.reduce((a, b) => a * b, 1);
