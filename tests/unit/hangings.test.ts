// What hangs in the scene: what is kept, what is made beside it, and what is freed when it takes its place.

import { Scene } from 'three/webgpu';
import { describe, expect, test } from 'vitest';
import { defaults } from '../../src/core/params.ts';
import { viewParams, type View } from '../../src/core/settings.ts';
import type { Picture } from '../../src/gpu/picture.ts';
import { areAlive, areHung, disposeHangings, hangUp, makeHangings, newcomers, NOTHING, type Wanted } from '../../src/scene/hangings.ts';
import { createWindowPart } from '../../src/scene/views/index.ts';

const part = createWindowPart();
const picture = (): Picture => ({ width: 8, height: 4, textures: [{}, {}], front: 0, count: 1 }) as unknown as Picture;
const wanted = (id: string, settings: Partial<View> = {}, shown = picture()): Wanted => ({ id, picture: shown, settings: { ...defaults(viewParams), ...settings } });
const names = (scene: Scene): string[] => scene.children.map(({ name }) => name).filter(Boolean).sort();

describe('what hangs', () => {
  test('is kept where it serves: a place and a glow are followed, a kind and a width are made anew, of the same textures', () => {
    const one = wanted('one'), before = makeHangings(NOTHING, [one], part), [hung] = before.hung.values();
    const same = (settings: Partial<View>): boolean => areHung(before, [wanted('one', settings, one.picture)]);
    expect([{}, { x: 2 }, { glow: .1 }, { depth: .4 }, { kind: 'relief' as const }, { width: 3 }, { frame: 'none' as const }, { mat: .3 }].map(same)).toEqual([true, true, true, true, false, false, false, false]);
    expect(areHung(before, [one, wanted('two')])).toBe(false);
    const next = makeHangings(before, [wanted('one', { kind: 'relief' }, one.picture), wanted('two')], part);
    expect(next.hung.get('one')).not.toBe(hung);
    expect(next.hung.get('one')!.map).toBe(hung!.map);
    expect(makeHangings(before, [one, wanted('two')], part).hung.get('one')).toBe(hung);
  });

  test('is alive as long as each of its pictures is its piece\'s', () => {
    const one = wanted('one'), hangings = makeHangings(NOTHING, [one], part);
    expect(areAlive(hangings, [one, wanted('two')])).toBe(true);
    expect(areAlive(hangings, [wanted('one')])).toBe(false);
    expect(areAlive(hangings, [])).toBe(false);
  });

  test('what comes is outside the scene until it takes its place as a whole, and what is gone is freed once', () => {
    const scene = new Scene(), one = wanted('one'), two = wanted('two'), first = makeHangings(NOTHING, [one, two], part);
    hangUp(scene, NOTHING, first);
    const gone: string[] = [];
    for (const [id, { view }] of first.hung) view.object.traverse((mesh) => { if ('geometry' in mesh) (mesh.geometry as { addEventListener(on: string, then: () => void): void }).addEventListener('dispose', () => gone.push(id)); });
    const next = makeHangings(first, [one, wanted('three')], part), group = newcomers(first, next);
    expect(group.children).toEqual([next.hung.get('three')!.view.object, next.room!.object]);
    expect(names(scene)).toEqual(['one', 'two']);
    expect(scene.children).toContain(first.room!.object);
    hangUp(scene, first, next);
    expect(names(scene)).toEqual(['one', 'three']);
    expect(scene.children).toContain(next.room!.object);
    expect(scene.children).not.toContain(first.room!.object);
    expect(new Set(gone)).toEqual(new Set(['two']));
    // What was made and never came is freed without what hangs.
    disposeHangings(makeHangings(next, [one, wanted('four')], part), next);
    expect(names(scene)).toEqual(['one', 'three']);
    expect(new Set(gone)).toEqual(new Set(['two']));
  });
});
