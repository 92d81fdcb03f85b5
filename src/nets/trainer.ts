// What learns, as inert data plus one step: a plugin's trainer runs headless (`npm run train`) and in the scene, and its
// networks, optimisers and data are what offline pretraining in PyTorch is given, too.

import type * as tf from '@tensorflow/tfjs';
import type { Network } from './network.ts';
import type { Weights } from './weights.ts';

/** Adam (Kingma and Ba, 2015) over all learnt weights of the named networks. */
export interface OptimiserSpec {
  readonly networks: readonly string[];
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Largest Euclidean norm of all its gradients together. */
  readonly clipNorm?: number;
  /** Share of the run after which the learning rate falls to 0 in a straight line; it does not if nothing is said. */
  readonly fallsFrom?: number;
}

export const adam = (networks: readonly string[], learningRate: number, { beta1 = .9, beta2 = .999, epsilon = 1e-8, clipNorm = 0, fallsFrom = 1 } = {}): OptimiserSpec =>
  ({ networks, learningRate, beta1, beta2, epsilon, ...(clipNorm ? { clipNorm } : {}), ...(fallsFrom < 1 ? { fallsFrom } : {}) });

/** A batch of the data set, read in an order that the seed decides. */
export interface Batch {
  /** `[N, ...shape]`; pictures in 0..1. Owned by the step's tidy scope. */
  readonly items: tf.Tensor;
  /** A column of the data set, `[N, ...shape]`: class indices as int32. Throws a sentence where the set has none. */
  column(name: string): tf.Tensor;
}

/** What a step may use: its networks' tensors, its optimisers, the next batches and the run's chance. */
export interface TrainingRun {
  readonly batch: number;
  readonly steps: number;
  /** Steps done before this one. */
  readonly step: number;
  readonly options: Readonly<Record<string, number>>;
  next(): Batch;
  /** Items to learn from. */
  readonly count: number;
  /** The items at these places, 0 <= place < count, in the set's order. */
  at(places: readonly number[]): Batch;
  /** The first `count` training items whose column is `value`: the same every time. */
  first(column: string, value: number, count: number): Batch;
  /** Runs a network. `training` switches batch statistics and dropout on. Differentiable inside `minimise`. */
  apply(network: string, inputs: Readonly<Record<string, tf.Tensor>>, mode?: { readonly training: boolean }): tf.Tensor;
  /** One update of the optimiser's networks; answers with the loss. */
  minimise(optimiser: string, loss: () => tf.Scalar): Promise<number>;
  /** Brings every weight of a network into -limit..limit. */
  clip(network: string, limit: number): void;
  /** `[...shape]`, mean 0, deviation 1. */
  normal(shape: readonly number[]): tf.Tensor;
  uniform(shape: readonly number[], low: number, high: number): tf.Tensor;
  /** Whole number 0 <= n < limit. */
  int(limit: number): number;
}

export type Losses = Readonly<Record<string, number>>;

/** Pictures of a person's own that belong together. */
export interface Heap {
  readonly title: string;
  readonly hint: string;
  /** Pictures that it must hold before learning can begin. */
  readonly least: number;
  /** The column of pictures that it is; the items where absent. */
  readonly column?: string;
  /** What its items say in the column `label`. */
  readonly label?: number;
}

/** Settings of a fine-tuning that a trainer understands, beside learning rate, batch and seed. */
export type TuningKey = 'game' | 'kept' | 'judgeKept' | 'augment' | 'mirror' | 'average';

/** How a trainer goes on in the scene, from weights that ship, on pictures that a person brings. */
export interface Tuning {
  /** Label of the plugin's weights that it goes on from, and whose place in a piece the learnt ones take; the trainer's first ones where absent. */
  readonly from?: string;
  /** Params of the plugin at which a piece shows what this trainer learns; one that is not named does not matter. */
  readonly shows: Readonly<Record<string, unknown>>;
  readonly heaps: readonly Heap[];
  /** Dark lines on light paper are read as ink, 1 for black. */
  readonly ink?: boolean;
  readonly settings: readonly TuningKey[];
  /** Networks whose first layers `kept` and `judgeKept` keep. */
  readonly painters: readonly string[];
  readonly judges: readonly string[];
  /** Pictures of a step at the start, and options that differ from the trainer's own. */
  readonly batch?: number;
  readonly options?: Readonly<Record<string, number>>;
  /** The trainer's option that says whether its judge sees changed pictures, and its values for no and yes. */
  readonly augment?: { readonly option: string; readonly off: number; readonly on: number };
}

export interface Trainer {
  /** Names of data sets that it can learn from; the first is the default. */
  readonly data: readonly string[];
  /** What its steps take for granted of a data set: an item's shape, and columns of classes. */
  readonly reads?: { readonly shape: readonly number[]; readonly columns: readonly string[] };
  readonly batch: number;
  /** Steps of the default run; what a step is, the trainer decides, and says. */
  readonly steps: number;
  readonly networks: Readonly<Record<string, Network>>;
  readonly optimisers: Readonly<Record<string, OptimiserSpec>>;
  /** Networks whose exponential moving average is what is shown and shipped. */
  readonly average?: { readonly networks: readonly string[]; readonly decay: number };
  /** Networks whose weights are shipped, as `<network>/<weight>`. */
  readonly ships: readonly string[];
  /** Tensors computed from the trained networks and shipped beside them: named codes, statistics of the data. */
  derive?(run: TrainingRun): Promise<Weights>;
  /** Steps whose weights are shipped, by label: file `assets/<plugin>/<variant>-<label>.safetensors`. */
  readonly snapshots: Readonly<Record<string, number>>;
  /** Numbers for the command line (`--option name=value`), with their defaults. */
  readonly options?: Readonly<Record<string, number>>;
  /** Absent where it cannot go on in the scene. */
  readonly tuning?: Tuning;
  /** Fresh weights of a seed, by network. */
  init(seed: number): Readonly<Record<string, Weights>>;
  /** One step; every tensor it makes is disposed when it ends. */
  step(run: TrainingRun): Promise<Losses>;
  /** `[N, H, W, C]` in 0..1 for the sample sheet; the same latents every time. */
  samples(run: TrainingRun): Promise<tf.Tensor4D>;
}

/** A plugin's trainers by variant; the first is the default. */
export type Trainers = Readonly<Record<string, Trainer>>;

export const defineTrainers = <const T extends Trainers>(trainers: T): T => trainers;
