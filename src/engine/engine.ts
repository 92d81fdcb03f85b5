// The loop's engine room: pieces follow the recipe, and their jobs advance within the frame's budget. The same in the
// page and in Node; it knows no scene and no panel.

import type { Level, PluginDefinition } from '#api';
import { chainOrder, withSources } from '../core/chain.ts';
import type { Clock } from '../core/clock.ts';
import { badArgument, type EngineError } from '../core/errors.ts';
import type { Notices } from '../core/notices.ts';
import type { Recipe } from '../core/recipe.ts';
import { openAccount } from '../gpu/account.ts';
import { createBlitter } from '../gpu/blit.ts';
import { createBridge } from '../gpu/bridge.ts';
import type { Gpu } from '../gpu/device.ts';
import { createPicture } from '../gpu/picture.ts';
import { uploader } from '../gpu/upload.ts';
import { defaults } from '../core/params.ts';
import { budgetParams } from '../core/settings.ts';
import type { PieceHost } from './build.ts';
import { noFeeds, type OpenFeed } from './feeds.ts';
import { createInputs, type InputState } from './inputs.ts';
import { workOn } from './jobs.ts';
import { openParts, type PartOptions, type PartPainter } from './parts.ts';
import { Piece } from './piece.ts';
import { createSamples, type Sampler } from './samples.ts';
import { openCostBook, SPEED, type CostBook } from './schedule/book.ts';
import { runFrame, runWhole, type Worker } from './schedule/frame.ts';
import { nextLevel } from './schedule/levels.ts';
import { createStepRunner } from './steps.ts';
import { createTaught, type Taught } from './taught.ts';
import { withStage } from './upscale.ts';
import { stageOpener } from './upscale-stage.ts';
import { createWeightsStore, noWeights, type LoadWeights } from './weights.ts';

export interface Engine {
  /** In the order of the recipe. */
  readonly pieces: readonly Piece[];
  /** Pictures at other points of the pieces' latents; painted by live frames, out of what is left of the budget. */
  readonly samples: Sampler;
  /** What flows into pieces from outside. */
  readonly inputs: InputState;
  /** Adds, removes and updates pieces until they are the recipe's. Definitions must hold every plugin it names. */
  apply(recipe: Recipe, definitions: ReadonlyMap<string, PluginDefinition>): void;
  /** The piece in focus is painted twice as often as another when time is short. */
  focus(id: string | undefined): void;
  /** The pieces that are in sight; the others sleep, but for those that flow into one in sight. Until it is told, all are. */
  see(ids: ReadonlySet<string>): void;
  /** Whether a piece is not painted because it is out of sight. */
  sleeps(piece: Piece): boolean;
  /** Live: encodes and submits as many steps as fit `milliseconds`, the recipe's budget if nothing is said; where the frame is to be `light`, next to none. Never waits. Answers whether there was any work on the pieces. */
  advance(milliseconds?: number, light?: boolean): boolean;
  /** Who is told after each live frame's painting what is left of its budget, in milliseconds. */
  onLeft(listener: (left: number, budget: number) => void): void;
  /** Offline: resolves when all that flows in from outside is at this moment; await it before `complete`. Never rejects. */
  present(): Promise<void>;
  /** Offline: runs every piece's job for this moment to its end, at full quality unless the recipe asks for less; what feeds others first. */
  complete(): void;
  /** Opens a piece's picture of this moment for painting by parts; await `complete` first. Rejects with a sentence where it cannot be. */
  parts(piece: string, options: PartOptions): Promise<PartPainter>;
  /** Resolves when no piece is being built. */
  settled(): Promise<void>;
  dispose(): void;
}

export interface EngineOptions {
  readonly gpu: Gpu;
  readonly clock: Clock;
  readonly notices: Notices;
  /** Milliseconds, for devices that cannot time themselves. */
  readonly now: () => number;
  /** Makes tfjs ready on the device, at the first call. */
  readonly tensors: () => Promise<void>;
  /** The bytes of a weights file; where the host has none, pieces that ask for weights fail and say so. */
  readonly loadWeights?: LoadWeights;
  /** Opens what flows in from outside; where the host cannot, such inputs stay empty and say so. */
  readonly openFeed?: OpenFeed;
  /** What steps cost on earlier visits; it learns from this one. */
  readonly book?: CostBook;
}

const noticeKey = (piece: string): string => `piece ${piece}`;
const upscalerKey = (piece: string): string => `upscaler of ${piece}`;

export const createEngine = ({ gpu: { device, software }, clock, notices, now, tensors, loadWeights = noWeights, openFeed = noFeeds, book = openCostBook(null) }: EngineOptions): Engine => {
  const blitter = createBlitter(device);
  const bridge = createBridge(device);
  const runner = createStepRunner(device, now, book.cost(SPEED, 1e9));
  const limit = device.limits.maxTextureDimension2D;
  let pieces: Piece[] = [];
  /** The same, what feeds others first. */
  let chain: readonly Piece[] = [];
  let workers: readonly Worker[] = [], wholes: readonly Pick<Worker, 'work'>[] = [];
  let focused: string | undefined;
  let budget: Recipe['budget'] = defaults(budgetParams);
  let entries: Recipe['pieces'] = [];
  let seen: ReadonlySet<string> | undefined, awake: ReadonlySet<string> | undefined;
  /** Milliseconds of a frame for each piece that is awake. */
  let share = budget.milliseconds;

  const weights = createWeightsStore(loadWeights), stagesOn = (on: GPUDevice): ReturnType<typeof stageOpener> => stageOpener(on, weights), stages = stagesOn(device);
  const lessons = new Map<string, Taught>();
  const host: Omit<PieceHost, 'held'> = {
    taught(piece) {
      const known = lessons.get(piece) ?? createTaught();
      lessons.set(piece, known);
      return known;
    },
    device, bridge, clock, tensors, weights, book,
    // A software adapter begins at the bottom and climbs: the first picture is there at once.
    firstLevel: (levels) => levels.at(software ? -1 : 0)!,
    createPicture({ size: [width, height], small }, label, own) {
      const picture = createPicture(own, blitter, Math.min(width, limit), Math.min(height, limit), label);
      return small ? withStage(picture, small, stagesOn(own)(small)) : picture;
    },
    failed: (error: EngineError, piece) => notices.add(noticeKey(piece), `${error.message}. ${error.hint}`),
    recovered(piece, limit) {
      notices.remove(noticeKey(piece));
      if (limit) notices.add(upscalerKey(piece), `${piece} is shown as it is. ${limit}`);
      else notices.remove(upscalerKey(piece));
    },
  };

  const inputs = createInputs({ clock, notices, openFeed, upload: uploader(device, blitter) });
  const samples = createSamples(host, () => pieces, runner);

  const levelOf = (piece: Piece, exact: boolean): Level => {
    const { levels } = piece.definition.budget;
    if (budget.quality !== 'auto') return levels.includes(budget.quality) ? budget.quality : levels[0]!;
    return exact ? levels[0]! : piece.level.level;
  };

  /** Starts a piece's next picture where there is something new to paint; answers whether there is work on one. */
  const begin = (piece: Piece, exact: boolean): boolean => {
    // An exact frame shows exactly this moment: a job begun for another is dropped.
    if (exact && piece.job) piece.restart();
    const still = exact || !clock.playing;
    piece.begin({ time: clock.time, index: Math.round(clock.time * 60) }, levelOf(piece, still), still);
    if (!piece.job) piece.ranAt = clock.index;
    return piece.job !== undefined;
  };
  const sleeps = (piece: Piece): boolean => awake?.has(piece.id) === false && (piece.picture?.count ?? 0) > 0;

  let worked = false, frame = 0, tellLeft: ((left: number, budget: number) => void) | undefined;
  /** A piece as the scheduler knows it. One that is painted from others begins in its turn, when they may have new pictures. */
  const workerOf = (piece: Piece, begun = -1): Worker => ({
    get age() { return clock.index - piece.finishedAt; },
    get waited() { return clock.index - piece.ranAt; },
    get focused() { return piece.id === focused; },
    get wanting() { return !sleeps(piece) && (piece.job !== undefined || piece.inputs.connected); },
    work(admit) {
      const { finishedAt } = piece;
      if (piece.inputs.connected && begun !== frame) worked = begin(piece, false) || worked;
      begun = frame;
      if (workOn(device, runner, piece, false, admit)) piece.ranAt = clock.index;
      if (clock.playing && piece.finishedAt !== finishedAt) piece.level = nextLevel(piece.level, piece.cost, share, piece.definition.budget.levels, piece.picture?.upscale !== undefined, piece.finishedAt - finishedAt);
    },
  });

  const advance = (milliseconds: number, light: boolean): boolean => {
    let waking = 0;
    worked = false;
    frame++;
    inputs.follow();
    inputs.pull();
    for (const piece of chain) {
      if (sleeps(piece)) {
        piece.ranAt = clock.index;
        continue;
      }
      waking++;
      if (!piece.inputs.connected) worked = begin(piece, false) || worked;
    }
    share = milliseconds / Math.max(1, waking);
    const spent = runFrame(workers, light ? 0 : milliseconds);
    const sampled = samples.advance(spent, light ? 0 : milliseconds);
    if (worked || sampled) runner.account();
    tellLeft?.(light ? 0 : Math.max(0, milliseconds - spent), milliseconds);
    return worked;
  };

  /** A piece in an exact frame. */
  const wholeOf = (piece: Piece): Pick<Worker, 'work'> => ({
    work(admit) {
      worked = begin(piece, true) || worked;
      workOn(device, runner, piece, true, admit);
    },
  });

  const complete = (): void => {
    worked = false;
    inputs.pull();
    runWhole(wholes);
    if (worked) runner.account();
  };

  return {
    get pieces() { return pieces; },
    samples, inputs, sleeps,
    apply(recipe, definitions) {
      ({ budget, pieces: entries } = recipe);
      const before = new Map(pieces.map((piece) => [piece.id, piece]));
      pieces = recipe.pieces.map((entry) => {
        const definition = definitions.get(entry.plugin)!;
        const tracks = recipe.tracks.filter((track) => track.piece === entry.id);
        const known = before.get(entry.id);
        const piece = known?.recipe.plugin === entry.plugin ? known : new Piece({ ...host, ...openAccount(device) }, entry, definition);
        if (piece === known) before.delete(entry.id);
        piece.update(entry, tracks, definition);
        return piece;
      });
      chain = chainOrder(recipe.pieces).map((entry) => pieces[recipe.pieces.indexOf(entry)]!);
      workers = chain.map((piece) => workerOf(piece));
      wholes = chain.map(wholeOf);
      awake = seen && withSources(entries, seen);
      inputs.apply(pieces);
      for (const gone of before.values()) {
        notices.remove(noticeKey(gone.id));
        notices.remove(upscalerKey(gone.id));
        gone.dispose();
      }
    },
    focus(id) { focused = id; },
    see(ids) {
      if (seen?.size === ids.size && Array.from(ids).every((id) => seen!.has(id))) return;
      seen = new Set(ids);
      awake = withSources(entries, seen);
    },
    advance: (milliseconds = budget.milliseconds, light = false) => advance(milliseconds, light),
    onLeft(listener) { tellLeft = listener; },
    present: () => inputs.seek(),
    complete,
    async parts(id, options) {
      const piece = pieces.find((one) => one.id === id);
      if (!piece) throw badArgument(`There is no piece "${id}"; there are ${pieces.map((one) => one.id).join(', ') || 'none'}.`);
      return openParts(device, piece, clock.time, options, stages);
    },
    async settled() {
      await Promise.all(pieces.map((piece) => piece.settled()));
    },
    dispose() {
      samples.dispose();
      inputs.dispose();
      for (const piece of pieces) piece.dispose();
      pieces = [];
      runner.dispose();
      bridge.dispose();
    },
  };
};
