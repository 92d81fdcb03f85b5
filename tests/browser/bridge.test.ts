import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostStep } from '#api';
import { createBridge, type Bridge } from '../../src/gpu/bridge.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { openTensors, type Tensors } from '../../src/gpu/tf-backend.ts';
import { readTexture } from '../support/read-texture.ts';

let gpu: Gpu, tensors: Tensors, bridge: Bridge;
beforeAll(async () => {
  gpu = await openDevice(navigator.gpu);
  tensors = await openTensors(gpu);
  bridge = createBridge(gpu.device);
});
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  bridge.dispose();
  tensors.dispose();
  gpu.dispose();
});

/** Multiples of 1/64, which half floats hold exactly. */
const known = (length: number): number[] => Array.from({ length }, (_, i) => ((i * 37) % 64) / 64);
const onGpu = (values: readonly number[], shape: [number, number, number]): tf.Tensor3D => tf.tidy(() => tf.mul(tf.tensor3d([...values], shape), 1));
const texture = (width: number, height: number): GPUTexture => gpu.device.createTexture({ size: [width, height], format: 'rgba16float', usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC });
const step = (tensor: tf.Tensor3D, to: GPUTexture): HostStep => bridge.step(tensor, { view: to.createView(), width: to.width, height: to.height });

const painted = async (tensor: tf.Tensor3D, width = tensor.shape[1], height = tensor.shape[0]): Promise<Float32Array> => {
  const to = texture(width, height);
  step(tensor, to).run();
  const rgba = await readTexture(gpu.device, to);
  to.destroy();
  tensor.dispose();
  return rgba;
};

describe('a tensor arrives in the texture exactly', () => {
  test.each([1, 3, 4])('%d channels', async (channels) => {
    const values = known(6 * 10 * channels);
    const rgba = await painted(onGpu(values, [6, 10, channels]));
    const expected = Array.from({ length: 60 }, (_, i) => [0, 1, 2, 3].map((c) => (c < channels ? values[i * channels + c]! : c === 3 ? 1 : values[i * channels]!))).flat();
    expect([...rgba]).toEqual(expected);
  });

  test('one that is small, which tfjs would else compute on the CPU', async () => {
    expect([...await painted(onGpu([.25, .5, .75], [1, 1, 3]))]).toEqual([.25, .5, .75, 1]);
    expect(tf.env().getBool('WEBGPU_CPU_FORWARD')).toBe(false);
  });

  test('one that is another size than the texture is stretched, nearest pixel', async () => {
    const rgba = await painted(onGpu([0, .25, .5, .75], [2, 2, 1]), 4, 6);
    expect(Array.from({ length: 24 }, (_, i) => rgba[4 * i])).toEqual([0, 0, .25, .25, 0, 0, .25, .25, 0, 0, .25, .25, .5, .5, .75, .75, .5, .5, .75, .75, .5, .5, .75, .75]);
  });

  test('values out of 0 to 1 are kept: the texture is linear light', async () => {
    expect([...await painted(onGpu([-1, 2, 16], [1, 1, 3]))]).toEqual([-1, 2, 16, 1]);
  });
});

test('the CPU sees nothing of it, and no tensor stays behind', async () => {
  const to = texture(32, 32);
  const tensor = onGpu(known(32 * 32 * 3), [32, 32, 3]);
  const { readbacks } = gpu.audit, count = tensors.count();
  const paint = step(tensor, to);
  for (let i = 0; i < 10; i++) paint.run();
  await gpu.device.queue.onSubmittedWorkDone();
  expect(gpu.audit.readbacks).toBe(readbacks);
  expect(tensors.count()).toBe(count);
  expect((await readTexture(gpu.device, to))[0]).toBe(known(1)[0]);
  tensor.dispose();
  to.destroy();
});

test('what tfjs computes after a paint does not reach into it, though it may reuse the buffer', async () => {
  const to = texture(16, 16);
  const tensor = onGpu(known(16 * 16 * 4), [16, 16, 4]);
  step(tensor, to).run();
  tensor.dispose();
  const others = Array.from({ length: 4 }, () => tf.tidy(() => tf.add(tf.zeros([16, 16, 4]), 9)));
  await Promise.all(others.map((other) => other.data()));
  expect([...await readTexture(gpu.device, to)]).toEqual(known(16 * 16 * 4));
  tf.dispose(others);
  to.destroy();
});

test.each<[string, () => tf.Tensor, RegExp]>([
  ['two channels', () => tf.tidy(() => tf.mul(tf.ones([4, 4, 2]), 1)), /paint needs a \[H, W, 1\|3\|4\] tensor; got \[4, 4, 2\]/],
  ['a batch', () => tf.tidy(() => tf.mul(tf.ones([1, 4, 4, 3]), 1)), /got \[1, 4, 4, 3\]/],
  ['no pixels', () => tf.zeros([0, 4, 3]), /got \[0, 4, 3\]/],
])('a tensor with %s is refused by its shape', (_, make, message) => {
  const to = texture(4, 4), tensor = make();
  expect(() => { step(tensor as tf.Tensor3D, to).run(); }).toThrow(message);
  tensor.dispose();
  to.destroy();
});
