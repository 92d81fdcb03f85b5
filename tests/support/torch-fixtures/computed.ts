// What the tf executor and the losses make of the fixtures, on the backend of the hour, beside what PyTorch made of them.

import * as tf from '@tensorflow/tfjs';
import { inspect, type Network } from '#nets';
import { binary, category, gaussianKl, gradientPenalty, hinge, l1, leastSquares, runTf, wasserstein, type TfMode } from '#nets/tf';
import { isLearnt } from '../../../src/nets/shapes.ts';
import { adamOn } from '../../../src/train/adam.ts';
import { errorOf, type LossFixture, type NetworkFixture, type StepsFixture, type Stored, type StoredByName } from './index.ts';

type Tensors = Readonly<Record<string, tf.Tensor>>;

const tensor = ({ data, shape }: Stored, dtype: 'float32' | 'int32' = 'float32'): tf.Tensor => tf.tensor([...data], [...shape], dtype);
const tensors = (stored: StoredByName): Tensors => Object.fromEntries(Object.entries(stored).map(([name, x]) => [name, tensor(x)]));
const titled = <T>(title: string, things: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(things).map(([name, thing]) => [`${title} ${name}`, thing]));
const picked = <T>(things: Readonly<Record<string, T>>, names: Iterable<string>): Record<string, T> => Object.fromEntries(Array.from(names, (name) => [name, things[name]!]));

/** Gradients of a scalar at `at`, by name. */
const gradients = (at: Tensors, value: (at: Tensors) => tf.Scalar): Tensors => {
  const names = Object.keys(at), byName = (list: readonly tf.Tensor[]): Tensors => Object.fromEntries(names.map((name, i) => [name, list[i]!]));
  return names.length === 0 ? {} : byName(tf.grads((...list: tf.Tensor[]) => value(byName(list)))(Object.values(at)));
};

/** The running statistics after a pass that told `batch`. */
const followed = (net: Network, running: Tensors, batch: ReadonlyMap<string, tf.Tensor>): Record<string, tf.Tensor> => {
  const layers = new Map(inspect(net).layers.map(({ path, layer }) => [path, layer]));
  return Object.fromEntries(Array.from(batch, ([name, now]) => {
    const layer = layers.get(name.slice(0, name.lastIndexOf('/')));
    const keep = layer?.type === 'batchNorm' ? layer.momentum : NaN;
    return [name, tf.add(tf.mul(running[name]!, keep), tf.mul(now, 1 - keep))];
  }));
};

/** Collects batch statistics by weight name. */
const listening = (batch: Map<string, tf.Tensor>): TfMode => ({ training: true, onStatistics: (path, mean, variance) => { batch.set(`${path}/mean`, mean).set(`${path}/variance`, variance); } });

export const networkExpected = ({ output, training, gradients: found }: NetworkFixture): StoredByName =>
  ({ output, ...(training ? { 'training output': training.output, ...titled('running', training.running) } : {}), ...titled('gradient', { ...found.inputs, ...found.weights }) });

/** By the names of `networkExpected`, owned by the caller. */
export const networkComputed = ({ network: net, inputs, weights, training, probe, gradients: found }: NetworkFixture): Tensors => tf.tidy(() => {
  const all = { ...tensors(inputs), ...tensors(weights) }, upstream = tensor(probe), batch = new Map<string, tf.Tensor>();
  const run = (changed: Tensors, mode?: TfMode): tf.Tensor => runTf(net, new Map(Object.entries({ ...all, ...changed })), { ...all, ...changed }, mode);
  const learnt = picked(all, [...Object.keys(found.inputs), ...Object.keys(found.weights)]);
  return {
    output: run({}),
    ...(training ? { 'training output': run({}, listening(batch)), ...titled('running', followed(net, all, batch)) } : {}),
    ...titled('gradient', gradients(learnt, (at) => tf.sum(tf.mul(run(at, { training: training !== null }), upstream)))),
  };
});

type Argument = tf.Tensor | number;
const LOSSES = { binary, leastSquares, hinge, wasserstein, category, gaussianKl, l1 } as unknown as Readonly<Record<string, (...args: Argument[]) => tf.Tensor>>;
const argumentsOf = (loss: string, stored: readonly (Stored | number)[]): Argument[] =>
  stored.map((argument, index) => (typeof argument === 'number' ? argument : tensor(argument, loss === 'category' && index === stored.length - 1 ? 'int32' : 'float32')));

export const lossExpected = ({ value, gradients: found }: LossFixture): StoredByName => ({ value, ...titled('gradient', found) });

export const lossComputed = ({ loss, arguments: stored, gradients: found }: LossFixture): Tensors => tf.tidy(() => {
  const args = argumentsOf(loss, stored), at = (changed: Tensors): tf.Tensor => LOSSES[loss]!(...args.map((argument, index) => changed[index] ?? argument));
  const differentiable = picked(args as unknown as Tensors, Object.keys(found));
  return { value: at({}), ...titled('gradient', gradients(differentiable, (changed) => tf.sum(at(changed)))) };
});

export const stepsExpected = ({ values, gradients: found, after }: StepsFixture): StoredByName =>
  ({ losses: { shape: [3], data: values }, ...titled('gradient', found), ...titled('after 1', after[1]), ...titled('after 3', after[3]) });

export const stepsComputed = async ({ network: net, inputs, weights, loss, arguments: stored, optimiser }: StepsFixture): Promise<Tensors> => {
  const x = tensors(inputs), args = argumentsOf(loss, stored), names = inspect(net).weights.filter(isLearnt).map(({ name }) => name);
  const variables = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, tf.tidy(() => tf.variable(tensor(weight)))]));
  const lossAt = (changed: Tensors, mode: TfMode = { training: true }): tf.Scalar => {
    const run = (at: Tensors): tf.Tensor => runTf(net, new Map(Object.entries({ ...variables, ...changed })), at, mode);
    if (loss === 'gradientPenalty') return gradientPenalty((between) => run({ x: between }), x['x']!, ...(args as [tf.Tensor, tf.Tensor]));
    const y = run(x);
    return (loss === 'gaussianKl' ? tf.mean(gaussianKl(...(tf.split(y, 2, 1) as [tf.Tensor, tf.Tensor]))) : LOSSES[loss]!(y, ...args)) as tf.Scalar;
  };
  const adam = adamOn(new Map(names.map((name) => [name, variables[name]!])), { networks: [], ...optimiser });
  const first = tf.tidy(() => {
    const { grads } = tf.variableGrads(() => lossAt({}), names.map((name) => variables[name]!));
    return Object.fromEntries(names.flatMap((name) => (grads[variables[name]!.name] ? [[name, grads[variables[name]!.name]!]] : [])));
  });
  const values: number[] = [], after: Tensors[] = [];
  for (const step of [1, 2, 3]) {
    tf.tidy(() => {
      const batch = new Map<string, tf.Tensor>();
      lossAt({}, listening(batch));
      for (const [name, value] of Object.entries(followed(net, variables, batch))) variables[name]!.assign(value);
    });
    values.push(await adam.minimise(() => lossAt({})));
    if (step !== 2) after.push(titled(`after ${step}`, Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, variable.clone()]))));
  }
  adam.dispose();
  tf.dispose([...Object.values(x), ...Object.values(variables), ...args.filter((argument) => typeof argument !== 'number')]);
  return Object.assign({ losses: tf.tensor1d(values) }, titled('gradient', first), ...after) as Tensors;
};

/** The largest error by name; what has another shape, or is missing, is infinitely wrong. Disposes what was computed. */
export const errorsOf = async (computed: Tensors, expected: StoredByName): Promise<Readonly<Record<string, number>>> => {
  const errors = await Promise.all(Object.entries(expected).map(async ([name, stored]): Promise<[string, number]> => {
    const x = computed[name];
    return [name, x?.shape.join() === stored.shape.join() ? errorOf(await x.data(), stored) : Infinity];
  }));
  tf.dispose(Object.values(computed));
  return Object.fromEntries(errors);
};
