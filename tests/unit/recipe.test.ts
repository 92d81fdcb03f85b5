import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Params } from '#api';
import { decodeLink, encodeLink } from '../../src/core/link.ts';
import { compactRecipe, emptyRecipe, freeId, newPiece, parseRecipe, type PieceRecipe, type Recipe } from '../../src/core/recipe.ts';
import { settingsParams, viewParams } from '../../src/core/settings.ts';
import { EASINGS, type Track } from '../../src/core/tracks.ts';
import { stateFor, statesFor } from '../support/arbitraries.ts';
import { loadSampler, samplerDefinitions, samplerPlugin } from '../support/sampler-plugin.ts';

const positive = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true }).map((x) => x + 0);

const piece = (id: string): fc.Arbitrary<PieceRecipe> => fc.record({
  id: fc.constant(id), plugin: fc.constant('sampler'), params: statesFor(samplerPlugin.params), view: statesFor(viewParams),
  size: fc.tuple(fc.integer({ min: 1, max: 8192 }), fc.integer({ min: 1, max: 2048 })),
}, { requiredKeys: ['id', 'plugin', 'params', 'view'] });

const track = (pieces: readonly PieceRecipe[]): fc.Arbitrary<Track> =>
  fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...Object.keys(samplerPlugin.params).filter((key) => samplerPlugin.params[key]!.apply !== 'rebuild'))).chain(([{ id }, param]) => fc.record({
    piece: fc.constant(id), param: fc.constant(param), loop: fc.oneof(fc.constant(0), positive(100).filter((x) => x > 0)),
    keys: fc.array(fc.record({ time: positive(100), value: stateFor(samplerPlugin.params[param]!), ease: fc.constantFrom(...EASINGS) }), { maxLength: 4 })
      .map((keys) => keys.sort((a, b) => a.time - b.time)),
  }));

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/);

const anyRecipe: fc.Arbitrary<Recipe> = fc.uniqueArray(id, { maxLength: 4 }).chain((ids) => fc.tuple(...ids.map(piece))).chain((pieces) => fc.record({
  version: fc.constant(1 as const), title: fc.string({ maxLength: 120 }), clock: fc.record({ time: positive(9e6), playing: fc.boolean() }),
  pieces: fc.constant(pieces), tracks: pieces.length > 0 ? fc.array(track(pieces), { maxLength: 3 }) : fc.constant([]),
  camera: statesFor(settingsParams.camera), room: statesFor(settingsParams.room), post: statesFor(settingsParams.post), budget: statesFor(settingsParams.budget),
}));

test('a recipe comes back from its compact form without a problem', async () => {
  await fc.assert(fc.asyncProperty(anyRecipe, async (recipe) => {
    const text = JSON.stringify(compactRecipe(recipe, samplerDefinitions));
    expect(await parseRecipe(JSON.parse(text), loadSampler)).toEqual({ recipe, problems: [] });
  }), { numRuns: 150 });
});

test('a recipe comes back from its link', async () => {
  await fc.assert(fc.asyncProperty(anyRecipe, async (recipe) => {
    const { value, error } = decodeLink(encodeLink(compactRecipe(recipe, samplerDefinitions)));
    expect(error).toBeUndefined();
    expect((await parseRecipe(value, loadSampler)).recipe).toEqual(recipe);
  }), { numRuns: 30 });
});

test('an empty recipe is the default of everything and compacts to next to nothing', async () => {
  expect(compactRecipe(emptyRecipe(), samplerDefinitions)).toEqual({ version: 1, pieces: [] });
  expect(await parseRecipe({}, loadSampler)).toEqual({ recipe: emptyRecipe(), problems: [] });
});

test('the compact form holds only what differs from the defaults', () => {
  const plain = newPiece(emptyRecipe(), samplerPlugin);
  const recipe = { ...emptyRecipe(), pieces: [plain, { ...plain, id: 'other', params: { ...plain.params, amount: 2 } }] };
  expect(compactRecipe(recipe, samplerDefinitions)['pieces']).toEqual([{ id: 'sampler', plugin: 'sampler' }, { id: 'other', plugin: 'sampler', params: { amount: 2 } }]);
});

test('the compact form keeps all params of a plugin whose definition is not loaded', () => {
  const plain = newPiece(emptyRecipe(), samplerPlugin);
  expect(compactRecipe({ ...emptyRecipe(), pieces: [plain] }, new Map())['pieces']).toEqual([{ id: 'sampler', plugin: 'sampler', params: plain.params }]);
});

describe('ids of pieces', () => {
  test('count on from the ones there are', () => {
    const pieces = ['moon', 'moon-2', 'moon-4'].map((name) => ({ id: name }) as PieceRecipe);
    expect(freeId({ pieces }, 'moon')).toBe('moon-3');
    expect(freeId({ pieces }, 'moon-2')).toBe('moon-3');
    expect(freeId({ pieces }, 'sun')).toBe('sun');
  });

  test('stay readable for the parser however long they are', async () => {
    const long = 'a'.repeat(40);
    const plain = { ...newPiece(emptyRecipe(), samplerPlugin), id: long };
    const copy = { ...plain, id: freeId({ pieces: [plain] }, long) };
    const recipe = { ...emptyRecipe(), pieces: [plain, copy] };
    expect(await parseRecipe(compactRecipe(recipe, samplerDefinitions), loadSampler)).toEqual({ recipe, problems: [] });
  });
});

test('every setting has a default within its own bounds', () => {
  for (const group of Object.values(settingsParams)) for (const param of Object.values(group as Params)) {
    if ('min' in param && param.kind === 'number') expect(param.default).toSatisfy((x: number) => x >= param.min && x <= param.max);
  }
});
