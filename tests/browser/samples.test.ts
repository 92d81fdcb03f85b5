// Samples on a real device: what the piece itself would show at those points, painted beside it without disturbing it.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { p, type PluginDefinition } from '#api';
import cppn from '../../plugins/cppn/index.ts';
import { reason } from '../../src/core/errors.ts';
import { cellCorner, wallSize, WALL_GROUND } from '../../src/core/sample-grid.ts';
import { costOf } from '../../src/engine/build.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import type { PaintedWall } from '../../src/engine/samples.ts';
import { flatPlugin, type Fault } from '../support/flat-plugin.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let gpu: Gpu, studio: Studio;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => { gpu.dispose(); });
afterEach(() => { studio.engine.dispose(); });

const SIDE = 16, GRID = { columns: 3, rows: 2, side: SIDE };
const z = p.latent({ dims: 3, distribution: 'normal' });
const flat = (id = 'flat', options: Parameters<typeof flatPlugin>[1] = {}): PluginDefinition => flatPlugin(id, { more: { z }, ...options });
const leaf = (params: object = {}): object => ({ pieces: [{ id: 'a', plugin: 'cppn', size: [SIDE, SIDE], params: { width: 8, depth: 2, z: { speed: 0, radius: 0 }, ...params } }], budget: { quality: 'full' } });
const points = [[.5, -.25, .75], [-.5], [.1, .2, .3, .4, .5, .6, .7, .8], [0], [1.5, 0, 0]];

/** A live frame, and all that the device has to tell of it. */
const frame = async (): Promise<void> => {
  studio.live();
  await gpu.device.queue.onSubmittedWorkDone();
};
const until = async (done: () => boolean, frames = 200): Promise<void> => {
  for (let i = 0; !done(); i++) {
    if (i > frames) throw new Error(`${frames} frames did not suffice`);
    await frame();
  }
};
const open = (...definitions: PluginDefinition[]): Studio => studio = openStudio(gpu, definitions);
const wallOf = (piece: string, grid = GRID): { wall: PaintedWall; canvas: HTMLCanvasElement; read(): ImageData } => {
  const canvas = document.createElement('canvas'), wall = studio.engine.samples.wall(piece, 'z', grid, canvas);
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  return {
    wall, canvas,
    /** In the task of a frame, since a WebGPU canvas is empty in the next. */
    read() {
      const drawing = copy.getContext('2d')!;
      drawing.drawImage(canvas, 0, 0);
      return drawing.getImageData(0, 0, copy.width, copy.height);
    },
  };
};
const srgb = (x: number): number => 255 * (x <= .0031308 ? 12.92 * x : 1.055 * Math.min(1, x) ** (1 / 2.4) - .055);

describe('pictures', () => {
  test('are the piece’s own at those points, value by value', async () => {
    open(cppn);
    await studio.show(leaf());
    studio.clock.pause();
    const asked = studio.engine.samples.pictures('a', 'z', points, SIDE);
    let samples: Float32Array | undefined;
    void asked.then((all) => { samples = all; });
    await until(() => samples !== undefined);
    for (const [i, center] of points.entries()) {
      await studio.show(leaf({ z: { speed: 0, radius: 0, center } }));
      studio.engine.complete();
      const own = await studio.read('a'), sample = samples!.subarray(i * SIDE * SIDE * 3, (i + 1) * SIDE * SIDE * 3);
      expect(Array.from(sample)).toEqual(Array.from({ length: SIDE * SIDE * 3 }, (_, at) => Math.min(1, Math.max(0, own[4 * Math.floor(at / 3) + (at % 3)]!))));
      expect(new Set(sample).size).toBeGreaterThan(20);
    }
  });
});

/** What a wall shows when it has painted everything: read in the task of the frame that presents. */
const shownOf = async ({ wall, read }: ReturnType<typeof wallOf>, asked: readonly ArrayLike<number>[]): Promise<ImageData> => {
  wall.show(asked);
  await until(() => wall.painted === asked.length);
  // Asking for what is there presents the atlas again, before a square is painted.
  studio.live();
  wall.show(asked);
  studio.live();
  return read();
};
const pixelAt = ({ data, width }: ImageData, x: number, y: number): number[] => [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];

describe('a wall', () => {
  test('shows each picture in its cell and the ground between them, beside another wall, and reads nothing back', async () => {
    open(cppn, flat());
    await studio.show({ pieces: [...(leaf() as { pieces: object[] }).pieces, { id: 'b', plugin: 'flat', size: [8, 8], params: { level: .5, toned: .75 } }], budget: { quality: 'full' } });
    studio.clock.pause();
    const before = gpu.audit.readbacks;
    const first = wallOf('a'), second = wallOf('b', { columns: 2, rows: 1, side: 8 });
    expect([first.canvas.width, first.canvas.height]).toEqual(wallSize(GRID));
    const seen = await shownOf(first, points), other = await shownOf(second, [[0], [1]]);
    expect(gpu.audit.readbacks).toBe(before);
    const samples = studio.engine.samples.pictures('a', 'z', points, SIDE);
    let all: Float32Array | undefined;
    void samples.then((read) => { all = read; });
    await until(() => all !== undefined);
    let worst = 0;
    for (let cell = 0; cell < points.length; cell++) for (let i = 0; i < SIDE * SIDE; i++) {
      const [left, top] = cellCorner(GRID, cell), pixel = pixelAt(seen, left + (i % SIDE), top + Math.floor(i / SIDE));
      for (let channel = 0; channel < 3; channel++) worst = Math.max(worst, Math.abs(pixel[channel]! - srgb(all![3 * (cell * SIDE * SIDE + i) + channel]!)));
    }
    expect(worst).toBeLessThan(1.5);
    const ground = WALL_GROUND.map((light) => Math.round(srgb(light)));
    for (const [x, y] of [[SIDE, 3], [SIDE + 1, SIDE + 1], [5, SIDE], [2 * SIDE + 10, SIDE + 9]] as const) expect(pixelAt(seen, x, y)).toEqual(ground);
    expect(pixelAt(other, 3, 3).map((x) => Math.round(x))).toEqual([.5, .75, .125].map((light) => Math.round(srgb(light))));
    expect(gpu.audit.errors).toEqual([]);
    for (const { wall } of [first, second]) wall.dispose();
  });

  test('clears the cells that have no point any more', async () => {
    open(flat());
    await studio.show({ pieces: [{ id: 'b', plugin: 'flat', params: { level: 1 } }] });
    const shown = wallOf('b');
    await shownOf(shown, points);
    const fewer = await shownOf(shown, points.slice(0, 2));
    const [x, y] = cellCorner(GRID, 1), [gone, down] = cellCorner(GRID, 4);
    expect(pixelAt(fewer, x + 4, y + 4)[0]).toBe(255);
    expect(pixelAt(fewer, gone + 4, down + 4)[0]).toBeLessThan(25);
    shown.wall.dispose();
  });

  test('is painted anew when the piece changes, live, by reset and by rebuild, and not when its own latent moves', async () => {
    open(flat());
    const show = (params: object): Promise<unknown> => studio.show({ pieces: [{ id: 'b', plugin: 'flat', params }] });
    await show({ level: .25 });
    studio.clock.pause();
    const shown = wallOf('b', { columns: 1, rows: 1, side: 8 });
    const color = async (): Promise<number[]> => pixelAt(await shownOf(shown, [[1]]), 2, 2);
    const expected = (...light: number[]): number[] => light.map((x) => Math.round(srgb(x)));
    expect(await color()).toEqual(expected(.25, .25, .125));
    await show({ level: .25, z: { center: [1] } });
    studio.live();
    expect(shown.wall.painted).toBe(1);
    for (const [params, ...light] of [[{ level: .5 }, .5, .25, .125], [{ level: .5, toned: 1 }, .5, 1, .125], [{ level: .5, toned: 1, built: .75 }, .5, 1, .75]] as const) {
      await show(params);
      studio.live();
      await until(() => shown.wall.painted === 1);
      expect(await color()).toEqual(expected(...light));
    }
    shown.wall.dispose();
  });
});

describe('beside the piece', () => {
  test('nothing of it changes: its instance is not asked, its picture stays, exact frames are the same', async () => {
    const calls: string[] = [];
    open(flat('flat', { calls }));
    await studio.show({ pieces: [{ id: 'b', plugin: 'flat', params: { level: .25 } }] });
    await studio.paint();
    studio.clock.pause();
    studio.live();
    const { picture, finishedAt, cost } = studio.piece('b'), count = picture!.count, pixel = await studio.pixel('b');
    const { wall } = wallOf('b');
    wall.show(points);
    await until(() => wall.painted === points.length);
    expect(studio.piece('b').picture).toBe(picture);
    expect([picture!.count, studio.piece('b').finishedAt, studio.piece('b').cost]).toEqual([count, finishedAt, cost]);
    expect(await studio.pixel('b')).toEqual(pixel);
    wall.show(points);
    calls.length = 0;
    studio.exact();
    studio.exact();
    expect(calls, 'an exact frame paints the piece alone').toEqual(['infer', 'step', 'infer', 'step']);
    expect(wall.painted).toBe(0);
    wall.dispose();
  });

  test.each<[Fault, RegExp]>([['infer', /boom in infer/], ['step', /boom in step/], ['create', /boom in create/], ['reset', /boom in reset/], ['commands', /bind group/i]])('a fault in %s ends the samples with a sentence, not the piece', async (at, cause) => {
    const trouble: { at?: Fault | undefined } = {};
    open(flat('flat', { trouble }));
    const show = (params: object): Promise<unknown> => studio.apply({ pieces: [{ id: 'b', plugin: 'flat', params }] });
    await show({ level: .25 });
    await studio.engine.settled();
    await studio.paint();
    studio.clock.pause();
    const { wall } = wallOf('b');
    if (at !== 'create') {
      wall.show([[0]]);
      await until(() => wall.painted === 1);
    }
    // The piece rests, since time does: only the samples run into it.
    studio.live();
    // The piece itself is reset at once, its understudy with the next square.
    if (at === 'reset') await show({ level: .25, toned: 1 });
    trouble.at = at;
    wall.show(points);
    const batch = studio.engine.samples.pictures('b', 'z', points, 8).then(() => 'painted', (error: unknown) => reason(error));
    await until(() => wall.problem !== '');
    expect(wall.problem).toMatch(/^plugins\/flat failed in (infer|create), painting samples: /);
    expect(wall.problem).toMatch(cause);
    expect(await batch).toBe(wall.problem);
    expect(studio.piece('b').state).toBe('running');
    expect(studio.notices.list).toEqual([]);
    trouble.at = undefined;
    await show({ level: .75 });
    await until(() => wall.painted === points.length);
    expect(wall.problem).toBe('');
    wall.dispose();
  });

  test('takes what the pieces leave of a frame’s budget, and a little of it where they leave nothing for long', async () => {
    open(flat('flat', { host: true }));
    await studio.show({ pieces: [{ id: 'b', plugin: 'flat' }], budget: { milliseconds: 8, quality: 'full' } });
    const { wall } = wallOf('b', { columns: 2, rows: 1, side: 8 });
    wall.show([[0]]);
    await until(() => wall.painted === 1);
    // The piece uses the budget up; a sample's step costs nothing that anybody knows of.
    Object.assign(costOf(studio.piece('b').build!, 'full', { label: 'fill', flops: 0, run: () => undefined }), { milliseconds: 8, samples: 9 });
    wall.show([[0], [1]]);
    const starved = Array.from({ length: 10 }, () => {
      const before = wall.painted;
      studio.live();
      return wall.painted - before;
    });
    expect(starved).toEqual([0, 0, 0, 0, 2, 0, 0, 0, 0, 0]);
    Object.assign(costOf(studio.piece('b').build!, 'full', { label: 'fill', flops: 0, run: () => undefined }), { milliseconds: 7 });
    wall.show([[0], [1]]);
    studio.live();
    expect(wall.painted, 'a millisecond is left').toBe(2);
    wall.dispose();
  });
});

describe('endings', () => {
  const alive = (): { buffers: number; textures: number } => ({ buffers: gpu.audit.buffers, textures: gpu.audit.textures });
  const settle = async (): Promise<void> => { for (let i = 0; i < 130; i++) studio.live(); await gpu.device.queue.onSubmittedWorkDone(); };

  test('walls and batches leave nothing on the device, whether they end or their piece does', async () => {
    open(flat(), cppn);
    await studio.show(leaf());
    await studio.paint();
    studio.clock.pause();
    const before = alive();
    for (const leaving of ['wall', 'abort', 'batch']) {
      const { wall } = wallOf('a'), control = new AbortController();
      wall.show(points);
      const told: number[] = [];
      const batch = studio.engine.samples.pictures('a', 'z', points, 8, (done) => told.push(done), control.signal).then((all) => all.length, (error: unknown) => (error as Error).name);
      if (leaving === 'abort') control.abort();
      await until(() => wall.painted === points.length);
      if (leaving !== 'abort') await until(() => told.at(-1) === points.length);
      expect(await batch).toBe(leaving === 'abort' ? 'AbortError' : points.length * 8 * 8 * 3);
      expect(alive().textures).toBeGreaterThan(before.textures);
      wall.dispose();
      await settle();
      expect(alive()).toEqual(before);
    }
    await studio.show({ pieces: [] });
    studio.live();
    const empty = alive();
    await studio.show(leaf());
    const { wall } = wallOf('a');
    wall.show(points);
    const batch = studio.engine.samples.pictures('a', 'z', points, 8).catch((error: unknown) => reason(error));
    await studio.show({ pieces: [] });
    studio.live();
    expect(await batch).toBe('The piece is gone.');
    expect(wall.problem).toBe('The piece is gone.');
    wall.dispose();
    await settle();
    // Instances that were being made end when they are.
    await expect.poll(alive, { timeout: 30_000 }).toEqual(empty);
  });

  test('a batch of a piece that is made anew says so, and one that cannot be says why', async () => {
    open(flat());
    await studio.show({ pieces: [{ id: 'b', plugin: 'flat' }] });
    const { samples } = studio.engine;
    const batch = samples.pictures('b', 'z', points, 8).catch((error: unknown) => reason(error));
    await studio.show({ pieces: [{ id: 'b', plugin: 'flat', params: { built: 1 } }] });
    studio.live();
    expect(await batch).toMatch(/made anew/);
    await expect(samples.pictures('c', 'z', points, 8)).rejects.toThrow('There is no piece "c" to sample.');
    await expect(samples.pictures('b', 'level', points, 8)).rejects.toThrow('Piece "b" has no latent "level" to sample.');
    await expect(samples.pictures('b', 'z', Array.from({ length: 2000 }, () => [0]), 128)).rejects.toThrow(/^2000 samples of 128 pixels are too many at once; ask for 1024 at most/);
    expect(() => samples.wall('b', 'level', GRID, document.createElement('canvas'))).toThrow('no latent');
    expect(await samples.pictures('b', 'z', [], 8)).toEqual(new Float32Array(0));
  });
});
