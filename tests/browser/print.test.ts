// Prints on the device: tiles of a piece and of the scene are what the whole is, the file carries the moment, and whatever
// ends a print leaves the viewer as it was.

import { decode } from 'fast-png';
import { afterEach, describe, expect, test } from 'vitest';
import { setParam, setSetting } from '../../src/core/edits.ts';
import { createNotices } from '../../src/core/notices.ts';
import { parseRecipe } from '../../src/core/recipe.ts';
import type { Gpu } from '../../src/gpu/device.ts';
import { printBlob, type PrintOptions } from '../../src/printing.ts';
import { recipeInFile } from '../../src/record/extract.ts';
import { viewerRegistry } from '../../src/registry.ts';
import { createViewer, type Viewer } from '../../src/viewer.ts';
import { withDevice } from '../support/opened-device.ts';
import { PHOTO_HEIGHT, PHOTO_WIDTH, photoPlugin } from '../support/photo-plugin.ts';
import { srgbOf } from '../support/pixels.ts';
import { readTexture } from '../support/read-texture.ts';
import { shippedWeights } from '../support/shipped-weights.ts';
import { studiosOf } from '../support/studio.ts';
import fixture from '../support/upscaler-fixture.json';

let gpu: Gpu;
withDevice((opened) => { gpu = opened; });
const openStudio = studiosOf(() => gpu), registry = viewerRegistry();
let viewer: Viewer | undefined;
afterEach(() => viewer?.dispose());

const open = async (raw: object): Promise<Viewer> => {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'display: block; width: 96px; height: 64px';
  document.body.replaceChildren(canvas);
  const { recipe, problems } = await parseRecipe({ version: 1, clock: { time: 7 / 3, playing: false }, ...raw }, registry.load);
  expect(problems).toEqual([]);
  return viewer = await createViewer({ gpu, registry, notices: createNotices(), canvas, now: () => performance.now(), tensors: { open: () => Promise.resolve(), count: () => 0 }, loadWeights: shippedWeights, still: true }, recipe);
};
const art = { id: 'art', plugin: 'cppn', size: [32, 24], params: { depth: 1, width: 8 } };
const printed = async (from: Viewer, options: PrintOptions): Promise<{ file: Blob; data: ArrayLike<number>; depth: number }> => {
  const file = await printBlob((write) => from.print(options, write)), { data, depth, width, height, channels } = decode(await file.arrayBuffer(), { checkCrc: true });
  expect([width, height, channels]).toEqual([options.width, options.height, 3]);
  return { file, data, depth };
};
/** RGB of RGBA. */
const opaque = (data: ArrayLike<number>): Uint8Array => Uint8Array.from({ length: (data.length / 4) * 3 }, (_, i) => data[4 * Math.floor(i / 3) + (i % 3)]!);
const stillOf = async (from: Viewer, width: number, height: number): Promise<Uint8Array> => {
  const { data, channels } = decode(await (await from.still({ width, height })).arrayBuffer());
  return channels === 4 ? opaque(data) : Uint8Array.from(data);
};
const differences = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => Array.from({ length: a.length }, (_, i) => Math.abs(a[i]! - b[i]!));
const most = (all: readonly number[]): number => all.reduce((a, b) => Math.max(a, b), 0);
const mean = (all: readonly number[]): number => all.reduce((sum, x) => sum + x, 0) / all.length;

describe('a piece', () => {
  test('printed by tiles is the piece painted whole, bit for bit, at 8 and 16 bits', async () => {
    const [width, height] = [700, 150] as const, from = await open({ pieces: [{ ...art, size: [width, height] }] });
    const whole = opaque((await from.picture('art')).data), { data, depth } = await printed(from, { piece: 'art', width, height });
    expect(depth).toBe(8);
    expect(data).toEqual(whole);
    const fine = await printed(from, { piece: 'art', width, height, depth: 16 });
    expect(fine.depth).toBe(16);
    expect(most(differences(Array.from(fine.data, (x) => x / 257), whole))).toBeLessThanOrEqual(.5);
    expect(new Set(Array.from(fine.data)).size).toBeGreaterThan(2 * new Set(whole).size);
  });

  test('that has pixels of its own is enlarged by the upscaler, and refused without it', async () => {
    const studio = openStudio([photoPlugin()]), size = [4 * PHOTO_WIDTH, 4 * PHOTO_HEIGHT] as const;
    await studio.show({ pieces: [{ id: 'a', plugin: 'photo' }] });
    studio.exact();
    const painter = await studio.engine.parts('a', { size, tile: size, upscale: true });
    const seen = srgbOf(await readTexture(gpu.device, await painter.paint({ x: 0, y: 0, width: size[0], height: size[1] })));
    painter.dispose();
    expect(most(differences(seen, fixture.enlarged.map((x) => Math.min(1, Math.max(0, x)))))).toBeLessThan(.004);
    await expect(studio.engine.parts('a', { size, tile: size, upscale: false })).rejects.toThrow('Photo paints');
    await expect(studio.engine.parts('b', { size, tile: size, upscale: false })).rejects.toThrow('There is no piece "b"; there are a.');
  });
});

describe('the scene', () => {
  test('printed by tiles is the scene rendered whole, light, vignette and all', async () => {
    const [width, height] = [600, 140] as const, from = await open({ post: { bloom: 0, grain: 0 }, pieces: [{ ...art, view: { glow: 1 } }, { ...art, id: 'back', params: { depth: 1, width: 8, seed: 3 }, view: { kind: 'full' } }] });
    const apart = differences((await printed(from, { width, height })).data, await stillOf(from, width, height));
    expect(mean(apart)).toBeLessThan(.06);
    expect(apart.filter((x) => x > 2).length / apart.length).toBeLessThan(.002);
  });

  test('glows across the borders of tiles', async () => {
    const [width, height] = [600, 140] as const, from = await open({ post: { bloom: 1.5, grain: 0 }, camera: { distance: 3 }, pieces: [{ ...art, view: { glow: 2 } }] });
    const { data } = await printed(from, { width, height });
    /** How much two neighbours in a row differ, on the mean over rows. */
    const step = (x: number): number => mean(Array.from({ length: height }, (_, y) => Math.abs(data[3 * (y * width + x)]! - data[3 * (y * width + x - 1)]!)));
    expect(step(512)).toBeLessThan(1 + 2 * Math.max(step(510), step(514)));
    expect(mean(differences(data, await stillOf(from, width, height)))).toBeLessThan(1.5);
  });

  test('with trails is refused in a sentence', async () => {
    const from = await open({ post: { trails: .5 }, pieces: [art] });
    await expect(printed(from, { width: 64, height: 64 })).rejects.toThrow('Trails are made of the frames before');
    await expect(printed(from, { width: 0, height: 64 })).rejects.toThrow('A print is 1 to 32768 pixels wide and high; this would be 0 x 64.');
  });
});

test('still and print carry the moment: loaded, it is the same picture again', async () => {
  const from = await open({ title: 'Once', pieces: [{ ...art, view: { kind: 'full' } }] });
  const still = await from.still({ width: 64, height: 48 }), { file } = await printed(from, { piece: 'art', width: 40, height: 40, dpi: 300 });
  const before = await from.picture('art');
  expect(await recipeInFile(file)).toEqual(await recipeInFile(still));
  await from.load({ version: 1, pieces: [{ ...art, params: { seed: 9 } }] });
  expect((await from.picture('art')).data).not.toEqual(before.data);
  expect(await from.load(await recipeInFile(still))).toEqual([]);
  expect(from.clock.time).toBe(7 / 3);
  expect((await from.picture('art')).data).toEqual(before.data);
  expect(decode(await (await from.still({ width: 64, height: 48 })).arrayBuffer())).toEqual(decode(await still.arrayBuffer()));
});

test('what ends a print leaves nothing behind: a stop, an edit, a full disk', async () => {
  const from = await open({ pieces: [art] }), size = { piece: 'art', width: 600, height: 300 }, nowhere = (): Promise<void> => Promise.resolve();
  await from.print({ width: 600, height: 200 }, nowhere);
  await from.step(1);
  const counts = (): number[] => [gpu.audit.buffers, gpu.audit.textures], before = counts();
  const stopping = new AbortController();
  await expect(from.print(size, nowhere, { signal: stopping.signal, progress: () => stopping.abort(new Error('Stopped.')) })).rejects.toThrow('Stopped.');
  await expect(from.print(size, nowhere, { progress: () => from.document.edit(setParam('art', 'scale', 3)) })).rejects.toThrow('Piece "art" was changed while it was printed; print it again.');
  await expect(from.print(size, () => Promise.reject(new Error('The disk is full.')))).rejects.toThrow('The disk is full.');
  await expect(from.print({ width: 600, height: 200 }, nowhere, { signal: AbortSignal.abort(new Error('Not at all.')) })).rejects.toThrow('Not at all.');
  from.document.edit(setSetting('post', 'bloom', 0));
  await from.print({ width: 600, height: 200 }, nowhere);
  await from.step(1);
  expect(counts()).toEqual(before);
  expect(from.stats().notices).toEqual([]);
});
