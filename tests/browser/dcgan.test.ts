// DCGAN on the device: its programs held to the tf executor, with filters dropped and watched, and what the plugin shows.
// Weights of chance serve: the arithmetic is the same, and no shipped file can make it right.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normalWeights, type Network, type Weights } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { heated, heatedWeights, maps, mapsWeights, withoutFilters } from '../../plugins/dcgan/filters.ts';
import plugin from '../../plugins/dcgan/index.ts';
import { generator, LATENT, WIDTH } from '../../plugins/dcgan/networks.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { runProgram } from '../support/run-program.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let gpu: Gpu, studio: Studio;
beforeAll(async () => {
  await tf.setBackend('cpu');
  gpu = await openDevice(navigator.gpu);
  studio = openStudio(gpu, [plugin]);
});
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  studio.engine.dispose();
  gpu.dispose();
});

/** Kernels large enough that pictures have contrast. */
const weights = normalWeights(generator, 5, { kernel: (fanIn) => 1.6 / Math.sqrt(fanIn), bias: 0 });
const z = Float32Array.from({ length: LATENT }, (_, i) => Math.sin(7 * i * i));
const all = '1'.repeat(WIDTH), odd = '10'.repeat(WIDTH / 2);

const byTf = (net: Network, own: Weights, masked?: string): Float32Array => tf.tidy(() => {
  if (!masked) return Float32Array.from(runTf(net, toTensors(own), { z: tf.tensor(z, [1, LATENT]) }).dataSync());
  // The filters set to 0 where they are computed, rather than where they are read.
  const features = tf.mul(runTf(maps, toTensors(new Map([...own].filter(([name]) => parseInt(name) < 13))), { z: tf.tensor(z, [1, LATENT]) }), tf.tensor(Array.from(masked, Number)));
  const last = new Map([...own].filter(([name]) => name.startsWith('13/')).map(([name, weight]) => [name.replace('13', '0'), weight]));
  return Float32Array.from(runTf({ name: 'last', inputs: { x: [32, 32, WIDTH] }, layers: net.layers.slice(13) }, toTensors(last), { x: features }).dataSync());
});
const farthest = (a: Float32Array, b: Float32Array): number => a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);
const run = async (net: Network, own: Weights): Promise<Float32Array> => (await runProgram(gpu.device, net, own, { z }, {})).data;

test('a picture is as the tf executor draws it, to 1e-4, with all filters and with every other dropped', async () => {
  const whole = await run(generator, weights), dropped = await run(generator, withoutFilters(weights, odd));
  expect(farthest(whole, byTf(generator, weights))).toBeLessThan(1e-4);
  expect(farthest(dropped, byTf(generator, weights, odd))).toBeLessThan(1e-4);
  expect(farthest(whole, dropped)).toBeGreaterThan(.1);
});

test('maps are the features as they are, those of dropped filters 0; heat lies where they fire', async () => {
  const dark = await run(maps, mapsWeights(weights, odd)), lit = byTf(maps, new Map([...weights].filter(([name]) => parseInt(name) < 13)));
  expect(farthest(dark, lit.map((x, i) => (i % 2 === 0 ? x : 0)))).toBeLessThan(1e-4);
  const chosen = { filters: all, watched: '1'.padEnd(WIDTH, '0'), gain: .4, palette: 'ember' } as const, own = heatedWeights(weights, chosen), heat = await run(heated, own);
  expect(farthest(heat, byTf(heated, own))).toBeLessThan(1e-4);
  const none = await run(heated, heatedWeights(weights, { ...chosen, gain: 0 }));
  // Where the first filter is silent, its neighbours too, nothing is added; where it fires most, something is.
  const at = (x: number, y: number): number => lit[(32 * y + x) * WIDTH]!, added = (x: number, y: number): number => heat[3 * (64 * y + x)]! - none[3 * (64 * y + x)]!;
  const inner = Array.from({ length: 30 * 30 }, (_, i) => [1 + i % 30, 1 + Math.floor(i / 30)] as const);
  const silent = inner.filter(([x, y]) => [-1, 0, 1].every((dx) => [-1, 0, 1].every((dy) => at(x + dx, y + dy) === 0)));
  const loudest = inner.reduce((best, place) => (at(...place) > at(...best) ? place : best));
  expect(silent.length).toBeGreaterThan(0);
  for (const [x, y] of silent) expect(added(2 * x, 2 * y)).toBeCloseTo(0, 5);
  expect(added(2 * loudest[0], 2 * loudest[1])).toBeGreaterThan(.05);
});

const shown = async (params: object, side = 48): Promise<Float32Array> => {
  await studio.show({ pieces: [{ id: 'a', plugin: plugin.id, size: [side, side], params: { z: { speed: 0 }, ...params } }] });
  studio.exact();
  expect(studio.notices.list).toEqual([]);
  return studio.read('a');
};

test('the plugin shows the picture, and the gallery begins with it; dropping all filters leaves a flat sheet', async () => {
  const picture = await shown({}, 64), flat = await shown({ filters: '0'.repeat(WIDTH) }, 64);
  expect(new Set(picture).size).toBeGreaterThan(50);
  const channel = (pixels: Float32Array, c: number): number[] => Array.from({ length: 64 * 64 }, (_, i) => pixels[4 * i + c]!);
  for (const c of [0, 1, 2]) expect(new Set(channel(flat, c)).size).toBe(1);
  // 3 x 64 + 2 x 4 between + 2 x 8 around.
  const gallery = await shown({ show: 'gallery', ground: '#ffffff' }, 216);
  const first = Array.from({ length: 64 * 64 * 4 }, (_, i) => gallery[4 * 216 * (8 + Math.floor(i / 256)) + 4 * 8 + i % 256]!);
  expect(farthest(Float32Array.from(first), picture)).toBeLessThan(2e-3);
  expect([...gallery.subarray(0, 4)]).toEqual([1, 1, 1, 1]);
});

test('a point has as many early features as the first layer has numbers, told without disturbing the picture', async () => {
  const before = await shown({}), { instance } = studio.piece('a').build!;
  const told = instance.features!('z', z, { z });
  expect(told).toHaveLength(4 * 4 * 8 * WIDTH);
  expect(told?.some((x) => x > 0) && told?.every((x) => x >= 0)).toBe(true);
  expect(await shown({})).toEqual(before);
});
