// The upscaler as the last stage of a piece, on the device: what it paints is what the original net made of the same
// photograph, within a job that a frame may end anywhere in; its levels, its changes, and that nothing stays behind.

import { expect, test } from 'vitest';
import type { Gpu } from '../../src/gpu/device.ts';
import { flatPlugin } from '../support/flat-plugin.ts';
import { withDevice } from '../support/opened-device.ts';
import { PHOTO_HEIGHT as HEIGHT, photoPlugin, PHOTO_WIDTH as WIDTH } from '../support/photo-plugin.ts';
import { srgbOf } from '../support/pixels.ts';
import { studiosOf, type Studio } from '../support/studio.ts';
import fixture from '../support/upscaler-fixture.json';

let gpu: Gpu;
withDevice((opened) => { gpu = opened; });

const openStudio = studiosOf(() => gpu);
const open = (calls: string[] = [], load?: (path: string) => Promise<Uint8Array>): Studio => openStudio([photoPlugin(calls), flatPlugin('flat')], load);
const photo = (upscale: 'off' | '4x', { params = {}, quality = 'full', milliseconds = 8 }: { params?: object; quality?: string; milliseconds?: number } = {}): object =>
  ({ pieces: [{ id: 'a', plugin: 'photo', params, view: { upscale } }], budget: { quality, milliseconds } });
const sizeOf = (studio: Studio): number[] => [studio.piece('a').picture!.width, studio.piece('a').picture!.height];
const alive = (): { buffers: number; textures: number } => ({ buffers: gpu.audit.buffers, textures: gpu.audit.textures });

/** Largest difference, in sRGB, of a piece's picture from numbers of the same size. */
const errorFrom = async (studio: Studio, wanted: readonly number[]): Promise<number> => {
  const seen = srgbOf(await studio.read('a'));
  expect(seen).toHaveLength(wanted.length);
  return seen.reduce((most, x, i) => Math.max(most, Math.abs(x - Math.min(1, Math.max(0, wanted[i]!)))), 0);
};
/** The photograph, every pixel so many times each way. */
const repeated = (times: number): number[] => Array.from({ length: 3 * WIDTH * HEIGHT * times ** 2 }, (_, i) => {
  const c = i % 3, x = Math.floor(i / 3) % (WIDTH * times), y = Math.floor(i / (3 * WIDTH * times));
  return fixture.bytes[(Math.floor(y / times) * WIDTH + Math.floor(x / times)) * 3 + c]! / 255;
});

test('a photograph is enlarged as the original net enlarges it', async () => {
  const calls: string[] = [], studio = open(calls), { readbacks } = gpu.audit;
  await studio.show(photo('4x'));
  studio.exact();
  expect(gpu.audit.readbacks).toBe(readbacks);
  expect(sizeOf(studio)).toEqual([4 * WIDTH, 4 * HEIGHT]);
  // The first is the proof of a new instance.
  expect(calls).toEqual(['16 x 16', `${WIDTH} x ${HEIGHT}`]);
  expect(await errorFrom(studio, fixture.enlarged)).toBeLessThan(.004);
  expect(studio.notices.list).toEqual([]);
});

test('off, the plugin paints its own picture; it is switched while the old picture stays', async () => {
  const studio = open();
  await studio.show(photo('off'));
  studio.exact();
  expect(sizeOf(studio)).toEqual([8 * WIDTH, 8 * HEIGHT]);
  expect(await errorFrom(studio, repeated(8))).toBeLessThan(.002);
  await studio.show(photo('4x'));
  expect(sizeOf(studio)).toEqual([8 * WIDTH, 8 * HEIGHT]);
  studio.exact();
  expect(await errorFrom(studio, fixture.enlarged)).toBeLessThan(.03);
  await studio.show(photo('off'));
  studio.exact();
  expect(await errorFrom(studio, repeated(8))).toBeLessThan(.002);
});

test('at lower levels it is left out, and the plugin paints what the level asks for', async () => {
  const calls: string[] = [], studio = open(calls);
  await studio.show(photo('4x', { quality: 'half' }));
  studio.exact();
  expect(calls.at(-1)).toBe(`${2 * WIDTH} x ${2 * HEIGHT}`);
  await studio.show(photo('4x', { quality: 'full' }));
  studio.exact();
  expect(calls.at(-1)).toBe(`${WIDTH} x ${HEIGHT}`);
  expect(await errorFrom(studio, fixture.enlarged)).toBeLessThan(.03);
});

test('the budget ends frames between its steps, and half a picture is never shown', async () => {
  const studio = open();
  await studio.show(photo('4x', { milliseconds: 4 }));
  const piece = studio.piece('a');
  let frames = 0, between = 0;
  for (; piece.picture!.count < 2; frames++) {
    expect(frames).toBeLessThan(400);
    const { count, front } = piece.picture!;
    studio.live();
    await gpu.device.queue.onSubmittedWorkDone();
    if (piece.job) {
      between++;
      expect([piece.picture!.count, piece.picture!.front]).toEqual([count, front]);
    }
  }
  expect(between).toBeGreaterThan(3);
  expect(await errorFrom(studio, fixture.enlarged)).toBeLessThan(.03);
});

test('a rebuild keeps the stage; changes of all kinds, and a removal within them, leave nothing behind', async () => {
  const studio = open();
  await studio.show({ pieces: [] });
  studio.live();
  const none = alive();
  await studio.show(photo('4x'));
  studio.exact();
  const { stage } = studio.piece('a').picture!.upscale!, one = alive();
  await studio.show(photo('4x', { params: { built: 1 } }));
  studio.exact();
  expect(studio.piece('a').picture!.upscale!.stage).toBe(stage);
  expect(alive()).toEqual(one);
  // A picture without a size of its own cannot be upscaled, and is shown as it is.
  await studio.show(photo('4x', { params: { whole: false } }));
  studio.exact();
  expect(sizeOf(studio)).toEqual([8 * WIDTH, 8 * HEIGHT]);
  for (const upscale of ['4x', 'off', '4x'] as const) await studio.apply(photo(upscale, { params: { built: 2 } }));
  await studio.engine.settled();
  studio.exact();
  // What was overtaken while it was still being opened closes as soon as it is there.
  await expect.poll(alive, { timeout: 20_000 }).toEqual(one);
  await studio.apply(photo('off'));
  await studio.apply(photo('4x', { params: { built: 3 } }));
  const piece = studio.piece('a');
  await studio.apply({ pieces: [] });
  await piece.settled();
  await expect.poll(alive, { timeout: 20_000 }).toEqual(none);
});

test('a small picture of a plugin that is sharp at any size is enlarged, too, and follows a change of size', async () => {
  const studio = open(), flat = (side: number): object => ({ pieces: [{ id: 'a', plugin: 'flat', size: [side, side], params: { level: .5, toned: .5, built: .5 }, view: { upscale: '4x' } }], budget: { quality: 'full' } });
  for (const side of [16, 12]) {
    await studio.show(flat(side));
    studio.exact();
    expect(sizeOf(studio)).toEqual([4 * side, 4 * side]);
    const [red, green, blue] = await studio.pixel('a');
    for (const value of [red, green, blue]) expect(Math.abs(value! - .5)).toBeLessThan(.03);
  }
});

test('where its weights are missing, a sentence says so and the picture is shown as it is', async () => {
  const studio = open([], (path) => Promise.reject(new Error(`no ${path} here`)));
  await studio.show(photo('4x'));
  studio.exact();
  expect(studio.piece('a').state).toBe('running');
  expect(studio.notices.list.map(({ text }) => text)).toEqual(['a is shown as it is. no upscaler/esrgan-slim-4x.safetensors here.']);
  expect(await errorFrom(studio, repeated(4))).toBeLessThan(.002);
  await studio.show(photo('off'));
  expect(studio.notices.list).toEqual([]);
});
