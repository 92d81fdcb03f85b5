// The stage: renderer, room, views, camera and post, following the recipe and the pieces' pictures. The only door into
// three for the rest of the house.

import { Color, Fog, NeutralToneMapping, PCFShadowMap, Scene, WebGPURenderer } from 'three/webgpu';
import type { Loop } from '../core/loop.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Settings, View } from '../core/settings.ts';
import type { Picture } from '../gpu/picture.ts';
import { createCamera, type WindowShape } from './camera.ts';
import { areAlive, areHung, disposeHangings, hangUp, makeHangings, newcomers, NOTHING, wantedOf, type Hangings, type Hung } from './hangings.ts';
import { createLamps } from './lamps.ts';
import { nextFrame, turnAway } from './off-screen.ts';
import { createPost } from './post.ts';
import { openTiles, type SceneTiles } from './tiles.ts';
import { createWindowPart } from './views/index.ts';
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
  /**
   * Renders the pieces as they are. `still` leaves the camera's drift out. `live`: what is new is compiled beside the frames,
   * and seen when that is done; else it is seen at once, and the frame waits.
   */
  render(pieces: readonly ShownPiece[], time: number, still: boolean, live: boolean): void;
  /** Something new is being compiled, or waits for the next render. */
  readonly waiting: boolean;
  /** Resolves when nothing is being compiled; what is not live waits for it. */
  settled(): Promise<void>;
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
  scene.add(lamps.object);
  const post = createPost(renderer, scene, camera.shot), part = createWindowPart();

  let recipe: Recipe | undefined;
  let hangings = NOTHING;
  /** What will hang in its place once it is compiled. */
  let coming: { readonly next: Hangings; readonly done: Promise<void>; ready: boolean } | undefined;
  let compiled: Promise<void> = Promise.resolve();
  const sight = createSight();
  let seen: ReadonlySet<string> = new Set();
  let shape: WindowShape = { width: 1, height: 1, covered: 0 };
  let shot: Shot | undefined;

  const place = ({ view: { object }, glow, depth }: Hung, settings: View): void => {
    object.position.set(settings.x, settings.y, settings.z);
    object.rotation.y = (settings.turn * Math.PI) / 180;
    glow.value = settings.glow;
    depth.value = settings.depth;
  };

  const arrange = (now: Recipe): void => {
    const { hung, emitters, room } = hangings;
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

  const compile = (next: Hangings): void => {
    const made = { next, ready: false, done: post.compile(newcomers(hangings, next)).catch(() => undefined).then(() => { made.ready = true; }) };
    coming = made;
    // What is dismissed goes on compiling for a while.
    compiled = Promise.all([compiled, made.done]).then(() => undefined);
  };
  /** What is coming will not come: the compiler lets go of it first. */
  const dismiss = ({ next, done }: NonNullable<typeof coming>): void => {
    coming = undefined;
    void done.then(() => disposeHangings(next, hangings));
  };
  const swap = (next: Hangings): void => {
    for (const id of hangings.hung.keys()) if (!next.hung.has(id)) sight.forget(id);
    hangUp(scene, hangings, next);
    hangings = next;
  };

  let stale = true, rendered = false;
  /** Brings the scene up to the recipe and the pictures of this moment; false before there is a recipe. */
  const follow = (pieces: readonly ShownPiece[], live: boolean): boolean => {
    if (!recipe) return false;
    if (stale || coming || pieces.some(({ id, picture }) => picture !== hangings.hung.get(id)?.map.picture)) {
      const wanted = wantedOf(recipe, pieces), alive = areAlive(hangings, wanted);
      if (coming && !(areAlive(coming.next, wanted) && alive)) dismiss(coming);
      else if (coming?.ready) {
        swap(coming.next);
        coming = undefined;
      }
      if (!coming && !areHung(hangings, wanted)) {
        // Where all is gone there is no light, until the room is compiled that it leaves behind.
        if (!alive && wanted.length === 0 && live) swap(NOTHING);
        else {
          const next = makeHangings(hangings, wanted, part);
          if (live && alive && rendered) compile(next); else swap(next);
        }
      }
      arrange(recipe);
      stale = false;
    }
    for (const piece of pieces) hangings.hung.get(piece.id)?.map.update(piece.blend());
    return true;
  };
  return {
    get seen() { return seen; },
    get waiting() { return coming !== undefined; },
    settled: () => compiled,
    apply(next) {
      recipe = next;
      stale = true;
    },
    render(pieces, time, still, live) {
      if (!follow(pieces, live)) return;
      camera.update(time, shape, still, shot?.loop);
      part.show([0, 0], [shape.width, shape.height], [shape.width, shape.height]);
      seen = sight.look(camera.shot);
      nextFrame(renderer);
      post.render(Math.round(time * 60));
      rendered = true;
    },
    tiles(pieces, time, still, whole, tile) {
      follow(pieces, false);
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
      if (coming) dismiss(coming);
      disposeHangings(hangings, NOTHING);
      lamps.dispose();
      post.dispose();
      camera.dispose();
      void renderer.dispose();
    },
  };
};
