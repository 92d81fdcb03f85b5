// One running session without its panel: document, engine and stage joined by the frame loop. `main` builds it; the
// panel, scripts and the command line drive it.

import type { PluginDefinition } from '#api';
import { same } from './core/params.ts';
import { checkSteps, createClock, type Clock } from './core/clock.ts';
import { createDocument, type Document } from './core/document.ts';
import { encodeLink } from './core/link.ts';
import { compactRecipe, parseRecipe, type Recipe } from './core/recipe.ts';
import { refitPieces, setSettings } from './core/edits.ts';
import { twinned } from './core/twins.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { capOf, createPace, liveBudget, starts } from './engine/schedule/pace.ts';
import { pieceStats, type Stats } from './engine/stats.ts';
import { openFilm } from './film.ts';
import { createBacklog } from './gpu/backlog.ts';
import { readPicture } from './gpu/read-picture.ts';
import { openRecipe } from './opening.ts';
import { canvasPng, checkStill, printTo, type Print } from './printing.ts';
import type { OpenFilm } from './record/frames.ts';
import { recipeText } from './record/recipe-tag.ts';
import { createStage, type Stage } from './scene/stage.ts';
import type { ViewerOptions } from './viewer-options.ts';

export interface Viewer {
  readonly document: Document;
  readonly clock: Clock;
  readonly engine: Engine;
  /** One live frame at the host's timestamp in milliseconds; does nothing while an exact step is under way, or the device is behind. Answers whether it was one. */
  frame(timestamp: number): boolean;
  /** Pauses, advances by exact frames and paints each whole; 0 paints the present moment. */
  step(frames: number, fps?: number): Promise<void>;
  /** PNG of the scene at the present moment, in pixels; the window's size where none is said. Trails belong to the window's size. */
  still(size?: { readonly width?: number; readonly height?: number }): Promise<Blob>;
  /** Exact frames one after the other, for a recording. The window keeps what it shows; edits show when it ends. */
  readonly film: OpenFilm;
  /** A live frame was rendered: told in the same task, while the canvas holds it. */
  onFrame(listener: (() => void) | undefined): void;
  /** A piece's own texture; rejects where there is no such piece or it has no picture yet. */
  picture(id: string): Promise<ImageData>;
  readonly definitions: ReadonlyMap<string, PluginDefinition>;
  /** Hangs pieces beside their twins, which were taught nothing. */
  compare(pieces: ReadonlySet<string>): void;
  /** Replaces the document by an untrusted recipe, as one undoable edit; answers what could not be used. The newest call wins. */
  load(raw: unknown): Promise<string[]>;
  /** Writes a print of this moment as a PNG file, row by row; live frames wait. Rejects with a sentence, or with what `write` rejects with. */
  readonly print: Print;
  /** The recipe of this moment, without defaults. */
  snapshot(): unknown;
  /** What files of this scene, as it is at the call, carry: its text by the moment, to the last digit, so that it is the same picture again. */
  carried(): (time: number) => string;
  link(): string;
  stats(): Stats;
  resize(): void;
  /** The panel covers this many CSS pixels at the right. */
  cover(pixels: number): void;
  /** A plugin was replaced: its pieces are rebuilt with the params that still fit. */
  replaced(id: string): void;
  /** Ends pieces and scene; the device is the caller's. */
  dispose(): void;
}

const DEFAULT_FPS = 60;
/** Pixels of the live window that a software adapter draws often enough to be played with. */
const SOFTWARE_PIXELS = 260_000;

const isUnpainted = ({ state, picture }: Engine['pieces'][number]): boolean => state !== 'failed' && !picture?.count;

export const createViewer = async (options: ViewerOptions, start: Recipe): Promise<Viewer> => {
  const { gpu, registry, notices, canvas } = options, clock = createClock(), document = createDocument(start);
  const engine = createEngine({ gpu, clock, notices, now: options.now, tensors: options.tensors.open, loadWeights: options.loadWeights, ...(options.openFeed ? { openFeed: options.openFeed } : {}), ...(options.book ? { book: options.book } : {}) });
  const stage: Stage = await createStage(gpu.device, canvas, (pose, last) => {
    document.edit((recipe) => (same(recipe.camera, pose) ? recipe : setSettings('camera', pose)(recipe)), 'camera');
    if (last) document.settle();
  });
  const pace = createPace();
  let backlog = createBacklog(gpu.device.queue, options.now);
  let saving = start.budget.saver, starting = true, curtain = true;
  let frames = 0, exact = 0, covered = 0, loads = 0;
  let interrupted: number | undefined; // the recipe's time, while there is a film
  let shown: (() => void) | undefined;
  let compared: ReadonlySet<string> = new Set();
  let changed = true; // in a way that no clock and no painting tells of

  let followed: Recipe['clock'] | undefined;
  const follow = (recipe: Recipe): void => {
    if (interrupted !== undefined) return;
    // Edits keep the clock of the recipe they edit; a load, and its undo, bring another.
    if (recipe.clock !== followed) {
      clock.seek(recipe.clock.time);
      starting = true;
      if (recipe.clock.playing && !options.still) clock.play(); else clock.pause();
    }
    followed = recipe.clock;
    const hung = twinned(recipe, compared);
    engine.apply(hung, registry.loaded);
    stage.apply(hung);
    changed = true;
    if (saving === recipe.budget.saver) return;
    saving = recipe.budget.saver;
    resize();
  };
  const render = (live = false): void => {
    stage.render(engine.pieces, clock.time, options.still, live);
    frames++;
  };
  const resize = (): void => {
    if (interrupted !== undefined) return;
    const width = canvas.clientWidth || 1, height = canvas.clientHeight || 1;
    const sharpest = gpu.software ? Math.sqrt(SOFTWARE_PIXELS / (width * height)) : saving ? 1 : 2;
    stage.resize(width, height, Math.min(sharpest, globalThis.devicePixelRatio || 1), covered);
    changed = true;
  };

  const snapshot = (): unknown => compactRecipe({ ...document.recipe, clock: { time: Math.round((interrupted ?? clock.time) * 1000) / 1000, playing: clock.playing } }, registry.loaded);
  const carried = (recipe = document.recipe, { playing } = clock) => (time: number): string => recipeText(compactRecipe({ ...recipe, clock: { time, playing } }, registry.loaded));
  let queue: Promise<unknown> = Promise.resolve();
  /** Runs exact work alone, in the order asked for: live frames pause until it is done. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    exact++;
    const done = queue.then(() => engine.settled()).then(() => stage.settled()).then(work).finally(() => { exact--; });
    queue = done.catch(() => undefined);
    return done;
  };

  /** Paints the present moment whole. */
  const complete = async (): Promise<void> => {
    await engine.present();
    engine.complete();
  };

  document.subscribe(follow);
  follow(start);
  resize();

  return {
    document, clock, engine, resize,
    definitions: registry.loaded,
    compare(pieces) {
      compared = new Set(pieces);
      follow(document.recipe);
    },
    cover(pixels) {
      covered = pixels;
      resize();
    },
    frame(timestamp) {
      if (exact > 0 || backlog.full) return false;
      const { budget } = document.recipe;
      if (!pace.takes(timestamp, capOf(budget))) return false;
      clock.tick(timestamp);
      if (starting && !(starting = starts(engine.pieces))) pace.look();
      const worked = options.naive?.() ? (engine.complete(), true) : engine.advance(liveBudget(budget, pace, starting), pace.light && !starting);
      // Nobody sees behind the curtain: what a picture of the room costs goes to those that hang in it.
      if (curtain) {
        curtain = engine.pieces.some(isUnpainted);
        if (curtain) {
          if (worked) backlog.add();
          return true;
        }
        // How long pictures alone took says nothing of frames that render.
        backlog = createBacklog(gpu.device.queue, options.now);
      }
      // Time stands still and nothing happened: the window keeps what it shows, and the machine its battery.
      if (!clock.playing && !worked && !changed && !stage.waiting && document.recipe.post.trails === 0) return false;
      changed = false;
      render(true);
      backlog.add();
      engine.see(stage.seen);
      shown?.();
      return true;
    },
    step: (count, fps = DEFAULT_FPS) => alone(async () => {
      checkSteps(count, fps);
      clock.pause();
      for (let i = 0; i < Math.max(1, count); i++) {
        if (count > 0) clock.step(fps);
        await complete();
        if (!options.unseen || (document.recipe.post.trails > 0 && i < count - 1)) render();
        await gpu.device.queue.onSubmittedWorkDone();
      }
    }),
    still: ({ width = canvas.clientWidth, height = canvas.clientHeight } = {}) => alone(async () => {
      checkStill(width, height);
      await complete();
      const text = carried()(clock.time);
      stage.resize(Math.round(width), Math.round(height), 1);
      render();
      // In the task of the render: a WebGPU canvas is empty in the next.
      const file = canvasPng(canvas, text);
      resize();
      if (!options.unseen) render();
      return file;
    }),
    print: (wanted, write, watch) => alone(async () => {
      await complete();
      await printTo({ gpu, engine, stage, time: clock.time, still: options.still, recipe: document.recipe, text: carried()(clock.time) }, wanted, write, watch);
      changed = true;
    }),
    film: (setting, work) => alone(async () => {
      interrupted = clock.time;
      try {
        return await openFilm({ device: gpu.device, engine, stage, clock, registry, recipe: document.recipe, still: options.still, lessons: await options.lessons?.() }, setting, work);
      } finally {
        clock.seek(interrupted);
        interrupted = undefined;
        follow(document.recipe);
        resize();
        if (!options.unseen) render();
      }
    }),
    onFrame(listener) { shown = listener; },
    picture: (id) => alone(async () => {
      const piece = engine.pieces.find((one) => one.id === id);
      if (!piece) throw new Error(`There is no piece "${id}"; there are ${engine.pieces.map((one) => one.id).join(', ') || 'none'}.`);
      await complete();
      if (!piece.picture) throw new Error(`Piece "${id}" has no picture yet.`);
      return new ImageData(await readPicture(gpu.device, piece.picture), piece.picture.width, piece.picture.height);
    }),
    async load(raw) {
      const load = ++loads, opened = await parseRecipe(raw, registry.load);
      return load === loads ? openRecipe(raw, opened, document, notices) : opened.problems;
    },
    snapshot, carried,
    link: () => encodeLink(snapshot()),
    stats: () => ({
      frames, intervals: pace.intervals(), budget: liveBudget(document.recipe.budget, pace),
      readbacks: gpu.audit.readbacks, pipelines: gpu.audit.pipelines, tensors: options.tensors.count(),
      buffers: gpu.audit.buffers, textures: gpu.audit.textures, bytes: gpu.audit.bytes,
      notices: notices.list.map(({ text }) => text),
      pieces: engine.pieces.map((piece) => pieceStats(piece, clock.index, engine.sleeps(piece))),
    }),
    replaced(id) {
      const definition = registry.loaded.get(id);
      if (!definition) return;
      document.replace(refitPieces(definition));
    },
    dispose() {
      exact++;
      engine.dispose();
      stage.dispose();
    },
  };
};
