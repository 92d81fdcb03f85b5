// What hangs: a view for each picture, and the room that their light falls into. Made beside what hangs already and put in
// its place as a whole, so that what is new can be compiled before anybody sees it.

import { Group, type Scene, type UniformNode } from 'three/webgpu';
import { uniform } from 'three/tsl';
import { same } from '../core/params.ts';
import type { Recipe } from '../core/recipe.ts';
import type { View } from '../core/settings.ts';
import type { Picture } from '../gpu/picture.ts';
import { createEmitter, MAX_EMITTERS, type Emitter } from './emitters.ts';
import { createPictureMap, type PictureMap } from './picture-map.ts';
import { createRoom, type Room } from './room.ts';
import { disposeObject, VIEWS, type PieceView, type WindowPart } from './views/index.ts';

export interface Hung {
  readonly map: PictureMap;
  readonly settings: View;
  readonly view: PieceView;
  readonly glow: UniformNode<'float', number>;
  readonly depth: UniformNode<'float', number>;
}

export interface Hangings {
  readonly hung: ReadonlyMap<string, Hung>;
  readonly emitters: ReadonlyMap<string, Emitter>;
  /** None where nothing hangs yet. */
  readonly room: Room | undefined;
}

/** A picture and how it is to hang. */
export interface Wanted { readonly id: string; readonly picture: Picture; readonly settings: View }

export const NOTHING: Hangings = { hung: new Map(), emitters: new Map(), room: undefined };

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
export const areHung = ({ hung, room }: Hangings, wanted: readonly Wanted[]): boolean =>
  room !== undefined && hung.size === wanted.length && wanted.every((one) => serves(hung.get(one.id), one));

/** Every picture that hangs is still its piece's: others may be destroyed at any time. */
export const areAlive = ({ hung }: Hangings, wanted: readonly Wanted[]): boolean =>
  Array.from(hung).every(([id, { map }]) => wanted.some((one) => one.id === id && one.picture === map.picture));

/** What is wanted, of what hangs where that serves; nothing is in the scene yet. */
export const makeHangings = (before: Hangings, wanted: readonly Wanted[], window: WindowPart): Hangings => {
  const hung = new Map(wanted.map((one): [string, Hung] => {
    const { id, picture, settings } = one, known = before.hung.get(id);
    if (known && serves(known, one)) return [id, known];
    const map = known?.map.picture === picture ? known.map : createPictureMap(picture);
    const glow = uniform(settings.glow), depth = uniform(settings.depth), view = VIEWS[settings.kind]({ map, settings, window, glow, depth });
    view.object.name = id;
    return [id, { map, settings, view, glow, depth }];
  }));
  const bright = Array.from(hung).filter(([, { view }]) => view.light)
    .sort(([, a], [, b]) => b.settings.width ** 2 * (b.settings.glow + .2) - a.settings.width ** 2 * (a.settings.glow + .2))
    .slice(0, MAX_EMITTERS);
  const emitters = new Map(bright.map(([id, { map, view }]) => [id, createEmitter(map, view.light!.round)]));
  return { hung, emitters, room: createRoom([...emitters.values()]) };
};

/** All that `next` holds and `before` does not, as one object outside the scene: to be compiled. */
export const newcomers = (before: Hangings, next: Hangings): Group => {
  const kept = new Set(before.hung.values()), group = new Group();
  for (const entry of next.hung.values()) if (!kept.has(entry)) group.add(entry.view.object);
  if (next.room) group.add(next.room.object);
  return group;
};

/** Frees what `gone` holds and `kept` does not. */
export const disposeHangings = (gone: Hangings, kept: Hangings): void => {
  const entries = new Set(kept.hung.values()), maps = new Set(Array.from(entries, ({ map }) => map));
  for (const entry of gone.hung.values()) {
    if (entries.has(entry)) continue;
    entry.view.object.removeFromParent();
    disposeObject(entry.view.object);
    if (!maps.has(entry.map)) entry.map.dispose();
  }
  if (!gone.room || gone.room === kept.room) return;
  gone.room.object.removeFromParent();
  gone.room.dispose();
};

/** Puts `next` into the scene, and frees what it replaces. */
export const hangUp = (scene: Scene, before: Hangings, next: Hangings): void => {
  for (const { view } of next.hung.values()) scene.add(view.object);
  if (next.room) scene.add(next.room.object);
  disposeHangings(before, next);
};
