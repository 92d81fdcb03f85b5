// The differentiable executor against the reference in double precision, and its gradients against finite differences.

import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { abs, affine, concat, dense, network, normalWeights, relu, residual, sigmoid, sin, softplus, sqrt, tanh, type Network, type Weights } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { cppn } from '../../plugins/cppn/networks.ts';
import type { Tensors } from '../../src/gpu/tf-backend.ts';
import { CLASSICS } from '../support/cppn-still.ts';
import { cppnPicture } from '../support/cppn-reference.ts';
import { psnr } from '../support/pixels.ts';
import { errorsOf, networkComputed, networkExpected } from '../support/torch-fixtures/computed.ts';
import { networkFixtures } from '../support/torch-fixtures/index.ts';
import { withTensorGpu } from '../support/tensor-gpu.ts';

let tensors: Tensors;
withTensorGpu((_gpu, opened) => { tensors = opened; });

const run = async (net: Network, weights: Weights, inputs: Record<string, tf.Tensor>): Promise<Float32Array> => {
  const uploaded = toTensors(weights);
  const output = tf.tidy(() => runTf(net, uploaded, inputs));
  const data = await output.data() as Float32Array;
  tf.dispose([output, ...uploaded.values(), ...Object.values(inputs)]);
  return data;
};

/** `[1, side, side, 3]`: x, y, r over the picture. */
const positions = (side: number, scale: number): tf.Tensor4D => tf.tensor4d(Array.from({ length: side * side }, (_, i) => {
  const [x, y] = [i % side, Math.floor(i / side)].map((k) => (scale * (2 * k - (side - 1))) / (side - 1)) as [number, number];
  return [x, y, Math.hypot(x, y)];
}).flat(), [1, side, side, 3]);

describe('the six variants: 45 dB or better', () => {
  test.each(Object.keys(CLASSICS))('%s', async (letter) => {
    const { variant, width, depth, scale, std } = CLASSICS[letter]!;
    const net = cppn({ variant, width, depth, channels: 3, latent: 8 });
    const weights = normalWeights(net, 21, { kernel: () => std / 2, bias: std / 2 });
    const z = Array.from({ length: 8 }, (_, i) => (i - 3) / 2);
    const data = await run(net, weights, { position: positions(16, scale), z: tf.tensor2d(z, [1, 8]) });
    expect(psnr(data, cppnPicture(variant, weights, z, { width: 16, height: 16, scale }))).toBeGreaterThan(45);
  });
});

describe('small whole networks, their gradients and statistics, as PyTorch has them', () => {
  test.each(Object.entries(networkFixtures))('%s', async (_, fixture) => {
    const errors = await errorsOf(networkComputed(fixture), networkExpected(fixture));
    expect(Object.entries(errors).filter(([, error]) => !(error < 1e-4))).toEqual([]);
  });
});

test('every activation and the affine layer compute their formula', async () => {
  const xs = [-3, -1, -.25, 0, .5, 2, 6];
  const formulas: [ReturnType<typeof tanh> | ReturnType<typeof affine>, (x: number) => number][] = [
    [tanh(), Math.tanh], [sigmoid(), (x) => 1 / (1 + Math.exp(-x))], [softplus(), (x) => Math.log1p(Math.exp(x))], [relu(), (x) => Math.max(0, x)],
    [sin(), Math.sin], [abs(), Math.abs], [affine(-2, .5), (x) => -2 * x + .5],
  ];
  for (const [layer, formula] of formulas) {
    const data = await run(network('one', { x: [7] }, [layer]), new Map(), { x: tf.tensor2d(xs, [1, 7]) });
    xs.forEach((x, i) => { expect(Math.abs(data[i]! - formula(x))).toBeLessThan(2e-4); });
  }
  const roots = await run(network('one', { x: [3] }, [sqrt()]), new Map(), { x: tf.tensor2d([0, .25, 9], [1, 3]) });
  [0, .5, 3].forEach((root, i) => { expect(roots[i]).toBeCloseTo(root, 4); });
});

test('a residual layer adds its inner layers, scaled', async () => {
  const weights = new Map([['0/0/kernel', { shape: [2, 2], data: Float32Array.of(0, 4, 2, 0) }]]);
  const data = await run(network('res', { x: [2] }, [residual([dense(2, { bias: false })], .5)]), weights, { x: tf.tensor2d([3, 10], [1, 2]) });
  expect([...data]).toEqual([3 + 10, 10 + 6]);
});

test('a batch runs each example with its own latent', async () => {
  const net = network('batch', { position: [null, null, 2], z: [1] }, [concat('z'), dense(1, { bias: false })]);
  const weights = new Map([['1/kernel', { shape: [3, 1], data: Float32Array.of(1, 10, 100) }]]);
  const data = await run(net, weights, { position: tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 2, 2]), z: tf.tensor2d([1, 2], [2, 1]) });
  expect([...data]).toEqual([121, 143, 265, 287]);
});

test('gradients agree with finite differences', async () => {
  const net = network('grad', { x: [3] }, [dense(4), softplus(), residual([dense(4), relu()], .5), dense(1), sigmoid()]);
  const weights = normalWeights(net, 2, { kernel: () => .7, bias: .3 });
  const uploaded = toTensors(weights);
  const loss = (x: tf.Tensor): tf.Scalar => tf.sum(runTf(net, uploaded, { x }));
  const at = [.3, -.6, .9];
  const gradient = tf.tidy(() => tf.grad((x) => loss(x))(tf.tensor2d(at, [1, 3])));
  const exact = await gradient.data();
  const value = async (x: number[]): Promise<number> => {
    const scalar = tf.tidy(() => loss(tf.tensor2d(x, [1, 3])));
    const [result] = await scalar.data();
    scalar.dispose();
    return result!;
  };
  for (let i = 0; i < 3; i++) {
    const [high, low] = [.01, -.01].map((h) => at.map((x, k) => (k === i ? x + h : x))) as [number[], number[]];
    expect(exact[i]).toBeCloseTo((await value(high) - await value(low)) / .02, 3);
  }
  tf.dispose([gradient, ...uploaded.values()]);
});

test.each<[string, () => tf.Tensor, RegExp]>([
  ['a missing weight', () => runTf(network('net', { x: [3] }, [dense(2)]), new Map(), { x: tf.ones([1, 3]) }), /network net: no weight 0\/kernel/],
  ['a missing input', () => runTf(network('net', { x: [3], z: [2] }, [concat('z')]), new Map(), { x: tf.ones([1, 3]) }), /network net: no input z/],
])('%s is named', (_, act, message) => {
  expect(() => tf.tidy(act)).toThrow(message);
});

test('nothing stays behind', () => {
  expect(tensors.count()).toBe(0);
});
