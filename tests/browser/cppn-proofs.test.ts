import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import plugin from '../../plugins/cppn/index.ts';
import { openDevice } from '../../src/gpu/device.ts';
import { channel, meanGradient, srgbOf } from '../support/pixels.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let studio: Studio;
beforeAll(async () => { studio = openStudio(await openDevice(navigator.gpu), [plugin]); });
afterAll(() => {
  expect(studio.gpu.audit.errors).toEqual([]);
  studio.gpu.dispose();
});

/** rgba of a CPPN at a time. */
const paint = async (params: object, side: number, time = 0): Promise<Float32Array> => {
  await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [side, side], params }] });
  studio.clock.seek(time);
  studio.engine.complete();
  expect(studio.notices.list).toEqual([]);
  return studio.read('a');
};

describe('resolution independence: the picture on a grid of half as many points is exactly every second point', () => {
  test.each<[string, object]>([
    ['raw colour', { variant: 'tanh', colour: 'rgb', width: 16, depth: 3 }],
    ['ink', { variant: 'contour', colour: 'mono', width: 16, depth: 3 }],
    ['a palette, with its stretch and its emboss', { variant: 'sine', colour: 'ember', width: 16, depth: 3 }],
    ['a net so dear that it is drawn in several bands', { variant: 'tanh', colour: 'tide', width: 64, depth: 12, std: .8 }],
  ])('%s', async (_, params) => {
    const small = await paint(params, 65), large = await paint(params, 129);
    const sampled = Float32Array.from({ length: small.length }, (_value, i) => large[4 * (2 * Math.floor(i / 4 / 65) * 129 + 2 * (Math.floor(i / 4) % 65)) + (i % 4)]!);
    expect(sampled).toEqual(small);
    expect(new Set(small).size).toBeGreaterThan(100);
  });
});

describe('determinism', () => {
  const params = { colour: 'opal', width: 12, depth: 3, seed: 5 };

  test('the same seed and moment give the same pixels, in a new piece, too', async () => {
    const first = await paint(params, 48, 12.5);
    await paint({ ...params, seed: 6 }, 48, 3);
    expect(await paint(params, 48, 12.5)).toEqual(first);
    await studio.show({ pieces: [] });
    expect(await paint(params, 48, 12.5)).toEqual(first);
  });

  test('another seed gives other pixels', async () => {
    const [a, b] = [await paint(params, 48), await paint({ ...params, seed: 6 }, 48)];
    const apart = a.reduce((sum, x, i) => sum + Math.abs(x - b[i]!), 0) / a.length;
    expect(apart).toBeGreaterThan(.02);
  });

  test('another moment gives other pixels, until the walk has closed', async () => {
    const walking = { ...params, z: { seed: 2, center: [], speed: 60, radius: 1, phase: 0 } };
    const start = await paint(walking, 48, 1);
    expect(await paint(walking, 48, 4)).not.toEqual(start);
    expect(await paint(walking, 48, 9)).toEqual(start);
  });
});

test('the deviation sweep: the mean gradient rises from 0.1 to 1.0', async () => {
  const gradients: number[] = [];
  for (const std of [.1, .2, .3, .5, 1]) {
    const rgba = await paint({ variant: 'deep', colour: 'mono', width: 64, depth: 8, init: 'classic', scale: 1, seed: 7, std, ink: '#000000', paper: '#ffffff' }, 96);
    gradients.push(meanGradient(channel(srgbOf(rgba), 0, 3), 96));
  }
  for (let i = 1; i < gradients.length; i++) expect(gradients[i]).toBeGreaterThan(gradients[i - 1]!);
});

test('a mirrored picture without emboss is its own mirror image', async () => {
  const rgba = await paint({ colour: 'ink', width: 12, depth: 3, mirror: 'x' }, 33);
  for (let y = 0; y < 33; y++) for (let x = 0; x < 16; x++) for (let c = 0; c < 3; c++) expect(rgba[4 * (33 * y + x) + c]).toBeCloseTo(rgba[4 * (33 * y + 32 - x) + c]!, 3);
});
