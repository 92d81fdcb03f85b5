// What a change of a piece costs: nothing, a reset, or a new instance behind the old picture.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { p, type PluginDefinition } from '#api';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { flatPlugin } from '../support/flat-plugin.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let gpu: Gpu, studio: Studio;
let calls: string[] = [];
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
beforeEach(() => {
  calls = [];
  studio = openStudio(gpu, [flatPlugin('flat', { calls })]);
});
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  gpu.dispose();
});

const flat = (params: object = {}, rest: object = {}): object => ({ pieces: [{ id: 'a', plugin: 'flat', params, ...rest }] });
const count = (name: string): number => calls.filter((call) => call === name).length;

describe('a live param', () => {
  test('is seen in the next frame, by the same instance', async () => {
    await studio.show(flat({ level: .25 }));
    studio.live();
    expect((await studio.pixel('a'))[0]).toBe(.25);
    await studio.show(flat({ level: .75 }));
    studio.live();
    expect((await studio.pixel('a'))[0]).toBe(.75);
    expect([count('create'), count('reset')]).toEqual([1, 0]);
  });

  test('is seen while the clock is paused, too', async () => {
    await studio.show(flat({ level: .25 }));
    studio.live();
    studio.clock.pause();
    await studio.show(flat({ level: .75 }));
    studio.live();
    expect((await studio.pixel('a'))[0]).toBe(.75);
  });

  test('follows its track', async () => {
    await studio.show({ ...flat(), tracks: [{ piece: 'a', param: 'level', keys: [{ time: 0, value: 0, ease: 'linear' }, { time: 2, value: 1 }] }] });
    studio.clock.seek(.5);
    studio.engine.complete();
    expect((await studio.pixel('a'))[0]).toBe(.25);
    studio.clock.seek(1.5);
    studio.engine.complete();
    expect((await studio.pixel('a'))[0]).toBe(.75);
  });
});

test('a reset param resets the same instance before its next picture', async () => {
  await studio.show(flat({ toned: .25 }));
  studio.live();
  await studio.show(flat({ toned: .75 }));
  studio.live();
  expect((await studio.pixel('a'))[1]).toBe(.75);
  expect([count('create'), count('reset')]).toEqual([1, 1]);
});

test('a track moves a reset param by resets, and only when its value moves', async () => {
  await studio.show({ ...flat(), tracks: [{ piece: 'a', param: 'toned', keys: [{ time: 0, value: 0, ease: 'linear' }, { time: 1, value: 1 }] }] });
  for (const [time, green] of [[.25, .25], [.75, .75], [2, 1], [3, 1]] as const) {
    studio.clock.seek(time);
    studio.engine.complete();
    expect((await studio.pixel('a'))[1]).toBe(green);
  }
  expect([count('create'), count('reset')]).toEqual([1, 3]);
});

describe('a rebuild param', () => {
  test('makes a new instance, and frees the old one once the new one has painted', async () => {
    await studio.show(flat({ built: .25 }));
    studio.live();
    await studio.show(flat({ built: .75 }));
    expect(count('dispose')).toBe(0);
    studio.live();
    expect((await studio.pixel('a'))[2]).toBe(.75);
    expect([count('create'), count('dispose')]).toEqual([2, 1]);
  });

  test.each<[string, object]>([['at the same size', {}], ['at another size', { size: [16, 12] }]])('never shows a blank or half-built picture on the way, %s', async (_, rest) => {
    await studio.show(flat({ level: .5, toned: .5, built: .25 }));
    studio.live();
    await studio.apply(flat({ level: .5, toned: .5, built: .75 }, rest));
    const seen: number[] = [];
    for (let i = 0; i < 60 && seen.at(-1) !== .75; i++) {
      studio.live();
      const pixels = await studio.read('a');
      for (let at = 0; at < pixels.length; at += 4) expect([...pixels.subarray(at, at + 3)]).toEqual([.5, .5, pixels[2]]);
      seen.push(pixels[2]!);
    }
    expect(new Set(seen)).toEqual(new Set([.25, .75]));
  });

  test('goes on painting with the old instance meanwhile, which never sees the new value', async () => {
    await studio.show(flat({ built: .25 }));
    studio.live();
    await studio.apply(flat({ built: .75, level: 1 }));
    studio.live();
    expect((await studio.pixel('a')).slice(0, 3)).toEqual([1, .25, .25]);
    await studio.engine.settled();
    studio.live();
    expect((await studio.pixel('a'))[2]).toBe(.75);
    expect(calls.filter((call) => call.includes('shown'))).toEqual([]);
  });

  test('twice in a row ends with the last value, and with one instance', async () => {
    await studio.show(flat({ built: .25 }));
    studio.live();
    await studio.apply(flat({ built: .5 }));
    await studio.apply(flat({ built: .75 }));
    await studio.engine.settled();
    studio.live();
    expect((await studio.pixel('a'))[2]).toBe(.75);
    expect(count('create') - count('dispose')).toBe(1);
  });

  test('keeps a reset param that changed while the new instance was being made', async () => {
    await studio.show(flat({ built: .25, toned: .25 }));
    studio.live();
    await studio.apply(flat({ built: .75, toned: .25 }));
    await studio.show(flat({ built: .75, toned: 1 }));
    studio.live();
    expect((await studio.pixel('a')).slice(1, 3)).toEqual([1, .75]);
  });

  test('keeps a reset param that changed between the making and the first picture', async () => {
    await studio.show(flat({ built: .25, toned: .25 }));
    studio.live();
    await studio.show(flat({ built: .75, toned: .25 }));
    await studio.show(flat({ built: .75, toned: 1 }));
    studio.live();
    expect((await studio.pixel('a')).slice(1, 3)).toEqual([1, .75]);
  });
});

describe('the size of a picture', () => {
  test('follows the recipe, for a plugin that is free of resolution', async () => {
    await studio.show(flat());
    studio.live();
    expect([studio.piece('a').picture!.width, studio.piece('a').picture!.height]).toEqual([8, 8]);
    await studio.show(flat({}, { size: [24, 10] }));
    studio.live();
    expect([studio.piece('a').picture!.width, studio.piece('a').picture!.height]).toEqual([24, 10]);
    expect(await studio.read('a')).toHaveLength(24 * 10 * 4);
  });

  test('goes back to the plugin\'s own', async () => {
    await studio.show(flat({}, { size: [24, 10] }));
    studio.live();
    await studio.show(flat());
    studio.live();
    expect(studio.piece('a').picture!.width).toBe(8);
  });
});

describe('pieces follow the recipe', () => {
  test('in its order, keeping those that stay', async () => {
    await studio.show({ pieces: [{ id: 'a', plugin: 'flat' }, { id: 'b', plugin: 'flat' }] });
    studio.live();
    const { picture } = studio.piece('a');
    await studio.show({ pieces: [{ id: 'c', plugin: 'flat' }, { id: 'a', plugin: 'flat' }] });
    expect(studio.engine.pieces.map(({ id }) => id)).toEqual(['c', 'a']);
    expect(studio.piece('a').picture).toBe(picture);
    expect([count('create'), count('dispose')]).toEqual([3, 1]);
  });

  test('an unchanged recipe costs nothing', async () => {
    await studio.show(flat());
    studio.clock.pause();
    studio.live();
    const before = [...calls];
    await studio.show(flat());
    studio.live();
    expect(calls).toEqual(before);
  });
});

describe('a plugin saved while the viewer runs', () => {
  const saved = (id = 'flat'): unknown => ({ default: { ...flatPlugin(id, { calls, blue: 1, more: { extra: p.number({ min: 0, max: 1, default: .5 }), z: p.latent({ dims: 3, distribution: 'normal' }) } }) } });

  test('takes the place of the old one: params and clock are kept, the picture never blanks', async () => {
    const recipe = await studio.show(flat({ level: .75, built: .25 }));
    for (let i = 0; i < 5; i++) studio.live();
    const { time } = studio.clock;
    studio.registry.replace('flat', saved());
    studio.engine.apply(recipe, studio.registry.loaded);
    studio.live();
    expect((await studio.pixel('a')).slice(0, 3)).toEqual([.75, .25, .25]);
    await studio.engine.settled();
    studio.live();
    const pixel = await studio.pixel('a');
    expect(pixel.slice(0, 3)).toEqual([.75, .25, 1]);
    expect(studio.clock.time).toBeGreaterThan(time);
    expect(pixel[3]).toBeCloseTo(studio.clock.time, 3);
    expect(studio.notices.list).toEqual([]);
    expect(count('create') - count('dispose')).toBe(1);
  });

  test('that gives a param another kind does not trouble the old instance meanwhile', async () => {
    const version = (z: PluginDefinition['params'][string]): PluginDefinition => flatPlugin('flat', { more: { z } });
    studio = openStudio(gpu, [version(p.latent({ dims: 3, distribution: 'normal' }))]);
    await studio.show(flat());
    studio.live();
    studio.registry.replace('flat', { default: version(p.number({ min: 0, max: 1, default: .5 })) });
    await studio.apply(flat({ z: 1 }));
    studio.live();
    expect(studio.piece('a').state).toBe('running');
    await studio.engine.settled();
    studio.live();
    expect([studio.piece('a').state, studio.notices.list]).toEqual(['running', []]);
  });

  test('broken, changes nothing', async () => {
    const recipe = await studio.show(flat({ level: .75 }));
    studio.live();
    expect(() => studio.registry.replace('flat', { default: { ...(saved() as { default: object }).default, engine: '^9' } })).toThrow('engine');
    studio.engine.apply(recipe, studio.registry.loaded);
    studio.live();
    expect((await studio.pixel('a'))[0]).toBe(.75);
    expect(count('create')).toBe(1);
  });
});
