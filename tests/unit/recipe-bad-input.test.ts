import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaults } from '../../src/core/params.ts';
import { compactRecipe, emptyRecipe, parseRecipe, type Recipe } from '../../src/core/recipe.ts';
import { hostile, hostileJson } from '../support/arbitraries.ts';
import { loadSampler, samplerDefinitions, samplerPlugin } from '../support/sampler-plugin.ts';

const parse = (raw: unknown): Promise<{ recipe: Recipe; problems: string[] }> => parseRecipe(raw, loadSampler);

/** What a parsed recipe must be, wherever it came from: complete, and readable again without a problem. */
const expectSound = async ({ recipe, problems }: { recipe: Recipe; problems: string[] }): Promise<void> => {
  expect(problems.length).toBeLessThanOrEqual(13);
  for (const problem of problems) expect(problem.length).toBeLessThan(400);
  const again = await parse(JSON.parse(JSON.stringify(compactRecipe(recipe, samplerDefinitions))));
  expect(again.problems).toEqual([]);
  expect(again.recipe).toEqual(recipe);
};

const good = {
  version: 1, title: 'Evening', clock: { time: 3, playing: false }, camera: { lens: 40 }, post: { bloom: 1 },
  pieces: [
    { id: 'a', plugin: 'sampler', params: { amount: 2, z: { seed: 4, center: [1, 1, 1, 1], speed: 3, radius: 1, phase: 2 } }, view: { kind: 'panel', x: 2 }, size: [64, 32] },
    { id: 'b', plugin: 'sampler', params: { centre: [1, 1], tint: '#ffffff' } },
  ],
  tracks: [{ piece: 'a', param: 'amount', keys: [{ time: 0, value: 0, ease: 'linear' }, { time: 2, value: 1, ease: 'hold' }], loop: 4 }],
};

/** The paths of everything in a JSON value. */
const paths = (value: unknown, at: readonly (string | number)[] = []): (string | number)[][] =>
  typeof value === 'object' && value !== null ? [[...at], ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, Array.isArray(value) ? Number(key) : key]))] : [[...at]];

const replaceAt = (value: unknown, [key, ...rest]: readonly (string | number)[], put: unknown): unknown => {
  if (key === undefined) return put;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replaceAt(copy[key], rest, put);
  return copy;
};

test('anything at all gives a sound recipe', async () => {
  await fc.assert(fc.asyncProperty(fc.oneof(hostile, hostileJson), async (raw) => expectSound(await parse(raw))), { numRuns: 300 });
});

test('a recipe with any of its parts replaced by anything gives a sound recipe', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...paths(good)), fc.oneof(hostile, hostileJson), async (path, put) => expectSound(await parse(replaceAt(good, path, put)))), { numRuns: 500 });
});

test('a key that does not belong, wherever it is added, changes nothing else', async () => {
  const places = [[], ['clock'], ['camera'], ['pieces', 0], ['pieces', 0, 'params'], ['pieces', 0, 'params', 'z'], ['pieces', 0, 'view'], ['tracks', 0], ['tracks', 0, 'keys', 1]];
  const { recipe } = await parse(good);
  await fc.assert(fc.asyncProperty(fc.constantFrom(...places), fc.constantFrom('__proto__', 'constructor', 'nonsense', 'toString'), hostileJson, async (path, key, put) => {
    const place = path.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], good);
    const added = Object.defineProperty(structuredClone(place) as object, key, { value: put, enumerable: true });
    expect((await parse(replaceAt(good, path, added))).recipe).toEqual(recipe);
  }), { numRuns: 200 });
});

describe('what is wrong is listed, and nothing else is lost', () => {
  test.each<[string, object, RegExp]>([
    ['an unknown plugin', { pieces: [{ plugin: 'nebula' }, ...good.pieces] }, /pieces\[0\]: There is no plugin "nebula"/],
    ['a plugin named like a prototype key', { pieces: [{ plugin: 'constructor' }, ...good.pieces] }, /pieces\[0\]: There is no plugin "constructor"/],
    ['a piece that is no object', { pieces: [7, ...good.pieces] }, /pieces\[0\] must be an object; got 7/],
    ['a newer version', { version: 3 }, /newer Driftloom \(recipe version 3\)/],
    ['a version that is none', { version: 'x' }, /version must be 1; got "x"/],
    ['a part nobody knows', { fog: {} }, /fog is not part of a recipe/],
    ['a setting out of range', { room: { light: 99 } }, /room.light must be 0 to 3; got 99/],
    ['a clock that is none', { clock: 'noon', title: good.title }, /clock must be an object; got "noon"/],
    ['a time that is none', { clock: { time: NaN, playing: false } }, /clock.time must be 0 to 10000000; got NaN/],
    ['a title that is none', { title: 12, clock: good.clock }, /title must be text; got 12/],
  ])('%s', async (_, change, problem) => {
    const { recipe, problems } = await parse({ ...good, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
    expect(recipe.pieces.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(recipe.tracks).toHaveLength(1);
    expect(recipe.camera.lens).toBe(40);
    expect(recipe.post.bloom).toBe(1);
  });

  test('an unknown param and a value out of range in one piece', async () => {
    const { recipe, problems } = await parse({ pieces: [{ id: 'a', plugin: 'sampler', params: { glow: 1, amount: -7, count: 2 } }] });
    expect(problems).toEqual(['a.glow is not a param', 'a.amount must be -1 to 3; got -7']);
    expect(recipe.pieces[0]!.params).toEqual({ ...defaults(samplerPlugin.params), amount: -1, count: 2 });
  });

  test('an id used twice gets a new one', async () => {
    const { recipe, problems } = await parse({ pieces: [{ id: 'a', plugin: 'sampler' }, { id: 'a', plugin: 'sampler' }] });
    expect(recipe.pieces.map(({ id }) => id)).toEqual(['a', 'sampler']);
    expect(problems[0]).toMatch(/pieces\[1\].id must be a new name/);
  });

  test('keys of a track that cannot be used are left out, values out of range are moved into it', async () => {
    const keys = [{ time: 5, value: 9 }, { time: 1, value: 1, ease: 'linear' }, { time: -1, value: 0 }, 'x', { time: NaN, value: 0 }];
    const { recipe, problems } = await parse({ pieces: [{ id: 'a', plugin: 'sampler' }], tracks: [{ piece: 'a', param: 'amount', keys }] });
    expect(recipe.tracks[0]!.keys).toEqual([{ time: 1, value: 1, ease: 'linear' }, { time: 5, value: 3, ease: 'smooth' }]);
    expect(problems).toEqual(['tracks[0].keys at 5 s must be -1 to 3; got 9', 'tracks[0].keys holds 3 keys that cannot be used']);
  });

  test.each<[string, object, RegExp]>([
    ['no such piece', { piece: 'z', param: 'amount', keys: [] }, /tracks\[0\].piece must name a piece; got "z"/],
    ['no such param', { piece: 'a', param: 'constructor', keys: [] }, /tracks\[0\].param must name a param of a/],
    ['a param that makes the piece anew', { piece: 'a', param: 'count', keys: [] }, /tracks\[0\].param a.count makes the piece anew and cannot move over time/],
    ['no keys', { piece: 'a', param: 'amount' }, /tracks\[0\].keys must be a list/],
  ])('a track with %s', async (_, bad, problem) => {
    const { recipe, problems } = await parse({ pieces: [{ id: 'a', plugin: 'sampler' }], tracks: [bad] });
    expect(recipe.tracks).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  test('far too much of anything is cut', async () => {
    const { recipe, problems } = await parse({ pieces: Array.from({ length: 1000 }, () => ({ plugin: 'sampler' })), title: 'x'.repeat(1e6) });
    expect(recipe.pieces).toHaveLength(64);
    expect(new Set(recipe.pieces.map(({ id }) => id)).size).toBe(64);
    expect(recipe.title).toHaveLength(120);
    expect(problems).toContain('pieces may hold 64; got 1000');
  });

  test('many problems end with a count', async () => {
    const { problems } = await parse(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x${i}`, 0])));
    expect(problems).toHaveLength(13);
    expect(problems.at(-1)).toBe('and 88 more');
  });
});

test('a recipe starts from the defaults where nothing can be used', async () => {
  const { recipe, problems } = await parse('hello');
  expect(recipe).toEqual(emptyRecipe());
  expect(problems).toEqual(['a recipe must be an object; got "hello"']);
});

test('a hostile recipe leaves the prototypes alone', async () => {
  await parse(JSON.parse('{"__proto__": {"polluted": 1}, "pieces": [{"plugin": "sampler", "params": {"__proto__": {"polluted": 1}}, "view": {"constructor": {"prototype": {"polluted": 1}}}}]}'));
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
