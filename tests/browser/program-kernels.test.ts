// The kernels that the small fixtures do not reach, against tf: four channels at a time, tiles in workgroup memory, input
// channels dealt out in slices; with and without tiles the same.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  affine, averagePool, batchNorm, concat, conv, dense, depthToSpace, flatten, globalPool, instanceNorm, layerNorm, leakyRelu, maxPool, network, normalWeights, pad, relu, residual, sin, skip,
  softplus, tanh, upConv, upsample, type Layer, type Network, type Weights,
} from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { random } from '../../src/core/random.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { plan } from '../../src/nets/wgsl/plan.ts';
import { runProgram } from '../support/run-program.ts';

let gpu: Gpu;
beforeAll(async () => {
  await tf.setBackend('cpu');
  gpu = await openDevice(navigator.gpu);
});
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  gpu.dispose();
});

const BATCH = 2;

/** Weights of which none is what it begins as, norms' neither. */
const weightsFor = (net: Network): Weights => {
  const { uniform } = random(4, 'norms');
  return new Map(Array.from(normalWeights(net, 3, { kernel: (fanIn) => 1.4 / Math.sqrt(fanIn), bias: .3 }), ([name, { shape, data }]) =>
    [name, { shape, data: /(kernel|bias)$/.test(name) ? data : data.map(() => .5 + uniform()) }]));
};

const inputsFor = (net: Network): Record<string, Float32Array> => {
  const { normal } = random(5, 'inputs');
  return Object.fromEntries(Object.entries(net.inputs).map(([name, shape]) => [name, Float32Array.from({ length: BATCH * (shape as number[]).reduce((a, b) => a * b, 1) }, () => normal())]));
};

const byTf = (net: Network, weights: Weights, inputs: Record<string, Float32Array>): Float32Array =>
  tf.tidy(() => runTf(net, toTensors(weights), Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, tf.tensor(data, [BATCH, ...net.inputs[name] as number[]])]))).dataSync() as Float32Array);

/** Largest difference in parts of the range. */
const error = (a: Float32Array, b: Float32Array): number => {
  expect(a).toHaveLength(b.length);
  return a.reduce((worst, x, i) => Math.max(worst, Number.isFinite(x) ? Math.abs(x - b[i]!) : Infinity), 0) / (Math.max(...b) - Math.min(...b));
};

const check = async (layers: readonly Layer[], inputs: Network['inputs'], tiled: boolean): Promise<void> => {
  const net = network('kernels', inputs, layers), weights = weightsFor(net), numbers = inputsFor(net);
  const { data, tolerance } = await runProgram(gpu.device, net, weights, numbers, { batch: BATCH, tiled, precision: 'best' });
  expect(error(data, byTf(net, weights, numbers))).toBeLessThan(tolerance);
};

test.each<[string, Network['inputs'], Layer[]]>([
  ['a convolution', { x: [6, 7, 8] }, [conv(12, 3, { stride: 2 }), leakyRelu()]],
  ['a transposed convolution', { x: [4, 5, 8] }, [upConv(8, 5), batchNorm(), relu()]],
  ['pooling', { x: [7, 6, 8] }, [maxPool(3, { stride: 2, padding: 'same' }), averagePool(2, { stride: 1 }), globalPool(), dense(8), tanh()]],
  ['padding and enlarging', { x: [5, 6, 4] }, [pad(2), upsample(2), pad(1, 'zero'), softplus()]],
  ['channels as blocks of pixels', { x: [5, 6, 16] }, [depthToSpace(2), conv(36, 3), depthToSpace(3), tanh()]],
  ['joining', { x: [5, 6, 4], z: [8] }, [skip([dense(8), tanh()]), concat('z'), batchNorm(), sin()]],
  ['statistics of many chunks', { x: [40, 40, 4] }, [affine(1, 30), instanceNorm(), layerNorm(), affine(1, -20), batchNorm({ statistics: 'batch' })]],
  ['a residual block of a width that four does not divide', { x: [6, 6, 8] }, [conv(6, 3), residual([instanceNorm(), relu(), conv(6, 3)], .5), batchNorm()]],
  ['a norm whose channels are spread over units', { z: [4] }, [dense(24), { type: 'reshape', shape: [2, 2, 6] }, batchNorm(), relu(), batchNorm(), flatten(), dense(5)]],
])('%s: four channels at a time', async (_, inputs, layers) => { await check(layers, inputs, false); });

test.each<[string, Network['inputs'], Layer[]]>([
  ['a convolution that fills its tiles only in part', { x: [7, 6, 8] }, [conv(36, 3)]],
  ['a convolution of three channels, filters in part of a block', { x: [9, 10, 3] }, [conv(18, 5, { stride: 2, padding: 2 }), batchNorm(), tanh()]],
  ['a transposed convolution with phases of unlike taps', { x: [5, 4, 16] }, [upConv(20, 5), leakyRelu()]],
  ['a dense layer over pixels', { x: [5, 5, 12] }, [dense(16), softplus()]],
])('%s: in tiles', async (_, inputs, layers) => {
  const { steps } = plan(network('kernels', inputs, layers), { batch: BATCH, tiled: true });
  expect(steps.map(({ operation }) => operation.type === 'linear' && operation.tiled)).toEqual([true]);
  await check(layers, inputs, true);
});

test('input channels dealt out in slices, with tiles and without', async () => {
  const layers = [conv(16, 3), batchNorm(), relu(), residual([flatten(), dense(16 * 16, { bias: false }), { type: 'reshape', shape: [4, 4, 16] }])] satisfies Layer[], inputs = { x: [4, 4, 128] };
  const { steps } = plan(network('kernels', inputs, layers), { batch: BATCH, tiled: true });
  expect(steps.map(({ label, operation }) => [label, operation.type === 'linear' && operation.tiled])).toEqual([['0 conv slices', true], ['0 conv', false], ['3/1 dense slices', false], ['3/1 dense', false]]);
  await check(layers, inputs, true);
});
