import { describe, expect, test } from 'vitest';
import { createDocument } from '../../src/core/document.ts';
import { emptyRecipe, type Recipe } from '../../src/core/recipe.ts';

const titled = (title: string) => (recipe: Recipe): Recipe => ({ ...recipe, title });
const open = (): ReturnType<typeof createDocument> => createDocument(titled('start')(emptyRecipe()));

describe('undo and redo', () => {
  test('walk back and forth through the edits', () => {
    const document = open();
    for (const title of ['a', 'b', 'c']) document.edit(titled(title));
    const titles: string[] = [];
    while (document.canUndo) {
      document.undo();
      titles.push(document.recipe.title);
    }
    while (document.canRedo) {
      document.redo();
      titles.push(document.recipe.title);
    }
    expect(titles).toEqual(['b', 'a', 'start', 'a', 'b', 'c']);
  });

  test('a new edit forgets what was undone', () => {
    const document = open();
    document.edit(titled('a'));
    document.undo();
    document.edit(titled('b'));
    expect(document.canRedo).toBe(false);
    document.undo();
    expect(document.recipe.title).toBe('start');
  });

  test('at the ends they do nothing', () => {
    const document = open();
    document.undo();
    document.redo();
    expect(document.recipe.title).toBe('start');
  });

  test('an edit that changes nothing is no step', () => {
    const document = open();
    document.edit((recipe) => recipe);
    expect(document.canUndo).toBe(false);
  });

  test('the past is bounded', () => {
    const document = open();
    for (let i = 0; i < 1000; i++) document.edit(titled(String(i)));
    let steps = 0;
    for (; document.canUndo; steps++) document.undo();
    expect(steps).toBe(200);
    expect(document.recipe.title).toBe('799');
  });
});

describe('a gesture', () => {
  test('of many edits is one step back', () => {
    const document = open();
    document.edit(titled('before'));
    for (let i = 0; i < 50; i++) document.edit(titled(String(i)), 'drag std');
    expect(document.recipe.title).toBe('49');
    document.undo();
    expect(document.recipe.title).toBe('before');
    document.redo();
    expect(document.recipe.title).toBe('49');
  });

  test.each<[string, (document: ReturnType<typeof open>) => void]>([
    ['settling', (document) => { document.settle(); }],
    ['another gesture', (document) => { document.edit(titled('other'), 'drag scale'); }],
    ['an edit without one', (document) => { document.edit(titled('other')); }],
    ['undo and redo', (document) => { document.undo(); document.redo(); }],
  ])('ends with %s', (_, end) => {
    const document = open();
    document.edit(titled('first'), 'drag std');
    end(document);
    document.edit(titled('second'), 'drag std');
    document.undo();
    expect(document.recipe.title).not.toBe('start');
    document.undo();
    expect(['start', 'first']).toContain(document.recipe.title);
  });
});

test('tells its subscribers of every change until they leave', () => {
  const document = open();
  const heard: string[] = [];
  const leave = document.subscribe(({ title }) => heard.push(title));
  document.edit(titled('a'));
  document.undo();
  document.redo();
  leave();
  document.edit(titled('b'));
  expect(heard).toEqual(['a', 'start', 'a']);
});
