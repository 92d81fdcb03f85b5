// Changes of pictures through which a gradient passes to who drew them. `diffAugment`, for adversarial training on few
// pictures: what is shown to the discriminator, real and drawn alike, is changed in colour, place and by a hole (Zhao et
// al., "Differentiable augmentation for data-efficient GAN training", 2020). `deform`: the plane is leaned, stretched and
// shifted, which what a picture is of survives. Twin: torch/driftloom/augment.py.

import * as tf from '@tensorflow/tfjs';
import type { TrainingRun } from './trainer.ts';

type Chance = Pick<TrainingRun, 'uniform' | 'int'>;

/** Share of a side that a picture may move by, and that a hole is wide. */
const MOVED = 1 / 8, HOLE = 1 / 2;

/** Brighter or darker by at most a quarter of -1..1, saturation 0 to 2 fold, contrast .5 to 1.5 fold. */
const recoloured = (chance: Chance, x: tf.Tensor): tf.Tensor => {
  const [count = 0] = x.shape, one = [count, 1, 1, 1];
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

/** The same without a change of colours, where colours are what the pictures are about. */
export const moveAugment = (chance: Chance, pictures: tf.Tensor): tf.Tensor => holed(chance, moved(chance, pictures));

/** How much a deformed picture is stretched (as a factor), leaned (as a slope, across and up) and shifted (as a share of its side). */
const STRETCH = 1.25, LEAN = [.4, .25], SHIFT = 1 / 14;

/**
 * Each row of each picture resampled along itself, at `stretch (x - c) + lean (y - c) + shift`, between neighbours
 * linearly, zeros beyond the border: a matrix for every row, since a matrix product is differentiable everywhere.
 */
const slid = (chance: Chance, x: tf.Tensor4D, lean: number): tf.Tensor4D => {
  const [count, height, width, channels] = x.shape, matrices = new Float32Array(count * height * width * width);
  const draw = (low: number, high: number): ArrayLike<number> => tf.tidy(() => chance.uniform([count], low, high).dataSync());
  const stretches = draw(1 / STRETCH, STRETCH), leans = draw(-lean, lean), shifts = draw(-SHIFT * width, SHIFT * width), middle = (width - 1) / 2;
  for (let n = 0, at = 0; n < count; n++) for (let row = 0; row < height; row++) for (let column = 0; column < width; column++, at += width) {
    const place = stretches[n]! * (column - middle) + leans[n]! * (row - (height - 1) / 2) + shifts[n]! + middle, left = Math.floor(place), share = place - left;
    if (left >= 0 && left < width) matrices[at + left] = 1 - share;
    if (left + 1 >= 0 && left + 1 < width) matrices[at + left + 1] = share;
  }
  return tf.reshape(tf.matMul(tf.tensor3d(matrices, [count * height, width, width]), tf.reshape(x, [count * height, width, channels])), x.shape);
};

/** `[N, H, W, C]` with 0 for empty -> the same shape, each picture by an affine map of its own; every call draws anew from `chance`. */
export const deform = (chance: Chance, pictures: tf.Tensor): tf.Tensor => {
  const turned = (x: tf.Tensor): tf.Tensor4D => tf.transpose(x as tf.Tensor4D, [0, 2, 1, 3]);
  return turned(slid(chance, turned(slid(chance, pictures as tf.Tensor4D, LEAN[0]!)), LEAN[1]!));
};
