// One still CPPN twice: as the plugin paints it, and as the reference computes it.

import type { LatentState } from '#api';
import { normalWeights } from '#nets';
import { cppn, initOf } from '../../plugins/cppn/networks.ts';
import { cppnPicture, inkOnPaper, inverted, type Variant } from './cppn-reference.ts';

export interface Still {
  readonly variant: Variant;
  readonly colour: 'mono' | 'rgb';
  readonly init: 'classic' | 'balanced';
  readonly width: number;
  readonly depth: number;
  readonly std: number;
  readonly scale: number;
  readonly seed: number;
  readonly z: readonly number[];
  readonly size: readonly [number, number];
  readonly centre?: readonly [number, number];
  readonly mirror?: 'none' | 'x' | 'y' | 'both';
}

const INK = '#1b1d26', PAPER = '#f4f0e6';

/** The variants of the field's sources as the plugin's presets have them, by letter; `scale` as there. */
export const CLASSICS: Readonly<Record<string, Pick<Still, 'variant' | 'width' | 'depth' | 'std' | 'scale'>>> = {
  A: { variant: 'tanh', width: 32, depth: 3, std: 1, scale: 8 },
  B: { variant: 'contour', width: 32, depth: 3, std: 1, scale: 8 },
  C: { variant: 'soft', width: 32, depth: 5, std: 1, scale: 8 },
  D: { variant: 'sine', width: 32, depth: 3, std: 1, scale: 8 },
  E: { variant: 'residual', width: 32, depth: 3, std: 1, scale: 8 },
  F: { variant: 'deep', width: 64, depth: 8, std: .5, scale: 1 },
};

/** The recipe of a piece that shows it. */
export const pieceOf = ({ size, z, ...params }: Still): object => {
  const still: Partial<LatentState> = { center: z, speed: 0, radius: 0 };
  return { id: 'still', plugin: 'cppn', size, params: { ...params, ink: INK, paper: PAPER, z: still } };
};

/** sRGB `[height, width, 3]` by the reference. */
export const expectedOf = ({ variant, colour, init, width, depth, std, scale, seed, z, size, centre, mirror = 'none' }: Still): Float64Array => {
  const network = cppn({ variant, width, depth, channels: colour === 'mono' ? 1 : 3, latent: z.length });
  const weights = normalWeights(network, seed, initOf({ init, std, width }));
  const reach = init === 'classic' ? scale : 1;
  const outputs = cppnPicture(variant, weights, z.map((x) => Math.fround(x) * reach), {
    width: size[0], height: size[1], scale, ...(centre ? { center: centre } : {}), mirrorX: mirror === 'x' || mirror === 'both', mirrorY: mirror === 'y' || mirror === 'both',
  });
  return colour === 'mono' ? inkOnPaper(outputs, INK, PAPER) : inverted(outputs);
};
