// Which of two heaps a picture is rather of: a line through what a network of photographs sees in pictures of both,
// learnt by logistic regression from pictures that are learnt from, never from those that are judged.

import * as tf from '@tensorflow/tfjs';
import type { Line, Rows } from '#nets';

const STEPS = 300, RATE = .02, DECAY = 1e-3;

/** Rows of the own heap and of the other, as many columns each -> a line above 0 for the other. Deterministic. */
export const learnLine = (own: Rows, other: Rows): Line => tf.tidy(() => {
  const { size } = own, rows = tf.concat([tf.tensor2d(own.data, [own.count, size]), tf.tensor2d(other.data, [other.count, size])]);
  const mean = tf.mean(rows, 0), spread = tf.sqrt(tf.add(tf.mean(tf.square(tf.sub(rows, mean)), 0), 1e-6)), even = tf.div(tf.sub(rows, mean), spread);
  const wanted = tf.concat([tf.zeros([own.count, 1]), tf.ones([other.count, 1])]);
  const slope = tf.variable(tf.zeros([size, 1])), start = tf.variable(tf.zeros([1])), optimiser = tf.train.adam(RATE);
  for (let step = 0; step < STEPS; step++) {
    optimiser.minimize(() => tf.add(tf.losses.sigmoidCrossEntropy(wanted, tf.add(tf.matMul(even, slope), start)), tf.mul(DECAY, tf.sum(tf.square(slope)))), false, [slope, start]);
  }
  optimiser.dispose();
  const weights = tf.div(tf.squeeze(slope), spread), bias = tf.sub(tf.squeeze(start), tf.sum(tf.mul(weights, mean)));
  const line = { weights: Array.from(weights.dataSync()), bias: bias.dataSync()[0]! };
  slope.dispose();
  start.dispose();
  return line;
});
