// The six CPPN variants (A-F of the field's sources) as data: what the picture is at a point x, y, r of the plane.
// Source: github.com/hardmaru/cppn-tensorflow; C. Stanley, "Compositional pattern producing networks", 2007.

import { abs, affine, concat, dense, drawPoint, network, normalWeights, residual, sigmoid, sin, softplus, sqrt, tanh, type Layer, type Network, type NormalInit, type Weights } from '#nets';

/** Length of z. */
export const LATENT = 8;

export const VARIANTS = ['tanh', 'contour', 'soft', 'sine', 'residual', 'deep'] as const;
export type Variant = (typeof VARIANTS)[number];

export interface Architecture {
  readonly variant: Variant;
  /** Nodes of a hidden layer. */
  readonly width: number;
  /** Hidden layers after the first. */
  readonly depth: number;
  /** Outputs: 1 for ink, 3 for colour. */
  readonly channels: 1 | 3;
  /** Length of z; 'deep' has none, as in its source. */
  readonly latent: number;
}

/** One output head per variant; outputs lie in 0..1. */
const HEADS: Record<Variant, readonly Layer[]> = {
  tanh: [sigmoid()],
  contour: [tanh(), abs(), affine(-1, 1), sqrt()],
  soft: [sigmoid()],
  sine: [sin(), affine(.5, .5)],
  residual: [sigmoid()],
  deep: [sigmoid()],
};

/** The hidden layers after the first, each width -> width. */
const hidden = (variant: Variant, width: number, depth: number): readonly Layer[] => Array.from({ length: depth }, (_, i): readonly Layer[] => {
  if (variant === 'residual') return [residual([dense(width), tanh()])];
  const alternates = variant === 'soft' || variant === 'sine';
  return [dense(width), alternates && i % 2 === 0 ? softplus() : tanh()];
}).flat();

/** `[H, W, 3]` positions and `[latent]` z -> `[H, W, channels]`. */
export const cppn = ({ variant, width, depth, channels, latent }: Architecture): Network =>
  network(`cppn ${variant}`, { position: [null, null, 3], z: [latent] }, [
    ...(variant === 'deep' ? [] : [concat('z')]), dense(width), tanh(),
    ...hidden(variant, width, depth),
    dense(channels), ...HEADS[variant],
  ]);

/** The network that is fitted to pictures: waves of waves, which follow detail where tanh stays smooth (Sitzmann et al., 2020). */
const FITTED = { width: 48, depth: 4 } as const;
/** `[H, W, 3]` positions and `[latent]` z -> `[H, W, 3]`. */
export const fitted = (latent: number): Network => network('cppn fitted', { position: [null, null, 3], z: [latent] }, [
  concat('z'), ...Array.from({ length: 1 + FITTED.depth }, () => [dense(FITTED.width), sin()]).flat(), dense(3), sigmoid(),
]);

/** `[8]`: where the picture at a place lies: at the key points of the walk from seed 1. */
export const pointOf = (place: number): Float32Array => drawPoint({ dims: LATENT, distribution: 'uniform' }, 1 + place);

/** `[n, 3]`: x, y and radius of the middles of these pixels of a square of `side`, row by row; its edges are 1. */
export const positionsOf = (side: number, pixels: ArrayLike<number>): Float32Array => {
  const at = (i: number): number => (2 * i + 1) / side - 1, positions = new Float32Array(3 * pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const x = at(pixels[i]! % side), y = at(Math.floor(pixels[i]! / side));
    positions.set([x, y, Math.hypot(x, y)], 3 * i);
  }
  return positions;
};

/** Waves over the plane at the start, in radians from its middle to its edge, and how little z shifts them: more, and the way from one picture to another is chaos. */
const WAVES = 4, SHIFT = .05;

/** Weights of a seed, before anything is fitted: sums as wide at every layer. */
export const unfitted = (latent: number, seed: number): Weights => {
  const start = normalWeights(fitted(latent), seed, { kernel: (_fanIn, fanOut) => (fanOut === 3 ? .25 : 1) * Math.sqrt(2 / FITTED.width), bias: 1 });
  return new Map(Array.from(start, ([name, weight]) => [name, name === '1/kernel'
    ? { ...weight, data: weight.data.map((x, i) => x * (i < 3 * FITTED.width ? WAVES : SHIFT) / Math.sqrt(2 / FITTED.width)) } : weight]));
};

/** Places a side whose first layer is what early features are. */
export const PLACES = 4;
/** The first hidden layer, over a few places, as a network on one example: `[16, 3 + latent]` -> `[16, width]`. Its weights are those of layer 1. */
export const early = (width: number, latent: number): Network => network('cppn early', { places: [PLACES ** 2, 3 + latent] }, [dense(width), tanh()]);

export const INITS = ['balanced', 'classic'] as const;

/** Deviations: classic is N(0, std) everywhere; balanced keeps every layer's sums as wide as its inputs. */
export const initOf = ({ init, std, width }: { readonly init: (typeof INITS)[number]; readonly std: number; readonly width: number }): NormalInit =>
  init === 'classic' ? { kernel: () => std, bias: std } : {
    kernel: (_fanIn, fanOut) => (fanOut < 4 ? 2.2 : 1.6 * std) / Math.sqrt(width),
    bias: .4,
  };
