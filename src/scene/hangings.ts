// What hangs: a view for each picture. Made beside what hangs already and put in its place as a whole, so that what is new
// can be compiled before anybody sees it.

import { Group, type Scene, type UniformNode } from 'three/webgpu';
import { uniform } from 'three/tsl';
import { same } from '../core/params.ts';
import type { Recipe } from '../core/recipe.ts';
import type { View } from '../core/settings.ts';
import type { Picture } from '../gpu/picture.ts';
import type { Emitter } from './emitters.ts';
import { createPictureMap, type PictureMap } from './picture-map.ts';
import { disposeObject, VIEWS, type PieceView, type WindowPart } from './views/index.ts';

export interface Hung {
  readonly map: PictureMap;
  readonly settings: View;
  readonly view: PieceView;
  readonly glow: UniformNode<'float', number>;
  readonly depth: UniformNode<'float', number>;
}

/** By the pieces' ids. */
export type Hangings = ReadonlyMap<string, Hung>;

/** A picture and how it is to hang. */
export interface Wanted { readonly id: string; readonly picture: Picture; readonly settings: View }

export const NOTHING: Hangings = new Map();

/** The parts of a view that need it made anew; the rest is moved or dimmed in place. */
const SHAPING = ['kind', 'width', 'frame', 'mat'] as const satisfies readonly (keyof View)[];

export const wantedOf = ({ pieces: entries }: Recipe, pieces: readonly { readonly id: string; readonly picture: Picture | undefined }[]): readonly Wanted[] =>
  pieces.flatMap(({ id, picture }) => {
    const settings = entries.find((entry) => entry.id === id)?.view;
    return picture && settings ? [{ id, picture, settings }] : [];
  });

const serves = (entry: Hung | undefined, { picture, settings }: Wanted): boolean =>
  entry !== undefined && entry.map.picture === picture && SHAPING.every((key) => same(entry.settings[key], settings[key]));

/** Nothing need be made or taken down. */
export const areHung = (hung: Hangings, wanted: readonly Wanted[]): boolean =>
  hung.size === wanted.length && wanted.every((one) => serves(hung.get(one.id), one));

/** What hangs, without what is no longer wanted at all. */
export const remaining = (hung: Hangings, wanted: readonly Wanted[]): Hangings => new Map(Array.from(hung).filter(([id]) => wanted.some((one) => one.id === id)));

/** A room is to be seen around these. */
export const isOpen = (views: readonly { readonly settings: View }[], { room: { room } }: Recipe): boolean => room === 'gallery' && views.every(({ settings: { kind } }) => kind !== 'full');

/** What is wanted, of what hangs where that serves; nothing is in the scene yet. */
export const makeHangings = (before: Hangings, wanted: readonly Wanted[], window: WindowPart): Hangings =>
  new Map(wanted.map((one): [string, Hung] => {
    const { id, picture, settings } = one, known = before.get(id);
    if (known && serves(known, one)) return [id, known];
    const map = known?.map.picture === picture ? known.map : createPictureMap(picture);
    const glow = uniform(settings.glow), depth = uniform(settings.depth), view = VIEWS[settings.kind]({ map, settings, window, glow, depth });
    view.object.name = id;
    return [id, { map, settings, view, glow, depth }];
  }));

/** The light of what hangs, the brightest first, whatever hung first. */
export const emittersOf = (hung: Hangings): Emitter[] =>
  Array.from(hung).flatMap(([id, { map, settings: { width }, glow, view: { object, light } }]) => (light ? [{ id, light: width ** 2 * (glow.value + .2), emitter: { map, object, ...light, strength: .25 + .75 * glow.value } }] : []))
    .sort((a, b) => b.light - a.light || (a.id < b.id ? -1 : 1)).map(({ emitter }) => emitter);

/** All that `next` holds and `before` does not, as one object outside the scene: to be compiled. */
export const newcomers = (before: Hangings, next: Hangings): Group => {
  const kept = new Set(before.values()), group = new Group();
  for (const entry of next.values()) if (!kept.has(entry)) group.add(entry.view.object);
  return group;
};

/** Frees what `gone` holds and `kept` does not. */
export const disposeHangings = (gone: Hangings, kept: Hangings): void => {
  const entries = new Set(kept.values()), maps = new Set(Array.from(entries, ({ map }) => map));
  for (const entry of gone.values()) {
    if (entries.has(entry)) continue;
    entry.view.object.removeFromParent();
    disposeObject(entry.view.object);
    if (!maps.has(entry.map)) entry.map.dispose();
  }
};

/** Puts `next` into the scene, and frees what it replaces. */
export const hangUp = (scene: Scene, before: Hangings, next: Hangings): void => {
  for (const { view } of next.values()) scene.add(view.object);
  disposeHangings(before, next);
};
