// Unrolled GAN (Metz et al., 2017): the generator plays against the critic as it will be after so many more updates, and knows
// how what it draws would change them. A stand-in of the critic takes its Adam steps on one batch; then the generator's loss is
// differentiated through all of them, Adam's moments and the second derivatives included, down to the drawn points.

import { createAlong } from './along.ts';
import { criticBends, criticLoss, generatorLoss, type Loss } from './losses.ts';
import { backward, createMlp, createPass, forward, type Mlp } from './mlp.ts';
import { adam, copyMoments, createMoments, EPSILON, type Moments } from './optimiser.ts';

/** Updates that are looked ahead, at most. */
export const FARTHEST = 10;

export interface Pace { readonly rate: number; readonly beta1: number; readonly beta2: number }

export interface Unroll {
  /** The critic as it will be, after a look ahead. */
  readonly critic: Mlp;
  /**
   * Looks `count` updates ahead, 1 to FARTHEST, from a critic and what its Adam remembers, over `real` and `fake` inputs
   * `[batch, inputs]`. The gradients of the generator's loss at the fake inputs are in `slopes`; answers with the loss.
   */
  look(loss: Loss, from: Mlp, moments: Moments, real: Float64Array, fake: Float64Array, count: number, pace: Pace): number;
  readonly slopes: Float64Array;
}

/** Of critics with the layers of `net`, which are leaky. */
export const createUnroll = (net: Mlp, batch: number): Unroll => {
  const critic = createMlp(net.sizes, net.bend), size = critic.weights.length, moments = createMoments(size), along = createAlong(critic, batch);
  const sides = [createPass(critic, batch), createPass(critic, batch)] as const, [real, fake] = sides;
  const kept = (): Float64Array[] => Array.from({ length: FARTHEST }, () => new Float64Array(size));
  /** Of each update: weights before it, its gradients, and the moments it was taken with; `[k, 2]` what is left of the betas. */
  const weights = kept(), pulls = kept(), firsts = kept(), seconds = kept(), lefts = new Float64Array(2 * FARTHEST);
  const slopes = new Float64Array(fake.values[0]!.length), bends = new Float64Array(batch);
  /** Gradients of the generator's loss at the weights, the means and the squares; and, of the update at hand, at its gradient. */
  const atWeights = new Float64Array(size), atFirst = new Float64Array(size), atSecond = new Float64Array(size), atPull = new Float64Array(size);

  const criticGradients = (loss: Loss): void => {
    for (const side of sides) {
      criticLoss(loss, forward(critic, side), side === real, side.deltas.at(-1)!);
      backward(critic, side, true);
    }
  };
  const ahead = (loss: Loss, count: number, { rate, beta1, beta2 }: Pace): void => {
    for (let k = 0; k < count; k++) {
      weights[k]!.set(critic.weights);
      criticGradients(loss);
      pulls[k]!.set(critic.gradients);
      adam(critic, moments, rate, beta1, beta2);
      firsts[k]!.set(moments.first);
      seconds[k]!.set(moments.second);
      lefts[2 * k] = moments.left1;
      lefts[2 * k + 1] = moments.left2;
    }
  };
  /** The generator's loss at the end; in minimax it is the whole of the critic's with the other sign, of which what is real has its part. */
  const judge = (loss: Loss): number => {
    let lost = generatorLoss(loss, forward(critic, fake), fake.deltas.at(-1)!);
    slopes.set(backward(critic, fake, true));
    if (loss === 'minimax') {
      const scores = real.deltas.at(-1)!;
      lost -= criticLoss(loss, forward(critic, real), true, scores);
      for (let i = 0; i < batch; i++) scores[i] = -scores[i]!;
      backward(critic, real, true);
    }
    atWeights.set(critic.gradients);
    critic.gradients.fill(0);
    return lost;
  };
  /** Through the k-th update: from the gradients after it to those before it. */
  const back = (loss: Loss, k: number, { rate, beta1, beta2 }: Pace): void => {
    const pull = pulls[k]!, first = firsts[k]!, second = seconds[k]!, pace = rate / (1 - lefts[2 * k]!), grown = 1 / Math.sqrt(1 - lefts[2 * k + 1]!);
    for (let i = 0; i < size; i++) {
      const root = Math.sqrt(second[i]!), under = grown * root + EPSILON;
      const mean = atFirst[i]! - (pace / under) * atWeights[i]!;
      // Where the squares are 0 so is the gradient, and nothing comes through them.
      const square = atSecond[i]! + (root > 0 ? (pace * first[i]! * grown * atWeights[i]!) / (2 * root * under * under) : 0);
      atPull[i] = (1 - beta1) * mean + 2 * (1 - beta2) * pull[i]! * square;
      atFirst[i] = beta1 * mean;
      atSecond[i] = beta2 * square;
    }
    critic.weights.set(weights[k]!);
    criticGradients(loss);
    critic.gradients.fill(0);
    for (const side of sides) {
      criticBends(loss, side.values.at(-1)!, bends);
      const moved = along.add(side, atPull, bends, atWeights);
      if (side === fake) for (let i = 0; i < slopes.length; i++) slopes[i]! += moved[i]!;
    }
  };
  return {
    critic, slopes,
    look(loss, from, memory, realInputs, fakeInputs, count, pace) {
      critic.weights.set(from.weights);
      copyMoments(memory, moments);
      real.values[0]!.set(realInputs);
      fake.values[0]!.set(fakeInputs);
      ahead(loss, count, pace);
      const lost = judge(loss);
      atFirst.fill(0);
      atSecond.fill(0);
      for (let k = count - 1; k >= 0; k--) back(loss, k, pace);
      return lost;
    },
  };
};
