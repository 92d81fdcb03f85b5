// The panel's samples in the page: walls in the document beside the stage, and what is measured by them.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { normalWeights } from '#nets';
import { p, type LatentParam } from '#api';
import cppn from '../../plugins/cppn/index.ts';
import { cppn as cppnNetwork, initOf, PLACES } from '../../plugins/cppn/networks.ts';
import { wallSize } from '../../src/core/sample-grid.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { pageSamples } from '../../src/samples.ts';
import type { Samples } from '../../src/ui/host.ts';
import { findDirections, measureImportance } from '../../src/ui/latent/measures.ts';
import { flatPlugin } from '../support/flat-plugin.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let gpu: Gpu, studio: Studio, samples: Samples;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => { gpu.dispose(); });
afterEach(() => { studio.engine.dispose(); });

const param: LatentParam = cppn.params.z;
const open = async (pieces: readonly object[]): Promise<void> => {
  studio = openStudio(gpu, [cppn, flatPlugin('flat', { more: { z: p.latent({ dims: 3, distribution: 'normal' }) } })]);
  samples = pageSamples(studio.engine);
  await studio.show({ pieces, budget: { milliseconds: 30, quality: 'full' } });
  studio.engine.complete();
  studio.clock.pause();
};
/** Live frames until a promise is settled. */
const during = async <T>(work: Promise<T>): Promise<T> => {
  let over = false;
  void work.catch(() => undefined).finally(() => { over = true; });
  for (let i = 0; !over && i < 3000; i++) {
    studio.live();
    await gpu.device.queue.onSubmittedWorkDone();
  }
  return work;
};
const drawn = async (address: string): Promise<ImageData> => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
  drawing.drawImage(image, 0, 0);
  return drawing.getImageData(0, 0, image.width, image.height);
};
const byte = (x: number): number => Math.round(255 * (x <= .0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - .055));
const leaf = { id: 'a', plugin: 'cppn', size: [24, 24], params: { width: 8, depth: 1, z: { speed: 0 } } };

test('walls stand in the document beside each other and keep their pictures', async () => {
  await open([{ id: 'b', plugin: 'flat', params: { level: 1, toned: 0 } }, { id: 'c', plugin: 'flat', params: { level: 0, toned: 1 } }]);
  const grid = { columns: 2, rows: 1, side: 16 }, walls = ['b', 'c'].map((id) => samples.wall(id, 'z', grid));
  const frame = document.createElement('div');
  frame.style.cssText = 'position: fixed; left: 0; top: 0; display: flex; background: #fff';
  frame.append(...walls.map(({ canvas }) => canvas));
  document.body.append(frame);
  for (const wall of walls) wall.show([[0], [1]]);
  for (let i = 0; i < 200 && walls.some(({ painted }) => painted < 2); i++) {
    studio.live();
    await gpu.device.queue.onSubmittedWorkDone();
  }
  expect(walls.map(({ painted, problem }) => [painted, problem])).toEqual([[2, ''], [2, '']]);
  // The page composites them later, in frames of its own.
  await new Promise((resolve) => { setTimeout(resolve, 200); });
  const seen = await drawn(`data:image/png;base64,${await page.screenshot({ element: frame, save: false })}`), [width] = wallSize(grid);
  const at = (x: number, y: number): number[] => [...seen.data.subarray(4 * (y * seen.width + x), 4 * (y * seen.width + x) + 3)];
  expect(at(8, 8)).toEqual([255, 0, byte(.125)]);
  expect(at(width + 24, 8)).toEqual([0, 255, byte(.125)]);
  expect(Math.max(...at(16, 8))).toBeLessThan(30);
  for (const wall of walls) wall.dispose();
  frame.remove();
});

test('the CPPN tells the first layer of its network over a few places', async () => {
  await open([{ ...leaf, params: { ...leaf.params, seed: 5, scale: 3, centre: [1, -1], mirror: 'x' } }]);
  const point = [.5, -.25, .125, 0, 1, -1, .75, .3], { data, size } = samples.features('a', 'z', [[0], point])!;
  expect(size).toBe(8 * PLACES ** 2);
  expect(data).toHaveLength(2 * size);
  const weights = normalWeights(cppnNetwork({ variant: 'tanh', width: 8, depth: 1, channels: 3, latent: 8 }), 5, initOf({ init: 'balanced', std: 1.4, width: 8 }));
  const kernel = weights.get('1/kernel')!.data, bias = weights.get('1/bias')!.data;
  // The second place of the second row: 1/3 of the way across and down.
  const x = Math.abs(1 - 1), y = -1 - 1, inputs = [x, y, Math.hypot(x, y), ...point], at = size + 8 * (PLACES + 1);
  for (let unit = 0; unit < 8; unit++) expect(data[at + unit]).toBeCloseTo(Math.tanh(inputs.reduce((sum, value, i) => sum + value * kernel[i * 8 + unit]!, bias[unit]!)), 5);
});

test('importance and directions of a real latent, with progress, and stopped half-way', async () => {
  await open([leaf, { ...leaf, id: 'still', params: { ...leaf.params, variant: 'deep' } }]);
  const told: number[] = [], { signal } = new AbortController();
  const shares = await during(measureImportance(samples, 'a', 'z', param, (done) => told.push(done), signal));
  expect(shares).toHaveLength(8);
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  expect(Math.min(...shares)).toBeGreaterThan(0);
  expect(told.at(-1)).toBe(1);
  expect([...told].sort((a, b) => a - b)).toEqual(told);
  expect(await during(measureImportance(samples, 'still', 'z', param, () => undefined, signal))).toEqual(Array(8).fill(0));

  told.length = 0;
  const found = await findDirections(samples, 'a', 'z', param, 5, (done) => told.push(done), signal);
  expect(found).toHaveLength(5);
  expect(told.at(-1)).toBe(1);
  expect([...told].sort((a, b) => a - b)).toEqual(told);
  for (const [i, { vector, share }] of found.entries()) {
    expect(vector).toHaveLength(8);
    expect(Math.hypot(...vector)).toBeGreaterThan(.4);
    if (i > 0) expect(share).toBeLessThanOrEqual(found[i - 1]!.share);
  }
  const stop = new AbortController();
  const stopped = findDirections(samples, 'a', 'z', param, 5, (done) => { if (done > .3) stop.abort(); }, stop.signal);
  await expect(stopped).rejects.toThrow(/abort/i);
});
