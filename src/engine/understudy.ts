// A piece's understudy: an own instance of its plugin, so that samples never disturb the piece, which keeps up with the
// piece's params and paints single squares at points of a latent.

import type { Frame, InputPicture, Output, Params, PluginDefinition, States, Step, Values } from '#api';
import { pluginFailed } from '../core/errors.ts';
import { resolve, same } from '../core/params.ts';
import type { PieceRecipe } from '../core/recipe.ts';
import { trackedStates, type Track } from '../core/tracks.ts';
import { PICTURE_FORMAT } from '../gpu/picture-format.ts';
import { costOf, makeBuild, type Build, type Lent } from './build.ts';
import { cursorOf, passOn, type Cursor } from './cursor.ts';
import type { Piece } from './piece.ts';
import type { Cost } from './schedule/cost.ts';

/** A piece as it was or is at one moment. */
export interface Scene { readonly states: States; readonly tracks: readonly Track[]; readonly moment: Frame }

const kept = (value: unknown): unknown => (value instanceof Float32Array ? value.slice() : value);
const unchanged = (a: unknown, b: unknown): boolean => (a instanceof Float32Array && b instanceof Float32Array ? a.every((x, i) => x === b[i]) : same(a, b));

/** The square under way. */
interface Sketch extends Cursor { readonly side: number; readonly texture: GPUTexture }
interface Target { readonly texture: GPUTexture; readonly output: Output }

export class Understudy {
  readonly piece: Piece;
  /** Why it paints nothing, as a sentence; '' where nothing is wrong. */
  problem = '';
  /** Counts the instances made: samples of two of them are no one set. */
  generation = 0;
  private definition: PluginDefinition;
  private states: States;
  private sources: PieceRecipe['inputs'];
  /** Changes of what the piece was taught that samples show. */
  private taught = 0;
  /** Of the piece's inputs, how many had a picture. */
  private filled = 0;
  private readonly pictures: Record<string, InputPicture | undefined> = {};
  private build: Build<undefined> | undefined;
  private sketch: Sketch | undefined;
  private ended = false;
  /** Reset params, and their values as the instance was made or last reset with them. */
  private resets: readonly string[] = [];
  private known: unknown[] = [];
  private readonly targets = new Map<number, Target>();
  private readonly lent: Lent;

  constructor(lent: Lent, piece: Piece) {
    this.lent = lent;
    this.piece = piece;
    this.definition = piece.definition;
    this.states = piece.recipe.params;
    this.sources = piece.recipe.inputs;
    this.filled = piece.inputs.filled;
    this.taught = piece.taught.version;
    this.make();
  }

  /** It can begin a square. */
  get ready(): boolean { return this.build !== undefined && this.problem === ''; }

  /**
   * Takes over what changed in the piece, by param, or 'inputs' where something flows in from elsewhere, or for the first
   * time, or 'weights' where it has learnt; a change of its plugin counts as a change of every param.
   */
  follow(): readonly string[] {
    const { definition, recipe: { params: states, inputs: sources }, inputs: { filled }, taught: { version } } = this.piece;
    if (version === this.taught && definition === this.definition && states === this.states && sources === this.sources && filled === this.filled) return [];
    const params: Params = definition.params, replaced = definition !== this.definition;
    const touched = Object.keys(params).filter((key) => replaced || !same(states[key], this.states[key]));
    if (filled !== this.filled || !same(sources, this.sources)) touched.push('inputs');
    if (version !== this.taught) touched.push('weights');
    [this.definition, this.states, this.sources, this.filled, this.taught] = [definition, states, sources, filled, version];
    if (replaced || touched.some((key) => params[key]?.apply === 'rebuild') || (this.problem !== '' && touched.length > 0)) this.make();
    return touched;
  }

  private make(): void {
    this.drop();
    const { definition, lent } = this, generation = ++this.generation;
    this.problem = '';
    const fill = (values: Values): void => {
      this.fill(definition.params, values, { states: this.states, tracks: this.piece.tracks, moment: { time: 0, index: 0 } });
      this.resets = Object.keys(definition.params).filter((key) => definition.params[key]!.apply === 'reset');
      this.known = this.resets.map((key) => kept(values[key]));
    };
    makeBuild(lent, definition, undefined, this.piece.taught, fill).then((build) => {
      if (this.ended || generation !== this.generation) return build.dispose();
      this.build = build;
    }).catch((error: unknown) => { if (generation === this.generation) this.fail('create', error); });
  }

  private fill(params: Params, values: Values, { states, tracks, moment: { time } }: Scene): void {
    resolve(params, trackedStates(params, states, tracks, time), time, values);
  }

  /** Begins a square of `side` pixels at a settled point; throws what the plugin throws. */
  begin(scene: Scene, key: string, point: Float32Array, side: number): void {
    const build = this.build!, { values, changing, instance } = build, { texture, output } = this.target(side);
    this.piece.taught.bring(build);
    this.fill(changing, values, scene);
    (values[key] as Float32Array).set(point);
    let reset = false;
    for (let i = 0; i < this.resets.length; i++) {
      const value = values[this.resets[i]!];
      if (unchanged(this.known[i], value)) continue;
      this.known[i] = kept(value);
      reset = true;
    }
    if (reset) instance.reset?.(values);
    for (const name in this.pictures) this.pictures[name] = undefined;
    this.sketch = { ...cursorOf(instance.infer(scene.moment, values, output, this.piece.inputs.look(this.pictures))), side, texture };
  }

  private target(side: number): Target {
    const known = this.targets.get(side);
    if (known) return known;
    const { STORAGE_BINDING, TEXTURE_BINDING, COPY_SRC } = GPUTextureUsage;
    const texture = this.lent.device.createTexture({ label: `${this.piece.id} sample`, size: [side, side], format: PICTURE_FORMAT, usage: STORAGE_BINDING | TEXTURE_BINDING | COPY_SRC });
    const made: Target = { texture, output: { view: texture.createView(), width: side, height: side } };
    this.targets.set(side, made);
    return made;
  }

  /** A square is begun and not yet taken. */
  get busy(): boolean { return this.sketch !== undefined; }
  /** A square is begun that has not read the piece's inputs, which may be others in the next frame. */
  get waiting(): boolean { return this.sketch?.begun === false && this.piece.inputs.connected; }
  /** The place in its steps; one without a next step is painted. */
  get cursor(): Cursor | undefined { return this.sketch; }
  /** What that step costs, as learnt. */
  cost(step: Step): Cost { return costOf(this.build!, this.sketch!.side, step); }
  /** Behind the tiles that were run; throws what the plugin throws. */
  advance(): void { passOn(this.sketch!); }

  /** The painted square, borrowed until the next is begun. */
  take(): GPUTexture {
    const { texture } = this.sketch!;
    this.sketch = undefined;
    return texture;
  }

  /** Drops the square under way. */
  abandon(): void { this.sketch = undefined; }

  fail(during: string, error: unknown): void {
    this.drop();
    this.problem = `${pluginFailed(this.definition.id, `${during}, painting samples`, error).message}.`;
  }

  private drop(): void {
    const { build } = this;
    this.sketch = undefined;
    this.build = undefined;
    try {
      build?.dispose();
    } catch {
      // It is gone either way; the piece's own instance tells of a faulty `dispose`.
    }
  }

  dispose(): void {
    this.ended = true;
    this.generation++;
    this.drop();
    for (const { texture } of this.targets.values()) texture.destroy();
    this.targets.clear();
  }
}
