// The stage: renderer, room, views, camera and post, following the recipe and the pieces' pictures. The only door into
// three for the rest of the house.

import { Color, Fog, Group, NeutralToneMapping, PCFShadowMap, Scene, WebGPURenderer, type UniformNode } from 'three/webgpu';
import { uniform } from 'three/tsl';
import type { Loop } from '../core/loop.ts';
import { same } from '../core/params.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Settings, View } from '../core/settings.ts';
import type { Picture } from '../gpu/picture.ts';
import { createCamera, type WindowShape } from './camera.ts';
import { createEmitter, MAX_EMITTERS, type Emitter } from './emitters.ts';
import { createLamps } from './lamps.ts';
import { nextFrame, turnAway } from './off-screen.ts';
import { createPictureMap, type PictureMap } from './picture-map.ts';
import { createPost } from './post.ts';
import { createRoom, type Room } from './room.ts';
import { openTiles, type SceneTiles } from './tiles.ts';
import { createWindowPart, disposeObject, VIEWS, type PieceView } from './views/index.ts';
import { createSight } from './sight.ts';

/** A piece as the stage sees it. */
export interface ShownPiece {
  readonly id: string;
  readonly picture: Picture | undefined;
  /** 0..1: how far it has faded in over the one before. */
  blend(): number;
}

/** What is rendered in place of the window. */
export interface Shot {
  /** Pixels that are rendered. */
  readonly width: number;
  readonly height: number;
  /** More than 8 bits a channel are wanted. */
  readonly exact: boolean;
  /** Neither room nor background. */
  readonly alpha: boolean;
  readonly loop?: Loop;
}

export interface Stage {
  /** Follows a new recipe: where things hang, camera, light, post. */
  apply(recipe: Recipe): void;
  /** Renders the pieces as they are. `still` leaves the camera's drift out. */
  render(pieces: readonly ShownPiece[], time: number, still: boolean): void;
  /** Opens a moment as a picture of `whole` pixels for rendering by tiles, off the screen. Nothing else may render until its `end`. */
  tiles(pieces: readonly ShownPiece[], time: number, still: boolean, whole: readonly [number, number], tile: readonly [number, number]): SceneTiles;
  /** Ids of the pieces that were in sight in the last render; borrowed until the next. */
  readonly seen: ReadonlySet<string>;
  /** Size of the window in CSS pixels, its pixel ratio, and the width at its right that the panel covers. */
  resize(width: number, height: number, pixelRatio: number, covered?: number): void;
  /** From now on it renders to a texture of its own: sRGB as it is shown, alpha multiplied in. No `resize` until `end`. */
  film(shot: Shot): { readonly texture: GPUTexture; end(): void };
  dispose(): void;
}

interface Hung {
  readonly map: PictureMap;
  readonly settings: View;
  readonly view: PieceView;
  readonly glow: UniformNode<'float', number>;
  readonly depth: UniformNode<'float', number>;
}

/** The parts of a view that need it made anew; the rest is moved or dimmed in place. */
const SHAPING = ['kind', 'width', 'frame', 'mat'] as const satisfies readonly (keyof View)[];

/** Metres around a picture in which its light is worth seeing. */
const LIGHT_REACH = 1.2;

/** `moved` is told the camera's pose after each movement by pointer. */
export const createStage = async (device: GPUDevice, canvas: HTMLCanvasElement, moved: (pose: Settings['camera'], last: boolean) => void): Promise<Stage> => {
  const renderer = new WebGPURenderer({ canvas, device, antialias: true });
  await renderer.init();
  renderer.toneMapping = NeutralToneMapping;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;

  const scene = new Scene();
  scene.background = new Color(0x050506);
  scene.fog = new Fog(0x050506, 10, 26);
  const camera = createCamera(canvas, moved);
  const lamps = createLamps();
  const hangings = new Group();
  scene.add(lamps.object, hangings);
  const post = createPost(renderer, scene, camera.shot), part = createWindowPart();

  let recipe: Recipe | undefined;
  let hung = new Map<string, Hung>();
  let emitters = new Map<string, Emitter>();
  let room: Room | undefined;
  const sight = createSight();
  let seen: ReadonlySet<string> = new Set();
  let shape: WindowShape = { width: 1, height: 1, covered: 0 };
  let shot: Shot | undefined;

  const takeDown = (entry: Hung): void => {
    hangings.remove(entry.view.object);
    disposeObject(entry.view.object);
  };

  const hang = (id: string, map: PictureMap, settings: View): Hung => {
    const glow = uniform(settings.glow), depth = uniform(settings.depth);
    const view = VIEWS[settings.kind]({ map, settings, window: part, glow, depth });
    view.object.name = id;
    hangings.add(view.object);
    return { map, settings, view, glow, depth };
  };

  const place = ({ view: { object }, glow, depth }: Hung, settings: View): void => {
    object.position.set(settings.x, settings.y, settings.z);
    object.rotation.y = (settings.turn * Math.PI) / 180;
    glow.value = settings.glow;
    depth.value = settings.depth;
  };

  /** Makes room and lamps anew for the pictures that light it. */
  const furnish = (): void => {
    const bright = Array.from(hung).filter(([, { view }]) => view.light)
      .sort(([, a], [, b]) => b.settings.width ** 2 * (b.settings.glow + .2) - a.settings.width ** 2 * (a.settings.glow + .2))
      .slice(0, MAX_EMITTERS);
    emitters = new Map(bright.map(([id, { map, view }]) => [id, createEmitter(map, view.light!.round)]));
    if (room) {
      scene.remove(room.object);
      room.dispose();
    }
    room = createRoom([...emitters.values()]);
    scene.add(room.object);
  };

  const arrange = (now: Recipe): void => {
    for (const [id, entry] of hung) {
      const settings = now.pieces.find((piece) => piece.id === id)?.view ?? entry.settings;
      place(entry, settings);
      const { light } = entry.view;
      // Points and reliefs rise out of their box.
      sight.place(id, entry.view.object, light ? LIGHT_REACH : settings.depth, light !== undefined);
      if (light) emitters.get(id)?.place(entry.view.object, light.width, light.height, .25 + .75 * settings.glow);
    }
    const lit = Array.from(hung.values()).filter(({ view }) => view.lamp);
    const covered = shot?.alpha || Array.from(hung.values()).some(({ settings }) => settings.kind === 'full');
    room?.apply(covered ? { ...now.room, room: 'void' } : now.room);
    lamps.aim(lit.map(({ view, settings, map }) => ({ object: view.object, size: settings.width / map.aspect })));
    lamps.apply(now.room.light);
    camera.apply(now.camera);
    post.apply(now.post);
  };

  /** Brings views in line with recipe and pictures; true where one was made or taken down. */
  const reconcile = (now: Recipe, pieces: readonly ShownPiece[]): boolean => {
    let changed = false;
    const next = new Map<string, Hung>();
    for (const { id, picture } of pieces) {
      const settings = now.pieces.find((piece) => piece.id === id)?.view;
      if (!picture || !settings) continue;
      const before = hung.get(id);
      const sameMap = before?.map.picture === picture;
      if (before && sameMap && SHAPING.every((key) => same(before.settings[key], settings[key]))) {
        next.set(id, before);
        continue;
      }
      changed = true;
      if (before) takeDown(before);
      if (before && !sameMap) before.map.dispose();
      next.set(id, hang(id, sameMap ? before.map : createPictureMap(picture), settings));
    }
    for (const [id, entry] of hung) {
      if (next.has(id)) continue;
      changed = true;
      takeDown(entry);
      entry.map.dispose();
      sight.forget(id);
    }
    hung = next;
    return changed;
  };

  let stale = true;
  /** Brings the scene up to the recipe and the pictures of this moment; false before there is a recipe. */
  const follow = (pieces: readonly ShownPiece[]): boolean => {
    if (!recipe) return false;
    if (stale || pieces.some(({ id, picture }) => picture !== hung.get(id)?.map.picture)) {
      const changed = reconcile(recipe, pieces);
      if (changed || !room) furnish();
      arrange(recipe);
      stale = false;
    }
    for (const piece of pieces) hung.get(piece.id)?.map.update(piece.blend());
    return true;
  };
  return {
    get seen() { return seen; },
    apply(next) {
      recipe = next;
      stale = true;
    },
    render(pieces, time, still) {
      if (!follow(pieces)) return;
      camera.update(time, shape, still, shot?.loop);
      part.show([0, 0], [shape.width, shape.height], [shape.width, shape.height]);
      seen = sight.look(camera.shot);
      nextFrame(renderer);
      post.render(Math.round(time * 60));
    },
    tiles(pieces, time, still, whole, tile) {
      follow(pieces);
      camera.update(time, { width: whole[0], height: whole[1], covered: 0 }, still);
      return openTiles(renderer, camera, post, part, whole, tile, Math.round(time * 60));
    },
    resize(width, height, pixelRatio, covered = 0) {
      shape = { width, height: Math.max(1, height), covered };
      renderer.setPixelRatio(pixelRatio);
      renderer.setSize(width, height, false);
    },
    film(next) {
      const before = shape, { background } = scene;
      const away = turnAway(renderer, next.width, next.height, next.exact);
      const turn = (to: Shot | undefined): void => {
        shot = to;
        shape = to ? { width: to.width, height: to.height, covered: 0 } : before;
        scene.background = to?.alpha ? null : background;
        post.transparent(to?.alpha ?? false);
        post.forget();
        stale = true;
      };
      turn(next);
      return {
        texture: away.texture,
        end() {
          away.end();
          turn(undefined);
        },
      };
    },
    dispose() {
      for (const entry of hung.values()) {
        takeDown(entry);
        entry.map.dispose();
      }
      room?.dispose();
      lamps.dispose();
      post.dispose();
      camera.dispose();
      void renderer.dispose();
    },
  };
};
