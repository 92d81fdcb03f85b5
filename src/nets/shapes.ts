// What follows from a network: every layer's shape, its weights, and the floating-point operations of one example.
// 1 multiply-add counts as 2 FLOP; biases and activations count as parameters but not as FLOPs.

import { networkInvalid } from '../core/errors.ts';
import type { Layer, Network, Shape } from './network.ts';

export interface WeightSpec {
  /** Path of the layer and the tensor's name: `3/kernel`, `5/0/bias`. */
  readonly name: string;
  readonly shape: readonly number[];
}

export interface LayerReport {
  readonly path: string;
  readonly layer: Layer;
  /** Of one example, without the batch. */
  readonly output: Shape;
  readonly weights: readonly WeightSpec[];
  /** Multiply-adds of one pixel (of one example, where there are no pixels). */
  readonly macs: number;
}

export interface NetworkReport {
  readonly layers: readonly LayerReport[];
  readonly output: Shape;
  readonly weights: readonly WeightSpec[];
  readonly parameters: number;
  /** Of one example; of one pixel where height and width are free. */
  readonly flops: number;
}

const channels = (shape: Shape): number | null => shape[shape.length - 1] ?? null;

const walk = (net: Network, layers: readonly Layer[], input: Shape, prefix: string): LayerReport[] => {
  let shape = input;
  return layers.flatMap((layer, index) => {
    const path = `${prefix}${index}`;
    const fail = (problem: string): never => { throw networkInvalid(net.name, `${path} (${layer.type})`, problem); };
    const n = channels(shape);
    const leaf = (output: Shape, weights: readonly WeightSpec[] = [], macs = 0): LayerReport[] => {
      shape = output;
      return [{ path, layer, output, weights, macs }];
    };
    switch (layer.type) {
      case 'dense': {
        if (n === null) return fail('needs a known number of channels');
        if (!Number.isInteger(layer.units) || layer.units < 1) return fail(`units must be a positive integer; got ${layer.units}`);
        const bias = layer.bias ? [{ name: `${path}/bias`, shape: [layer.units] }] : [];
        return leaf([...shape.slice(0, -1), layer.units], [{ name: `${path}/kernel`, shape: [n, layer.units] }, ...bias], n * layer.units);
      }
      case 'concat': {
        const other = net.inputs[layer.input];
        if (!other) return fail(`there is no input "${layer.input}"; inputs are ${Object.keys(net.inputs).join(', ')}`);
        const m = channels(other);
        if (n === null || m === null) return fail('needs a known number of channels');
        if (other.length !== 1 && other.length !== shape.length) return fail(`input "${layer.input}" must have 1 or ${shape.length} axes; got ${other.length}`);
        return leaf([...shape.slice(0, -1), n + m]);
      }
      case 'residual': {
        const inner = walk(net, layer.layers, shape, `${path}/`);
        const output = inner.at(-1)?.output ?? shape;
        if (output.length !== shape.length || output.some((side, axis) => side !== shape[axis])) return fail(`inner layers must keep the shape [${shape.join(', ')}]; got [${output.join(', ')}]`);
        return [...inner, ...leaf(output)];
      }
      case 'activation':
      case 'affine':
        return leaf(shape);
      default:
        return layer satisfies never;
    }
  });
};

/** Infers a network; throws `EngineError` naming the layer that does not fit. */
export const inspect = (net: Network): NetworkReport => {
  const first = Object.values(net.inputs)[0];
  if (!first || first.length === 0) throw networkInvalid(net.name, 'input', 'a network needs an input with at least one axis');
  const layers = walk(net, net.layers, first, '');
  const weights = layers.flatMap((layer) => layer.weights);
  const pixels = first.slice(0, -1).reduce<number>((product, side) => product * (side ?? 1), 1);
  return {
    layers, weights,
    output: layers.at(-1)?.output ?? first,
    parameters: weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    flops: 2 * pixels * layers.reduce((sum, { macs }) => sum + macs, 0),
  };
};
