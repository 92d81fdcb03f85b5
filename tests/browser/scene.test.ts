// The viewer's scene on the real device: every kind of view, the zero-readback promise with three in the loop, stills,
// and what is left when it ends.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNotices } from '../../src/core/notices.ts';
import { parseRecipe } from '../../src/core/recipe.ts';
import { viewParams } from '../../src/core/settings.ts';
import { setSetting, setView } from '../../src/core/edits.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { MAX_EMITTERS } from '../../src/scene/emitters.ts';
import { viewerRegistry } from '../../src/registry.ts';
import { createViewer, type Viewer } from '../../src/viewer.ts';
import { shippedWeights } from '../support/shipped-weights.ts';

let gpu: Gpu;
const registry = viewerRegistry();
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => gpu.dispose());

const openViewer = async (raw: object): Promise<Viewer> => {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'display: block; width: 96px; height: 64px';
  document.body.replaceChildren(canvas);
  const { recipe, problems } = await parseRecipe({ version: 1, ...raw }, registry.load);
  expect(problems).toEqual([]);
  return createViewer({ gpu, registry, notices: createNotices(), canvas, now: () => performance.now(), tensors: { open: () => Promise.resolve(), count: () => 0 }, loadWeights: shippedWeights, still: true }, recipe);
};

const art = { id: 'art', plugin: 'cppn', size: [32, 24], params: { depth: 1, width: 8 } };

/** The still's pixels, RGBA. */
const pixels = async (viewer: Viewer, width = 96, height = 64): Promise<ImageData> => {
  const bitmap = await createImageBitmap(await viewer.still({ width, height }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
};
const brightness = ({ data }: ImageData): number => data.reduce((sum, x, i) => sum + (i % 4 < 3 ? x : 0), 0) / (data.length * .75);
const difference = (a: ImageData, b: ImageData): number => a.data.reduce((sum, x, i) => sum + Math.abs(x - b.data[i]!), 0) / a.data.length;

describe('views', () => {
  test('every kind shows the picture, follows its params and leaves no complaint', async () => {
    const viewer = await openViewer({ clock: { time: 1, playing: false }, camera: { distance: 3.5, targetY: 1.75 }, room: { room: 'void' }, pieces: [{ ...art, view: { glow: 1 } }] });
    const seen: Record<string, ImageData> = {};
    for (const kind of viewParams.kind.options) {
      viewer.document.edit(setView('art', 'kind', kind));
      await viewer.step(0);
      seen[kind] = await pixels(viewer);
      expect(brightness(seen[kind]), `${kind} is not black`).toBeGreaterThan(2);
    }
    const kinds = Object.keys(seen);
    for (const [i, a] of kinds.entries()) for (const b of kinds.slice(i + 1)) expect(difference(seen[a]!, seen[b]!), `${a} and ${b} differ`).toBeGreaterThan(.3);
    viewer.document.edit(setView('art', 'x', 1.2));
    expect(difference(await pixels(viewer), seen['full']!)).toBeLessThan(.5);
    viewer.document.edit(setView('art', 'kind', 'panel'));
    expect(difference(await pixels(viewer), seen['panel']!)).toBeGreaterThan(1);
    expect(gpu.audit.errors).toEqual([]);
    viewer.dispose();
  });

  test('light falls where the picture is: beside it on the wall, also where it is turned, below it on the floor', async () => {
    const shown = { kind: 'panel', width: .8, y: 2.3, glow: 1 };
    const viewer = await openViewer({ clock: { time: 1, playing: false }, room: { light: 0, reflection: 0, wall: '#ffffff', spill: 2 }, post: { bloom: 0, grain: 0, vignette: 0, exposure: 3 }, pieces: [{ ...art, view: { ...shown, x: -1.4 } }] });
    /** Mean light in the window's columns and rows, in shares of it. */
    const light = ({ data, width, height }: ImageData, [left, right]: readonly [number, number], [top, bottom]: readonly [number, number]): number => {
      let sum = 0, count = 0;
      for (let y = Math.round(top * height); y < bottom * height; y++) for (let x = Math.round(left * width); x < right * width; x++) {
        sum += data[4 * (y * width + x)]! + data[4 * (y * width + x) + 1]! + data[4 * (y * width + x) + 2]!;
        count++;
      }
      return sum / count;
    };
    const wall = [.1, .6] as const, floor = [.85, 1] as const, left = [.02, .2] as const, right = [.8, .98] as const;
    const straight = await pixels(viewer, 192, 128);
    expect(light(straight, left, wall)).toBeGreaterThan(3 * light(straight, right, wall) + 1);
    expect(light(straight, [.1, .5], floor)).toBeGreaterThan(1.2 * light(straight, [.6, 1], floor));
    // Turned away and in front of the wall: what is far from it stays dark.
    for (const [key, value] of Object.entries({ turn: 60, z: 1 })) viewer.document.edit(setView('art', key as 'turn' | 'z', value));
    const turned = await pixels(viewer, 192, 128);
    expect(light(turned, right, wall)).toBeLessThan(1.5 * light(straight, right, wall) + 1);
    // The same light as of a viewer that never showed anything else.
    const fresh = await openViewer(viewer.snapshot() as object);
    expect(difference(await pixels(fresh, 192, 128), turned)).toBe(0);
    fresh.dispose();
    viewer.dispose();
  });

  test('the room takes the light of its pictures, and a switched-off spill takes it back', async () => {
    const viewer = await openViewer({ clock: { time: 1, playing: false }, room: { light: 0 }, post: { bloom: 0, grain: 0 }, pieces: [{ ...art, view: { kind: 'panel', width: 3, glow: 1 } }] });
    const floor = ({ data, width, height }: ImageData): number => data.slice(4 * width * Math.round(height * .8)).reduce((sum, x, i) => sum + (i % 4 < 3 ? x : 0), 0);
    const lit = floor(await pixels(viewer));
    viewer.document.edit(setSetting('room', 'spill', 0));
    viewer.document.edit(setSetting('room', 'reflection', 0));
    expect(floor(await pixels(viewer))).toBeLessThan(lit / 2);
    viewer.dispose();
  });
});

test('more lit pictures than can be followed: the brightest shine', async () => {
  const pieces = Array.from({ length: MAX_EMITTERS + 2 }, (_, i) => ({ ...art, size: [8, 8], id: `art-${i + 1}`, view: { kind: i === 7 ? 'points' : i % 2 ? 'framed' : 'panel', x: (i - 7) / 2, width: .4, glow: 1 } }));
  const viewer = await openViewer({ clock: { time: 1, playing: false }, pieces });
  expect(brightness(await pixels(viewer))).toBeGreaterThan(2);
  expect(viewer.stats().notices).toEqual([]);
  expect(gpu.audit.errors).toEqual([]);
  viewer.dispose();
});

test('scripts are told what they asked wrongly, and time is as it was', async () => {
  const viewer = await openViewer({ clock: { time: 2, playing: false }, pieces: [art] });
  await expect(viewer.step(1, 0)).rejects.toThrow('step takes .001 to 1000 frames per second; got 0.');
  await expect(viewer.step(-1)).rejects.toThrow('step takes a whole number of frames');
  await expect(viewer.step(NaN)).rejects.toThrow('step takes a whole number of frames');
  await expect(viewer.still({ width: 1e6, height: 10 })).rejects.toThrow('A still is 1 to 8192 pixels');
  await expect(viewer.picture('nobody')).rejects.toThrow('There is no piece "nobody"; there are art.');
  expect(viewer.clock.time).toBe(2);
  await viewer.load({ name: 'not a recipe' });
  expect(viewer.stats().pieces.map(({ id }) => id)).toEqual(['art']);
  expect(viewer.stats().notices).toEqual([expect.stringContaining('the scene stays as it was')]);
  viewer.dispose();
});

test('120 live frames with three in the loop read nothing back', async () => {
  const viewer = await openViewer({ room: { room: 'void' }, post: { bloom: 0 }, pieces: [art, { ...art, id: 'other', view: { kind: 'panel', x: 1.5 } }] });
  await viewer.step(0);
  viewer.clock.play();
  const { readbacks, frames } = viewer.stats();
  const painted = (): number => viewer.engine.pieces.reduce((sum, { picture }) => sum + (picture?.count ?? 0), 0);
  for (let i = 0; i < 120; i++) {
    viewer.frame(i * 16);
    await gpu.device.queue.onSubmittedWorkDone();
  }
  expect(viewer.stats().frames - frames).toBe(120);
  expect(viewer.stats().readbacks - readbacks).toBe(0);
  expect(painted()).toBeGreaterThan(10);
  expect(gpu.audit.errors).toEqual([]);
  viewer.dispose();
});

test('what comes while the scene runs, changes its size, goes, or opens the room, is compiled beside the frames, and then seen', async () => {
  const { device } = gpu, atOnce: string[] = [], beside: string[] = [];
  const before = { createRenderPipeline: device.createRenderPipeline.bind(device), createRenderPipelineAsync: device.createRenderPipelineAsync.bind(device) };
  const viewer = await openViewer({ clock: { playing: true }, room: { room: 'void' }, pieces: [art] });
  const run = async (frames: number, going = (): boolean => false): Promise<void> => {
    for (let left = frames; left > 0 || going(); left--) viewer.frame(await new Promise(requestAnimationFrame));
  };
  const { engine } = viewer, unpainted = (): boolean => engine.pieces.some(({ picture, recipe: { size } }) => !picture?.count || picture.width !== size![0]);
  /** Loads it, and answers what was compiled in a frame and how much beside them. */
  const change = async (...pieces: object[]): Promise<readonly [string[], number]> => {
    atOnce.length = beside.length = 0;
    await viewer.load({ version: 1, clock: { playing: true }, budget: { quality: 'full' }, pieces });
    await engine.settled();
    await run(2, unpainted);
    // While time stands still, frames are rendered as long as something is being compiled.
    viewer.clock.pause();
    for (let still = 0; still < 3;) {
      await device.queue.onSubmittedWorkDone();
      still = viewer.frame(await new Promise(requestAnimationFrame)) ? 0 : still + 1;
    }
    expect(engine.pieces.some((piece) => engine.sleeps(piece))).toBe(false);
    // Only what casts a shadow is too plain to matter.
    return [atOnce.filter((label) => !label.includes('Shadow')), beside.length];
  };
  await run(3, unpainted);
  device.createRenderPipeline = (descriptor) => {
    atOnce.push(descriptor.label ?? '');
    return before.createRenderPipeline(descriptor);
  };
  device.createRenderPipelineAsync = (descriptor) => {
    beside.push(descriptor.label ?? '');
    return before.createRenderPipelineAsync(descriptor);
  };
  // The room's plaster, stone and joint.
  const opened = await change(art);
  expect(opened).toEqual([[], expect.any(Number)]);
  expect(opened[1]).toBeGreaterThanOrEqual(3);
  const second = { ...art, id: 'second', view: { kind: 'sphere', x: 1 } };
  const came = await change(art, second);
  expect(came).toEqual([[], expect.any(Number)]);
  expect(came[1]).toBeGreaterThanOrEqual(1);
  const { textures } = gpu.audit;
  expect((await change({ ...art, size: [24, 48] }, second))[0]).toEqual([]);
  expect(engine.pieces[0]!.picture).toMatchObject({ width: 24, height: 48 });
  // The picture of the size before is gone with what showed it.
  expect(gpu.audit.textures).toBe(textures);
  expect(await change(second)).toEqual([[], 0]);
  Object.assign(device, before);
  expect(gpu.audit.errors).toEqual([]);
  viewer.dispose();
});

test('what goes while another comes, and a viewer that ends while something is compiled, leave nothing behind', async () => {
  const alive = (): number[] => [gpu.audit.textures, gpu.audit.buffers];
  const open = async (): Promise<void> => {
    const viewer = await openViewer({ clock: { playing: true }, room: { room: 'void' }, budget: { quality: 'full' }, pieces: [art] });
    const run = async (frames: number): Promise<void> => {
      for (let left = frames; left > 0 || viewer.engine.pieces.some(({ picture }) => !picture?.count); left--) viewer.frame(await new Promise(requestAnimationFrame));
    };
    const show = async (...pieces: object[]): Promise<void> => {
      await viewer.load({ version: 1, clock: { playing: true }, budget: { quality: 'full' }, pieces });
      await viewer.engine.settled();
      await run(2);
    };
    const torus = { ...art, id: 'second', view: { kind: 'torus', x: 1 } };
    await run(3);
    await show(art, torus);
    await show(torus);
    await show(torus, art);
    viewer.dispose();
    // What was being compiled comes to its end.
    await new Promise((done) => { setTimeout(done, 1500); });
  };
  await open();
  const once = alive();
  await open();
  expect(alive()).toEqual(once);
  expect(gpu.audit.errors).toEqual([]);
});

test('a still has the size asked for and leaves the window as it was; the same moment is the same still', async () => {
  const viewer = await openViewer({ clock: { time: 2, playing: false }, pieces: [{ ...art, view: { kind: 'full' } }] });
  const first = await pixels(viewer, 120, 50);
  expect([first.width, first.height]).toEqual([120, 50]);
  expect(difference(first, await pixels(viewer, 120, 50))).toBe(0);
  expect(viewer.clock.time).toBe(2);
  viewer.dispose();
});

test('a load that is only half good shows what is good, says the rest once, and undo takes it back', async () => {
  const viewer = await openViewer({ clock: { time: 0, playing: false }, pieces: [art] });
  const problems = await viewer.load({ version: 1, pieces: [{ id: 'new', plugin: 'cppn', params: { scale: 1e9 } }, { plugin: 'nowhere' }] });
  expect(problems).toEqual(['new.scale must be 0.25 to 20; got 1000000000', 'pieces[1]: There is no plugin "nowhere".']);
  expect(viewer.stats().notices).toEqual([expect.stringContaining('nowhere')]);
  expect(viewer.stats().pieces.map(({ id }) => id)).toEqual(['new']);
  viewer.document.undo();
  expect(viewer.stats().pieces.map(({ id }) => id)).toEqual(['art']);
  await viewer.engine.settled();
  viewer.dispose();
});

test('an ended viewer leaves no texture and no buffer of its pieces behind', async () => {
  const counts = async (): Promise<{ textures: number; buffers: number }> => {
    const viewer = await openViewer({ clock: { time: 0, playing: false }, pieces: [art] });
    await viewer.step(1);
    viewer.dispose();
    return { textures: gpu.audit.textures, buffers: gpu.audit.buffers };
  };
  await counts();
  const once = await counts(), again = await counts();
  expect(again.textures).toBeLessThanOrEqual(once.textures);
  expect(again.buffers).toBeLessThanOrEqual(once.buffers);
});
