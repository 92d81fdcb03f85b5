// The upscaler's shipped net against what the original made of the same photograph (the stored fixture), and the rewriting
// of its last layer.

import * as tf from '@tensorflow/tfjs';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conv, depthToSpace, inspect, network, normalWeights, readSafetensors, sized, upsample, type Weight } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { openTraining, type Training } from '../../src/cli/backends.ts';
import { inRoot } from '../../src/cli/root.ts';
import { convertUpscaler, onSmallPicture } from '../../src/cli/upscaler/convert.ts';
import { compare } from '../../src/cli/upscaler/measure.ts';
import { random } from '../../src/core/random.ts';
import { openStage } from '../../src/engine/upscale-stage.ts';
import { upscaler, UPSCALER_WEIGHTS } from '../../src/nets/upscaler.ts';
import { openUpscaling } from '../../src/train/upscaler.ts';
import fixture from '../support/upscaler-fixture.json';

let training: Training;
beforeAll(async () => { training = await openTraining('wasm'); });
afterAll(() => { training.dispose(); });

const path = inRoot('assets', UPSCALER_WEIGHTS), shipped = readSafetensors(readFileSync(path), path);
const [height, width] = fixture.shape as [number, number, number];
const photograph = { height, width, data: Float32Array.from(fixture.bytes, (byte) => byte / 255) };

test('it makes of a photograph what the original makes of it', async () => {
  const upscaling = openUpscaling(shipped.weights), made = await upscaling.enlarge(photograph);
  upscaling.dispose();
  expect([made.height, made.width]).toEqual([4 * height, 4 * width]);
  expect(made.data).toHaveLength(fixture.enlarged.length);
  expect(Math.max(...made.data.map((x, i) => Math.abs(x - fixture.enlarged[i]!)))).toBeLessThan(1e-3);
});

test('what is flat stays flat, along the border and in its corners', async () => {
  const upscaling = openUpscaling(shipped.weights), { data } = await upscaling.enlarge({ height: 12, width: 9, data: new Float32Array(12 * 9 * 3).fill(1) });
  upscaling.dispose();
  expect(Math.max(...data.map((x) => Math.abs(x - 1)))).toBeLessThan(.03);
});

test('its file says where it comes from, and its licence lies beside it', () => {
  expect(shipped.metadata).toMatchObject({ source: '@upscalerjs/esrgan-slim@1.0.0 models/x4', licence: 'MIT', command: 'npm run upscaler -- import' });
  expect(existsSync(join(dirname(path), 'LICENSE'))).toBe(true);
  expect(readFileSync(join(dirname(path), 'LICENSE'), 'utf8')).toContain('Permission is hereby granted');
});

test('what it costs', () => {
  expect(inspect(upscaler).parameters).toBe(252_936);
  expect(inspect(sized(upscaler, 64, 64)).output).toEqual([256, 256, 3]);
  expect(inspect(sized(upscaler, 64, 64)).flops).toBe(2 * (74 ** 2 * 96_960 + 70 ** 2 * 102_400 + 68 ** 2 * 18_432 + 66 ** 2 * 13_824 + 64 ** 2 * 20_736));
});

test.each([2, 3, 4])('a convolution of a picture repeated %i times is one on the small picture, at the borders, too', (factor) => {
  const large = network('large', { x: [5, 6, 3] }, [upsample(factor), conv(2, 3)]), small = network('small', { x: [5, 6, 3] }, [conv(2 * factor ** 2, 3), depthToSpace(factor)]);
  const weights = normalWeights(large, 1, { kernel: () => .5, bias: .3 }), bias = weights.get('1/bias')!;
  const rewritten = new Map<string, Weight>([
    ['0/kernel', onSmallPicture(weights.get('1/kernel')!, factor)],
    ['0/bias', { shape: [2 * factor ** 2], data: Float32Array.from({ length: 2 * factor ** 2 }, (_, i) => bias.data[i % 2]!) }],
  ]);
  const { normal } = random(2, 'picture'), x = Float32Array.from({ length: 5 * 6 * 3 }, () => normal());
  const [a, b] = tf.tidy(() => {
    const input = { x: tf.tensor4d(x, [1, 5, 6, 3]) };
    return [runTf(large, toTensors(weights), input).dataSync(), runTf(small, toTensors(rewritten), input).dataSync()];
  });
  expect(Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-5);
});

describe('a sentence says', () => {
  test('which layer the original lacks', () => {
    expect(() => convertUpscaler(new Map())).toThrow('The original cannot be read: for network upscaler, tensor "1/kernel" [3, 3, 3, 64] is missing (and 23 more faults)');
  });

  test('that the net does not fit a device', async () => {
    const device = { features: new Set(), limits: { maxBufferSize: 1e6, maxStorageBufferBindingSize: 1e6 } } as unknown as GPUDevice;
    await expect(openStage(device, shipped.weights, [64, 64])).rejects.toMatchObject({
      code: 'upscaler-unfit', message: 'The upscaler does not fit this device: network upscaler, layer 1 conv: needs a buffer of 2 MB; this device allows 1 MB',
    });
  });
});

test('a comparison keeps to the range and to the sizes', async () => {
  const upscaling = openUpscaling(shipped.weights), picture = await upscaling.enlarge(photograph);
  const original = { ...picture, data: picture.data.map((x) => Math.min(1, Math.max(0, x))) }, { small, bicubic, upscaled } = await compare(upscaling, original);
  upscaling.dispose();
  expect([small.height, small.width]).toEqual([height, width]);
  for (const enlarged of [bicubic, upscaled]) {
    expect([enlarged.height, enlarged.width]).toEqual([4 * height, 4 * width]);
    expect(enlarged.data.every((x) => x >= 0 && x <= 1)).toBe(true);
  }
  expect(small.data.every((x) => Math.abs(255 * x - Math.round(255 * x)) < 1e-4)).toBe(true);
});
