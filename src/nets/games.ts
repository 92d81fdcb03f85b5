// The games that a painter and a judge can play, by number, so that a trainer's option can choose one. 0 is the trainer's
// own. Scores are logits `[N, 1]`; losses are scalars to be made small. Call inside `tf.tidy`.

import * as tf from '@tensorflow/tfjs';
import { binary, gradientPenalty, leastSquares, wasserstein } from './losses.ts';
import type { TrainingRun } from './trainer.ts';

export interface GameRules {
  judge(real: tf.Tensor, drawn: tf.Tensor): tf.Scalar;
  painter(drawn: tf.Tensor): tf.Scalar;
  /** Weights of the judge stay within this after each of its updates (Arjovsky et al., 2017). */
  readonly clip?: number;
  /** Weight of the gradient penalty (Gulrajani et al., 2017). */
  readonly penalty?: number;
}

const told = (loss: (scores: tf.Tensor, target: 0 | 1) => tf.Scalar) => (real: tf.Tensor, drawn: tf.Tensor): tf.Scalar => tf.add(loss(real, 1), loss(drawn, 0));
const critic = { judge: told(wasserstein), painter: (drawn: tf.Tensor): tf.Scalar => wasserstein(drawn, 1) };

/** Goodfellow et al., 2014: as it was derived, and as it is used; Mao et al., 2017; Wasserstein twice. In the order of the tuning's names, from 1. */
const RULES: readonly GameRules[] = [
  { judge: told(binary), painter: (drawn) => tf.neg(binary(drawn, 0)) },
  { judge: told(binary), painter: (drawn) => binary(drawn, 1) },
  { judge: told(leastSquares), painter: (drawn) => leastSquares(drawn, 1) },
  // The paper's .01 is for weights that grew up within it; those of a trained judge are wider.
  { ...critic, clip: .05 },
  { ...critic, penalty: 10 },
];
export const GAME_COUNT = RULES.length + 1;

/** `own` is the number of the trainer's own game. */
export const gameOf = (number: number, own: number): GameRules => RULES[(number || own) - 1]!;

/** What a judge that is told `rules` has to pay beside its scores: 0 where there is no penalty. `real` and `drawn` are `[N, ...]`. */
export const penaltyOf = (run: Pick<TrainingRun, 'uniform'>, { penalty }: GameRules, judge: (x: tf.Tensor) => tf.Tensor, real: tf.Tensor, drawn: tf.Tensor): tf.Scalar =>
  (penalty ? tf.mul(penalty, gradientPenalty(judge, real, drawn, run.uniform([real.shape[0]], 0, 1))) : tf.scalar(0));
