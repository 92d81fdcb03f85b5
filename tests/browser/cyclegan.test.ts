// CycleGAN on the device: what flows in comes out as the tf executor translates it, whatever is shown of it, and is not
// made twice. Weights of chance serve: the arithmetic is the same, and no shipped file can make it right.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { normalWeights, together, writeSafetensors, type Weights } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import plugin from '../../plugins/cyclegan/index.ts';
import { partsOf, SMALL, type Part } from '../../plugins/cyclegan/networks.ts';
import { withDepth } from '../../plugins/cyclegan/strength.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { canvasOf, fakeFeeds } from '../support/fake-feeds.ts';
import { openStudio, type Studio } from '../support/studio.ts';

const SIDE = 16;
/** Kernels large enough that pictures have contrast. */
const weights = Object.fromEntries(Object.entries(partsOf(SMALL)).map(([name, net], i) => [name, normalWeights(net, 3 + i, { kernel: (fanIn) => 1.4 / Math.sqrt(fanIn), bias: 0 })])) as Record<Part, Weights>;
const { generator, discriminator } = SMALL;

let gpu: Gpu, studio: Studio;
const feeds = fakeFeeds();
beforeAll(async () => {
  await tf.setBackend('cpu');
  gpu = await openDevice(navigator.gpu);
  studio = openStudio(gpu, [plugin], () => Promise.resolve(writeSafetensors(together(weights), {}, 'F32')), feeds.open);
});
afterAll(() => {
  studio.engine.dispose();
  expect(gpu.audit.errors).toEqual([]);
  gpu.dispose();
});

const source = Uint8ClampedArray.from({ length: 4 * SIDE * SIDE }, (_, i) => (i % 4 === 3 ? 255 : (i * 53 + (i >> 5) * 31) % 256));
/** `[16, 16, 3]` in -1..1. */
const x = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, k) => 2 * source[4 * Math.floor(k / 3) + k % 3]! / 255 - 1);
const run = (net: typeof generator, own: Weights, picture: Float32Array): Float32Array => tf.tidy(() => Float32Array.from(runTf(net, toTensors(own), { picture: tf.tensor(picture, [1, SIDE, SIDE, 3]) }).dataSync()));
const toLinear = (c: number): number => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
/** Linear light of values in -1..1, as a picture has it. */
const light = (values: Float32Array): Float32Array => values.map((v) => toLinear(Math.min(1, Math.max(0, .5 + .5 * v))));

const show = async (params: object, size = SIDE): Promise<void> => {
  await studio.show({ pieces: [{ id: 'a', plugin: plugin.id, size: [size, size], params: { model: 'portraits', size: '64', shape: '1:1', ...params }, inputs: { picture: { from: 'still', still: 'x/y.png' } } }] });
  const feed = feeds.feeds.get('still x/y.png') ?? [...feeds.feeds.values()].at(-1)!;
  if (feed.version === 0) feed.show(canvasOf(SIDE, SIDE, (column, row) => [...source.subarray(4 * (row * SIDE + column), 4 * (row * SIDE + column) + 4)]));
  studio.exact();
  expect(studio.notices.list).toEqual([]);
};
/** RGB of the picture, `[16, 16, 3]`. */
const seen = async (params: object): Promise<Float32Array> => {
  await show(params);
  return (await studio.read('a')).filter((_, i) => i % 4 !== 3);
};
const farthest = (a: Float32Array, b: Float32Array): number => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0);

describe('what flows in comes out', () => {
  let there: Float32Array, returned: Float32Array;
  beforeAll(() => {
    there = run(generator, weights.generatorY, x);
    returned = run(generator, weights.generatorX, there);
  });

  test('translated, there and back, as the tf executor does it; deeper where it is asked to', async () => {
    const plain = await seen({}), deeper = await seen({ depth: 1.5 });
    expect(farthest(plain, light(there))).toBeLessThan(4e-3);
    expect(farthest(deeper, light(run(generator, withDepth(generator, weights.generatorY, 1.5), x)))).toBeLessThan(4e-3);
    expect(farthest(await seen({ direction: 'back' }), plain)).toBeGreaterThan(.1);
    // Two networks in a row: what one rounds the other makes larger.
    expect(farthest(await seen({ show: 'there and back' }), light(returned))).toBeLessThan(2e-2);
  });

  test('as it is at no strength, half way at half', async () => {
    expect(farthest(await seen({ strength: 0 }), light(x))).toBeLessThan(2e-3);
    expect(farthest(await seen({ strength: .5 }), light(there.map((v, i) => (v + x[i]!) / 2)))).toBeLessThan(4e-3);
  });

  test('as far from the source as it comes back, and hot where the judge is not convinced', async () => {
    expect(farthest(await seen({ show: 'difference', gain: 1 }), light(returned.map((v, i) => Math.abs(v - x[i]!) - 1)))).toBeLessThan(2e-2);
    // A picture of 16 pixels has 2 x 2 patches.
    const scores = run(discriminator, weights.discriminatorY, there), cold = await seen({ show: 'judge', gain: .2 }), hot = await seen({ show: 'judge', gain: 8 });
    expect(scores).toHaveLength(4);
    const at = (picture: Float32Array, patch: number): number => picture.subarray(3 * ((6 + 4 * (patch >> 1)) * SIDE + 6 + 4 * (patch & 1)))[0]!;
    // The more gain, the brighter where the judge is not convinced, and the darker where it is.
    scores.forEach((score, patch) => { if (Math.abs(score - .5) > .1) expect(Math.sign(at(hot, patch) - at(cold, patch)), `patch ${patch}`).toBe(Math.sign(.5 - score)); });
  });

  test('four at once, each as alone', async () => {
    await show({ show: 'all four' }, 2 * SIDE + 4);
    const sheet = await studio.read('a'), side = 2 * SIDE + 4;
    const corner = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, k) => sheet[4 * (Math.floor(k / (3 * SIDE)) * side + Math.floor(k / 3) % SIDE) + k % 3]!);
    expect(farthest(corner, light(x))).toBeLessThan(2e-3);
  });
});

test('is not made again of the same picture in the same way, but of another', async () => {
  await show({});
  const labels: string[] = [], { instance } = studio.piece('a').build!, infer = instance.infer.bind(instance);
  Object.assign(instance, { *infer(...given: Parameters<typeof infer>) { for (const step of infer(...given)) { labels.push(step.label); yield step; } } });
  studio.exact();
  expect(labels.every((label) => label.startsWith('paint'))).toBe(true);
  labels.length = 0;
  [...feeds.feeds.values()].at(-1)!.show(canvasOf(SIDE, SIDE, () => [200, 30, 30, 255]));
  studio.exact();
  expect(labels.length).toBeGreaterThan(20);
});

test('smoothing keeps a share of the frame before, and nothing after a leap in time', async () => {
  const smooth = { smoothing: .5, strength: 0 };
  await show(smooth);
  const feed = [...feeds.feeds.values()].at(-1)!;
  feed.show(canvasOf(SIDE, SIDE, () => [0, 0, 0, 255]));
  studio.clock.seek(5);
  studio.engine.complete();
  const black = (await studio.pixel('a'))[0]!;
  feed.show(canvasOf(SIDE, SIDE, () => [255, 255, 255, 255]));
  studio.exact();
  const grey = (await studio.pixel('a'))[0]!;
  studio.clock.seek(9);
  studio.engine.complete();
  expect([black, grey, (await studio.pixel('a'))[0]!].map((v) => Math.round(100 * v))).toEqual([0, Math.round(100 * toLinear(.5)), 100]);
});
