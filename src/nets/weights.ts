// Weights of a network: named float arrays in the order of its layers, and how they begin.

import { random } from '../core/random.ts';
import { inspect, type WeightRole } from './shapes.ts';
import type { Network } from './network.ts';

export interface Weight { readonly shape: readonly number[]; readonly data: Float32Array }
/** By the names of `inspect(network).weights`. */
export type Weights = ReadonlyMap<string, Weight>;

export interface NormalInit {
  /** Deviation of a kernel with `fanIn` inputs. */
  readonly kernel: (fanIn: number, fanOut: number, name: string) => number;
  readonly bias: number | ((name: string) => number);
  /** Redraw what lies beyond two deviations. */
  readonly truncated?: boolean;
}

/** Norms begin as the identity. */
const CONSTANTS: Partial<Record<WeightRole, number>> = { scale: 1, shift: 0, mean: 0, variance: 1 };

/** Normal weights of a seed. The draw of a seed does not depend on the deviations, so that they can be swept. */
export const normalWeights = (net: Network, seed: number, { kernel, bias, truncated = false }: NormalInit): Weights => {
  const source = random(seed, 'weights');
  const normal = (): number => {
    let x = source.normal();
    while (truncated && Math.abs(x) > 2) x = source.normal();
    return x;
  };
  return new Map(inspect(net).weights.map(({ name, shape, role }) => {
    const count = shape.reduce((a, b) => a * b, 1), constant = CONSTANTS[role];
    if (constant !== undefined) return [name, { shape, data: new Float32Array(count).fill(constant) }];
    const area = shape.slice(0, -2).reduce((a, b) => a * b, 1), [fanIn = 1, fanOut = 1] = shape.slice(-2);
    const deviation = role === 'kernel' ? kernel(area * fanIn, area * fanOut, name) : typeof bias === 'number' ? bias : bias(name);
    return [name, { shape, data: Float32Array.from({ length: count }, () => normal() * deviation) }];
  }));
};
