import { expect, test } from 'vitest';
import type { LatentState } from '#api';
import { addPiece, applyPreset, duplicatePiece, removePiece, reseedPiece, setParam, setSetting, setView } from '../../src/core/edits.ts';
import { emptyRecipe, type Recipe } from '../../src/core/recipe.ts';
import { samplerPlugin } from '../support/sampler-plugin.ts';

const add = addPiece(samplerPlugin);
const two = (): Recipe => add(add(emptyRecipe()));

test('adding pieces gives each its own name and a place to the right of the last', () => {
  const recipe = add(two());
  expect(recipe.pieces.map(({ id }) => id)).toEqual(['sampler', 'sampler-2', 'sampler-3']);
  const [a, b, c] = recipe.pieces.map(({ view }) => view.x) as [number, number, number];
  expect(b - a).toBeGreaterThan(recipe.pieces[0]!.view.width);
  expect(c - b).toBeGreaterThan(recipe.pieces[0]!.view.width);
});

test('an edit changes what it names and shares the rest', () => {
  const before = two();
  const after = setParam('sampler-2', 'amount', 2)(before);
  expect(after.pieces[1]!.params['amount']).toBe(2);
  expect(before.pieces[1]!.params['amount']).toBe(.5);
  expect(after.pieces[0]).toBe(before.pieces[0]);
  expect(after.camera).toBe(before.camera);
});

test('views and settings are set by name', () => {
  const recipe = setSetting('post', 'bloom', .5)(setView('sampler', 'kind', 'sphere')(two()));
  expect(recipe.pieces[0]!.view.kind).toBe('sphere');
  expect(recipe.pieces[1]!.view.kind).toBe(emptyRecipe().pieces[0]?.view.kind ?? two().pieces[1]!.view.kind);
  expect(recipe.post.bloom).toBe(.5);
});

test('removing a piece removes its tracks and no others', () => {
  const tracked: Recipe = { ...two(), tracks: ['sampler', 'sampler-2'].map((piece) => ({ piece, param: 'amount', keys: [], loop: 0 })) };
  const recipe = removePiece('sampler')(tracked);
  expect(recipe.pieces.map(({ id }) => id)).toEqual(['sampler-2']);
  expect(recipe.tracks.map(({ piece }) => piece)).toEqual(['sampler-2']);
});

test('a duplicate has the params of its original, its own name and its own place', () => {
  const recipe = duplicatePiece('sampler')(setParam('sampler', 'amount', 2)(two()));
  const copy = recipe.pieces.at(-1)!;
  expect(copy.id).toBe('sampler-3');
  expect(copy.params).toEqual(recipe.pieces[0]!.params);
  expect(copy.view.x).toBeGreaterThan(recipe.pieces[1]!.view.x);
});

test('a camera steps back and aside so that an added piece is in view, and never comes closer', () => {
  const start = emptyRecipe(), one = add(start), many = Array.from({ length: 4 }).reduce<Recipe>((recipe) => add(recipe), one);
  expect(one.camera).toEqual(start.camera);
  expect(many.camera.distance).toBeGreaterThan(start.camera.distance);
  const half = many.camera.distance * Math.tan((many.camera.lens * Math.PI) / 360) * 1.6;
  for (const { view } of many.pieces) expect(Math.abs(view.x - many.camera.targetX) + view.width / 2).toBeLessThan(half);
});

test('an edit of a piece that is not there changes no piece', () => {
  const recipe = two();
  expect(duplicatePiece('moon')(recipe)).toBe(recipe);
  expect(setParam('moon', 'amount', 2)(recipe).pieces).toEqual(recipe.pieces);
});

test('a new seed changes the seeds and the walks and nothing else', () => {
  const before = two().pieces[0]!, after = reseedPiece('sampler', samplerPlugin)(two()).pieces[0]!;
  expect(after.params['seed']).not.toBe(before.params['seed']);
  const [z, walked] = [before.params['z'], after.params['z']] as unknown as [LatentState, LatentState];
  expect(walked.seed).not.toBe(z.seed);
  expect({ ...walked, seed: z.seed }).toEqual(z);
  expect({ ...after.params, seed: 0, z: 0, mood: 0 }).toEqual({ ...before.params, seed: 0, z: 0, mood: 0 });
});

test('a preset starts from the defaults but keeps seed and place where it does not name them', () => {
  const started = setParam('sampler', 'seed', 42)(setParam('sampler', 'count', 9)(two()));
  const loud = applyPreset('sampler', samplerPlugin, 'loud')(started).pieces[0]!.params;
  expect(loud).toMatchObject({ amount: 3, mode: 'hard', count: 4, seed: 42 });
  expect(applyPreset('sampler', samplerPlugin, 'elsewhere')(started).pieces[0]!.params).toMatchObject({ amount: .5, seed: 99 });
});
