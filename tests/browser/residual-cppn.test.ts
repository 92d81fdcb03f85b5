// The shipped residual CPPNs in the fused kernel: held to the tf executor, with its gates shut, in bands, and reading a
// drawing. Two shaders in all: one that shows numbers, and the plugin's own.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sketchInk, sketchOf, type KernelStep, type Output, type WeightsFile } from '#api';
import { compilePixelProgram, networkWeights, readSafetensors, runPlain, type Paint, type PixelProgram } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { gated } from '../../plugins/residual-cppn/codes.ts';
import { digitOf } from '../../plugins/residual-cppn/drawing.ts';
import plugin from '../../plugins/residual-cppn/index.ts';
import { BLOCKS, encoder, generator, LATENT, SCALE, SIDE } from '../../plugins/residual-cppn/networks.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { readTexture } from '../support/read-texture.ts';
import { submit } from '../support/run-program.ts';
import { shippedWeights } from '../support/shipped-weights.ts';
import { openStudio, type Studio } from '../support/studio.ts';

/** The output as a coarse and a fine part: halves alone end at 5e-4. */
const numbers: Paint = {
  uniforms: 0, tangent: false, stretch: false,
  code: `fn paint(value: vec4f, slope: vec4f, range: vec2f) -> vec3f {
    let coarse = floor(value.x * 1024) / 1024;
    return vec3f(coarse, (value.x - coarse) * 1024, 0);
  }`,
};

let gpu: Gpu, studio: Studio, program: PixelProgram;
const files = new Map<string, WeightsFile>();
const net = generator(6);

beforeAll(async () => {
  await tf.setBackend('cpu');
  gpu = await openDevice(navigator.gpu);
  studio = openStudio(gpu, [plugin]);
  program = await compilePixelProgram(gpu.device, net, numbers);
  for (const snapshot of ['6 epochs', '24 epochs']) {
    const path = plugin.weights![`width 6, ${snapshot}`]!;
    files.set(snapshot, readSafetensors(await shippedWeights(path), path));
  }
});
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  program.dispose();
  gpu.dispose();
});

const prototype = (file: WeightsFile, digit: number): Float32Array => file.weights.get('codes/prototypes')!.data.slice(digit * LATENT, (digit + 1) * LATENT);

/** Ink of a picture `[side * side]`, drawn with what weights the program holds, and how many steps that took. */
const draw = async (code: Float32Array, side: number): Promise<{ ink: Float32Array; steps: number }> => {
  const texture = gpu.device.createTexture({ size: [side, side], format: 'rgba16float', usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC });
  const output: Output = { view: texture.createView(), width: side, height: side };
  const steps = program.run({ scale: SCALE, center: [0, 0], mirrorX: false, mirrorY: false }, { z: code.map((x) => SCALE * x) }, [], output);
  submit(gpu.device, steps as KernelStep[]);
  const pixels = await readTexture(gpu.device, texture);
  texture.destroy();
  return { ink: Float32Array.from({ length: side * side }, (_, i) => pixels[4 * i]! + pixels[4 * i + 1]! / 1024), steps: steps.length };
};

const byTf = (file: WeightsFile, code: Float32Array): Float32Array => tf.tidy(() => {
  const at = (i: number): number => SCALE * (2 * i / (SIDE - 1) - 1);
  const position = Array.from({ length: SIDE * SIDE }, (_, i) => [at(i % SIDE), at(Math.floor(i / SIDE)), Math.hypot(at(i % SIDE), at(Math.floor(i / SIDE)))]);
  return Float32Array.from(runTf(net, toTensors(networkWeights(file, 'generator', net)), { position: tf.tensor(position.flat(), [1, SIDE, SIDE, 3]), z: tf.tensor(code.map((x) => SCALE * x), [1, LATENT]) }).dataSync());
});

const farthest = (a: Float32Array, b: Float32Array): number => a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);

test.each(['6 epochs', '24 epochs'])('the network of %s: as the tf executor draws it, to 1e-4', async (snapshot) => {
  const file = files.get(snapshot)!;
  program.setWeights(networkWeights(file, 'generator', net));
  for (const digit of [0, 3, 8]) {
    const { ink } = await draw(prototype(file, digit), SIDE);
    expect(farthest(ink, byTf(file, prototype(file, digit)))).toBeLessThan(1e-4);
    expect(Math.max(...ink) - Math.min(...ink)).toBeGreaterThan(.5);
  }
});

test('shut gates and muted blocks are the same picture, to the bit; a single mute is another', async () => {
  const file = files.get('24 epochs')!, trained = networkWeights(file, 'generator', net), code = prototype(file, 3);
  const drawn = async (gate: number, blocks: string): Promise<Float32Array> => {
    program.setWeights(gated(trained, gate, blocks));
    return (await draw(code, SIDE)).ink;
  };
  const all = '1'.repeat(BLOCKS), open = await drawn(1, all), shut = await drawn(0, all);
  expect(await drawn(1, '0'.repeat(BLOCKS))).toEqual(shut);
  expect(farthest(open, shut)).toBeGreaterThan(.1);
  const changes = [await drawn(1, `0${all.slice(1)}`), await drawn(1, `${all.slice(1)}0`), await drawn(.5, all)].map((picture) => farthest(picture, open));
  expect(Math.min(...changes)).toBeGreaterThan(1e-3);
});

test('a large picture holds the smaller one', async () => {
  const file = files.get('24 epochs')!;
  program.setWeights(networkWeights(file, 'generator', net));
  const whole = await draw(prototype(file, 8), 64), banded = await draw(prototype(file, 8), 4 * 63 + 1);
  const every4th = Float32Array.from({ length: 64 * 64 }, (_, i) => banded.ink[4 * (i % 64) + 253 * 4 * Math.floor(i / 64)]!);
  expect(farthest(every4th, whole.ink)).toBeLessThan(1e-5);
});

/** A picture of 26 pixels in the middle of the pad's 28. */
const onPad = (ink: Float32Array): string => sketchOf(Array.from({ length: 28 * 28 }, (_, i) => {
  const x = i % 28 - 1, y = Math.floor(i / 28) - 1;
  return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : ink[y * SIDE + x]!;
}));

test('what the network draws, its encoder reads: most prototypes are nearest to themselves', async () => {
  const file = files.get('24 epochs')!, reader = networkWeights(file, 'encoder', encoder);
  program.setWeights(networkWeights(file, 'generator', net));
  const distance = (code: Float32Array, digit: number): number => Math.hypot(...prototype(file, digit).map((x, i) => x - code[i]!));
  const read: number[] = [];
  for (let digit = 0; digit < 10; digit++) {
    const { ink } = await draw(prototype(file, digit), SIDE);
    const code = runPlain(encoder, reader, digitOf(sketchInk(onPad(ink), 28, 28), 28, 28)!);
    read.push(Array.from({ length: 10 }, (_, other) => other).reduce((best, other) => (distance(code, other) < distance(code, best) ? other : best), 0));
  }
  expect(read.filter((seen, digit) => seen === digit).length).toBeGreaterThanOrEqual(8);
});

test('the plugin draws what somebody has drawn: the code that its encoder reads', async () => {
  const file = files.get('24 epochs')!;
  const stroke = sketchOf(Array.from({ length: 28 * 28 }, (_, i) => (Math.abs(i % 28 - 14) < 2 && i >= 28 * 4 && i < 28 * 24 ? 1 : 0)));
  const code = [...runPlain(encoder, networkWeights(file, 'encoder', encoder), digitOf(sketchInk(stroke, 28, 28), 28, 28)!).subarray(0, LATENT)];
  const still = { speed: 0, radius: 0 };
  const shown = async (params: object): Promise<Float32Array> => {
    await studio.show({ pieces: [{ id: 'a', plugin: plugin.id, size: [SIDE, SIDE], params: { colour: 'mono', radius: 0, z: still, ...params } }] });
    studio.exact();
    expect(studio.notices.list).toEqual([]);
    return studio.read('a');
  };
  const drawn = await shown({ source: 'drawing', drawing: stroke });
  expect(farthest(drawn, await shown({ source: 'z', z: { ...still, center: code } }))).toBeLessThan(5e-3);
  const empty = await shown({ source: 'drawing', digit: 0 });
  expect(empty).toEqual(await shown({ source: 'digits', digit: 0 }));
  expect(farthest(drawn, empty)).toBeGreaterThan(.2);
});
