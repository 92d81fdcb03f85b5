// Losses, on logits only: no logarithm of a sigmoid or a softmax anywhere. All but `gaussianKl` are means over the batch.
// Their twins for PyTorch are src/cli/torch/driftloom/losses.py. Call inside `tf.tidy`; arguments are borrowed.
//
// `binary`, `leastSquares`, `hinge` and `wasserstein` take the scores of a critic and what they should say: 1 for real, 0
// for drawn. A generator is given `loss(scores of what it drew, 1)`: with `binary` that is the non-saturating loss of
// Goodfellow et al., 2014; beside a critic that learns by `hinge`, it learns by `wasserstein`.

import * as tf from '@tensorflow/tfjs';
import { oneHot } from './ops.ts';

/** Binary cross-entropy of logits against one target for all, 0..1: softplus(-l) for 1, softplus(l) for 0. */
export const binary = (logits: tf.Tensor, target: number): tf.Scalar => tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, target)));

/** Mao et al., 2017: the squared distance from the target. */
export const leastSquares = (scores: tf.Tensor, target: number): tf.Scalar => tf.mean(tf.square(tf.sub(scores, target)));

/** Lim and Ye, 2017; for the critic only: nothing once a score is past 1 on its side. */
export const hinge = (scores: tf.Tensor, target: 0 | 1): tf.Scalar => tf.mean(tf.relu(tf.sub(1, tf.mul(scores, 2 * target - 1))));

/** Arjovsky et al., 2017: the mean score, to be raised for 1 and lowered for 0. */
export const wasserstein = (scores: tf.Tensor, target: 0 | 1): tf.Scalar => tf.mean(tf.mul(scores, 1 - 2 * target));

/** Cross-entropy `logsumexp(l) - l_y` of `[N, K]` logits against `[N]` class indices, int32. */
export const category = (logits: tf.Tensor, labels: tf.Tensor): tf.Scalar => {
  const picked = tf.sum(tf.mul(logits, oneHot(labels, logits.shape.at(-1)!)), -1);
  return tf.mean(tf.sub(tf.logSumExp(logits, -1), picked));
};

/** KL of N(mean, exp(logVariance)) from N(0, I), summed over the latent: two `[N, L]` -> `[N]`. */
export const gaussianKl = (mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor1D =>
  tf.mul(tf.sum(tf.sub(tf.sub(tf.add(logVariance, 1), tf.square(mean)), tf.exp(logVariance)), 1), -.5);

/** Mean absolute difference of two tensors of one shape. `tf.abs` would pull at what is already equal. */
export const l1 = (x: tf.Tensor, y: tf.Tensor): tf.Scalar => tf.mean(tf.add(tf.relu(tf.sub(x, y)), tf.relu(tf.sub(y, x))));

/**
 * Gulrajani et al., 2017: how far the slope of a critic is from 1 between what is real and what is drawn, squared. `real`
 * and `fake` are `[N, ...]`, `mix` is `[N]`, the share of the real one, 0..1. Differentiates twice: see `ops.ts` for the
 * layers that a critic may have.
 */
export const gradientPenalty = (critic: (x: tf.Tensor) => tf.Tensor, real: tf.Tensor, fake: tf.Tensor, mix: tf.Tensor): tf.Scalar => {
  const axes = real.shape.slice(1).map((_, index) => index + 1);
  const share = tf.reshape(mix, [-1, ...axes.map(() => 1)]);
  const between = tf.add(tf.mul(real, share), tf.mul(fake, tf.sub(1, share)));
  const slope = tf.grad((x) => tf.sum(critic(x)))(between);
  // The root of 0 has no slope.
  const length = tf.sqrt(tf.add(tf.sum(tf.square(slope), axes), 1e-12));
  return tf.mean(tf.square(tf.sub(length, 1)));
};
