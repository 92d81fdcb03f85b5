// Connections in recipes and links: what is read, what is left out with a word of why, and what edits do to them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectInput, disconnectInput, duplicatePiece, refitPieces, removePiece } from '../../src/core/edits.ts';
import { compactRecipe, parseRecipe, type Recipe } from '../../src/core/recipe.ts';
import { acceptSource, sourceKey, type OutsideSource, type Source } from '../../src/core/sources.ts';
import { hostile, hostileJson } from '../support/arbitraries.ts';
import { echoPlugin } from '../support/echo-plugin.ts';

const echo = echoPlugin(), HASH = 'ab'.repeat(32);
const load = (id: string): Promise<typeof echo> => (id === 'echo' ? Promise.resolve(echo) : Promise.reject(new Error(`There is no plugin "${id}".`)));
const parse = (...pieces: readonly object[]): ReturnType<typeof parseRecipe> => parseRecipe({ pieces: pieces.map((piece) => ({ plugin: 'echo', ...piece })) }, load);
const to = (piece: string, delayed = false): Source => ({ from: 'piece', piece, delayed });
const inputsOf = ({ pieces }: Recipe): object => Object.fromEntries(pieces.map(({ id, inputs }) => [id, inputs]));

test.each<Source>([
  { from: 'image', file: HASH, name: 'cat.jpg' }, { from: 'video', file: HASH, name: '' }, { from: 'still', still: 'landscapes/valley-01.jpg' },
  { from: 'webcam' }, { from: 'screen' }, { from: 'drawing', drawing: '' }, { from: 'drawing', drawing: 'AB!AAAA.' }, to('b'), to('a', true),
])('$from is read as it was written, through a link and back', async (source) => {
  expect(acceptSource(source)).toEqual({ source });
  expect(acceptSource({ ...source, more: 1 })).toEqual({ source });
  const { recipe, problems } = await parse({ id: 'a', inputs: { from: source } }, { id: 'b' });
  expect([problems, inputsOf(recipe)]).toEqual([[], { a: { from: source } }]);
  const again = await parseRecipe(JSON.parse(JSON.stringify(compactRecipe(recipe, new Map([['echo', echo]])))), load);
  expect(again).toEqual({ recipe, problems: [] });
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'must be a source {from: image | video | still | webcam | screen | drawing | piece, ...}; got undefined'],
  ['a kind that is none', { from: 'constructor' }, 'got "constructor"'],
  ['a file by its path', { from: 'image', file: '../secret' }, 'file must be 64 hexadecimal digits; got "../secret"'],
  ['a still outside of the folder', { from: 'still', still: '../weights/x.bin' }, 'still must be a picture in assets/datasets'],
  ['a still by its address', { from: 'still', still: 'https://example.com/a.png' }, 'still must be a picture'],
  ['a drawing without end', { from: 'drawing', drawing: 'A'.repeat(200_000) }, 'drawing must be text of at most 131072 letters'],
  ['a piece that is no name', { from: 'piece', piece: 7 }, 'piece must name a piece; got 7'],
  ['a delay in seconds', { from: 'piece', piece: 'a', delayed: 3 }, 'delayed must be true or false; got 3'],
])('%s is no source', (_, raw, problem) => {
  const read = acceptSource(raw);
  expect(read.source).toBeUndefined();
  expect(read.problem).toContain(problem);
});

test('the same file under two names is one source', () => {
  const image: OutsideSource = { from: 'image', file: HASH, name: 'a' };
  expect(sourceKey({ ...image, name: 'b' })).toBe(sourceKey(image));
  expect(new Set([image, { ...image, from: 'video' } as const, { from: 'webcam' } as const, { from: 'screen' } as const, { from: 'drawing', drawing: '' } as const].map(sourceKey)).size).toBe(5);
});

test('what cannot be connected is left out and named; the rest of the recipe stays', async () => {
  const { recipe, problems } = await parse(
    { id: 'a', inputs: { from: to('b'), other: to('gone') } },
    { id: 'b', inputs: { from: to('a'), nonsense: to('a'), other: { from: 'webcam' } } },
    { id: 'c', inputs: { from: to('c'), other: to('c', true) } }, { id: 'd', inputs: [] }, { id: 'e', inputs: { from: 'a' } },
  );
  expect(inputsOf(recipe)).toEqual({ a: { from: to('b') }, b: { other: { from: 'webcam' } }, c: { other: to('c', true) }, d: undefined, e: undefined });
  expect(problems).toEqual([
    'b.inputs.nonsense is not an input', 'd.inputs must be an object; got 0 values',
    'e.inputs.from must be a source {from: image | video | still | webcam | screen | drawing | piece, ...}; got "a"',
    'a.inputs.other: There is no piece "gone" to connect',
    'b.inputs.from: b -> a -> b would go in a circle; to close it all the same, let b see the frame before instead',
    'c.inputs.from: c -> c would go in a circle; to close it all the same, let c see the frame before instead',
  ]);
});

test('a recipe knows the recipes before there were inputs', async () => {
  const { recipe } = await parse({ id: 'a' });
  expect(Object.keys(recipe.pieces[0]!)).not.toContain('inputs');
  expect(JSON.stringify(compactRecipe(recipe, new Map([['echo', echo]])))).not.toContain('inputs');
});

test('whatever is said to flow in, the recipe is sound, and its chain without a circle', async () => {
  const anySource = fc.oneof(fc.record({ from: fc.constantFrom('piece', 'still', 'image', 'drawing', 'webcam'), piece: fc.constantFrom('a', 'b', 'c'), delayed: fc.boolean() }, { requiredKeys: ['from'] }), hostile);
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.record({ from: anySource, other: anySource }, { requiredKeys: [] }), hostileJson), { minLength: 3, maxLength: 3 }), async (inputs) => {
    const { recipe } = await parse(...inputs.map((one, i) => ({ id: 'abc'[i], inputs: one })));
    expect(recipe.pieces).toHaveLength(3);
    const again = await parseRecipe(JSON.parse(JSON.stringify(compactRecipe(recipe, new Map([['echo', echo]])))), load);
    expect(again).toEqual({ recipe, problems: [] });
  }), { numRuns: 60 });
});

const three = async (): Promise<Recipe> => (await parse({ id: 'a', inputs: { from: to('a', true) } }, { id: 'b', inputs: { from: to('a'), other: { from: 'webcam' } } }, { id: 'c', inputs: { from: to('b') } })).recipe;

test('connecting and disconnecting change one input; what closes a circle changes nothing', async () => {
  const recipe = await three();
  expect(connectInput('a', 'other', to('c'))(recipe)).toBe(recipe);
  expect(connectInput('a', 'other', to('gone'))(recipe)).toBe(recipe);
  expect(disconnectInput('c', 'other')(recipe)).toBe(recipe);
  const closed = connectInput('a', 'other', to('c', true))(recipe);
  expect(closed.pieces[0]!.inputs).toEqual({ from: to('a', true), other: to('c', true) });
  expect(closed.pieces[1]).toBe(recipe.pieces[1]);
  expect(disconnectInput('a', 'other')(closed)).toEqual(recipe);
  expect('inputs' in disconnectInput('c', 'from')(recipe).pieces[2]!).toBe(false);
});

test('a piece that goes takes what flowed from it along, and nothing else', async () => {
  expect(inputsOf(removePiece('a')(await three()))).toEqual({ b: { other: { from: 'webcam' } }, c: { from: to('b') } });
  expect(inputsOf(removePiece('b')(await three()))).toEqual({ a: { from: to('a', true) }, c: undefined });
});

test('a copy is fed by the same, and by itself where its model is', async () => {
  expect(duplicatePiece('b')(await three()).pieces[3]!.inputs).toEqual({ from: to('a'), other: { from: 'webcam' } });
  expect(duplicatePiece('a')(await three()).pieces[3]).toMatchObject({ id: 'a-2', inputs: { from: to('a-2', true) } });
});

test('a plugin that is replaced keeps the inputs it still has', async () => {
  const { other } = echo.inputs!;
  expect(inputsOf(refitPieces({ ...echo, inputs: { other: other! } })(await three()))).toEqual({ a: undefined, b: { other: { from: 'webcam' } }, c: undefined });
  const recipe = await three();
  expect(refitPieces({ ...echo, id: 'else' })(recipe).pieces[0]).toBe(recipe.pieces[0]);
});
