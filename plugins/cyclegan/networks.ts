// The networks of CycleGAN as data. Two generators of residual blocks, one each way, and two judges of patches. Enlarged by
// repeating pixels and a convolution, which leaves no chequers. Fully convolutional: what learnt on crops paints any size.
// Source: Zhu, Park, Isola and Efros, "Unpaired image-to-image translation using cycle-consistent adversarial networks" (2017).

import { conv, instanceNorm, leakyRelu, network, normalWeights, pad, relu, residual, tanh, upsample, type Layer, type Network, type Weights } from '#nets';

/** Sides of pictures must be multiples of this. */
export const GRAIN = 4;

export interface Sizes {
  /** Side of the crops that it learns from. */
  readonly side: number;
  /** Filters of the first and last layers (the paper: 64), residual blocks between (the paper: 6 at 128 pixels). */
  readonly width: number;
  readonly blocks: number;
  /** Filters of a judge's first layer (the paper: 64), and how many layers halve the picture (the paper: 3). */
  readonly judge: number;
  readonly halvings: number;
}

/** Two domains, X and Y: `generatorY` paints Y out of X. */
export type Part = 'generatorY' | 'generatorX' | 'discriminatorY' | 'discriminatorX';

export interface Networks extends Sizes {
  /** `[H, W, 3]` sRGB in -1..1 -> the same shape. */
  readonly generator: Network;
  /** `[H, W, 3]` in -1..1 -> `[h, w, 1]`: how real each patch looks; 1 real, 0 drawn. */
  readonly discriminator: Network;
}

const folded = (filters: number, size: number, stride = 1): Layer[] => [pad((size - 1) / 2), conv(filters, size, { stride, padding: 'valid', bias: false }), instanceNorm()];
const up = (filters: number): Layer[] => [upsample(2), ...folded(filters, 3), relu()];
const judged = (filters: number, stride: number): Layer[] => [conv(filters, 4, { stride, padding: 1, bias: false }), instanceNorm(), leakyRelu()];

const build = (sizes: Sizes): Networks => {
  const { width, blocks, judge, halvings } = sizes, block = residual([...folded(4 * width, 3), relu(), ...folded(4 * width, 3)]);
  return {
    ...sizes,
    generator: network('cyclegan generator', { picture: [null, null, 3] }, [
      ...folded(width, 7), relu(), ...folded(2 * width, 3, 2), relu(), ...folded(4 * width, 3, 2), relu(),
      ...Array.from({ length: blocks }, () => block),
      ...up(2 * width), ...up(width), pad(3), conv(3, 7, { padding: 'valid' }), tanh(),
    ]),
    discriminator: network('cyclegan discriminator', { picture: [null, null, 3] }, [
      conv(judge, 4, { stride: 2, padding: 1 }), leakyRelu(),
      ...Array.from({ length: halvings - 1 }, (_, i) => judged(2 ** (i + 1) * judge, 2)).flat(),
      ...judged(2 ** halvings * judge, 1), conv(1, 4, { padding: 1 }),
    ]),
  };
};

/** For drawings, which are clear at 64 pixels; its judges see patches of 34 x 34. */
export const SMALL = build({ side: 64, width: 24, blocks: 4, judge: 32, halvings: 2 });
/** For photographs and paintings; its judges see patches of 70 x 70. */
export const LARGE = build({ side: 128, width: 32, blocks: 6, judge: 32, halvings: 3 });

export const partsOf = ({ generator, discriminator }: Networks): Readonly<Record<Part, Network>> =>
  ({ generatorY: generator, generatorX: generator, discriminatorY: discriminator, discriminatorX: discriminator });

export const untrained = (networks: Networks, seed: number): Record<Part, Weights> =>
  Object.fromEntries(Object.entries(partsOf(networks)).map(([name, net], i) => [name, normalWeights(net, seed + i, { kernel: () => .02, bias: 0 })])) as Record<Part, Weights>;

/** The networks of a trainer's variant. */
export const networksOf = (variant: string): Networks => (variant === 'vangogh' ? LARGE : SMALL);
