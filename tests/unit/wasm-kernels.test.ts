// tfjs on wasm, made fit to train: every kernel that was put in against the cpu backend or against differences, and the
// operations of nets/ops.ts on all backends that train. Numbers are of the order of 1, errors absolute.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTraining, type Training } from '../../src/cli/backends.ts';
import { random } from '../../src/core/random.ts';
import { averagePool, leakyRelu, reflectPad, upsample } from '../../src/nets/ops.ts';
import { installTrainingKernels } from '../../src/nets/wasm/backend.ts';

type Values = Float32Array;
type Op = (x: tf.Tensor) => tf.Tensor;
type Padding = 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const normal = (shape: readonly number[], stream: string): Values => {
  const source = random(1, stream);
  return Float32Array.from({ length: size(shape) }, () => source.normal());
};
const far = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, x, i) => Math.max(most, Number.isFinite(x) ? Math.abs(x - b[i]!) : Infinity), 0);
};

/** Runs on a backend; what `run` makes is gone afterwards. */
const on = async (backend: string, run: () => tf.Tensor): Promise<{ shape: number[]; values: Values }> => {
  await tf.setBackend(backend);
  const result = tf.tidy(run);
  const values = await result.data() as Values;
  result.dispose();
  return { shape: result.shape, values };
};

/** Value and gradient of `op` where the result's gradient is a normal draw. */
const both = async (backend: string, op: Op, shape: number[], at: Values = normal(shape, 'x')): Promise<{ value: Values; gradient: Values }> => {
  const { values: value, shape: result } = await on(backend, () => op(tf.tensor(at, shape)));
  const pull = normal(result, 'pull');
  const { values: gradient } = await on(backend, () => tf.grad((x) => tf.sum(tf.mul(op(x), tf.tensor(pull, result))))(tf.tensor(at, shape)));
  return { value, gradient };
};

/** What the gradient should be, by central differences of the cpu backend's forward pass. */
const differences = async (op: Op, shape: number[], step: number, at: Values = normal(shape, 'x')): Promise<Values> => {
  await tf.setBackend('cpu');
  const loss = (x: Values): number => tf.tidy(() => {
    const y = op(tf.tensor(x, shape)), pull = normal(y.shape, 'pull');
    return (y.dataSync() as Values).reduce((sum, v, i) => sum + v * pull[i]!, 0);
  });
  const moved = (i: number, by: number): number => loss(at.map((x, k) => (k === i ? x + by : x)));
  return at.map((_, i) => (moved(i, step) - moved(i, -step)) / (2 * step));
};

let wasm: Training;
beforeAll(async () => {
  // tfjs greets once when its cpu backend first computes in Node.
  tf.env().set('IS_TEST', true);
  wasm = await openTraining('wasm');
});

test('wasm names itself and the machine; kernels are installed once', () => {
  expect(wasm.name).toBe('wasm');
  expect(wasm.machine).toMatch(/\S.*, one of \d+ cores/);
  const kernels = (): unknown[] => tf.getKernelsForBackend('wasm').map(({ kernelFunc }) => kernelFunc);
  const before = kernels();
  installTrainingKernels();
  expect(kernels()).toEqual(before);
});

describe('convolution', () => {
  const cases: [number, number, number, number, number | [number, number], Padding][] = [];
  for (const [kernel, strides] of [[1, [1, 2]], [2, [1, 2]], [3, [1, 2, 3]], [4, [1, 2]], [5, [1, 2]], [7, [1, 2]]] as const) {
    for (const stride of strides) for (const padding of ['same', 'valid', 1, 3] as const) cases.push([9, 8, kernel, kernel, stride, padding]);
  }
  cases.push(
    [8, 8, 4, 4, 2, 'same'], [7, 7, 4, 4, 2, 'same'], [2, 2, 4, 4, 2, 'same'], [1, 1, 4, 4, 2, 'same'], [1, 1, 3, 3, 1, 'same'], [6, 9, 3, 5, [2, 1], 'same'], [6, 9, 5, 2, [1, 3], 'valid'],
    [6, 7, 3, 3, 1, [[0, 0], [1, 2], [0, 3], [0, 0]]], [6, 7, 3, 3, 2, [[0, 0], [2, 0], [1, 4], [0, 0]]],
  );

  test.each(cases)('gradients of %i x %i pixels, kernel %i x %i, stride %j, padding %j', async (height, width, kh, kw, stride, padding) => {
    const x = [2, height, width, 3], w = [kh, kw, 3, 4];
    const conv = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, padding);
    const byInput: Op = (a) => conv(a, tf.tensor(normal(w, 'w'), w)), byFilter: Op = (b) => conv(tf.tensor(normal(x, 'x'), x), b);
    for (const [op, shape] of [[byInput, x], [byFilter, w]] as const) {
      const [ours, theirs] = [await both('wasm', op, shape), await both('cpu', op, shape)];
      expect(far(ours.value, theirs.value)).toBeLessThan(1e-4);
      expect(far(ours.gradient, theirs.gradient)).toBeLessThan(1e-4);
    }
  });

  test('gradients are the differences: convolution is linear, so a step of 1 is exact', async () => {
    const x = [2, 5, 4, 2], w = [4, 4, 2, 3];
    const byInput: Op = (a) => tf.conv2d(a as tf.Tensor4D, tf.tensor4d(normal(w, 'w'), [4, 4, 2, 3]), 2, 1);
    const byFilter: Op = (b) => tf.conv2d(tf.tensor4d(normal(x, 'x'), [2, 5, 4, 2]), b as tf.Tensor4D, 2, 'same');
    expect(far((await both('wasm', byInput, x)).gradient, await differences(byInput, x, 1))).toBeLessThan(1e-4);
    expect(far((await both('wasm', byFilter, w)).gradient, await differences(byFilter, w, 1))).toBeLessThan(1e-4);
  });

  test.each([[4, 2, 3, 5], [4, 2, 1, 1], [5, 2, 4, 3], [3, 1, 4, 3], [3, 2, 3, 3], [2, 2, 3, 4], [6, 3, 2, 3]])('transposed, kernel %i, stride %i', async (kernel, stride, height, width) => {
    const x = [2, height, width, 3], w = [kernel, kernel, 5, 3];
    const up = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.conv2dTranspose(a as tf.Tensor4D, b as tf.Tensor4D, [2, height * stride, width * stride, 5], stride, 'same');
    const byInput: Op = (a) => up(a, tf.tensor(normal(w, 'w'), w)), byFilter: Op = (b) => up(tf.tensor(normal(x, 'x'), x), b);
    for (const [op, shape] of [[byInput, x], [byFilter, w]] as const) {
      const [ours, theirs] = [await both('wasm', op, shape), await both('cpu', op, shape)];
      expect(far(ours.value, theirs.value)).toBeLessThan(1e-4);
      expect(far(ours.gradient, theirs.gradient)).toBeLessThan(1e-4);
    }
  });
});

const rows = (...list: number[]): tf.Tensor1D => tf.tensor1d(list, 'int32');
const other = (shape: number[]): tf.Tensor => tf.tensor(normal(shape, 'other'), shape);

test.each<[string, Op, number[]]>([
  ['matMul, both transposed', (x) => tf.matMul(x, other([5, 3]), true, true), [3, 4]],
  ['matMul of a batch', (x) => tf.matMul(x, other([2, 3, 5]), true), [2, 3, 4]],
  ['matMul, second transposed', (x) => tf.matMul(x, other([2, 5, 4]), false, true), [2, 3, 4]],
  ['matMul with one matrix for the batch', (x) => tf.matMul(x, other([1, 3, 5]), true), [2, 3, 4]],
  ['matMul with itself', (x) => tf.matMul(x, x, true), [3, 4]],
  ['gather of rows, some twice, some not', (x) => tf.gather(x, rows(0, 2, 2, 4)), [5, 3]],
  ['gather of columns', (x) => tf.gather(x, rows(1, 1, 0), 1), [2, 3, 2]],
  ['slice', (x) => tf.slice(x, [1, 0, 2, 1], [1, 4, 1, 2]), [2, 4, 3, 3]],
  ['slice of whole rows', (x) => tf.slice(x, [0, 1], [2, 2]), [2, 4, 3]],
  ['slice of 5 axes', (x) => tf.slice(x, [0, 1, 0, 1, 1], [2, 1, 2, 2, 1]), [2, 2, 2, 3, 2]],
  ['slice of long rows', (x) => tf.slice(x, [1, 1, 0], [2, 2, 70]), [3, 4, 70]],
  ['reverse of two axes', (x) => tf.reverse(x, [1, 2]), [2, 4, 3, 3]],
  ['reverse of all', (x) => tf.reverse(x), [2, 3, 4]],
  ['tile', (x) => tf.tile(x, [2, 1, 3]), [2, 3, 2]],
  ['broadcast to pixels', (x) => tf.broadcastTo(tf.reshape(x, [2, 1, 1, 3]), [2, 4, 5, 3]), [2, 3]],
  ['unstack', (x) => tf.mul(tf.unstack(x, 1)[1]!, tf.unstack(x, 1)[0]!), [3, 4]],
  ['clone', (x) => tf.mul(x.clone(), x), [3, 4]],
])('%s is as on the cpu backend, and so is its gradient', async (_, op, shape) => {
  const [ours, theirs] = [await both('wasm', op, shape), await both('cpu', op, shape)];
  expect(far(ours.value, theirs.value)).toBeLessThan(1e-5);
  expect(far(ours.gradient, theirs.gradient)).toBeLessThan(1e-5);
});

test('rows that no segment wants, and segments that no row has, are nothing, whatever the memory held before', async () => {
  await tf.setBackend('wasm');
  for (let i = 0; i < 20; i++) tf.fill([4, 2], 7).dispose();
  const sums = tf.unsortedSegmentSum(tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8]]), tf.tensor1d([2, -1, 2, 9], 'int32'), 4);
  expect([...sums.dataSync()]).toEqual([0, 0, 0, 0, 6, 8, 0, 0]);
});

test('text can still be sliced', async () => {
  await tf.setBackend('wasm');
  expect(tf.slice(tf.tensor1d(['a', 'b', 'c']), 1).dataSync()).toEqual(['b', 'c']);
});

test('a clone keeps its numbers when the original goes', async () => {
  await tf.setBackend('wasm');
  const original = tf.tensor1d([1, 2, 3]), copy = original.clone();
  original.dispose();
  tf.tensor1d([9, 9, 9]);
  expect([...copy.dataSync()]).toEqual([1, 2, 3]);
});

describe('max pooling', () => {
  const pool = (window: number, stride: number, padding: 'same' | 'valid'): Op => (x) => tf.maxPool(x as tf.Tensor4D, window, stride, padding);

  test.each<[number, number, 'same' | 'valid']>([[2, 2, 'valid'], [2, 2, 'same'], [3, 2, 'same'], [3, 1, 'same'], [3, 2, 'valid']])('%i, stride %i, %s', async (window, stride, padding) => {
    const [ours, theirs] = [await both('wasm', pool(window, stride, padding), [2, 7, 6, 3]), await both('cpu', pool(window, stride, padding), [2, 7, 6, 3])];
    expect(ours.value).toEqual(theirs.value);
    expect(far(ours.gradient, theirs.gradient)).toBeLessThan(1e-6);
  });

  test('a window of equal numbers, all negative, sends its gradient to the first', async () => {
    const at = new Float32Array(16).fill(-1);
    const { gradient } = await both('wasm', pool(2, 2, 'valid'), [1, 4, 4, 1], at), pull = normal([1, 2, 2, 1], 'pull');
    expect([...gradient]).toEqual([pull[0], 0, pull[1], 0, 0, 0, 0, 0, pull[2], 0, pull[3], 0, 0, 0, 0, 0]);
  });
});

/** Operations of nets/ops.ts: name, operation, its input's shape. */
const OPS: [string, Op, number[]][] = [
  ['leakyRelu', (x) => leakyRelu(x, .2), [3, 5]],
  ['reflectPad 1', (x) => reflectPad(x, 1), [2, 4, 2, 3]],
  ['reflectPad 3', (x) => reflectPad(x, 3), [2, 5, 4, 2]],
  ['upsample 2', (x) => upsample(x, 2), [2, 3, 2, 2]],
  ['upsample 3', (x) => upsample(x, 3), [2, 3, 2, 2]],
  ['averagePool of blocks', (x) => averagePool(x, 2, 2, 'valid'), [2, 4, 6, 2]],
  ['averagePool that leaves a rest', (x) => averagePool(x, 2, 2, 'valid'), [2, 5, 4, 2]],
  ['averagePool 2 of odd sides, SAME', (x) => averagePool(x, 2, 2, 'same'), [2, 5, 3, 2]],
  ['averagePool 3, SAME', (x) => averagePool(x, 3, 1, 'same'), [2, 4, 3, 2]],
  ['averagePool 3 by 2, VALID', (x) => averagePool(x, 3, 2, 'valid'), [2, 5, 6, 2]],
];

describe('operations', () => {
  test.each(OPS)('%s: its gradient is its differences', async (_, op, shape) => {
    // Linear, but for the kink of leakyRelu, from which the inputs are kept away.
    const step = .03125, at = normal(shape, 'x').map((x) => x + .1 * Math.sign(x)), expected = await differences(op, shape, step, at);
    for (const backend of ['wasm', 'cpu']) expect(far((await both(backend, op, shape, at)).gradient, expected)).toBeLessThan(2e-4);
  });

  test('their values are those of tfjs', async () => {
    const shape = [2, 5, 4, 3], x = (): tf.Tensor4D => tf.tensor(normal(shape, 'x'), [2, 5, 4, 3]);
    const same: [(x: tf.Tensor4D) => tf.Tensor, (x: tf.Tensor4D) => tf.Tensor][] = [
      [(a) => leakyRelu(a, .2), (a) => tf.leakyRelu(a, .2)],
      [(a) => reflectPad(a, 2), (a) => tf.mirrorPad(a, [[0, 0], [2, 2], [2, 2], [0, 0]], 'reflect')],
      [(a) => reflectPad(a, 0), (a) => a],
      [(a) => upsample(a, 3), (a) => tf.image.resizeNearestNeighbor(a, [15, 12])],
      ...([[2, 2, 'same'], [3, 2, 'same'], [3, 1, 'valid'], [1, 2, 'valid']] as const).map(([k, s, p]): [Op, (x: tf.Tensor4D) => tf.Tensor] => [(a) => averagePool(a, k, s, p), (a) => tf.avgPool(a, k, s, p)]),
    ];
    for (const [ours, theirs] of same) expect(far((await on('wasm', () => ours(x()))).values, (await on('cpu', () => theirs(x()))).values)).toBeLessThan(1e-6);
  });

  test('upsampling copies each pixel, at factors whose reciprocal is not exact, too', async () => {
    for (const backend of ['wasm', 'cpu']) {
      const { values } = await on(backend, () => upsample(tf.reshape(tf.range(0, 60), [1, 60, 1, 1]), 49));
      expect([...values].every((value, i) => value === Math.floor(Math.floor(i / 49) / 49))).toBe(true);
    }
  });

  test('a picture too small to be mirrored is refused', () => {
    expect(() => reflectPad(tf.ones([1, 3, 2, 1]), 2)).toThrow('a side of 2 is too short to be mirrored by 2');
  });
});

test('the gradient penalty: second derivatives through convolution, leaky relu, pooling, upsampling, layer norm and softplus', async () => {
  await tf.setBackend('wasm');
  const shapes: [number[], number][] = [[[4, 4, 1, 6], .3], [[3, 3, 6, 6], .2], [[24, 5], .3], [[5, 1], .5]];
  const weights = shapes.map(([shape, deviation], i) => tf.variable(tf.mul(tf.tensor(normal(shape, `w${i}`), shape), deviation)));
  const [w1, w2, w3, w4] = weights as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
  const layerNorm = (x: tf.Tensor): tf.Tensor => {
    const centred = tf.sub(x, tf.mean(x, [1, 2, 3], true));
    return tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), [1, 2, 3], true), 1e-5)));
  };
  const critic = (x: tf.Tensor): tf.Tensor => {
    // Biases keep the inputs of the leaky relu off its kink, where the penalty jumps; half of them are negative.
    const a = leakyRelu(tf.add(tf.conv2d(reflectPad(x, 1) as tf.Tensor4D, w1 as tf.Tensor4D, 2, 'valid'), tf.tensor1d([6, -6, 6, -6, 6, -6])), .2);
    const b = averagePool(softplusConv(layerNorm(a)), 2, 2, 'valid');
    return tf.matMul(tf.softplus(tf.matMul(tf.reshape(b, [-1, 24]), w3 as tf.Tensor2D)), w4);
  };
  const softplusConv = (x: tf.Tensor): tf.Tensor => tf.softplus(tf.conv2d(averagePool(upsample(x, 2), 2, 2, 'valid') as tf.Tensor4D, w2 as tf.Tensor4D, 1, 'same'));
  const picture = tf.tensor(normal([3, 8, 8, 1], 'picture'), [3, 8, 8, 1]);
  const penalty = (): tf.Scalar => {
    const slope = tf.grad((x) => tf.sum(critic(x)))(picture);
    return tf.mean(tf.square(tf.sub(tf.sqrt(tf.add(tf.sum(tf.square(slope), [1, 2, 3]), 1e-12)), 1)));
  };
  const { grads } = tf.variableGrads(penalty);
  // Along its gradient a function rises by the gradient's length.
  for (const w of weights) {
    const slope = grads[w.name]!, length = tf.norm(slope).dataSync()[0]!, start = w.clone(), step = 2e-3;
    const at = (by: number): number => tf.tidy(() => {
      w.assign(tf.add(start, tf.mul(slope, by / length)));
      return penalty().dataSync()[0]!;
    });
    expect((at(step) - at(-step)) / (2 * step) / length).toBeCloseTo(1, 2);
    w.assign(start);
  }
});

test('a training step leaves nothing behind, and learns', async () => {
  await tf.setBackend('wasm');
  const [kernel, rest] = [tf.variable(tf.tensor(normal([3, 3, 2, 4], 'k'), [3, 3, 2, 4])), tf.variable(tf.tensor(normal([16, 1], 'r'), [16, 1]))];
  const x = tf.tensor(normal([4, 8, 8, 2], 'x'), [4, 8, 8, 2]), optimiser = tf.train.adam(.02);
  const loss = (): tf.Scalar => {
    const a = leakyRelu(tf.maxPool(tf.conv2d(reflectPad(x, 1) as tf.Tensor4D, kernel as tf.Tensor4D, 2, 'valid'), 2, 2, 'valid'), .2);
    return tf.mean(tf.square(tf.sub(tf.matMul(tf.reshape(a, [-1, 16]), rest as tf.Tensor2D), 1)));
  };
  const step = (): number => tf.tidy(() => optimiser.minimize(loss, true)!.dataSync()[0]!);
  const first = step(), { numTensors, numBytes } = tf.memory(), buffers = tf.backend().numDataIds();
  const losses = Array.from({ length: 60 }, step);
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  expect(tf.backend().numDataIds()).toBe(buffers);
  expect(losses.at(-1)).toBeLessThan(first / 5);
});

describe('webgpu on Dawn', () => {
  let webgpu: Training, refusal: string;
  beforeAll(async () => {
    webgpu = await openTraining('webgpu', { software: true });
    refusal = /software/.test(webgpu.machine) ? await openTraining('webgpu').then(() => 'none', (error: unknown) => (error as Error).message) : '';
  });
  afterAll(() => webgpu.dispose());

  test('a software adapter is refused with a sentence, unless it is asked for', () => {
    expect(webgpu.name).toBe('webgpu');
    expect(refusal).toMatch(/^$|^--backend webgpu needs a graphics processor; this machine has a software adapter only \(.+\), slower than --backend wasm\.$/);
  });

  test.each(OPS)('%s: value and gradient are those of wasm', async (_, op, shape) => {
    const [ours, theirs] = [await both('webgpu', op, shape), await both('wasm', op, shape)];
    expect(far(ours.value, theirs.value)).toBeLessThan(1e-5);
    expect(far(ours.gradient, theirs.gradient)).toBeLessThan(1e-5);
  });
});
