// What every plugin owes the house: a sound definition, a finite picture anywhere in its params, and nothing left behind.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sketchOf, type LatentParam, type LatentState, type Param } from '#api';
import { latentRange } from '../../src/core/latent.ts';
import { LATENT_LIMITS } from '../../src/core/params.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { openTensors, type Tensors } from '../../src/gpu/tf-backend.ts';
import { checkDefinition } from '../../src/engine/definition.ts';
import { bandsOf } from '../../src/record/tiles.ts';
import { canvasOf, fakeFeeds } from '../support/fake-feeds.ts';
import { readTexture } from '../support/read-texture.ts';
import { shippedWeights } from '../support/shipped-weights.ts';
import { openStudio, type Studio } from '../support/studio.ts';

const modules = import.meta.glob<{ default: unknown }>(['../../plugins/*/index.ts', '!../../plugins/_*/index.ts'], { eager: true });
const definitions = Object.entries(modules).map(([path, module]) => checkDefinition(module.default, path.split('/').at(-2)!));

/** What flows in where something does. */
const checkerboard = canvasOf(48, 40, (x, y) => ((x >> 2) + (y >> 2)) % 2 ? [240, 180, 90, 255] : [20, 40, 110, 255]);

let gpu: Gpu, tensors: Tensors, studio: Studio;
beforeAll(async () => {
  gpu = await openDevice(navigator.gpu);
  tensors = await openTensors(gpu);
  studio = openStudio(gpu, definitions, shippedWeights, fakeFeeds(() => checkerboard).open);
});
afterAll(() => {
  tensors.dispose();
  gpu.dispose();
});

const SIDE = 32;

/**
 * What a plugin paints fastest, where a test is not about that: translations of faces take a tenth of the time of landscapes.
 * Defaults and presets are painted as they are.
 */
const QUICK: Readonly<Record<string, object>> = { cyclegan: { model: 'portraits', size: '64', shape: '1:1' } };

const latentExtremes = (param: LatentParam): LatentState[] => {
  const { dims, default: start } = param, [low, high] = latentRange(param);
  const still = { ...start, speed: 0, radius: 0 };
  const all = (x: number): number[] => new Array<number>(dims).fill(x);
  return [{ ...still, center: [] }, { ...still, center: all(low) }, { ...still, center: all(high) }, { ...still, psi: LATENT_LIMITS.psi[1], directions: [{ name: 'out', vector: all(1), amount: 8 }], anchors: [all(low), all(high)] }, { ...start, seed: 2 ** 32 - 1, speed: LATENT_LIMITS.speed[1], radius: LATENT_LIMITS.radius[1], phase: LATENT_LIMITS.phase[1] }];
};

/** The corners of what a param allows. */
const extremes = (param: Param): readonly unknown[] => {
  switch (param.kind) {
    case 'number':
    case 'int': return [param.min, param.max];
    case 'toggle': return [false, true];
    case 'choice': return param.options;
    case 'color': return ['#000000', '#ffffff'];
    case 'vec2': return [[param.min, param.min], [param.max, param.max], [param.min, param.max]];
    case 'sketch': return ['', sketchOf(new Float32Array(param.width * param.height).fill(1)), sketchOf(Float32Array.from({ length: param.width * param.height }, (_, i) => (i % 3) / 2))];
    case 'mask': return ['0'.repeat(param.count), '1'.repeat(param.count)];
    case 'seed': return [0, 2 ** 32 - 1];
    case 'latent': return latentExtremes(param);
  }
};

describe.each(definitions)('$id', (definition) => {
  const size = definition.output.resolutionFree ? { size: [SIDE, SIDE] } : {}, quick = QUICK[definition.id] ?? {};
  /** A picture at a moment in the middle of things: finite, opaque, without a complaint of engine or device. */
  const paint = async (params: object, inputs: object = {}): Promise<Float32Array> => {
    await studio.show({ pieces: [{ id: 'a', plugin: definition.id, params, inputs, ...size }] });
    studio.exact();
    const pixels = await studio.read('a');
    const label = JSON.stringify(params);
    expect(studio.notices.list, label).toEqual([]);
    expect(gpu.audit.errors, label).toEqual([]);
    expect(pixels.every(Number.isFinite), `${label} gives a picture of finite numbers`).toBe(true);
    return pixels;
  };

  test('says in one sentence what it is, and names its sources by address', () => {
    expect(definition.summary).toMatch(/^[A-Z][^]*[.!]$/);
    for (const { title, url } of definition.papers) expect([title, url]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/^https:\/\//)]);
  });

  test('paints something of its own at its defaults, the same twice', async () => {
    studio.clock.seek(3);
    const first = await paint({});
    expect(new Set(first).size).toBeGreaterThan(2);
    await studio.show({ pieces: [] });
    studio.clock.seek(3);
    expect(await paint({})).toEqual(first);
  });

  test.each(Object.entries(definition.params))('paints at the extremes of %s', async (key, param) => {
    for (const state of extremes(param)) await paint({ ...quick, [key]: state });
  });

  test.each(Object.entries(definition.presets))('paints its preset "%s"', async (_, preset) => {
    await paint(preset);
  });

  test('paints at each of its quality levels', async () => {
    for (const quality of definition.budget.levels) {
      await studio.show({ pieces: [{ id: 'a', plugin: definition.id, params: quick, ...size }], budget: { quality } });
      studio.exact();
      expect((await studio.read('a')).every(Number.isFinite)).toBe(true);
    }
  });

  if (definition.output.resolutionFree) {
    test('paints pictures of other shapes: one pixel, a strip, a tall one', async () => {
      for (const other of [[1, 1], [40, 2], [3, 24]]) {
        await studio.show({ pieces: [{ id: 'a', plugin: definition.id, params: quick, size: other }] });
        studio.exact();
        const pixels = await studio.read('a');
        expect(pixels).toHaveLength(4 * other[0]! * other[1]!);
        expect(pixels.every(Number.isFinite)).toBe(true);
        expect(studio.notices.list).toEqual([]);
      }
    });
  }

  const names = Object.keys(definition.inputs ?? {});
  if (definition.output.resolutionFree) {
    test('paints the parts of a picture as it paints the whole, bit for bit', async () => {
      const size = [22, 19] as const, inputs = Object.fromEntries(names.map((name) => [name, { from: 'still', still: 'checker/board.png' }]));
      studio.clock.seek(3);
      await studio.show({ pieces: [{ id: 'a', plugin: definition.id, params: quick, inputs, size: [22, 19] }] });
      studio.exact();
      const whole = await studio.read('a'), joined = new Float32Array(whole.length);
      const painter = await studio.engine.parts('a', { size, tile: [10, 7], upscale: false });
      for (const parts of bandsOf(...size, [10, 7])) for (const part of parts) {
        const pixels = await readTexture(gpu.device, await painter.paint(part));
        for (let y = 0; y < part.height; y++) joined.set(pixels.subarray(4 * 10 * y, 4 * (10 * y + part.width)), 4 * ((part.y + y) * size[0] + part.x));
      }
      painter.dispose();
      expect(joined).toEqual(whole);
      expect(gpu.audit.errors).toEqual([]);
    });
  }

  if (names.length > 0) {
    test('paints what flows into its inputs, and without them as before', async () => {
      const connected = Object.fromEntries(names.map((name) => [name, { from: 'still', still: 'checker/board.png' }]));
      studio.clock.seek(3);
      const without = await paint(quick);
      studio.clock.seek(3);
      expect(await paint(quick, connected)).not.toEqual(without);
      for (const name of names) await paint(quick, { [name]: connected[name] });
      const before = [gpu.audit.buffers, gpu.audit.textures, tensors.count()];
      await paint(quick, connected);
      await paint(quick, { [names.at(-1)!]: connected[names.at(-1)!] });
      expect([gpu.audit.buffers, gpu.audit.textures, tensors.count()]).toEqual(before);
      await paint(quick);
      await studio.show({ pieces: [] });
      studio.clock.seek(3);
      expect(await paint(quick)).toEqual(without);
    });
  }

  test('leaves no buffer, texture or tensor behind after resets and its end', async () => {
    const states = Object.entries(definition.params).filter(([, param]) => param.apply === 'reset').map(([key, param]) => ({ [key]: extremes(param).at(-1) }));
    const live = async (): Promise<void> => {
      for (const params of [{}, ...states, {}]) await paint({ ...quick, ...params });
      await studio.show({ pieces: [] });
    };
    await live();
    const before = [gpu.audit.buffers, gpu.audit.textures, tensors.count()];
    await live();
    await live();
    expect([gpu.audit.buffers, gpu.audit.textures, tensors.count()]).toEqual(before);
  });

  test('reads nothing back while it paints', async () => {
    await studio.show({ pieces: [{ id: 'a', plugin: definition.id, params: quick, ...size }] });
    studio.exact();
    const before = gpu.audit.readbacks;
    for (let frame = 0; frame < 10; frame++) studio.live();
    await gpu.device.queue.onSubmittedWorkDone();
    expect(gpu.audit.readbacks).toBe(before);
  });
});

test('there are plugins to hold to this', () => {
  expect(definitions.map(({ id }) => id)).toContain('cppn');
});
