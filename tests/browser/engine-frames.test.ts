// Frames: what a live one may do within its budget, what an exact one must do, and that neither reads anything back.

import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { definePlugin, p, type PluginDefinition } from '#api';
import cppn from '../../plugins/cppn/index.ts';
import { costOf } from '../../src/engine/build.ts';
import type { Gpu } from '../../src/gpu/device.ts';
import type { Tensors } from '../../src/gpu/tf-backend.ts';
import { flatPlugin } from '../support/flat-plugin.ts';
import { openStudio, type Studio } from '../support/studio.ts';
import { withTensorGpu } from '../support/tensor-gpu.ts';

let gpu: Gpu, tensors: Tensors;
withTensorGpu((...opened) => { [gpu, tensors] = opened; });

/** Paints with tfjs: a tensor that goes to the texture by the bridge. */
const tensorPlugin = definePlugin({
  id: 'tensor', title: 'Tensor', summary: 'A ramp of tfjs.', papers: [], engine: '^1',
  params: { level: p.number({ min: 0, max: 1, default: .5 }) }, presets: {},
  output: { width: 16, height: 16 }, budget: { every: 1, levels: ['full'] },
  create(context) {
    const ramp = context.own(tf.tidy(() => tf.mul(tf.ones([16, 16, 3]), 1)));
    return Promise.resolve({
      *infer({ time }, { level }, output) {
        const tensor = tf.tidy(() => tf.mul(ramp, level * Math.cos(time) ** 2));
        try {
          yield context.paint(tensor, output);
        } finally {
          tensor.dispose();
        }
      },
    });
  },
}) as unknown as PluginDefinition;

describe('a live frame', () => {
  /** A studio whose pieces paint in 16 steps of a known cost each, which nobody measures anew. */
  const open = async (ids: readonly string[], milliseconds: number, budget: number): Promise<{ studio: Studio; calls: Record<string, string[]> }> => {
    const calls = Object.fromEntries(ids.map((id) => [id, [] as string[]]));
    const studio = openStudio(gpu, ids.map((id) => flatPlugin(id, { calls: calls[id]!, steps: 16, host: true })));
    await studio.show({ pieces: ids.map((id) => ({ id, plugin: id })), budget: { milliseconds: budget, quality: 'full' } });
    for (const piece of studio.engine.pieces) {
      piece.begin({ time: 0, index: 0 }, 'full', false);
      Object.assign(costOf(piece.job!.build, 'full', piece.job!.next!), { milliseconds, samples: 9 });
      piece.restart();
    }
    for (const list of Object.values(calls)) list.length = 0;
    return { studio, calls };
  };
  const steps = (list: readonly string[]): number => list.filter((call) => call === 'step').length;

  test.each([[3, 8, 2], [4, 8, 2], [1, 8, 8], [20, 8, 1], [.5, 100, 16]])('takes steps of %d ms into a budget of %d ms: %d of them', async (cost, budget, expected) => {
    const { studio, calls } = await open(['a'], cost, budget);
    studio.live();
    expect(steps(calls['a']!)).toBe(expected);
  });

  test('goes on with a picture where the last frame stopped, and shows it only when it is whole', async () => {
    const { studio, calls } = await open(['a'], 3, 8);
    const { picture } = studio.piece('a');
    for (let frame = 1; frame <= 8; frame++) {
      expect(picture!.count).toBe(0);
      studio.live();
      expect(steps(calls['a']!)).toBe(2 * frame);
    }
    expect(picture!.count).toBe(1);
    expect(calls['a']!.filter((call) => call === 'infer')).toHaveLength(1);
    expect(new Set(await studio.read('a'))).toEqual(new Set([.5, .25, .125, 0]));
  });

  test('too dear for all starves none of several pieces', async () => {
    const { studio } = await open(['a', 'b', 'c'], 20, 8);
    for (let frame = 0; frame < 16 * 3 * 3; frame++) studio.live();
    const counts = studio.engine.pieces.map(({ picture }) => picture!.count);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  test('paints the piece in focus more often', async () => {
    const { studio } = await open(['a', 'b'], 20, 8);
    studio.engine.focus('b');
    for (let frame = 0; frame < 16 * 12; frame++) studio.live();
    expect(studio.piece('b').picture!.count).toBeGreaterThan(studio.piece('a').picture!.count);
    expect(studio.piece('a').picture!.count).toBeGreaterThan(0);
  });

  test('learns from the device what pictures cost, and lowers the level of one that does not fit', async () => {
    const studio = openStudio(gpu, [cppn]);
    await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [128, 128], params: { width: 16, depth: 3, colour: 'rgb' } }], budget: { milliseconds: .5 } });
    studio.piece('a').level = { level: 'full', pressure: 0 };
    const levels = new Set<string>();
    for (let frame = 0; frame < 60 && !levels.has('quarter'); frame++) {
      studio.live();
      levels.add(studio.piece('a').level.level);
      await gpu.device.queue.onSubmittedWorkDone();
    }
    expect(studio.piece('a').cost).toBeGreaterThan(0);
    expect([...levels]).toEqual(['full', 'half', 'quarter']);
    studio.clock.pause();
    const { count } = studio.piece('a').picture!;
    // The best picture, tile by tile.
    for (let frame = 0; frame < 60 && studio.piece('a').picture!.count === count; frame++) studio.live();
    expect(studio.piece('a').picture!.count).toBe(count + 1);
    expect(new Set((await studio.read('a')).filter((_, i) => i % 4 === 0)).size).toBeGreaterThan(100);
    studio.engine.dispose();
  });

  test('begins at the lowest level on a software adapter, so that the first picture is there at once', async () => {
    const studio = openStudio(gpu, [cppn]);
    await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', params: { width: 8, depth: 1 } }] });
    expect(studio.piece('a').level.level).toBe(gpu.software ? 'quarter' : 'full');
    studio.engine.dispose();
  });

  test('compiles nothing behind the first picture, at whatever level', async () => {
    const studio = openStudio(gpu, [cppn, tensorPlugin]);
    await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [16, 16], params: { width: 8, depth: 1 } }, { id: 'b', plugin: 'tensor' }] });
    await studio.paint();
    const { pipelines } = gpu.audit;
    expect(pipelines).toBeGreaterThan(0);
    for (const level of ['full', 'half', 'quarter'] as const) {
      studio.piece('a').level = { level, pressure: 0 };
      await studio.paint();
    }
    studio.exact();
    expect(gpu.audit.pipelines).toBe(pipelines);
    studio.engine.dispose();
  });

  test('paints on every n-th frame if the plugin says so', async () => {
    const third = { ...flatPlugin('third'), budget: { every: 3, levels: ['full' as const] } };
    const studio = openStudio(gpu, [third]);
    await studio.show({ pieces: [{ id: 'a', plugin: 'third' }] });
    for (let frame = 0; frame < 12; frame++) studio.live();
    expect(studio.piece('a').picture!.count).toBe(4);
  });
});

describe('an exact frame', () => {
  test('paints every piece whole, whatever the budget, at full quality', async () => {
    const studio = openStudio(gpu, ['a', 'b', 'c'].map((id) => flatPlugin(id, { steps: 16 })));
    await studio.show({ pieces: ['a', 'b', 'c'].map((id) => ({ id, plugin: id })), budget: { milliseconds: .5 } });
    for (let frame = 1; frame <= 5; frame++) {
      studio.exact();
      expect(studio.engine.pieces.map(({ picture }) => picture!.count)).toEqual([frame, frame, frame]);
      expect((await studio.pixel('c'))[3]).toBeCloseTo(frame / 60, 3);
    }
  });

  test('drops a picture that a live frame had begun', async () => {
    const studio = openStudio(gpu, [flatPlugin('a', { steps: 16, host: true })]);
    await studio.show({ pieces: [{ id: 'a', plugin: 'a' }], budget: { milliseconds: .5 } });
    const piece = studio.piece('a');
    piece.begin({ time: 0, index: 0 }, 'full', false);
    Object.assign(costOf(piece.job!.build, 'full', piece.job!.next!), { milliseconds: 9, samples: 9 });
    studio.live();
    expect(piece.job).toBeDefined();
    studio.clock.seek(7);
    studio.engine.complete();
    expect((await studio.pixel('a'))[3]).toBe(7);
  });

  test('is the same on every run of the same recipe', async () => {
    const run = async (): Promise<Float32Array[]> => {
      const studio = openStudio(gpu, [cppn, flatPlugin('flat')]);
      await studio.show({
        pieces: [{ id: 'a', plugin: 'cppn', size: [40, 32], params: { width: 8, depth: 2, z: { speed: 60 } } }, { id: 'b', plugin: 'flat' }],
        tracks: [{ piece: 'a', param: 'scale', keys: [{ time: 0, value: 1 }, { time: .05, value: 4 }] }],
      });
      const frames: Float32Array[] = [];
      for (let frame = 0; frame < 5; frame++) {
        studio.exact();
        frames.push(await studio.read('a'), await studio.read('b'));
      }
      studio.engine.dispose();
      return frames;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first[0]).not.toEqual(first[8]);
  });

  test('has the quality the recipe asks for', async () => {
    const studio = openStudio(gpu, [cppn]);
    const at = async (quality: string): Promise<Float32Array> => {
      await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [32, 32], params: { width: 8, depth: 2 } }], budget: { quality } });
      studio.exact();
      return studio.read('a');
    };
    const distinct = (list: Float32Array): number => new Set(Array.from({ length: 32 * 32 }, (_, i) => list.subarray(4 * i, 4 * i + 3).join())).size;
    const [auto, quarter] = [await at('auto'), await at('quarter')];
    expect(quarter).not.toEqual(auto);
    expect(distinct(auto)).toBeGreaterThan(500);
  });
});

test('120 live frames of three pieces, one of them by tfjs, read nothing back and leave no tensor behind', async () => {
  const studio = openStudio(gpu, [cppn, tensorPlugin, flatPlugin('flat')]);
  await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [48, 48], params: { width: 8, depth: 2 } }, { id: 'b', plugin: 'tensor' }, { id: 'c', plugin: 'flat' }], budget: { milliseconds: 50 } });
  for (let i = 0; i < 5; i++) await studio.paint();
  const { readbacks, buffers, textures } = gpu.audit;
  const alive = tensors.count();
  for (let frame = 0; frame < 120; frame++) {
    studio.live();
    if (frame % 20 === 19) await gpu.device.queue.onSubmittedWorkDone();
  }
  expect(gpu.audit.readbacks).toBe(readbacks);
  // A piece that changes its level makes a draft for it, once for each of its levels.
  expect(gpu.audit.textures).toBeLessThanOrEqual(textures + 3 * 2);
  expect(gpu.audit.buffers).toBeLessThanOrEqual(buffers + 3);
  // A job that the last frame cut short still holds its tensor; an exact frame ends it.
  studio.exact();
  expect(tensors.count()).toBe(alive);
  expect(studio.engine.pieces.map(({ picture }) => picture!.count > 60)).toEqual([true, true, true]);
  expect(studio.notices.list).toEqual([]);
  const level = .5 * Math.cos(studio.clock.time) ** 2;
  expect((await studio.pixel('b'))[0]).toBeCloseTo(level, 2);
  studio.engine.dispose();
});
