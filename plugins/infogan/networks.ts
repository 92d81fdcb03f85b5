// The networks of InfoGAN as data, at half the paper's width: a generator whose input says which picture is meant, and a
// discriminator that shares its trunk with the recogniser Q, which must say it back.
// Source: Chen et al., "InfoGAN" (2016), appendix C.1; github.com/openai/InfoGAN.

import { batchNorm, concat, conv, dense, flatten, inspect, leakyRelu, network, normalWeights, relu, reshape, sigmoid, upConv, type Network, type Weight, type Weights } from '#nets';

export const SIDE = 28;
/** Noise, U(-1, 1): what the codes leave open. */
export const NOISE = 62;
export const CATEGORIES = 10;
/** Continuous codes, U(-1, 1) while learning; the plugin plays them from -2 to 2. */
export const CODES = 2;
const SLOPE = .1;

/** `[62]` noise, `[10]` category, `[2]` codes -> `[28, 28, 1]` ink in 0..1. */
export const generator: Network = network('infogan generator', { z: [NOISE], category: [CATEGORIES], codes: [CODES] }, [
  concat('category'), concat('codes'),
  dense(512), batchNorm(), relu(),
  dense(7 * 7 * 64), batchNorm(), relu(), reshape(7, 7, 64),
  upConv(32), batchNorm(), relu(),
  upConv(1), sigmoid(),
]);

/** `[28, 28, 1]` -> `[512]` features that discriminator and recogniser share. */
export const trunk: Network = network('infogan trunk', { picture: [SIDE, SIDE, 1] }, [
  conv(32, 4, { stride: 2 }), leakyRelu(SLOPE),
  conv(64, 4, { stride: 2 }), batchNorm(), leakyRelu(SLOPE),
  flatten(), dense(512), batchNorm(), leakyRelu(SLOPE),
]);

/** `[512]` -> `[1]` logit of "real". */
export const discriminator: Network = network('infogan discriminator', { features: [512] }, [dense(1)]);

/** Q: `[512]` -> `[12]`: ten logits of the category, then the mean of each code; their deviation is fixed at 1. */
export const recogniser: Network = network('infogan recogniser', { features: [512] }, [
  dense(64), batchNorm(), leakyRelu(SLOPE), dense(CATEGORIES + CODES),
]);

/** A generator and Q behind it: what is drawn from codes is read again. -> `[12]`, as of the recogniser. */
export const reader: Network = network('infogan reader', generator.inputs, [...generator.layers, ...trunk.layers, ...recogniser.layers]);

/** Weights of the reader out of those of its parts; the arrays are shared. */
export const readerWeights = (parts: readonly (readonly [Network, Weights])[]): Weights => {
  const all = new Map<string, Weight>();
  let before = 0;
  for (const [{ layers }, weights] of parts) {
    for (const [name, weight] of weights) all.set(name.replace(/^\d+/, (path) => `${Number(path) + before}`), weight);
    before += layers.length;
  }
  return all;
};

/** The generator up to the end of its first layer, its three inputs in a row: `[74]` -> `[512]`. */
export const early: Network = network('infogan first layer', { code: [NOISE + CATEGORIES + CODES] }, generator.layers.slice(2, 5));

/** Its weights out of the generator's; the arrays are shared. */
export const earlyWeights = (weights: Weights): Weights =>
  new Map(inspect(early).weights.map(({ name }) => [name, weights.get(name.replace(/^\d+/, (path) => `${Number(path) + 2}`))!]));

const start = (net: Network, seed: number): Weights => normalWeights(net, seed, { kernel: () => .02, bias: 0 });

export const untrained = (seed: number): Record<'generator' | 'trunk' | 'discriminator' | 'recogniser', Weights> =>
  ({ generator: start(generator, seed), trunk: start(trunk, seed + 1), discriminator: start(discriminator, seed + 2), recogniser: start(recogniser, seed + 3) });
