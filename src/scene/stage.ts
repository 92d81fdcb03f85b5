// The stage: renderer, room, views, camera and post, following the recipe and the pieces' pictures. The only door into
// three for the rest of the house.

import { Color, Fog, NeutralToneMapping, PCFShadowMap, Scene, WebGPURenderer } from 'three/webgpu';
import type { Loop } from '../core/loop.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Settings, View } from '../core/settings.ts';
import type { Picture } from '../gpu/picture.ts';
import { createCamera, type WindowShape } from './camera.ts';
import { createEmitters } from './emitters.ts';
import { areHung, disposeHangings, emittersOf, hangUp, isOpen, makeHangings, newcomers, NOTHING, remaining, wantedOf, type Hangings, type Hung, type Wanted } from './hangings.ts';
import { createLamps } from './lamps.ts';
import { nextFrame, turnAway } from './off-screen.ts';
import { createPost } from './post.ts';
import { createRoom } from './room.ts';
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
  const emitters = createEmitters(device), room = createRoom(emitters);
  scene.add(room.object);

  let recipe: Recipe | undefined;
  let hangings = NOTHING;
  /** What will hang in its place once it is compiled. */
  let coming: { readonly next: Hangings; readonly open: boolean; readonly done: Promise<void>; ready: boolean } | undefined;
  /** The room has been compiled, or rendered. */
  let furnished = false;
  let compiled: Promise<void> = Promise.resolve(), compiling = 0;
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
    for (const [id, entry] of hangings) {
      const settings = now.pieces.find((piece) => piece.id === id)?.view ?? entry.settings;
      place(entry, settings);
      const { light } = entry.view;
      // Points and reliefs rise out of their box.
      sight.place(id, entry.view.object, light ? LIGHT_REACH : settings.depth, light !== undefined);
    }
    emitters.place(emittersOf(hangings));
    const views = Array.from(hangings.values()), lit = views.filter(({ view }) => view.lamp);
    room.apply(now.room, furnished && !shot?.alpha && isOpen(views, now));
    lamps.aim(lit.map(({ view, settings, map }) => ({ object: view.object, size: settings.width / map.aspect })));
    lamps.apply(now.room.light);
    camera.apply(now.camera);
    post.apply(now.post);
  };

  const compile = (next: Hangings, open: boolean): void => {
    const work = async (): Promise<void> => {
      await post.compile(newcomers(hangings, next));
      // Unless it has been dismissed meanwhile, or all has ended.
      if (open && coming?.next === next) await post.compile(room.object);
    };
    compiling++;
    const made = { next, open, ready: false, done: work().catch(() => undefined).then(() => {
      made.ready = true;
      compiling--;
    }) };
    coming = made;
    // What is dismissed goes on compiling for a while.
    compiled = Promise.all([compiled, made.done]).then(() => undefined);
  };
  /** What is coming will not come: the compiler lets go of it first. What it shares with what hung is freed twice then, and may be. */
  const dismiss = ({ next, done }: NonNullable<typeof coming>): void => {
    coming = undefined;
    void done.then(() => disposeHangings(next, hangings));
  };
  const swap = (next: Hangings, open: boolean): void => {
    for (const id of hangings.keys()) if (!next.has(id)) sight.forget(id);
    hangUp(scene, hangings, next);
    hangings = next;
    furnished ||= open;
  };

  let stale = true, rendered = false;
  /** Brings what hangs up to what is wanted; with `live`, what is new is compiled first. */
  const hang = (wanted: readonly Wanted[], open: boolean, live: boolean): void => {
    if (coming?.ready) {
      swap(coming.next, coming.open);
      coming = undefined;
    }
    const left = remaining(hangings, wanted);
    if (left.size < hangings.size) {
      if (coming) dismiss(coming);
      swap(left, false);
    }
    if (coming || (areHung(hangings, wanted) && (furnished || !open))) return;
    const next = makeHangings(hangings, wanted, part);
    if (live && rendered) compile(next, open && !furnished); else swap(next, open);
  };
  /** Brings the scene up to the recipe and the pictures of this moment; false before there is a recipe. */
  const follow = (pieces: readonly ShownPiece[], live: boolean): boolean => {
    if (!recipe) return false;
    if (stale || coming || pieces.some(({ id, picture }) => picture !== hangings.get(id)?.map.picture)) {
      const wanted = wantedOf(recipe, pieces);
      hang(wanted, isOpen(wanted, recipe), live);
      arrange(recipe);
      stale = false;
    }
    for (const piece of pieces) {
      const map = hangings.get(piece.id)?.map;
      // What still hangs in the place of a new picture stays as it was.
      if (map && map.picture === piece.picture) map.update(piece.blend());
    }
    room.shine(renderer);
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
      camera.dispose();
      if (coming) dismiss(coming);
      const free = (): void => {
        disposeHangings(hangings, NOTHING);
        for (const owned of [room, emitters, lamps, post]) owned.dispose();
        void renderer.dispose();
      };
      // The compiler would make anew what is freed under its hands.
      if (compiling > 0) void compiled.then(free); else free();
    },
  };
};
