// Operations of the tf executor where tfjs 4.22's own are wrong or cannot be differentiated twice, as the gradient penalty
// of a WGAN-GP critic must be. Any backend; pictures are [N, H, W, C]. Inputs are borrowed, results are the caller's.
//
// Also safe to differentiate twice: conv2d, conv2dTranspose, matMul, relu, softplus, mean, sum, square, sqrt, arithmetic.
// Not: tanh, sigmoid, exp and softmax, which keep their output for the gradient (silently wrong), and maxPool (refused).

import * as tf from '@tensorflow/tfjs';
import { window } from './shapes.ts';

/** x where it is positive, else `slope` * x. `tf.leakyRelu` has no second gradient. */
export const leakyRelu = (x: tf.Tensor, slope: number): tf.Tensor => tf.add(tf.mul(tf.relu(x), 1 - slope), tf.mul(x, slope));

/** `[N]` int32 -> `[N, count]`. `tf.oneHot` told to answer in float32 answers in wrong numbers on wasm. */
export const oneHot = (classes: tf.Tensor, count: number): tf.Tensor => tf.cast(tf.oneHot(classes as tf.Tensor1D, count), 'float32');

/**
 * Adds `amount` pixels on every side, mirrored about the outermost row or column, which is not repeated. The gradient of
 * `tf.mirrorPad` drops what the mirrored pixels receive. Throws where a side is not longer than `amount`.
 */
export const reflectPad = (x: tf.Tensor, amount: number): tf.Tensor => {
  if (amount === 0) return x.clone();
  return [1, 2].reduce((picture, axis) => {
    const side = picture.shape[axis]!;
    if (side <= amount) throw new Error(`a side of ${side} is too short to be mirrored by ${amount}`);
    const mirrored = (from: number): tf.Tensor => {
      const begin = picture.shape.map((_, i) => (i === axis ? from : 0)), size = picture.shape.map((length, i) => (i === axis ? amount : length));
      return tf.reverse(tf.slice(picture, begin, size), axis);
    };
    return tf.concat([mirrored(1), picture, mirrored(side - 1 - amount)], axis);
  }, x);
};

/**
 * Every pixel `factor` x `factor` times. Its gradient sums those: mean pooling, whose gradient is this again, so that both
 * can be differentiated any number of times. (tfjs' own gradient is wrong on the cpu backend and has none itself.)
 */
export const upsample = (x: tf.Tensor, factor: number): tf.Tensor => tf.customGrad((input) => {
  const [, height, width] = (input as tf.Tensor4D).shape;
  // Half-pixel centres keep the rounding of y / factor away from whole numbers; the pixels are the same.
  const value = tf.image.resizeNearestNeighbor(input as tf.Tensor4D, [height * factor, width * factor], false, true);
  return { value, gradFunc: (dy) => tf.mul(blockMean(dy, factor), factor ** 2) };
})(x);

/** `[N, H, W, factor * factor * C] -> [N, H * factor, W * factor, C]`. `tf.depthToSpace` has no gradient. */
export const depthToSpace = (x: tf.Tensor, factor: number): tf.Tensor => {
  const [n, height, width, channels] = x.shape as [number, number, number, number], left = channels / factor ** 2;
  const blocks = tf.reshape(x, [n, height, width, factor, factor, left]);
  return tf.reshape(tf.transpose(blocks, [0, 1, 3, 2, 4, 5]), [n, height * factor, width * factor, left]);
};

/** Means of the `size` x `size` blocks of a picture that they fill. */
const blockMean = (x: tf.Tensor, size: number): tf.Tensor => tf.customGrad((input) => ({
  value: tf.avgPool(input as tf.Tensor4D, size, size, 'valid'),
  gradFunc: (dy) => tf.div(upsample(dy, size), size ** 2),
}))(x);

/**
 * Mean over windows; at a border with SAME padding over the pixels that exist. There `tf.avgPool` means so, too, but its
 * gradient divides by the whole window. Blocks that fill the picture can be differentiated twice, other windows once.
 */
export const averagePool = (x: tf.Tensor, size: number, stride: number, padding: 'same' | 'valid'): tf.Tensor => {
  const [, height, width] = x.shape as [number, number, number, number];
  if (size === stride && height % size === 0 && width % size === 0) return blockMean(x, size);
  const y = window(height, size, stride, padding), z = window(width, size, stride, padding);
  const borders: [number, number][] = [[0, 0], [y.before, y.after], [z.before, z.after], [0, 0]];
  const means = (picture: tf.Tensor): tf.Tensor => tf.avgPool(tf.pad(picture, borders) as tf.Tensor4D, size, stride, 'valid');
  return padding === 'valid' ? means(x) : tf.div(means(x), means(tf.ones([1, height, width, 1])));
};
