// Differentiable augmentation for adversarial training on few pictures: what is shown to the discriminator is changed in
// colour, place and by a hole, real and drawn alike, and the gradient passes through to who drew it.
// Source: Zhao et al., "Differentiable augmentation for data-efficient GAN training" (2020). Twin: torch/driftloom/augment.py.

import * as tf from '@tensorflow/tfjs';
import type { TrainingRun } from './trainer.ts';

type Chance = Pick<TrainingRun, 'uniform' | 'int'>;

/** Share of a side that a picture may move by, and that a hole is wide. */
const MOVED = 1 / 8, HOLE = 1 / 2;

/** Brighter or darker by at most a quarter of -1..1, saturation 0 to 2 fold, contrast .5 to 1.5 fold. */
const recoloured = (chance: Chance, x: tf.Tensor): tf.Tensor => {
  const one = [x.shape[0]!, 1, 1, 1];
  const bright = tf.add(x, chance.uniform(one, -.5, .5));
  const grey = tf.mean(bright, 3, true);
  const vivid = tf.add(tf.mul(tf.sub(bright, grey), chance.uniform(one, 0, 2)), grey);
  const middle = tf.mean(vivid, [1, 2, 3], true);
  return tf.add(tf.mul(tf.sub(vivid, middle), chance.uniform(one, .5, 1.5)), middle);
};

/** Each picture moved by at most an eighth of its side, zeros coming in. */
const moved = (chance: Chance, x: tf.Tensor): tf.Tensor => {
  const [count, height, width, channels] = x.shape as [number, number, number, number], reach = Math.round(width * MOVED);
  const padded = tf.pad(x, [[0, 0], [reach, reach], [reach, reach], [0, 0]]);
  return tf.concat(Array.from({ length: count }, (_, i) => tf.slice(padded, [i, chance.int(2 * reach + 1), chance.int(2 * reach + 1), 0], [1, height, width, channels])));
};

/** Each picture with a square hole of zeros, half a side wide, that may reach over the border. */
const holed = (chance: Chance, x: tf.Tensor): tf.Tensor => {
  const [count, height, width] = x.shape as [number, number, number, number], side = Math.round(width * HOLE);
  const mask = new Float32Array(count * height * width).fill(1);
  for (let n = 0; n < count; n++) {
    const top = chance.int(height + 1) - side / 2, left = chance.int(width + 1) - side / 2;
    for (let y = Math.max(0, top); y < Math.min(height, top + side); y++) mask.fill(0, (n * height + y) * width + Math.max(0, left), (n * height + y) * width + Math.min(width, left + side));
  }
  return tf.mul(x, tf.tensor(mask, [count, height, width, 1]));
};

/** `[N, H, W, C]` in -1..1 -> the same shape; every call draws anew from `chance`. */
export const diffAugment = (chance: Chance, pictures: tf.Tensor): tf.Tensor => holed(chance, moved(chance, recoloured(chance, pictures)));
