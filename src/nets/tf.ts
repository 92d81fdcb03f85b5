// '#nets/tf': the differentiable executor. Runs a network with tfjs operations on whatever backend is set; slow next to
// a compiled program, but it can learn. Call inside `tf.tidy`.

import * as tf from '@tensorflow/tfjs';
import type { Random } from '../core/random.ts';
import type { ActivationName, BatchNorm, Coordinates, Layer, Network } from './network.ts';
import { averagePool, depthToSpace, leakyRelu, oneHot, reflectPad, upsample } from './ops.ts';
import type { Weights } from './weights.ts';

export * from './losses.ts';
export * from './games.ts';
export { deform, diffAugment, moveAugment } from './augment.ts';
export { oneHot, upsample } from './ops.ts';

const ACTIVATIONS: Record<ActivationName, (x: tf.Tensor) => tf.Tensor> = {
  tanh: tf.tanh, sigmoid: tf.sigmoid, softplus: tf.softplus, relu: tf.relu, sin: tf.sin, abs: tf.abs, sqrt: tf.sqrt,
};

export type TensorWeights = ReadonlyMap<string, tf.Tensor>;

/** How a network is run; as it is drawn, if nothing is said. */
export interface TfMode {
  /** Batch norms use the batch's statistics, dropout drops. */
  readonly training?: boolean;
  /** What dropout draws from; needed where a training network has some. */
  readonly random?: Random;
  /**
   * While training, hears of every batch norm's statistics, biased as they were used: its path, mean and variance
   * `[channels]`. They belong to the surrounding tidy scope.
   */
  readonly onStatistics?: (path: string, mean: tf.Tensor, variance: tf.Tensor) => void;
  /** Path of the last layer to run, `7` or `3/0`; the result is what that layer answers. */
  readonly until?: string;
}

/** Uploads weights; the caller disposes them. */
export const toTensors = (weights: Weights): Map<string, tf.Tensor> =>
  new Map(Array.from(weights, ([name, { shape, data }]) => [name, tf.tensor(data, [...shape], 'float32')]));

/** The numbers of what `make` answers with; it and all that was made for it is disposed. A tidy that answers with numbers walks through every one of them. */
export const numbersOf = (make: () => tf.Tensor): Float32Array => {
  const made = tf.tidy(make), numbers = made.dataSync() as Float32Array;
  made.dispose();
  return numbers;
};

/** `x @ kernel` over the last axis. */
const denseOp = (x: tf.Tensor, kernel: tf.Tensor): tf.Tensor => {
  const [fanIn, units] = kernel.shape as [number, number];
  return tf.reshape(tf.matMul(tf.reshape(x, [-1, fanIn]), kernel), [...x.shape.slice(0, -1), units]);
};

/** Appends channels; `[N, C]` is spread over the pixels of `[N, H, W, C]`. */
const concatOp = (x: tf.Tensor, other: tf.Tensor): tf.Tensor => {
  if (other.rank === x.rank) return tf.concat([x, other], -1);
  const [n, c] = other.shape as [number, number];
  const axes = x.shape.slice(1, -1);
  const spread = tf.broadcastTo(tf.reshape(other, [n, ...axes.map(() => 1), c]), [n, ...axes, c]);
  return tf.concat([x, spread], -1);
};

/** `x` less its mean over `axes`, its mean and its variance. */
const centre = (x: tf.Tensor, axes: number[]): { centred: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor } => {
  const mean = tf.mean(x, axes, true), centred = tf.sub(x, mean);
  return { centred, mean, variance: tf.mean(tf.square(centred), axes, true) };
};

/** Appends x, y and the distance from the middle of each pixel. */
const coordinatesOp = (x: tf.Tensor, { scale }: Coordinates): tf.Tensor => {
  const [n, height, width] = x.shape as [number, number, number, number];
  const across = tf.broadcastTo(tf.reshape(tf.linspace(-scale, scale, width), [1, 1, width, 1]), [n, height, width, 1]);
  const down = tf.broadcastTo(tf.reshape(tf.linspace(-scale, scale, height), [1, height, 1, 1]), [n, height, width, 1]);
  return tf.concat([x, across, down, tf.sqrt(tf.add(tf.square(across), tf.square(down)))], -1);
};

const dropoutOp = (x: tf.Tensor, rate: number, random: Random): tf.Tensor =>
  tf.mul(x, tf.tensor(new Float32Array(x.size).map(() => (random.uniform() < rate ? 0 : 1 / (1 - rate))), x.shape));

/**
 * Runs a network. `inputs` are `[N, ...shape]` by name, borrowed; the result `[N, ...output]` is the caller's.
 * Throws where an input, a weight or the layer of `until` is missing. Gradients are right through every layer; which
 * layers can be differentiated twice, `ops.ts` says.
 */
export const runTf = (net: Network, weights: TensorWeights, inputs: Readonly<Record<string, tf.Tensor>>, mode: TfMode = {}): tf.Tensor => {
  const found = <T>(thing: T | undefined, what: string): T => {
    if (thing === undefined) throw new Error(`network ${net.name}: no ${what}`);
    return thing;
  };
  const weight = (path: string, role: string): tf.Tensor => found(weights.get(`${path}/${role}`), `weight ${path}/${role}`);
  const input = (name: string): tf.Tensor => found(inputs[name], `input ${name}`);
  const biased = (x: tf.Tensor, layer: { readonly bias: boolean }, path: string): tf.Tensor => (layer.bias ? tf.add(x, weight(path, 'bias')) : x);

  const scaled = (centred: tf.Tensor, variance: tf.Tensor, epsilon: number, path: string): tf.Tensor =>
    tf.add(tf.mul(centred, tf.mul(tf.rsqrt(tf.add(variance, epsilon)), weight(path, 'scale'))), weight(path, 'shift'));
  const normalised = (x: tf.Tensor, axes: number[], epsilon: number, path: string): tf.Tensor => {
    const { centred, variance } = centre(x, axes);
    return scaled(centred, variance, epsilon, path);
  };
  const batchNormOp = (x: tf.Tensor, layer: BatchNorm, path: string): tf.Tensor => {
    if (!mode.training && layer.statistics === 'running') return scaled(tf.sub(x, weight(path, 'mean')), weight(path, 'variance'), layer.epsilon, path);
    const { centred, mean, variance } = centre(x, x.shape.slice(0, -1).map((_, axis) => axis));
    if (mode.training) mode.onStatistics?.(path, tf.reshape(mean, [-1]), tf.reshape(variance, [-1]));
    return scaled(centred, variance, layer.epsilon, path);
  };

  const apply = (layer: Layer, x: tf.Tensor, path: string): tf.Tensor => {
    const picture = x as tf.Tensor4D, [n, height, width] = picture.shape;
    switch (layer.type) {
      case 'dense': return biased(denseOp(x, weight(path, 'kernel')), layer, path);
      case 'conv': return biased(tf.conv2d(picture, weight(path, 'kernel') as tf.Tensor4D, layer.stride, layer.padding), layer, path);
      case 'upConv': return biased(tf.conv2dTranspose(picture, weight(path, 'kernel') as tf.Tensor4D, [n, height * layer.stride, width * layer.stride, layer.filters], layer.stride, 'same'), layer, path);
      case 'upsample': return upsample(x, layer.factor);
      case 'depthToSpace': return depthToSpace(x, layer.factor);
      case 'pool': return layer.kind === 'max' ? tf.maxPool(picture, layer.size, layer.stride, layer.padding) : averagePool(x, layer.size, layer.stride, layer.padding);
      case 'globalPool': return tf.mean(x, [1, 2]);
      case 'batchNorm': return batchNormOp(x, layer, path);
      case 'instanceNorm': return normalised(x, [1, 2], layer.epsilon, path);
      case 'layerNorm': return normalised(x, x.shape.slice(1).map((_, axis) => axis + 1), layer.epsilon, path);
      case 'activation': return ACTIVATIONS[layer.name](x);
      case 'leakyRelu': return leakyRelu(x, layer.slope);
      case 'maxout': return tf.max(tf.reshape(x, [...x.shape.slice(0, -1), x.shape.at(-1)! / layer.pieces, layer.pieces]), -1);
      case 'dropout': return mode.training && layer.rate > 0 ? dropoutOp(x, layer.rate, found(mode.random, `mode.random for the dropout of layer ${path}`)) : x;
      case 'affine': return tf.add(tf.mul(x, layer.scale), layer.shift);
      case 'residual': {
        const inner = run(layer.layers, x, `${path}/`);
        return arrived ? inner : tf.add(x, tf.mul(inner, layer.scale));
      }
      case 'skip': {
        const inner = run(layer.layers, x, `${path}/`);
        return arrived ? inner : tf.concat([x, inner], -1);
      }
      case 'concat': return concatOp(x, input(layer.input));
      case 'reshape': return tf.reshape(x, [n, ...layer.shape]);
      case 'flatten': return tf.reshape(x, [n, -1]);
      case 'pad': return layer.mode === 'reflect' ? reflectPad(x, layer.amount) : tf.pad(x, [[0, 0], [layer.amount, layer.amount], [layer.amount, layer.amount], [0, 0]]);
      case 'coordinates': return coordinatesOp(x, layer);
      case 'oneHot': return oneHot(tf.cast(tf.round(tf.reshape(x, [n])), 'int32'), layer.classes);
      default: return layer satisfies never;
    }
  };
  /** Whether the layer that `until` names has answered. */
  let arrived = false;
  const run = (layers: readonly Layer[], start: tf.Tensor, prefix: string): tf.Tensor => layers.reduce((x, layer, index) => {
    if (arrived) return x;
    const path = `${prefix}${index}`, y = apply(layer, x, path);
    arrived ||= path === mode.until;
    return y;
  }, start);

  const first = input(Object.keys(net.inputs)[0] ?? ''), output = run(net.layers, first, '');
  if (mode.until !== undefined && !arrived) throw new Error(`network ${net.name}: no layer ${mode.until}`);
  return output === first ? tf.clone(output) : output;
};
