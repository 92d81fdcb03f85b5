// Exact frames of the scene: their size, their bits, their edges, and that they depend on recipe and number alone.

import { afterEach, expect, test } from 'vitest';
import cppn from '../../plugins/cppn/index.ts';
import { setSetting, setView } from '../../src/core/edits.ts';
import type { Gpu } from '../../src/gpu/device.ts';
import type { FilmSetting, Pixels } from '../../src/record/frames.ts';
import { captureLive } from '../../src/record/live-capture.ts';
import { planRecording } from '../../src/record/plan.ts';
import { createRecorder } from '../../src/record/recorder.ts';
import { openMemory } from '../../src/record/sink.ts';
import { echoPlugin } from '../support/echo-plugin.ts';
import { flatPlugin, type Fault } from '../support/flat-plugin.ts';
import { decodeFilm } from '../support/numbered-frames.ts';
import { withDevice } from '../support/opened-device.ts';
import { openSmallViewer } from '../support/small-viewer.ts';

let gpu: Gpu;
withDevice((opened) => { gpu = opened; });
const open: { dispose(): void }[] = [];
afterEach(() => { for (const viewer of open.splice(0)) viewer.dispose(); });

const art = { id: 'art', plugin: 'cppn', size: [32, 24], params: { depth: 1, width: 8, z: { speed: 60, loop: 0 } }, view: { kind: 'panel', glow: 1 } };
const view = async (raw: object = {}) => {
  const viewer = await openSmallViewer(gpu, [cppn, echoPlugin()], { room: { room: 'void' }, camera: { distance: 3.5, targetY: 1.75 }, post: { grain: 0 }, pieces: [art], ...raw });
  open.push(viewer);
  return viewer;
};
type Viewer = Awaited<ReturnType<typeof view>>;
const SMALL: FilmSetting = { width: 40, height: 30, supersampling: 1, depth: 8, alpha: false, fps: 10, start: 1, loop: 0 };

/** Frames of these numbers, in order. */
const film = (viewer: Viewer, indices: readonly number[], setting: Partial<FilmSetting> = {}): Promise<Pixels[]> =>
  viewer.film({ ...SMALL, ...setting }, async ({ frame }) => {
    const frames: Pixels[] = [];
    for (const index of indices) frames.push((await frame(index)).slice());
    return frames;
  });
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, x, i) => sum + Math.abs(x - b[i]!), 0) / a.length;
const stillOf = async (viewer: Viewer, width: number, height: number): Promise<ArrayLike<number>> => {
  const bitmap = await createImageBitmap(await viewer.still({ width, height }));
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, width, height).data;
};

test('a frame is the still of its moment at any size, and the session is as it was', async () => {
  const viewer = await view({ clock: { time: 3, playing: false } });
  viewer.clock.seek(1.2);
  const still = await stillOf(viewer, 40, 30);
  viewer.clock.seek(3);
  const { textures, buffers } = viewer.stats();
  const [first, third] = await film(viewer, [0, 2]);
  expect(first).toHaveLength(4 * 40 * 30);
  expect(difference(third!, still)).toBeLessThan(1);
  expect(difference(first!, third!)).toBeGreaterThan(.5);
  expect(viewer.clock.time).toBe(3);
  expect([viewer.canvas.width / viewer.canvas.height, (viewer.snapshot() as { clock: { time: number } }).clock.time]).toEqual([64 / 48, 3]);
  // The same number is the same frame, whatever came before it.
  expect((await film(viewer, [2]))[0]).toEqual(third);
  expect(viewer.stats().buffers - buffers).toBeLessThan(3);
  expect(viewer.stats().textures - textures).toBeLessThan(3);
});

test('more bits, more samples and nothing behind it', async () => {
  const viewer = await view();
  const [plain] = await film(viewer, [1]), [deep] = await film(viewer, [1], { depth: 16 });
  expect(difference(deep!.map((unit) => unit / 257), plain!)).toBeLessThan(.7);
  // The upper half of what half floats hold lies 32 units apart.
  expect(new Set(deep!.filter((unit) => unit > 32_768).map((unit) => unit % 32)).size).toBeGreaterThan(10);
  const [fine] = await film(viewer, [1], { supersampling: 3 });
  expect(fine).toHaveLength(plain!.length);
  expect(difference(fine!, plain!)).toBeGreaterThan(0);
  expect(difference(fine!, plain!)).toBeLessThan(8);
  const [bare] = await film(viewer, [1], { alpha: true });
  // The corner is empty, the middle is the picture.
  expect([...bare!.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  const middle = 4 * (40 * 15 + 20);
  expect(bare![middle + 3]).toBe(255);
  expect(difference(bare!.subarray(middle, middle + 4), plain!.subarray(middle, middle + 4))).toBeLessThan(3);
});

test('a loop closes, with trails and with the drift of a camera; edits made meanwhile show afterwards', async () => {
  // Before its beginning there is no time: what trails behind frame 0 is the end of the round.
  const viewer = await view({ post: { grain: 0, trails: .7 } });
  const [zero, half, end] = await viewer.film({ ...SMALL, start: 0, loop: 1.2 }, async ({ frame }) => {
    const frames: Pixels[] = [];
    for (let index = 0; index <= 12; index++) {
      if (index === 3) viewer.document.edit(setView('art', 'x', 1));
      if (index === 3) viewer.document.edit(setSetting('post', 'trails', 0));
      frames.push((await frame(index)).slice());
    }
    return [frames[0]!, frames[6]!, frames[12]!];
  });
  expect(difference(zero, half)).toBeGreaterThan(1.5);
  expect(difference(zero, end)).toBeLessThan(.5);
  const after = await film(viewer, [0]);
  expect(difference(after[0]!, zero)).toBeGreaterThan(1.5);
});

test('what feeds back begins afresh, and a film that begins later has seen the frames before', async () => {
  const viewer = await view({ pieces: [{ id: 'echo', plugin: 'echo', inputs: { from: { from: 'piece', piece: 'echo', delayed: true } }, params: { level: .4 }, view: { kind: 'full', glow: 1 } }] });
  const whole = await film(viewer, [0, 1, 2, 3]);
  expect(difference(whole[0]!, whole[1]!)).toBeGreaterThan(.5);
  expect(await film(viewer, [0, 1, 2, 3])).toEqual(whole);
  expect(await film(viewer, [2, 3])).toEqual(whole.slice(2));
});

test('a loop that feeds back has seen the end of its round before frame 0, also where no time is before it', async () => {
  const keys = [{ time: 0, value: .02, ease: 'hold' }, { time: .6, value: .3, ease: 'hold' }], inputs = { from: { from: 'piece', piece: 'echo', delayed: true } };
  const viewer = await view({ pieces: [{ id: 'echo', plugin: 'echo', inputs, view: { kind: 'full', glow: 1 } }], tracks: [{ piece: 'echo', param: 'level', keys }] });
  const round = Array.from({ length: 13 }, (_, i) => i), frames = await film(viewer, round, { start: 0, loop: 1.2 });
  expect(difference(frames[0]!, frames[12]!)).toBeLessThan(.5);
  expect(difference(frames[0]!, frames[5]!)).toBeGreaterThan(5);
});

test('a piece that fails in the middle ends a film; one that had failed before does not', async () => {
  const trouble: { at?: Fault } = {}, viewer = await openSmallViewer(gpu, [flatPlugin('flat', { trouble })], { pieces: [{ id: 'flat', plugin: 'flat', view: { kind: 'full', glow: 1 } }] });
  open.push(viewer);
  await expect(viewer.film(SMALL, async ({ frame }) => {
    await frame(0);
    trouble.at = 'infer';
    await frame(1);
  })).rejects.toThrow('flat could not paint frame 1');
  expect(await film(viewer, [0, 1])).toHaveLength(2);
});

test('what is painted every second frame only is painted at the same ones, wherever a film begins', async () => {
  const keys = [0, 1, 2, 3, 4].map((i) => ({ time: 1 + (i - .5) / 10, value: .1 + .2 * i, ease: 'hold' }));
  const viewer = await openSmallViewer(gpu, [echoPlugin('echo', { every: 2 })], { post: { grain: 0 }, pieces: [{ id: 'echo', plugin: 'echo', view: { kind: 'full', glow: 1 } }], tracks: [{ piece: 'echo', param: 'level', keys }] });
  open.push(viewer);
  const whole = await film(viewer, [0, 1, 2, 3]);
  expect([whole[0], whole[2]]).toEqual([whole[1], whole[3]]);
  expect(difference(whole[1]!, whole[2]!)).toBeGreaterThan(5);
  expect(await film(viewer, [1, 2])).toEqual(whole.slice(1, 3));
});

test('a film of the scene has the frames of the scene: each one, once, in order', async () => {
  // A track lifts the light from frame to frame, so that each tells its number; the tone curve tells none of the darkest.
  const flat = flatPlugin('flat'), keys = Array.from({ length: 10 }, (_, i) => ({ time: i / 10, value: ((i + 2) / 12) ** 2.2, ease: 'hold' }));
  const viewer = await openSmallViewer(gpu, [flat], { post: { grain: 0, bloom: 0, vignette: 0 }, pieces: [{ id: 'flat', plugin: 'flat', view: { kind: 'full', glow: 1 } }], tracks: [{ piece: 'flat', param: 'level', keys }] });
  open.push(viewer);
  const recorder = createRecorder({ film: viewer.film, now: () => performance.now(), time: () => viewer.clock.time, title: () => 'flat', metadata: () => undefined, lost: new Promise<never>(() => undefined) });
  const reds = (await film(viewer, keys.map((_, i) => i), { start: 0, width: 64, height: 48 })).map((pixels) => pixels[4 * (64 * 24 + 32)]!);
  for (const [i, red] of reds.entries()) if (i > 0) expect(red - reds[i - 1]!).toBeGreaterThan(9);
  const { file } = await recorder.record({ width: 64, height: 48, fps: 10, frames: 10, format: 'mp4' });
  const numbers = (await decodeFilm(file!)).right.map(([red]) => reds.reduce((best, one, i) => (Math.abs(one - red!) < Math.abs(reds[best]! - red!) ? i : best), 0));
  expect(numbers).toEqual(keys.map((_, i) => i));
});

test('what is on the window is captured in real time, and frames that are not there are counted', async () => {
  const viewer = await view({ clock: { time: 0, playing: true } });
  await viewer.step(0);
  const plan = planRecording({ format: 'webm-vp8', fps: 25, frames: 1, width: 2, height: 2 }, 'live', 0);
  const capture = await captureLive(viewer.canvas, plan, openMemory('video/webm'), undefined);
  // Twenty-fifths of a second; the window misses the third and the fourth, and shows the sixth twice.
  const moments = [0, 40, 160, 200, 205, 240];
  for (const moment of moments) {
    viewer.onFrame(() => capture.frame(moment));
    viewer.clock.play();
    viewer.frame(1000 + moment);
    viewer.onFrame(undefined);
    // Device and encoder keep up, however busy the machine is.
    await gpu.device.queue.onSubmittedWorkDone();
    await new Promise((done) => setTimeout(done, 30));
  }
  expect(capture.taken + capture.dropped).toBe(7);
  expect(capture.dropped).toBeGreaterThanOrEqual(2);
  const held = await capture.stop();
  expect(held).toBeGreaterThan(1);
  expect(held + capture.dropped).toBe(7);
});
