// Adam on a network's flat arrays. Kingma and Ba, 2015; epsilon outside the root.

import type { Mlp } from './mlp.ts';

export interface Optimiser {
  /** One update by the gradients, which are then 0 again. */
  step(rate: number, beta1: number, beta2: number): void;
  /** As new: without momentum. */
  reset(): void;
}

const EPSILON = 1e-8;

export const createOptimiser = ({ weights, gradients }: Mlp): Optimiser => {
  const first = new Float64Array(weights.length), second = new Float64Array(weights.length);
  /** beta1 and beta2 to the power of the updates, also where they change between them. */
  let left1 = 1, left2 = 1;
  return {
    step(rate, beta1, beta2) {
      left1 *= beta1;
      left2 *= beta2;
      const pace = rate / (1 - left1), grown = 1 / Math.sqrt(1 - left2);
      for (let i = 0; i < weights.length; i++) {
        const gradient = gradients[i]!;
        const mean = first[i] = beta1 * first[i]! + (1 - beta1) * gradient;
        const square = second[i] = beta2 * second[i]! + (1 - beta2) * gradient * gradient;
        weights[i]! -= (pace * mean) / (grown * Math.sqrt(square) + EPSILON);
      }
      gradients.fill(0);
    },
    reset() {
      first.fill(0);
      second.fill(0);
      left1 = left2 = 1;
    },
  };
};
