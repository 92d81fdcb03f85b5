// Weights of a network: named float arrays in the order of its layers, and how they begin.

import { random } from '../core/random.ts';
import { inspect } from './shapes.ts';
import type { Network } from './network.ts';

export interface Weight { readonly shape: readonly number[]; readonly data: Float32Array }
/** By the names of `inspect(network).weights`. */
export type Weights = ReadonlyMap<string, Weight>;

export interface NormalInit {
  /** Deviation of a kernel with `fanIn` inputs. */
  readonly kernel: (fanIn: number, fanOut: number, name: string) => number;
  readonly bias: number;
}

/** Normal weights of a seed. The draw of a seed does not depend on the deviations, so that they can be swept. */
export const normalWeights = (net: Network, seed: number, { kernel, bias }: NormalInit): Weights => {
  const source = random(seed, 'weights');
  return new Map(inspect(net).weights.map(({ name, shape }) => {
    const [fanIn = 1, fanOut = 1] = shape;
    const deviation = shape.length > 1 ? kernel(fanIn, fanOut, name) : bias;
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => source.normal() * deviation);
    return [name, { shape, data }];
  }));
};
