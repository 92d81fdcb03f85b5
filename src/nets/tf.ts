// '#nets/tf': the differentiable executor. Runs a network with tfjs operations on whatever backend is set; slow next to
// a compiled program, but it can learn. Call inside `tf.tidy`.

import * as tf from '@tensorflow/tfjs';
import type { ActivationName, Layer, Network } from './network.ts';
import type { Weights } from './weights.ts';

const ACTIVATIONS: Record<ActivationName, (x: tf.Tensor) => tf.Tensor> = {
  tanh: tf.tanh, sigmoid: tf.sigmoid, softplus: tf.softplus, relu: tf.relu, sin: tf.sin, abs: tf.abs, sqrt: tf.sqrt,
};

export type TensorWeights = ReadonlyMap<string, tf.Tensor>;

/** Uploads weights; the caller disposes them. */
export const toTensors = (weights: Weights): Map<string, tf.Tensor> =>
  new Map(Array.from(weights, ([name, { shape, data }]) => [name, tf.tensor(data, [...shape], 'float32')]));

/** `x @ kernel + bias` over the last axis. */
const denseOp = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor => {
  const [fanIn, units] = kernel.shape as [number, number];
  const flat = tf.matMul(tf.reshape(x, [-1, fanIn]), kernel);
  const y = tf.reshape(flat, [...x.shape.slice(0, -1), units]);
  return bias ? tf.add(y, bias) : y;
};

/** Appends channels; `[N, C]` is spread over the pixels of `[N, H, W, C]`. */
const concatOp = (x: tf.Tensor, other: tf.Tensor): tf.Tensor => {
  if (other.rank === x.rank) return tf.concat([x, other], -1);
  const [n, c] = other.shape as [number, number];
  const axes = x.shape.slice(1, -1);
  const spread = tf.broadcastTo(tf.reshape(other, [n, ...axes.map(() => 1), c]), [n, ...axes, c]);
  return tf.concat([x, spread], -1);
};

/**
 * Runs a network. `inputs` are `[N, ...shape]` by name, borrowed; the result `[N, ...output]` is the caller's.
 * Throws where an input or a weight is missing.
 */
export const runTf = (net: Network, weights: TensorWeights, inputs: Readonly<Record<string, tf.Tensor>>): tf.Tensor => {
  const weight = (name: string): tf.Tensor => {
    const found = weights.get(name);
    if (!found) throw new Error(`network ${net.name}: no weight ${name}`);
    return found;
  };
  const input = (name: string): tf.Tensor => {
    const found = inputs[name];
    if (!found) throw new Error(`network ${net.name}: no input ${name}`);
    return found;
  };
  const run = (layers: readonly Layer[], start: tf.Tensor, prefix: string): tf.Tensor => layers.reduce((x, layer, index) => {
    const path = `${prefix}${index}`;
    switch (layer.type) {
      case 'dense': return denseOp(x, weight(`${path}/kernel`), layer.bias ? weight(`${path}/bias`) : undefined);
      case 'activation': return ACTIVATIONS[layer.name](x);
      case 'affine': return tf.add(tf.mul(x, layer.scale), layer.shift);
      case 'concat': return concatOp(x, input(layer.input));
      case 'residual': return tf.add(x, tf.mul(run(layer.layers, x, `${path}/`), layer.scale));
      default: return layer satisfies never;
    }
  }, start);
  return run(net.layers, input(Object.keys(net.inputs)[0] ?? ''), '');
};
