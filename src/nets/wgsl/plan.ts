// A network -> the steps of a program: which operations run in which order, what is fused to them, and which buffers they
// share. Pure and inert; `program.ts` runs it. Elementwise layers and residual sums join the end of the operation before
// them, batch norms with running statistics its weights; dropout and reshape cost nothing.

import { networkInvalid } from '../../core/errors.ts';
import { inspect } from '../shapes.ts';
import type { Layer, Network } from '../network.ts';
import { allot } from './buffers.ts';
import { groupsOf, linearMacs, linearOperation, linearParams, padOperation, poolOperation, sidesOf } from './lowering.ts';
import { product, type Fold, type Fused, type LinearParams, type NormParams, type Operation, type Read } from './operations.ts';

export interface PlanTensor {
  /** Numbers, of the whole batch. */
  readonly length: number;
  /** f32 whatever the program's precision: statistics and partial sums. */
  readonly exact: boolean;
}

export interface PlanStep {
  /** Path of the layer, and its type with what is done for it: `3 conv`, `4 layerNorm moments`. */
  readonly label: string;
  readonly operation: Operation;
  /** The operation's own reads, then those of `fused`. */
  readonly reads: readonly Read[];
  readonly fused: readonly Fused[];
  /** The tensor it makes. */
  readonly writes: number;
  readonly flops: number;
}

export interface Plan {
  readonly batch: number;
  readonly steps: readonly PlanStep[];
  readonly tensors: readonly PlanTensor[];
  /** Buffers, each shared by tensors that are never needed at the same time. */
  readonly buffers: readonly PlanTensor[];
  /** The buffer of each tensor. */
  readonly bufferOf: readonly number[];
  /** `shape` is of one example. */
  readonly inputs: Readonly<Record<string, { readonly tensor: number; readonly shape: readonly number[] }>>;
  readonly output: { readonly tensor: number; readonly shape: readonly number[] };
}

/** A step that may still take on more. */
interface Draft extends PlanStep {
  readonly reads: Read[];
  readonly fused: Fused[];
  /** Numbers of the result that lie side by side: units, filters, channels. */
  readonly channels: number;
  readonly folds: Fold[] | undefined;
}

/** A tensor on its way; `maker` is the step that made it, as long as nobody else reads what it makes. */
interface Value { readonly tensor: number; readonly shape: readonly number[]; readonly maker?: Draft | undefined }

/** Storage buffers that a step may bind; every WebGPU device allows 8. */
const MOST_BINDINGS = 8;

/**
 * Plans a network for `batch` examples. `tiled`: for a parallel device, whose workgroup memory is worth its barriers.
 * Throws `EngineError` where the network does not fit or a side is free (`sized` sets it).
 */
export const plan = (net: Network, { batch = 1, tiled = true } = {}): Plan => {
  const shapes = new Map(inspect(net).layers.map(({ path, output }) => [path, output as readonly number[]]));
  const free = Object.entries(net.inputs).find(([, shape]) => shape.includes(null));
  if (free) throw networkInvalid(net.name, 'input', `"${free[0]}" has free sides; set them with sized(network, height, width)`);

  const tensors: PlanTensor[] = [], steps: Draft[] = [];
  const tensor = (length: number, exact = false): number => tensors.push({ length, exact }) - 1;
  const inputs = Object.fromEntries(Object.entries(net.inputs as Record<string, readonly number[]>).map(([name, shape]) => [name, { tensor: tensor(batch * product(shape)), shape }]));

  const emit = (label: string, operation: Operation, reads: Read[], shape: readonly number[], more: { length?: number; exact?: boolean; flops?: number; folds?: Fold[] } = {}): Value => {
    const writes = tensor(more.length ?? batch * product(shape), more.exact);
    const maker: Draft = { label, operation, reads, fused: [], writes, channels: shape.at(-1)!, folds: more.folds, flops: more.flops ?? 0 };
    steps.push(maker);
    return { tensor: writes, shape, maker };
  };
  /** A step that takes on what is fused: the value's maker, or a new one that copies. */
  const opened = (value: Value, label: string, admits: (maker: Draft) => boolean = () => true): Value & { maker: Draft } => {
    const { maker } = value;
    const open = maker && maker.reads.length + 2 <= MOST_BINDINGS && admits(maker) ? value : emit(label, { type: 'copy', examples: batch, to: sidesOf(value.shape) }, [{ tensor: value.tensor }], value.shape);
    return open as Value & { maker: Draft };
  };
  const fuse = (value: Value, label: string, fused: Fused): Value => {
    const open = opened(value, label);
    open.maker.fused.push(fused);
    return open;
  };
  const fuseRead = (value: Value, label: string, read: Read, fused: (index: number) => Fused, admits?: (maker: Draft) => boolean): Value => {
    const open = opened(value, label, admits);
    open.maker.fused.push(fused(open.maker.reads.push(read) - 1));
    return open;
  };
  const divides = (channels: number) => (maker: Draft): boolean => maker.channels % channels === 0;

  const linear = (layer: Layer & { type: 'dense' | 'conv' | 'upConv' }, value: Value, path: string, shape: readonly number[]): Value => {
    const operation = linearOperation(layer, value.shape, shape, batch, tiled), { slices } = operation;
    const folds: Fold[] = [], params: LinearParams = { ...linearParams(layer, path, operation), folds };
    const label = `${path} ${layer.type}`, flops = 2 * linearMacs(operation);
    const reads: Read[] = [{ tensor: value.tensor }, { params }];
    if (slices === 1) return emit(label, operation, reads, shape, { flops, folds });
    const partial = emit(`${label} slices`, operation, reads, shape, { flops, length: slices * batch * product(shape), exact: true });
    return emit(label, { type: 'sum', slices, examples: batch, to: sidesOf(shape) }, [{ tensor: partial.tensor }], shape, { folds });
  };
  const normalise = (value: Value, label: string, over: 'batch' | 'pixels' | 'example', path: string, epsilon: number): Value => {
    const groups = groupsOf(value.shape, batch, over), channels = value.shape.at(-1)!;
    const pairs = statistics(value, label, over, { epsilon, result: 'pairs' });
    const params: NormParams = { type: 'norm', path, channels, length: channels, running: false, epsilon };
    return emit(label, { type: 'normalise', examples: batch, to: sidesOf(value.shape), groups: groups.groups, whole: groups.whole }, [{ tensor: value.tensor }, { tensor: pairs.tensor }, { params }], value.shape);
  };
  const statistics = (value: Value, label: string, over: 'batch' | 'pixels' | 'example', { epsilon, result }: { epsilon: number; result: 'pairs' | 'mean' }): Value => {
    const groups = groupsOf(value.shape, batch, over), perGroup = groups.whole ? 1 : groups.channels;
    const chunks = Math.ceil(groups.rows / groups.chunk);
    const moments = emit(`${label} moments`, { type: 'moments', ...groups }, [{ tensor: value.tensor }], [groups.channels], { length: 2 * groups.groups * chunks * groups.channels, exact: true });
    const operation: Operation = { type: 'statistics', ...groups, epsilon, result };
    return result === 'mean'
      ? emit(label, operation, [{ tensor: moments.tensor }], [groups.channels])
      : emit(`${label} statistics`, operation, [{ tensor: moments.tensor }], [perGroup], { length: 2 * groups.groups * perGroup, exact: true });
  };

  const walk = (layers: readonly Layer[], start: Value, prefix: string): Value => layers.reduce((value, layer, index) => {
    const path = `${prefix}${index}`, label = `${path} ${layer.type}`, shape = shapes.get(path)!;
    /** Read here and again later: what it is now must stay. */
    const kept: Value = { tensor: value.tensor, shape: value.shape };
    const read: Read = { tensor: value.tensor }, whole = { examples: batch, to: sidesOf(shape) };
    const gather = (operation: Operation, ...others: Read[]): Value => emit(label, operation, [read, ...others], shape);
    switch (layer.type) {
      case 'dense': case 'conv': case 'upConv': return linear(layer, value, path, shape);
      case 'batchNorm': {
        const { epsilon } = layer, channels = shape.at(-1)!, { maker } = value;
        if (layer.statistics === 'batch') return normalise(value, label, 'batch', path, epsilon);
        if (maker?.folds && maker.fused.length === 0 && divides(channels)(maker)) {
          maker.folds.push({ path, channels, epsilon });
          return value;
        }
        const wide = maker && divides(channels)(maker) ? maker.channels : channels;
        const params: NormParams = { type: 'norm', path, channels, length: wide, running: true, epsilon };
        return fuseRead(value, label, { params }, (at) => ({ type: 'scaleShift', length: 4 * Math.ceil(wide / 4), read: at }), divides(channels));
      }
      case 'instanceNorm': return normalise(value, label, 'pixels', path, layer.epsilon);
      case 'layerNorm': return normalise(value, label, 'example', path, layer.epsilon);
      case 'globalPool': return statistics(value, label, 'pixels', { epsilon: 0, result: 'mean' });
      case 'activation': return fuse(value, label, { type: 'activation', name: layer.name });
      case 'leakyRelu': return fuse(value, label, { type: 'leakyRelu', slope: layer.slope });
      case 'affine': return fuse(value, label, { type: 'affine', scale: layer.scale, shift: layer.shift });
      case 'dropout': return value;
      case 'reshape': case 'flatten': return { ...value, shape };
      case 'residual': return fuseRead(walk(layer.layers, kept, `${path}/`), label, read, (at) => ({ type: 'add', scale: layer.scale, read: at }));
      case 'skip': return gather({ type: 'concat', ...whole, first: value.shape.at(-1)!, spread: false }, { tensor: walk(layer.layers, kept, `${path}/`).tensor });
      case 'concat': {
        const other = inputs[layer.input]!;
        return gather({ type: 'concat', ...whole, first: value.shape.at(-1)!, spread: other.shape.length < value.shape.length }, { tensor: other.tensor });
      }
      case 'upsample': return gather({ type: 'upsample', ...whole, factor: layer.factor });
      case 'depthToSpace': return gather({ type: 'depthToSpace', ...whole, factor: layer.factor });
      case 'pool': return gather(poolOperation(layer, value.shape, shape, batch));
      case 'pad': return gather(padOperation(layer, value.shape, shape, batch));
      case 'coordinates': return gather({ type: 'coordinates', ...whole, scale: layer.scale });
      case 'oneHot': return gather({ type: 'oneHot', ...whole });
      case 'maxout': return gather({ type: 'maxout', ...whole, pieces: layer.pieces });
      default: return layer satisfies never;
    }
  }, start);

  const first = Object.values(inputs)[0]!;
  const { tensor: last, shape } = walk(net.layers, first, '');
  const uses = steps.map(({ reads, writes }) => ({ reads: reads.flatMap((read) => ('tensor' in read ? [read.tensor] : [])), writes }));
  const lasting = [...Object.values(inputs).map((input) => input.tensor), last];
  return { batch, steps, tensors, ...allot(tensors, uses, lasting), inputs, output: { tensor: last, shape } };
};
