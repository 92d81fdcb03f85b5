// The networks of the DCGAN as data: strided convolutions down, transposed ones up, batch normalisation in both, nothing
// pooled and nothing fully connected in between. 4 x 4 kernels, as in the port that WGAN was built on.
// Source: Radford, Metz and Chintala, "Unsupervised representation learning with deep convolutional GANs" (2016).

import { batchNorm, conv, dense, flatten, leakyRelu, network, normalWeights, relu, reshape, tanh, upConv, type Layer, type Network, type Weights } from '#nets';

export const SIDE = 64;
/** z, U(-1, 1). */
export const LATENT = 100;
/** Filters of the layer before the picture; each layer below has twice as many (the paper: 128). */
export const WIDTH = 32;
/** Filters of the discriminator's first layer: half as many, or it is so far ahead that the generator learns nothing. */
const JUDGE = 16;

const up = (filters: number): Layer[] => [upConv(filters, 4, { bias: false }), batchNorm(), relu()];
const down = (filters: number): Layer[] => [conv(filters, 4, { stride: 2, bias: false }), batchNorm(), leakyRelu()];

/** `[100]` -> `[64, 64, 3]` sRGB in -1..1. */
export const generator: Network = network('dcgan generator', { z: [LATENT] }, [
  dense(4 * 4 * 8 * WIDTH, { bias: false }), reshape(4, 4, 8 * WIDTH), batchNorm(), relu(),
  ...up(4 * WIDTH), ...up(2 * WIDTH), ...up(WIDTH),
  upConv(3), tanh(),
]);

/** Path of the layer whose output is the second highest feature map, `[32, 32, WIDTH]`: what filter drop works on. */
export const FEATURE_LAYER = '12';

/** `[64, 64, 3]` in -1..1 -> `[1]` logit of "real". */
export const discriminator: Network = network('dcgan discriminator', { picture: [SIDE, SIDE, 3] }, [
  conv(JUDGE, 4, { stride: 2 }), leakyRelu(),
  ...down(2 * JUDGE), ...down(4 * JUDGE), ...down(8 * JUDGE),
  flatten(), dense(1),
]);

const start = (net: Network, seed: number): Weights => normalWeights(net, seed, { kernel: () => .02, bias: 0 });

export const untrained = (seed: number): Record<'generator' | 'discriminator', Weights> =>
  ({ generator: start(generator, seed), discriminator: start(discriminator, seed + 1) });
