// InfoGAN on the device: generator and reader held to the tf executor, one by one and as the grid; the dials, the grid and
// the estimate of the information through the plugin and its weights.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { networkWeights, readSafetensors, type WeightsFile } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { categoryOfDigit, gridInputs, orderOf } from '../../plugins/infogan/codes.ts';
import plugin from '../../plugins/infogan/index.ts';
import { createInformation, ENTROPY } from '../../plugins/infogan/information.ts';
import { generator, NOISE, reader, readerWeights, recogniser, trunk } from '../../plugins/infogan/networks.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { runProgram } from '../support/run-program.ts';
import { shippedWeights } from '../support/shipped-weights.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let gpu: Gpu, studio: Studio, file: WeightsFile;
beforeAll(async () => {
  await tf.setBackend('cpu');
  gpu = await openDevice(navigator.gpu);
  studio = openStudio(gpu, [plugin]);
  file = readSafetensors(await shippedWeights(plugin.weights!['digits']!), 'digits');
});
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  studio.engine.dispose();
  gpu.dispose();
});

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);
const noise = Float32Array.from({ length: NOISE }, (_, i) => Math.sin(5 * i * i));
const whole = (): ReturnType<typeof readerWeights> => readerWeights([[generator, networkWeights(file, 'generator', generator)], [trunk, networkWeights(file, 'trunk', trunk)], [recogniser, networkWeights(file, 'recogniser', recogniser)]]);

type Inputs = Readonly<Record<'z' | 'category' | 'codes', Float32Array>>;
const tensors = ({ z, category, codes }: Inputs): Record<string, tf.Tensor> => ({ z: tf.tensor2d(z, [z.length / NOISE, NOISE]), category: tf.tensor2d(category, [z.length / NOISE, 10]), codes: tf.tensor2d(codes, [z.length / NOISE, 2]) });

test('one picture, and what Q reads in it, are as the tf executor has them', async () => {
  const inputs: Inputs = { z: noise, category: Float32Array.of(0, 0, .5, 0, 0, 0, .5, 0, 0, 0), codes: Float32Array.of(-1.5, .75) };
  const own = networkWeights(file, 'generator', generator);
  const picture = (await runProgram(gpu.device, generator, own, inputs, {})).data;
  expect(farthest(picture, tf.tidy(() => runTf(generator, toTensors(own), tensors(inputs)).dataSync()))).toBeLessThan(1e-4);
  const read = (await runProgram(gpu.device, reader, whole(), inputs, {})).data;
  const expected = tf.tidy(() => {
    const features = runTf(trunk, toTensors(networkWeights(file, 'trunk', trunk)), { picture: tf.tensor(picture, [1, 28, 28, 1]) });
    return runTf(recogniser, toTensors(networkWeights(file, 'recogniser', recogniser)), { features }).dataSync();
  });
  expect(farthest(read, expected) / Math.max(...expected.map(Math.abs))).toBeLessThan(1e-4);
});

test('the grid of a hundred is as the tf executor has it, and every cell as if it were alone', async () => {
  const category = new Float32Array(1000), codes = new Float32Array(200), z = new Float32Array(100 * NOISE);
  for (let i = 0; i < 100; i++) z.set(noise, i * NOISE);
  gridInputs(categoryOfDigit(file), orderOf(file), 'slant', [0, .5], category, codes);
  const own = networkWeights(file, 'generator', generator), grid = (await runProgram(gpu.device, generator, own, { z, category, codes }, { batch: 100 })).data;
  const some = [0, 37, 99], cell = (data: Float32Array, length: number, i: number): Float32Array => data.slice(i * length, (i + 1) * length);
  for (const i of some) {
    const one: Inputs = { z: noise, category: cell(category, 10, i), codes: cell(codes, 2, i) };
    expect(farthest(cell(grid, 784, i), tf.tidy(() => runTf(generator, toTensors(own), tensors(one)).dataSync())), `cell ${i}`).toBeLessThan(1e-4);
  }
});

const still = { speed: 0, radius: 0 };
const shown = async (params: object, side: number): Promise<Float32Array> => {
  await studio.show({ pieces: [{ id: 'a', plugin: plugin.id, size: [side, side], params: { category: still, codes: still, noise: still, colour: 'mono', ink: '#000000', paper: '#ffffff', look: 'mosaic', margin: 0, ...params } }] });
  studio.exact();
  expect(studio.notices.list).toEqual([]);
  return studio.read('a');
};

test('a row of the grid in the plugin is the digit of its dial, from -2 to 2', async () => {
  // 10 x 28 + 9 x 3 between + 2 x 12 around.
  const side = 331, grid = await shown({ layout: 'grid', look: 'soft' }, side);
  const cell = (row: number, column: number): number[] => Array.from({ length: 28 * 28 }, (_, i) => grid[4 * (side * (12 + 31 * row + Math.floor(i / 28)) + 12 + 31 * column + i % 28)]!);
  for (const [digit, column] of [[0, 0], [7, 9], [3, 4]] as const) {
    const dial = Array.from({ length: 10 }, (_, i) => (i === digit ? 1 : 0));
    const one = await shown({ look: 'soft', category: { ...still, center: dial }, codes: { ...still, center: [-2 + 4 * column / 9, 0] } }, 28);
    expect(farthest(cell(digit, column), Array.from({ length: 28 * 28 }, (_, i) => one[4 * i]!))).toBeLessThan(3e-3);
  }
  expect([...grid.subarray(0, 3)]).toEqual([1, 1, 1]);
});

test('the information is measured without an answer being waited for', async () => {
  const information = createInformation(gpu.device), before = gpu.audit.readbacks;
  information.setWeights(whole());
  expect(information.ask()).toBeUndefined();
  let nats: number | undefined;
  for (let i = 0; i < 200 && gpu.audit.readbacks < before + 3; i++) {
    nats = information.ask();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(nats).toBeGreaterThan(.5);
  expect(nats).toBeLessThanOrEqual(ENTROPY);
  information.dispose();
  expect(information.ask()).toBe(nats);
});

test('the piece tells its figures and what it is made of; asking is no part of painting', async () => {
  await shown({}, 28);
  const { instance } = studio.piece('a').build!, before = gpu.audit.readbacks;
  for (let i = 0; i < 3; i++) studio.live();
  expect(gpu.audit.readbacks).toBe(before);
  expect(instance.readings!()).toEqual([{ label: 'information', value: 'measuring' }]);
  expect(instance.about!.map(({ label }) => label)).toEqual(expect.arrayContaining(['network', 'data', 'training']));
  const told = instance.features!('noise', noise, { category: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0), codes: new Float32Array(2), noise });
  expect(told).toHaveLength(512);
});
