// One build of a piece: an instance of its plugin with the resources it owns and the picture it paints into. A piece
// that is rebuilt has two for a while: the one on show and its successor. A build for samples has no picture.

import type { Frame, InputPicture, InputPictures, Instance, Level, Output, Params, PluginDefinition, Step, Values } from '#api';
import type { Clock } from '../core/clock.ts';
import type { EngineError } from '../core/errors.ts';
import { createScope, type Scope } from '../core/scope.ts';
import { same, valuesFor } from '../core/params.ts';
import type { Track } from '../core/tracks.ts';
import type { Held } from '../gpu/account.ts';
import type { Bridge } from '../gpu/bridge.ts';
import { PICTURE_FORMAT } from '../gpu/picture-format.ts';
import { createReader } from '../gpu/reader.ts';
import { cursorOf, type Cursor } from './cursor.ts';
import type { CostBook } from './schedule/book.ts';
import type { Cost } from './schedule/cost.ts';
import { tallyOf, type Tally } from './steps.ts';
import type { Taught } from './taught.ts';
import { isBest, stepsInto, type Sizes, type StagedPicture } from './upscale.ts';
import type { WeightsStore } from './weights.ts';

export interface Build<P = StagedPicture> {
  readonly definition: PluginDefinition;
  readonly instance: Instance;
  readonly picture: P;
  /** What the instance sees; written by the host before each job, read by the instance during it. */
  readonly values: Values;
  /** The params that may change during the instance's life: all that do not make a new one, and latents, which walk. */
  readonly changing: Params;
  /** Values of the reset params that tracks move, as the instance was last reset with them. */
  tracked: readonly unknown[];
  /** Changes of what the piece was taught that the instance knows of. */
  taught: number;
  /** Learnt costs by size, a level or the side of a sample, and step label. */
  readonly costs: Map<Level | number, Map<string, Cost>>;
  /** Costs of earlier visits. */
  readonly book: CostBook;
  /** Tensors that the instance owns. */
  readonly tensors: number;
  dispose(): void;
}

/** A picture in the making. */
export interface Job extends Cursor {
  readonly build: Build;
  readonly level: Level;
  readonly moment: Frame;
  readonly output: Output;
  /** Milliseconds of the steps encoded so far, as learnt. */
  cost: number;
  /** Floating-point operations of the steps encoded so far. */
  flops: number;
  readonly tally: Tally;
}

/** What the host lends to every build. */
export interface Lent {
  readonly device: GPUDevice;
  readonly bridge: Bridge;
  tensors(): Promise<void>;
  readonly weights: WeightsStore;
  /** What steps cost on earlier visits. */
  readonly book: CostBook;
}

/** What a piece needs from the engine. Its device is an account of its own. */
export interface PieceHost extends Lent {
  /** What a piece of this name was taught: it outlives the piece, which may come back. */
  taught(piece: string): Taught;
  readonly held: Held;
  /** The level a new piece begins with, out of what its plugin offers. */
  firstLevel(levels: readonly Level[]): Level;
  createPicture(sizes: Sizes, label: string, device: GPUDevice): StagedPicture;
  readonly clock: Clock;
  failed(error: EngineError, piece: string): void;
  /** It runs; `limit` says why the upscaler is left out although it is asked for, or is ''. */
  recovered(piece: string, limit: string): void;
}

/** Makes a build; rejects with the plugin's error, having freed what it took. Picture and what was taught are borrowed. */
export const makeBuild = async <P>({ device, bridge, tensors, weights, book }: Lent, definition: PluginDefinition, picture: P, known: Taught, fill: (values: Values) => void): Promise<Build<P>> => {
  const scope: Scope = createScope();
  const values = valuesFor(definition.params), taught = known.version;
  fill(values);
  let instance: Instance | undefined, ended = false;
  const dispose = (): void => {
    ended = true;
    try {
      instance?.dispose?.();
    } finally {
      scope.dispose();
    }
  };
  try {
    instance = await definition.create({
      device, tensors,
      own: (resource) => scope.own(resource),
      paint: (tensor, output) => bridge.step(tensor, output),
      reader: (into) => createReader(device, into),
      async weights(label) {
        if (ended) throw new Error('the instance has ended; it is lent nothing more');
        return known.find(label) ?? scope.own(weights.lend(definition, label)).file;
      },
    }, values);
    await prove(device, definition, instance, values);
    return { definition, instance, picture, values, changing: changingParams(definition.params), tracked: [], taught, costs: new Map(), book, get tensors() { return scope.tensors; }, dispose };
  } catch (error) {
    try {
      dispose();
    } catch {
      // The first error is the one to tell.
    }
    throw error;
  }
};

const changingParams = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).filter(([, { apply, kind }]) => apply !== 'rebuild' || kind === 'latent'));

/** Side of the picture a new instance must paint before it may touch the one on show. */
const PROOF_SIDE = 16;

/**
 * Paints one tiny picture with a new instance and waits for it: pipelines are warm before the first visible frame, and
 * a faulty instance (a throw, or commands the device refuses) is found while its predecessor is still on show. Every input
 * is connected, to something black.
 */
const prove = async (device: GPUDevice, { inputs = {} }: PluginDefinition, instance: Instance, values: Values): Promise<void> => {
  const { STORAGE_BINDING, TEXTURE_BINDING } = GPUTextureUsage;
  const make = (usage: number): GPUTexture => device.createTexture({ label: 'proof', size: [PROOF_SIDE, PROOF_SIDE], format: PICTURE_FORMAT, usage });
  const texture = make(STORAGE_BINDING), shown = make(TEXTURE_BINDING);
  const black: InputPicture = { view: shown.createView(), width: PROOF_SIDE, height: PROOF_SIDE, version: 0 };
  const pictures: InputPictures = Object.fromEntries(Object.keys(inputs).map((input) => [input, black]));
  device.pushErrorScope('validation');
  try {
    for (const step of instance.infer({ time: 0, index: 0 }, values, { view: texture.createView(), width: PROOF_SIDE, height: PROOF_SIDE }, pictures)) {
      if ('run' in step) {
        step.run();
        continue;
      }
      const encoder = device.createCommandEncoder({ label: 'proof' });
      const pass = encoder.beginComputePass();
      step.encode(pass);
      pass.end();
      device.queue.submit([encoder.finish()]);
    }
  } catch (error) {
    device.popErrorScope().catch(() => undefined);
    throw error;
  } finally {
    texture.destroy();
    shown.destroy();
  }
  const refused = await device.popErrorScope();
  if (refused) throw new Error(refused.message);
};

/** The learnt cost of a step; the same object for the same label, work and size, whichever piece of the plugin it is. */
export const costOf = ({ costs, book, definition, picture }: Build<StagedPicture | undefined>, size: Level | number, { label, flops }: Step): Cost => {
  let labels = costs.get(size);
  if (!labels) costs.set(size, labels = new Map<string, Cost>());
  let cost = labels.get(label);
  if (!cost) {
    const key = [definition.id, label, Math.round(flops), ...(picture ? [`${picture.width}x${picture.height}`] : []), size].join(' ');
    labels.set(label, cost = book.cost(key, flops));
  }
  return cost;
};

/** A track that moves a reset param resets the instance whenever its value is another than before. */
export const resetByTracks = (build: Build, tracks: readonly Track[]): void => {
  const moving = tracks.filter(({ param }) => build.changing[param]?.apply === 'reset');
  if (moving.length === 0) return;
  const now = moving.map(({ param }) => build.values[param]);
  if (same(now, build.tracked)) return;
  build.tracked = now;
  build.instance.reset?.(build.values);
};

/** `told` gets the milliseconds of the whole picture, once they are measured. */
export const startJob = (build: Build, level: Level, moment: Frame, inputs: InputPictures, told: (milliseconds: number) => void): Job => {
  const output = build.picture.target(level);
  const steps = stepsInto(build.picture, isBest(build.definition, level), output, (small) => build.instance.infer(moment, build.values, small, inputs));
  return { ...cursorOf(steps), build, level, moment, output, cost: 0, flops: 0, tally: tallyOf(told) };
};

