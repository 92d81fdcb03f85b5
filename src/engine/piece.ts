// The piece host: one running piece. Decides what a change of params costs, keeps the last picture whatever happens to
// the plugin, and never shows a half-painted one.

import type { Frame, Level, Params, PluginDefinition, Values, WeightsFile } from '#api';
import { pluginFailed } from '../core/errors.ts';
import { resolve, same } from '../core/params.ts';
import type { PieceRecipe } from '../core/recipe.ts';
import { trackedStates, type Track } from '../core/tracks.ts';
import type { Held } from '../gpu/account.ts';
import { makeBuild, resetByTracks, startJob, type Build, type Job, type PieceHost } from './build.ts';
import { PieceInputs } from './piece-inputs.ts';
import type { LevelState } from './schedule/levels.ts';
import { createWindow } from './schedule/window.ts';
import { learns, type Taught } from './taught.ts';
import { serves, sizesOf, type StagedPicture } from './upscale.ts';

export type PieceState = 'loading' | 'running' | 'failed' | 'disposed';

export class Piece {
  readonly id: string;
  state: PieceState = 'loading';
  recipe: PieceRecipe;
  definition: PluginDefinition;
  tracks: readonly Track[] = [];
  readonly inputs = new PieceInputs();
  readonly taught: Taught;
  level: LevelState;
  job: Job | undefined;
  finishedAt = -1; // index of the frame that last showed a new picture
  finishedBefore = -1; // and of the one before it
  ranAt = 0; // index of the frame in which its work last went on, or there was none
  /** Learnt GPU milliseconds of the last picture, its floating-point operations, and what the last pictures really took. */
  cost = 0;
  flops = 0;
  readonly measured = createWindow(64);

  private current: Build | undefined;
  private next: Build | undefined;
  private building: Promise<void> | undefined;
  private wanted = 0;
  private dirty = true;
  private paintedTime = -1;
  private begunAt = -1;
  private paintedLevel: Level | undefined;
  private readonly host: PieceHost;
  readonly held: Held; // on the device

  constructor(host: PieceHost, recipe: PieceRecipe, definition: PluginDefinition) {
    this.host = host;
    this.held = host.held;
    [this.id, this.taught] = [recipe.id, host.taught(recipe.id)];
    this.recipe = recipe;
    this.definition = definition;
    this.level = { level: host.firstLevel(definition.budget.levels), pressure: 0 };
    this.rebuild();
  }

  /** What a view shows; undefined until the first build is begun. */
  get picture(): StagedPicture | undefined { return this.current?.picture ?? this.next?.picture; }

  /** What runs: the build on show, or the first one. */
  get build(): Build | undefined { return this.current ?? this.next; }

  /** Resolves when no build is under way; failures are the piece's state. */
  async settled(): Promise<void> {
    while (this.building) await this.building;
  }

  /** Takes a new recipe, tracks or definition: live, reset or rebuild, whatever the dearest change asks for. */
  update(recipe: PieceRecipe, tracks: readonly Track[], definition: PluginDefinition): void {
    const before = this.recipe, params: Params = definition.params;
    const touched = Object.keys(params).filter((key) => !same(before.params[key], recipe.params[key]));
    const replaced = definition !== this.definition || !same(before.size, recipe.size) || before.view.upscale !== recipe.view.upscale;
    this.recipe = recipe;
    this.definition = definition;
    if (!definition.budget.levels.includes(this.level.level)) this.level = { level: this.host.firstLevel(definition.budget.levels), pressure: 0 };
    if (!same(this.tracks, tracks) || touched.length > 0) this.dirty = true;
    this.tracks = tracks;
    const needs = (apply: string): boolean => touched.some((key) => params[key]?.apply === apply);
    const retried = this.state === 'failed' && (touched.length > 0 || !same(before.inputs, recipe.inputs));
    if (replaced || needs('rebuild') || retried) this.rebuild();
    else if (needs('reset')) this.reset(this.current, this.next);
  }

  /** Fills what the plugin sees at a time: the recipe's states, overridden by tracks. */
  private fill(params: Params, values: Values, time: number): void {
    resolve(params, trackedStates(params, this.recipe.params, this.tracks, time), time, values);
  }

  /** Fills a build's values with what may change; one of another definition keeps its last ones until it is replaced. */
  private refill(build: Build, time: number): void {
    if (build.definition === this.definition) this.fill(build.changing, build.values, time);
  }

  private reset(...builds: readonly (Build | undefined)[]): void {
    this.job = undefined;
    this.guard('reset', () => {
      for (const build of builds) {
        if (!build) continue;
        this.refill(build, this.host.clock.time);
        build.instance.reset?.(build.values);
      }
    });
  }

  private rebuild(): void {
    const { definition, recipe: { params: made } } = this;
    const wanted = ++this.wanted;
    this.job = undefined;
    if (!this.current) this.state = 'loading';
    const sizes = sizesOf(definition, this.recipe), shown = this.current?.picture;
    const picture = serves(shown, sizes) ? shown : this.host.createPicture(sizes, this.id, this.host.device);
    const drop = (build: Build): void => {
      this.guard('dispose', build.dispose);
      if (build.picture !== this.current?.picture) build.picture.dispose();
    };
    this.dropNext();
    const making = makeBuild(this.host, definition, picture, this.taught, (values) => this.fill(definition.params, values, this.host.clock.time));
    const done = Promise.all([making, picture.upscale?.ready])
      .then(([build]) => {
        if (wanted !== this.wanted || this.state === 'disposed') return drop(build);
        this.next = build;
        this.dirty = true;
        this.state = 'running';
        this.host.recovered(this.id, picture.upscale?.problem ?? '');
        const missed = Object.entries(definition.params).some(([key, { apply }]) => apply === 'reset' && !same(made[key], this.recipe.params[key]));
        if (missed) this.reset(build);
      })
      .catch((error: unknown) => {
        if (picture !== this.current?.picture) picture.dispose();
        if (wanted === this.wanted) this.fail('create', error);
      })
      .finally(() => { if (this.building === done) this.building = undefined; });
    this.building = done;
  }

  /** Shows weights in place of a file of the plugin's. */
  teach(label: string, file: WeightsFile | undefined): void {
    this.taught.set(label, file);
    this.dirty = true;
    if (!file || [this.current, this.next].some((build) => build && !learns(build))) this.rebuild();
  }

  private dropNext(): void {
    const { next } = this;
    this.next = undefined;
    if (!next) return;
    this.guard('dispose', () => next.dispose());
    if (next.picture !== this.current?.picture) next.picture.dispose();
  }

  /** Starts a job if there is something new to paint. `refine` paints again at `level` what was painted below it. */
  begin(moment: Frame, level: Level, refine: boolean): void {
    const build = this.next ?? this.current;
    // What has not read its inputs yet reads them as they are now: textures come and go.
    if (this.job && !this.job.begun && this.inputs.connected) this.restart();
    if (!build || this.job || this.state !== 'running') return;
    const { index } = this.host.clock;
    const due = this.finishedAt < 0 || index - this.finishedAt >= build.definition.budget.every;
    const sought = index === this.begunAt; // the clock went elsewhere without a frame
    this.begunAt = index;
    const moved = moment.time !== this.paintedTime && (due || sought), fed = this.inputs.changed && (due || refine);
    if (!this.dirty && !moved && !fed && !(refine && this.paintedLevel !== level)) return;
    this.dirty = false;
    this.paintedTime = moment.time;
    this.paintedLevel = level;
    this.guard('infer', () => {
      this.taught.bring(build);
      this.refill(build, moment.time);
      resetByTracks(build, this.tracks);
      this.job = startJob(build, level, moment, this.inputs.take(), this.measured.push);
    });
  }

  /** Drops the job under way, so that the next `begin` paints the moment it is given. */
  restart(): void {
    this.job = undefined;
    this.dirty = true;
  }

  /** Shows the finished job's picture; a build's first picture retires its predecessor. */
  finish(encoder: GPUCommandEncoder, job: Job, exact: boolean): void {
    const { build } = job, { index } = this.host.clock;
    // One frame, one picture: the one before it is what delayed inputs see.
    const again = this.finishedAt === index && build.picture === this.current?.picture;
    build.picture.finish(encoder, job.level, again);
    // An exact frame shows its own picture, not a fade to it.
    if (exact || !again) this.finishedBefore = exact ? index - 1 : this.finishedAt;
    this.finishedAt = index;
    this.cost = job.cost;
    this.flops = job.flops;
    this.job = undefined;
    if (build !== this.next) return;
    const old = this.current;
    this.current = build;
    this.next = undefined;
    if (!old) return;
    this.guard('dispose', () => old.dispose());
    if (old.picture !== build.picture) old.picture.dispose();
  }

  /** 0..1: how far a view has faded from the last picture to this one; 1 while time stands still. */
  blend(): number {
    const { clock } = this.host;
    if (!clock.playing) return 1;
    const interval = this.finishedBefore < 0 ? 1 : this.finishedAt - this.finishedBefore;
    return Math.min(1, (clock.index - this.finishedAt + 1) / Math.max(1, interval));
  }

  /** The level of the last picture begun. */
  get shownLevel(): Level { return this.paintedLevel ?? this.level.level; }

  /** The device refused a job's commands: what it showed in vain is withdrawn for the texture shown before. */
  refuse({ build }: Job, before: 0 | 1, message: string): void {
    if (this.state !== 'running' || (build !== this.current && build !== this.next)) return;
    build.picture.show(before);
    this.fail('infer', new Error(message));
  }

  /** Runs plugin code; a throw becomes the piece's failure. Returns whether it went well. */
  guard(during: string, action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      this.fail(during, error);
      return false;
    }
  }

  fail(during: string, error: unknown): void {
    if (this.state === 'disposed') return;
    this.job = undefined;
    this.state = 'failed';
    this.host.failed(pluginFailed(this.definition.id, during, error), this.id);
  }

  dispose(): void {
    this.wanted++;
    this.job = undefined;
    this.dropNext();
    const { current } = this;
    this.current = undefined;
    if (current) {
      this.guard('dispose', () => current.dispose());
      current.picture.dispose();
    }
    this.state = 'disposed';
  }
}
