// What follows from a network: every layer's shape, its weights, and the floating-point operations of one example.
// 1 multiply-add counts as 2 FLOP; biases, norms and activations count as parameters but not as FLOPs. A transposed
// convolution is counted at its input's positions, where the arithmetic is.

import { networkInvalid } from '../core/errors.ts';
import type { Layer, Network, Padding, Shape } from './network.ts';

/** What a tensor is to its layer; all but the running `mean` and `variance` are learnt. */
export type WeightRole = 'kernel' | 'bias' | 'scale' | 'shift' | 'mean' | 'variance';

export interface WeightSpec {
  /** Path of the layer and the tensor's role: `3/kernel`, `5/0/bias`. */
  readonly name: string;
  /** Dense `[in, units]`; conv `[size, size, in, filters]`; upConv `[size, size, filters, in]`; else `[channels]`. */
  readonly shape: readonly number[];
  readonly role: WeightRole;
}

export interface LayerReport {
  readonly path: string;
  readonly layer: Layer;
  /** Of one example, without the batch. */
  readonly output: Shape;
  readonly weights: readonly WeightSpec[];
  /** Multiply-adds of one example; where height and width are free, of one of its pixels. */
  readonly macs: number;
}

export interface NetworkReport {
  readonly layers: readonly LayerReport[];
  readonly output: Shape;
  readonly weights: readonly WeightSpec[];
  /** Numbers that are learnt. */
  readonly parameters: number;
  /** Of one example; of one pixel where height and width are free. */
  readonly flops: number;
}

export const isLearnt = ({ role }: WeightSpec): boolean => role !== 'mean' && role !== 'variance';

const product = (sides: Shape): number => sides.reduce<number>((a, b) => a * (b ?? 1), 1);
const text = (shape: Shape): string => `[${shape.join(', ')}]`;
const whole = (value: number, least = 1): boolean => Number.isInteger(value) && value >= least;

/** Zeros before and after a side, and how many positions a kernel then has. `side` null stays null. */
export const window = (side: number | null, size: number, stride: number, padding: Padding): { before: number; after: number; count: number | null } => {
  if (padding !== 'same') {
    const zeros = padding === 'valid' ? 0 : padding;
    return { before: zeros, after: zeros, count: side === null ? null : Math.floor((side + 2 * zeros - size) / stride) + 1 };
  }
  // Where the side is free, it is taken to divide by the stride, as every network here arranges.
  const count = side === null ? null : Math.ceil(side / stride);
  const zeros = Math.max(0, side === null || count === null ? size - stride : (count - 1) * stride + size - side);
  return { before: Math.floor(zeros / 2), after: zeros - Math.floor(zeros / 2), count };
};

const walk = (net: Network, layers: readonly Layer[], input: Shape, prefix: string): LayerReport[] => {
  let shape = input;
  return layers.flatMap((layer, index) => {
    const path = `${prefix}${index}`;
    const fail = (problem: string): never => { throw networkInvalid(net.name, `${path} (${layer.type})`, problem); };
    const leaf = (output: Shape, weights: readonly WeightSpec[] = [], macs = 0): LayerReport[] => {
      shape = output;
      return [{ path, layer, output, weights, macs }];
    };
    const spec = (role: WeightRole, ...sides: number[]): WeightSpec => ({ name: `${path}/${role}`, shape: sides, role });
    const bias = (units: number): WeightSpec[] => ('bias' in layer && layer.bias ? [spec('bias', units)] : []);
    const positive = (name: string, value: number, least = 1): number => (whole(value, least) ? value : fail(`${name} must be ${least === 1 ? 'a positive integer' : `an integer of at least ${least}`}; got ${value}`));
    const channels = (): number => shape.at(-1) ?? fail('needs a known number of channels');
    const picture = (): readonly [number | null, number | null, number] => (shape.length === 3 ? [shape[0]!, shape[1]!, channels()] : fail(`needs a picture [height, width, channels]; got ${text(shape)}`));
    const known = (): number => (shape.includes(null) ? fail(`needs a known size; got ${text(shape.map((side) => side ?? NaN)).replaceAll('NaN', 'free')}`) : product(shape));
    const slide = (size: number, stride: number, padding: Padding): (number | null)[] => {
      if (typeof padding === 'number') positive('padding', padding, 0);
      return picture().slice(0, 2).map((side) => {
        const { count } = window(side, positive('size', size), positive('stride', stride), padding);
        return count === null || count >= 1 ? count : fail(`a kernel of ${size} does not fit a side of ${side}`);
      });
    };
    switch (layer.type) {
      case 'dense': {
        const n = channels(), units = positive('units', layer.units);
        return leaf([...shape.slice(0, -1), units], [spec('kernel', n, units), ...bias(units)], product(shape.slice(0, -1)) * n * units);
      }
      case 'conv': {
        const [, , n] = picture(), sides = slide(layer.size, layer.stride, layer.padding), filters = positive('filters', layer.filters);
        return leaf([...sides, filters], [spec('kernel', layer.size, layer.size, n, filters), ...bias(filters)], product(sides) * layer.size ** 2 * n * filters);
      }
      case 'upConv': {
        const [height, width, n] = picture(), filters = positive('filters', layer.filters), stride = positive('stride', layer.stride);
        if (positive('size', layer.size) < stride) fail(`a kernel of ${layer.size} leaves gaps at stride ${stride}`);
        const sides = [height, width].map((side) => side && side * stride);
        return leaf([...sides, filters], [spec('kernel', layer.size, layer.size, filters, n), ...bias(filters)], product([height, width]) * layer.size ** 2 * n * filters);
      }
      case 'upsample': {
        const [height, width, n] = picture(), factor = positive('factor', layer.factor);
        return leaf([height && height * factor, width && width * factor, n]);
      }
      case 'depthToSpace': {
        const [height, width, n] = picture(), factor = positive('factor', layer.factor);
        return n % factor ** 2 === 0 ? leaf([height && height * factor, width && width * factor, n / factor ** 2]) : fail(`${n} channels do not divide into blocks of ${factor} x ${factor}`);
      }
      case 'pool': return leaf([...slide(layer.size, layer.stride, layer.padding), channels()]);
      case 'globalPool': return leaf([picture()[2]]);
      case 'batchNorm': {
        const n = channels();
        return leaf(shape, [spec('scale', n), spec('shift', n), spec('mean', n), spec('variance', n)]);
      }
      case 'instanceNorm': return leaf(shape, [spec('scale', picture()[2]), spec('shift', picture()[2])]);
      case 'layerNorm': return leaf(shape, [spec('scale', channels()), spec('shift', channels())]);
      case 'activation': case 'leakyRelu': case 'affine': return leaf(shape);
      case 'dropout': return layer.rate >= 0 && layer.rate < 1 ? leaf(shape) : fail(`rate must be 0 to below 1; got ${layer.rate}`);
      case 'maxout': {
        const n = channels(), pieces = positive('pieces', layer.pieces);
        return n % pieces === 0 ? leaf([...shape.slice(0, -1), n / pieces]) : fail(`${n} channels do not divide into ${pieces} pieces`);
      }
      case 'concat': {
        const other = net.inputs[layer.input] ?? fail(`there is no input "${layer.input}"; inputs are ${Object.keys(net.inputs).join(', ')}`);
        const n = channels(), m = other.at(-1) ?? fail('needs a known number of channels');
        if (other.length !== 1 && other.length !== shape.length) return fail(`input "${layer.input}" must have 1 or ${shape.length} axes; got ${other.length}`);
        if (other.length > 1 && other.some((side, axis) => axis < other.length - 1 && side !== null && shape[axis] !== null && side !== shape[axis])) return fail(`input "${layer.input}" is ${text(other)} beside ${text(shape)}`);
        return leaf([...shape.slice(0, -1), n + m]);
      }
      case 'residual': {
        const inner = walk(net, layer.layers, shape, `${path}/`), output = inner.at(-1)?.output ?? shape;
        if (output.length !== shape.length || output.some((side, axis) => side !== shape[axis])) return fail(`inner layers must keep the shape ${text(shape)}; got ${text(output)}`);
        return [...inner, ...leaf(output)];
      }
      case 'skip': {
        const inner = walk(net, layer.layers, shape, `${path}/`), output = inner.at(-1)?.output ?? shape;
        const m = output.at(-1) ?? fail('needs a known number of channels');
        if (output.length !== shape.length || output.slice(0, -1).some((side, axis) => side !== shape[axis])) return fail(`inner layers must keep the sides of ${text(shape)}; got ${text(output)}`);
        return [...inner, ...leaf([...shape.slice(0, -1), channels() + m])];
      }
      case 'reshape': {
        if (layer.shape.length === 0 || !layer.shape.every((side) => whole(side))) fail(`sides must be positive integers; got ${text(layer.shape)}`);
        return known() === product(layer.shape) ? leaf(layer.shape) : fail(`${text(shape)} holds ${product(shape)} numbers, ${text(layer.shape)} ${product(layer.shape)}`);
      }
      case 'flatten': return leaf([known()]);
      case 'pad': {
        const [height, width, n] = picture(), amount = positive('amount', layer.amount, 0);
        const shorter = Math.min(height ?? Infinity, width ?? Infinity);
        if (layer.mode === 'reflect' && amount >= shorter) fail(`a side of ${shorter} cannot be mirrored by ${amount}`);
        return leaf([height && height + 2 * amount, width && width + 2 * amount, n]);
      }
      case 'coordinates': return leaf([...picture().slice(0, 2), picture()[2] + 3]);
      case 'oneHot': return shape.length === 1 && shape[0] === 1 ? leaf([positive('classes', layer.classes)]) : fail(`reads [1], one number; got ${text(shape)}`);
      default: return layer satisfies never;
    }
  });
};

/** Infers a network; throws `EngineError` naming the layer that does not fit. */
export const inspect = (net: Network): NetworkReport => {
  const first = Object.values(net.inputs)[0];
  if (!first || first.length === 0) throw networkInvalid(net.name, 'input', 'a network needs an input with at least one axis');
  const layers = walk(net, net.layers, first, '');
  const weights = layers.flatMap((layer) => layer.weights);
  return {
    layers, weights,
    output: layers.at(-1)?.output ?? first,
    parameters: weights.filter(isLearnt).reduce((sum, { shape }) => sum + product(shape), 0),
    flops: 2 * layers.reduce((sum, { macs }) => sum + macs, 0),
  };
};

/** The same network with the free sides of its pictures set: what it costs, and computes, at a size. */
export const sized = (net: Network, height: number, width: number): Network => ({
  ...net,
  inputs: Object.fromEntries(Object.entries(net.inputs).map(([name, shape]) => [name, shape.length === 3 ? [shape[0] ?? height, shape[1] ?? width, shape[2]!] : shape])),
});
