import { expect, test } from 'vitest';
import { definePlugin, type PluginDefinition } from '#api';
import { emptyRecipe, newPiece, type Recipe } from '../../src/core/recipe.ts';
import { framesRemember, picturesRemember } from '../../src/core/remembers.ts';

const plugin = (more: Partial<Pick<PluginDefinition, 'output' | 'budget'>>): PluginDefinition => definePlugin({ id: 'one', title: '', summary: '', papers: [], engine: '^1', params: {}, presets: {}, output: { width: 8, height: 8 }, budget: { every: 1, levels: ['full'] }, create: () => Promise.reject(new Error('never made')), ...more });
const scene = (definition: PluginDefinition, more: Partial<Recipe['pieces'][number]> = {}, trails = 0): [Recipe, ReadonlyMap<string, PluginDefinition>] => {
  const empty = emptyRecipe();
  return [{ ...empty, post: { ...empty.post, trails }, pieces: [{ ...newPiece(empty, definition), ...more }] }, new Map([['one', definition]])];
};

test.each<[string, boolean, Parameters<typeof scene>]>([
  ['a picture by itself', false, [plugin({})]],
  ['one that its plugin makes of those before', true, [plugin({ output: { width: 8, height: 8, remembers: () => true } })]],
  ['one whose plugin would, by other params', false, [plugin({ output: { width: 8, height: 8, remembers: () => false } })]],
  ['every second one', true, [plugin({ budget: { every: 2, levels: ['full'] } })]],
  ['one that is fed the frame before', true, [plugin({}), { inputs: { a: { from: 'piece', piece: 'one', delayed: true } } }]],
  ['one that is fed this frame', false, [plugin({}), { inputs: { a: { from: 'piece', piece: 'one', delayed: false } } }]],
])('%s: %s', (_, remembers, made) => {
  expect([picturesRemember(...scene(...made)), framesRemember(...scene(...made))]).toEqual([remembers, remembers]);
});

test('trails are made of frames, not of pictures; a plugin that is not there remembers nothing', () => {
  const [recipe, definitions] = scene(plugin({}), {}, .5);
  expect([picturesRemember(recipe, definitions), framesRemember(recipe, definitions), picturesRemember(recipe, new Map())]).toEqual([false, true, false]);
});
