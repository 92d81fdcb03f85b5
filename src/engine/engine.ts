// The loop's engine room: pieces follow the recipe, and their jobs advance within the frame's budget. The same in the
// page and in Node; it knows no scene and no panel.

import type { Frame, Level, PluginDefinition } from '#api';
import { chainOrder } from '../core/chain.ts';
import type { Clock } from '../core/clock.ts';
import { badArgument, type EngineError } from '../core/errors.ts';
import type { Notices } from '../core/notices.ts';
import type { Recipe } from '../core/recipe.ts';
import { createBlitter } from '../gpu/blit.ts';
import { createBridge } from '../gpu/bridge.ts';
import type { Gpu } from '../gpu/device.ts';
import { createPicture } from '../gpu/picture.ts';
import { uploader } from '../gpu/upload.ts';
import { admits, nextLevel, urgency } from './budget.ts';
import { costOf, takeStep, type Job, type PieceHost } from './build.ts';
import { noFeeds, type OpenFeed } from './feeds.ts';
import { createInputs, type InputState } from './inputs.ts';
import { openParts, type PartOptions, type PartPainter } from './parts.ts';
import { Piece } from './piece.ts';
import { createSamples, type Sampler } from './samples.ts';
import { createStepRunner } from './steps.ts';
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
  /** Live: encodes and submits as many steps as fit the budget. Never waits. Answers whether there was any work on the pieces. */
  advance(): boolean;
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
}

const noticeKey = (piece: string): string => `piece ${piece}`;
const upscalerKey = (piece: string): string => `upscaler of ${piece}`;

export const createEngine = ({ gpu: { device, software }, clock, notices, now, tensors, loadWeights = noWeights, openFeed = noFeeds }: EngineOptions): Engine => {
  const blitter = createBlitter(device);
  const bridge = createBridge(device);
  const runner = createStepRunner(device, now);
  const limit = device.limits.maxTextureDimension2D;
  let pieces: Piece[] = [];
  /** The same, what feeds others first. */
  let chain: readonly Piece[] = [];
  let focused: string | undefined;
  let budget: Recipe['budget'] = { milliseconds: 8, quality: 'auto' };

  const weights = createWeightsStore(loadWeights), stages = stageOpener(device, weights);
  const host: PieceHost = {
    device, bridge, clock, tensors,
    weights,
    // A software adapter begins at the bottom and climbs: the first picture is there at once.
    firstLevel: (levels) => levels.at(software ? -1 : 0)!,
    createPicture({ size: [width, height], small }, label) {
      const picture = createPicture(device, blitter, Math.min(width, limit), Math.min(height, limit), label);
      return small ? withStage(picture, small, stages(small)) : picture;
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

  /** Encodes one step of a job; answers the encoder to go on with. */
  const encode = (piece: Piece, job: Job, encoder: GPUCommandEncoder): GPUCommandEncoder => {
    const step = job.next!;
    const cost = costOf(job.build, job.level, step);
    const following = runner.run(step, cost, encoder);
    job.cost += cost.milliseconds;
    job.begun = true;
    piece.guard('infer', () => { job.next = takeStep(job.steps); });
    return following;
  };

  /** Runs steps of a piece's job while `admit` allows, on submissions of its own, so that a faulty plugin spoils nobody else's commands. */
  const work = (piece: Piece, exact: boolean, admit: (cost: number) => boolean): void => {
    const { job } = piece;
    if (!job) return;
    const mayGoOn = (): boolean => job.next !== undefined && admit(runner.expected(costOf(job.build, job.level, job.next)));
    let going = mayGoOn();
    if (job.next && !going) return;
    const { front } = job.build.picture;
    device.pushErrorScope('validation');
    let encoder = device.createCommandEncoder({ label: piece.id });
    piece.guard('infer', () => {
      for (; piece.job === job && going; going = mayGoOn()) encoder = encode(piece, job, encoder);
      if (piece.job === job && !job.next) piece.finish(encoder, job, exact);
      device.queue.submit([encoder.finish()]);
    });
    // Told some frames later, without anyone waiting; a lost device is told elsewhere.
    device.popErrorScope().then((refusal) => { if (refusal) piece.refuse(job, front, refusal.message); }, () => undefined);
  };

  const levelOf = (piece: Piece, exact: boolean): Level => {
    const { levels } = piece.definition.budget;
    if (budget.quality !== 'auto') return levels.includes(budget.quality) ? budget.quality : levels[0]!;
    return exact ? levels[0]! : piece.level.level;
  };

  const run = (exact: boolean): boolean => {
    const moment: Frame = { time: clock.time, index: Math.round(clock.time * 60) };
    const still = exact || !clock.playing;
    const share = budget.milliseconds / Math.max(1, pieces.length);
    if (!exact) inputs.follow();
    inputs.pull();
    const order = exact ? chain : [...chain].sort((a, b) =>
      urgency(clock.index - b.finishedAt, b.id === focused) - urgency(clock.index - a.finishedAt, a.id === focused));
    let worked = false;
    let spent = 0;
    const admit = exact ? () => true : (cost: number): boolean => {
      if (!admits(spent, cost, budget.milliseconds)) return false;
      spent += Math.max(cost, Number.EPSILON);
      return true;
    };
    for (const piece of order) {
      // An exact frame shows exactly this moment: a job begun for another is dropped.
      if (exact && piece.job) piece.restart();
      piece.begin(moment, levelOf(piece, still), still);
      worked ||= piece.job !== undefined;
      const { finishedAt } = piece;
      work(piece, exact, admit);
      if (!exact && clock.playing && piece.finishedAt !== finishedAt) piece.level = nextLevel(piece.level, piece.cost, share, piece.definition.budget.levels, piece.picture?.upscale !== undefined);
    }
    const sampled = !exact && samples.advance(spent, budget.milliseconds);
    if (worked || sampled) runner.account();
    return worked;
  };

  return {
    get pieces() { return pieces; },
    samples, inputs,
    apply(recipe, definitions) {
      budget = recipe.budget;
      const before = new Map(pieces.map((piece) => [piece.id, piece]));
      pieces = recipe.pieces.map((entry) => {
        const definition = definitions.get(entry.plugin)!;
        const tracks = recipe.tracks.filter((track) => track.piece === entry.id);
        const known = before.get(entry.id);
        const piece = known?.recipe.plugin === entry.plugin ? known : new Piece(host, entry, definition);
        if (piece === known) before.delete(entry.id);
        piece.update(entry, tracks, definition);
        return piece;
      });
      chain = chainOrder(recipe.pieces).map((entry) => pieces[recipe.pieces.indexOf(entry)]!);
      inputs.apply(pieces);
      for (const gone of before.values()) {
        notices.remove(noticeKey(gone.id));
        notices.remove(upscalerKey(gone.id));
        gone.dispose();
      }
    },
    focus(id) { focused = id; },
    advance: () => run(false),
    present: () => inputs.seek(),
    complete: () => void run(true),
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
