// The plain executor: a small network on one example, on the processor, now. For what is run once in a while and needs
// no graphics, such as encoding a drawing; pictures are `wgsl`'s, learning is `tf`'s.

import { networkInvalid } from '../core/errors.ts';
import type { ActivationName, Layer, Network } from './network.ts';
import type { Weight, Weights } from './weights.ts';

const ACTIVATIONS: Readonly<Record<ActivationName, (x: number) => number>> = {
  tanh: Math.tanh, sin: Math.sin, abs: Math.abs,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  relu: (x) => Math.max(x, 0),
  sqrt: Math.sqrt,
};

/** Numbers whose last axis is `channels` long. */
interface Values { readonly data: Float64Array; readonly channels: number }

/** `[..., n] -> [..., units]`; the kernel is read row by row, as it lies. */
const denseOn = ({ data, channels }: Values, units: number, kernel: Float32Array, bias: Float32Array | undefined): Values => {
  const rows = data.length / channels, out = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const sums = out.subarray(row * units, (row + 1) * units);
    if (bias) sums.set(bias);
    for (let i = 0; i < channels; i++) {
      const x = data[row * channels + i]!;
      if (x === 0) continue;
      for (let unit = 0, at = i * units; unit < units; unit++, at++) sums[unit]! += x * kernel[at]!;
    }
  }
  return { data: out, channels: units };
};

/**
 * Runs a network of dense, activation, leakyRelu, affine, batchNorm (with running statistics), flatten, reshape, dropout
 * (which passes everything on) and residual layers. `input` is one example of its only input, row-major, borrowed; the result is the output, row-major, owned by
 * the caller. Throws `EngineError` 'network-invalid' naming the layer it cannot run, the missing weight or the input
 * that does not fit.
 */
export const runPlain = (net: Network, weights: Weights, input: ArrayLike<number>): Float32Array => {
  const [shape = []] = Object.values(net.inputs), size = shape.reduce<number>((product, side) => product * (side ?? NaN), 1);
  if (input.length !== size) throw networkInvalid(net.name, 'input', `must be [${shape.map((side) => side ?? 'free').join(', ')}] numbers; got ${input.length}`);
  const weight = (path: string, role: string, length: number): Float32Array => {
    const found: Weight | undefined = weights.get(`${path}/${role}`);
    if (found?.data.length !== length) throw networkInvalid(net.name, path, `${role} must hold ${length} numbers; got ${found?.data.length ?? 'none'}`);
    return found.data;
  };
  const map = (x: Values, of: (value: number) => number): Values => ({ ...x, data: x.data.map(of) });

  const apply = (layer: Layer, x: Values, path: string): Values => {
    switch (layer.type) {
      case 'dense': return denseOn(x, layer.units, weight(path, 'kernel', x.channels * layer.units), layer.bias ? weight(path, 'bias', layer.units) : undefined);
      case 'activation': return map(x, ACTIVATIONS[layer.name]);
      case 'leakyRelu': return map(x, (value) => (value < 0 ? layer.slope * value : value));
      case 'affine': return map(x, (value) => layer.scale * value + layer.shift);
      case 'batchNorm': {
        if (layer.statistics !== 'running') throw networkInvalid(net.name, path, 'of batch norms, the plain executor runs those with running statistics');
        const [scale, shift, mean, variance] = ['scale', 'shift', 'mean', 'variance'].map((role) => weight(path, role, x.channels)) as [Float32Array, Float32Array, Float32Array, Float32Array];
        return { ...x, data: x.data.map((value, i) => {
          const c = i % x.channels;
          return ((value - mean[c]!) / Math.sqrt(variance[c]! + layer.epsilon)) * scale[c]! + shift[c]!;
        }) };
      }
      case 'reshape': return { data: x.data, channels: layer.shape.at(-1) ?? 1 };
      case 'flatten': return { data: x.data, channels: x.data.length };
      case 'dropout': return x;
      case 'residual': {
        const inner = run(layer.layers, x, `${path}/`);
        return { ...x, data: x.data.map((value, i) => value + layer.scale * inner.data[i]!) };
      }
      default: throw networkInvalid(net.name, `${path} (${layer.type})`, 'the plain executor runs dense, activation, leakyRelu, affine, batchNorm, flatten, reshape, dropout and residual layers');
    }
  };
  const run = (layers: readonly Layer[], start: Values, prefix: string): Values =>
    layers.reduce((x, layer, index) => apply(layer, x, `${prefix}${index}`), start);
  return Float32Array.from(run(net.layers, { data: Float64Array.from(input), channels: shape.at(-1)! }, '').data);
};
