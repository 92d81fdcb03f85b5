// The three networks of the residual CPPN as data: encoder, generator over pixels, classifier of ten digits and "drawn".
// Source: github.com/hardmaru/resnet-cppn-gan-tensorflow; D. Ha, "Generating large images from latent vectors, part 2".

import { batchNorm, concat, conv, dense, dropout, flatten, leakyRelu, network, normalWeights, relu, residual, sigmoid, softplus, tanh, type Network, type Weights } from '#nets';

/** Side of the pictures it learns from: random crops of 28 x 28 digits. */
export const SIDE = 26;
export const LATENT = 32;
export const BLOCKS = 24;
/** Half extent of the plane that a trained picture covers; z is multiplied by it, too. */
export const SCALE = 8;
export const WIDTHS = [6, 4] as const;
export type Width = typeof WIDTHS[number];

/** Keep-probability .65 while training. */
const DROPPED = .35;

/** `[26, 26, 1]` -> `[64]`: 32 means of z, then 32 log variances. */
export const encoder: Network = network('residual-cppn encoder', { picture: [SIDE, SIDE, 1] }, [
  flatten(), dense(512), softplus(), dropout(DROPPED), dense(512), softplus(), dropout(DROPPED), dense(2 * LATENT),
]);

/** A block: four layers of huge random weights, hardly trained, behind a gate that begins closed. */
const block = (width: number) => residual([...Array.from({ length: 4 }, () => [dense(width), relu()]).flat(), dense(width), tanh()]);

/** `[H, W, 3]` positions x, y, r in -8..8 and `[32]` z times 8 -> `[H, W, 1]` ink in 0..1. */
export const generator = (width: Width): Network => network(`residual-cppn generator ${width}`, { position: [null, null, 3], z: [LATENT] }, [
  concat('z'), dense(width), tanh(), ...Array.from({ length: BLOCKS }, () => block(width)), dense(1), sigmoid(),
]);

/** Index of the generator's first block among its layers. */
export const FIRST_BLOCK = 3;
/** Weight names of a block: its gate, and its four relu layers. */
export const gateOf = (index: number): string => `${FIRST_BLOCK + index}/8`;
export const reservoirOf = (index: number): readonly string[] => [0, 2, 4, 6].map((layer) => `${FIRST_BLOCK + index}/${layer}`);

/** `[26, 26, 1]` -> `[11]` logits: digits 0-9, then "drawn by the generator". */
export const classifier: Network = network('residual-cppn classifier', { picture: [SIDE, SIDE, 1] }, [
  conv(32, 5, { stride: 2 }), leakyRelu(.2),
  conv(64, 5, { stride: 2 }), batchNorm({ statistics: 'batch' }), leakyRelu(.2),
  conv(128, 5, { stride: 2 }), batchNorm({ statistics: 'batch' }), leakyRelu(.2),
  flatten(), dense(11),
]);

const isReservoir = (name: string): boolean => /^\d+\/[0246]\//.test(name);
const isGate = (name: string): boolean => /^\d+\/8\//.test(name);
/** Deviation of a generator's weight or bias. */
const deviation = (name: string): number => (isReservoir(name) ? 1 : isGate(name) ? .001 : .05);

/** How the generator begins: as the identity behind closed gates. */
export const untrained = (net: Network, seed: number): Weights => normalWeights(net, seed, { kernel: (_in, _out, name) => deviation(name), bias: deviation });

/** A generator without its last sigmoid: what it takes for ink or paper, and how surely. The same weights. */
export const logits = (net: Network): Network => ({ ...net, layers: net.layers.slice(0, -1) });
