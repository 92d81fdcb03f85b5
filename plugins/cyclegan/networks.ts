// The networks of CycleGAN as data. Two generators of residual blocks, one each way, and two judges of patches. Enlarged by
// repeating pixels and a convolution, which leaves no chequers. Fully convolutional: what learnt on crops paints any size.
// Source: Zhu, Park, Isola and Efros, "Unpaired image-to-image translation using cycle-consistent adversarial networks" (2017).

import { conv, instanceNorm, leakyRelu, network, normalWeights, pad, relu, residual, tanh, upsample, type Layer, type Network, type Weights } from '#nets';

/** Side of the crops that it learns from. */
export const SIDE = 64;
/** Filters of the first and last layers (the paper: 64), residual blocks between (the paper: 6 at 128 pixels). */
const WIDTH = 24, BLOCKS = 4;
/** Filters of a judge's first layer (the paper: 64). */
const JUDGE = 32;
/** Sides of pictures must be multiples of this. */
export const GRAIN = 4;

const folded = (filters: number, size: number, stride = 1): Layer[] => [pad((size - 1) / 2), conv(filters, size, { stride, padding: 'valid', bias: false }), instanceNorm()];
const block = residual([...folded(4 * WIDTH, 3), relu(), ...folded(4 * WIDTH, 3)]);
const up = (filters: number): Layer[] => [upsample(2), ...folded(filters, 3), relu()];

/** `[H, W, 3]` sRGB in -1..1 -> the same shape. */
export const generator: Network = network('cyclegan generator', { picture: [null, null, 3] }, [
  ...folded(WIDTH, 7), relu(), ...folded(2 * WIDTH, 3, 2), relu(), ...folded(4 * WIDTH, 3, 2), relu(),
  ...Array.from({ length: BLOCKS }, () => block),
  ...up(2 * WIDTH), ...up(WIDTH), pad(3), conv(3, 7, { padding: 'valid' }), tanh(),
]);

const judged = (filters: number, stride: number): Layer[] => [conv(filters, 4, { stride, padding: 1, bias: false }), instanceNorm(), leakyRelu()];

/** `[H, W, 3]` in -1..1 -> `[h, w, 1]`: how real each patch of 34 x 34 pixels looks; 1 real, 0 drawn. */
export const discriminator: Network = network('cyclegan discriminator', { picture: [null, null, 3] }, [
  conv(JUDGE, 4, { stride: 2, padding: 1 }), leakyRelu(), ...judged(2 * JUDGE, 2), ...judged(4 * JUDGE, 1), conv(1, 4, { padding: 1 }),
]);

/** Two domains, X and Y: `generatorY` paints Y out of X. */
export const NETWORKS = { generatorY: generator, generatorX: generator, discriminatorY: discriminator, discriminatorX: discriminator } as const;

export const untrained = (seed: number): Record<keyof typeof NETWORKS, Weights> =>
  Object.fromEntries(Object.entries(NETWORKS).map(([name, net], i) => [name, normalWeights(net, seed + i, { kernel: () => .02, bias: 0 })])) as Record<keyof typeof NETWORKS, Weights>;
