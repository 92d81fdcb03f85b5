// Parameters as the kernels read them, from weights as the network names them. Folds batch norms with running statistics
// into the layer before them, in double precision. Runs at every `setWeights`, never per frame.

import { toHalf } from '../half.ts';
import type { Weights } from '../weights.ts';
import { blocks } from './emitter.ts';
import type { Fold, LinearParams, NormParams, Params } from './operations.ts';

const dataOf = (weights: Weights, name: string): Float32Array => weights.get(name)!.data;

/** Scale and shift by channel that a batch norm with running statistics amounts to. */
const runningScale = (weights: Weights, { path, channels, epsilon }: Fold): { scale: Float64Array; shift: Float64Array } => {
  const [scale, shift, mean, variance] = ['scale', 'shift', 'mean', 'variance'].map((role) => dataOf(weights, `${path}/${role}`)) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const factors = Float64Array.from({ length: channels }, (_, c) => scale[c]! / Math.sqrt(variance[c]! + epsilon));
  return { scale: factors, shift: factors.map((factor, c) => shift[c]! - mean[c]! * factor) };
};

const packLinear = (weights: Weights, { path, taps, fanIn, units, bias, transposed, folds }: LinearParams): Float32Array<ArrayBuffer> => {
  const factors = new Float64Array(units).fill(1), biases = Float64Array.from(bias ? dataOf(weights, `${path}/bias`) : new Float32Array(units));
  for (const fold of folds) {
    const { scale, shift } = runningScale(weights, fold);
    for (let unit = 0; unit < units; unit++) {
      const channel = unit % fold.channels;
      factors[unit]! *= scale[channel]!;
      biases[unit] = biases[unit]! * scale[channel]! + shift[channel]!;
    }
  }
  const kernel = dataOf(weights, `${path}/kernel`), width = 4 * blocks(units);
  const packed = new Float32Array(width * (1 + taps * fanIn));
  packed.set(biases);
  for (let tap = 0; tap < taps; tap++) for (let row = 0; row < fanIn; row++) {
    const to = width * (1 + tap * fanIn + row), from = tap * fanIn * units + (transposed ? row : row * units), stride = transposed ? fanIn : 1;
    for (let unit = 0; unit < units; unit++) packed[to + unit] = kernel[from + unit * stride]! * factors[unit]!;
  }
  return packed;
};

const packNorm = (weights: Weights, norm: NormParams): Float32Array<ArrayBuffer> => {
  const { path, channels, length, running } = norm, width = 4 * blocks(length);
  const { scale, shift } = running ? runningScale(weights, norm) : { scale: dataOf(weights, `${path}/scale`), shift: dataOf(weights, `${path}/shift`) };
  const packed = new Float32Array(2 * width);
  for (let i = 0; i < length; i++) {
    packed[i] = scale[i % channels]!;
    packed[width + i] = shift[i % channels]!;
  }
  return packed;
};

export const packParams = (weights: Weights, params: Params): Float32Array<ArrayBuffer> => (params.type === 'linear' ? packLinear(weights, params) : packNorm(weights, params));

/** Numbers that `packParams` makes. */
export const paramsLength = (params: Params): number => (params.type === 'linear' ? 4 * blocks(params.units) * (1 + params.taps * params.fanIn) : 8 * blocks(params.length));

/** Numbers as f16, filled up to whole words, which is what a queue can write. */
export const asHalves = (numbers: ArrayLike<number>, to = new Uint16Array(2 * Math.ceil(numbers.length / 2))): Uint16Array<ArrayBuffer> => {
  for (let i = 0; i < numbers.length; i++) to[i] = toHalf(numbers[i]!);
  return to;
};
