// Adam on a network's flat arrays. Kingma and Ba, 2015; epsilon outside the root.

import type { Mlp } from './mlp.ts';

/** What Adam remembers between its updates. */
export interface Moments {
  /** Mean gradients and mean squares of them. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** beta1 and beta2 to the power of the updates, also where they change between them. */
  left1: number;
  left2: number;
}

export interface Optimiser {
  readonly moments: Moments;
  /** One update by the gradients, which are then 0 again. */
  step(rate: number, beta1: number, beta2: number): void;
  /** As new: without momentum. */
  reset(): void;
}

export const EPSILON = 1e-8;

export const createMoments = (count: number): Moments => ({ first: new Float64Array(count), second: new Float64Array(count), left1: 1, left2: 1 });

export const copyMoments = (from: Moments, to: Moments): void => {
  to.first.set(from.first);
  to.second.set(from.second);
  to.left1 = from.left1;
  to.left2 = from.left2;
};

/** One update of the weights by the gradients, which are then 0 again. */
export const adam = ({ weights, gradients }: Pick<Mlp, 'weights' | 'gradients'>, moments: Moments, rate: number, beta1: number, beta2: number): void => {
  const { first, second } = moments;
  moments.left1 *= beta1;
  moments.left2 *= beta2;
  const pace = rate / (1 - moments.left1), grown = 1 / Math.sqrt(1 - moments.left2);
  for (let i = 0; i < weights.length; i++) {
    const gradient = gradients[i]!;
    const mean = first[i] = beta1 * first[i]! + (1 - beta1) * gradient;
    const square = second[i] = beta2 * second[i]! + (1 - beta2) * gradient * gradient;
    weights[i]! -= (pace * mean) / (grown * Math.sqrt(square) + EPSILON);
  }
  gradients.fill(0);
};

export const createOptimiser = (net: Mlp): Optimiser => {
  const moments = createMoments(net.weights.length);
  return {
    moments,
    step: (rate, beta1, beta2) => adam(net, moments, rate, beta1, beta2),
    reset() {
      moments.first.fill(0);
      moments.second.fill(0);
      moments.left1 = moments.left2 = 1;
    },
  };
};
