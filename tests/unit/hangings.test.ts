// What hangs in the scene: what is kept, what is made beside it, and what is freed when it takes its place.

import { Scene } from 'three/webgpu';
import { describe, expect, test } from 'vitest';
import { defaults } from '../../src/core/params.ts';
import { emptyRecipe } from '../../src/core/recipe.ts';
import { viewParams, type View } from '../../src/core/settings.ts';
import type { Picture } from '../../src/gpu/picture.ts';
import { areHung, disposeHangings, emittersOf, hangUp, isOpen, makeHangings, newcomers, NOTHING, remaining, type Wanted } from '../../src/scene/hangings.ts';
import { createWindowPart } from '../../src/scene/views/index.ts';

const part = createWindowPart();
const borrowed = new Map<Picture, number>();
const picture = (): Picture => {
  const borrow = (): (() => void) => {
    borrowed.set(made, (borrowed.get(made) ?? 0) + 1);
    return () => void borrowed.set(made, borrowed.get(made)! - 1);
  };
  const made = { width: 8, height: 4, textures: [{}, {}], front: 0, count: 1, borrow } as unknown as Picture;
  return made;
};
const wanted = (id: string, settings: Partial<View> = {}, shown = picture()): Wanted => ({ id, picture: shown, settings: { ...defaults(viewParams), ...settings } });
const names = (scene: Scene): string[] => scene.children.map(({ name }) => name).filter(Boolean).sort();

describe('what hangs', () => {
  test('is kept where it serves: a place and a glow are followed, a kind and a width are made anew, of the same textures', () => {
    const one = wanted('one'), before = makeHangings(NOTHING, [one], part), [hung] = before.values();
    const same = (settings: Partial<View>): boolean => areHung(before, [wanted('one', settings, one.picture)]);
    expect([{}, { x: 2 }, { glow: .1 }, { depth: .4 }, { kind: 'relief' as const }, { width: 3 }, { frame: 'none' as const }, { mat: .3 }].map(same)).toEqual([true, true, true, true, false, false, false, false]);
    expect(areHung(before, [one, wanted('two')])).toBe(false);
    const next = makeHangings(before, [wanted('one', { kind: 'relief' }, one.picture), wanted('two')], part);
    expect(next.get('one')).not.toBe(hung);
    expect(next.get('one')!.map).toBe(hung!.map);
    expect(makeHangings(before, [one, wanted('two')], part).get('one')).toBe(hung);
  });

  test('stays with its picture until another is made of the new one, and goes at once where its piece is gone', () => {
    const one = wanted('one'), two = wanted('two'), before = makeHangings(NOTHING, [one, two], part), other = wanted('one');
    const left = remaining(before, [other]);
    expect(Array.from(left)).toEqual([['one', before.get('one')]]);
    const next = makeHangings(left, [other], part);
    expect(next.get('one')!.map.picture).toBe(other.picture);
    hangUp(new Scene(), before, left);
    expect([one, two, other].map((piece) => borrowed.get(piece.picture))).toEqual([1, 0, 1]);
    hangUp(new Scene(), left, next);
    expect([one, two, other].map((piece) => borrowed.get(piece.picture))).toEqual([0, 0, 1]);
  });

  test('shines by its size and glow, where its view has a place in the room, and there is a room where nothing covers it', () => {
    const views: readonly Partial<View>[] = [{ width: 1, glow: .5 }, { width: 2, glow: .5 }, { width: 1, glow: 1 }, { kind: 'sphere', width: 3 }];
    const pieces = views.map((view, i) => wanted(`${i}`, view)), hung = makeHangings(NOTHING, pieces, part);
    expect(emittersOf(hung).map(({ map, round, width, strength }) => [pieces.findIndex((one) => one.picture === map.picture), round, width, strength])).toEqual([[3, true, 3, expect.any(Number)], [1, false, 2, .625], [2, false, 1, 1], [0, false, 1, .625]]);
    const [a, b] = [wanted('a'), wanted('b')], first = (...order: readonly Wanted[]): Picture => emittersOf(makeHangings(NOTHING, order, part))[0]!.map.picture;
    expect([first(a, b), first(b, a)]).toEqual([a.picture, a.picture]);
    const full = wanted('full', { kind: 'full' }), open = emptyRecipe();
    expect(emittersOf(makeHangings(NOTHING, [full], part))).toEqual([]);
    expect([isOpen([], open), isOpen(pieces, open), isOpen([...pieces, full], open), isOpen(pieces, { ...open, room: { ...open.room, room: 'void' } })]).toEqual([true, true, false, false]);
  });

  test('what comes is outside the scene until it takes its place as a whole, and what is gone is freed once', () => {
    const scene = new Scene(), one = wanted('one'), two = wanted('two'), first = makeHangings(NOTHING, [one, two], part);
    hangUp(scene, NOTHING, first);
    const gone: string[] = [];
    for (const [id, { view }] of first) view.object.traverse((mesh) => { if ('geometry' in mesh) (mesh.geometry as { addEventListener(on: string, then: () => void): void }).addEventListener('dispose', () => gone.push(id)); });
    const next = makeHangings(first, [one, wanted('three')], part), group = newcomers(first, next);
    expect(group.children).toEqual([next.get('three')!.view.object]);
    expect(names(scene)).toEqual(['one', 'two']);
    hangUp(scene, first, next);
    expect(names(scene)).toEqual(['one', 'three']);
    expect(new Set(gone)).toEqual(new Set(['two']));
    // What was made and never came is freed without what hangs.
    disposeHangings(makeHangings(next, [one, wanted('four')], part), next);
    expect(names(scene)).toEqual(['one', 'three']);
    expect(new Set(gone)).toEqual(new Set(['two']));
  });
});
