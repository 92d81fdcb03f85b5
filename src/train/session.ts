// One training run on tfjs, wherever it is: it owns the variables, the optimisers, the average and the count of steps,
// and can put all of it into a map of numbers and take it back. It knows no files, no clock and no backend.

import * as tf from '@tensorflow/tfjs';
import { inspect, type Batch, type Losses, type Trainer, type TrainingRun, type Weights } from '#nets';
import { runTf } from '#nets/tf';
import { random } from '../core/random.ts';
import { isLearnt, type NetworkReport, type WeightSpec } from '../nets/shapes.ts';
import { together, within } from '../nets/safetensors.ts';
import { adamOn } from './adam.ts';
import { batchesOf, columnOf, itemsOf } from './batches.ts';
import type { DataSet } from './data/data-set.ts';

export interface SessionPlan {
  readonly data: DataSet;
  readonly steps: number;
  readonly batch: number;
  readonly seed: number;
  readonly options: Readonly<Record<string, number>>;
  /** As the trainer says where absent. */
  readonly tuning?: SessionTuning;
}

/** What a fine-tuning changes of a trainer. */
export interface SessionTuning {
  /** Times every optimiser's learning rate. */
  readonly rate: number;
  /** A step's batch is taken in so many parts, whose gradients are gathered: all players answer each other's former weights then. */
  readonly parts: number;
  /** How many of a network's first layers stay as they are, by network. */
  readonly kept: Readonly<Record<string, number>>;
}

export interface Session {
  readonly step: number;
  /** Takes one step; throws where the trainer does. `between` is awaited before each part but the first. */
  advance(between?: () => Promise<void>): Promise<Losses>;
  /** Length of each optimiser's last gradient, by its name. */
  norms(): Promise<Losses>;
  /** `[N, H, W, C]` in 0..1, drawn with the average where there is one. */
  samples(): Promise<{ readonly data: Float32Array; readonly shape: readonly number[] }>;
  /** Everything that `restore` needs, by name. */
  state(): Promise<Weights>;
  /** Goes on from a state of the same trainer and plan. Throws a sentence where it does not fit. */
  restore(state: Weights): void;
  /** Takes the networks and their average from a state, of any backend, and nothing else. */
  load(state: Weights): void;
  /** Begins from weights as they ship, `<network>/<weight>`, average included; a network that is not among them stays as it is. Throws a sentence where one does not fit. */
  adopt(weights: Weights): void;
  /** What is shipped, as `<network>/<weight>`: the average where there is one, and what the trainer derives from it, unless that is not wished. */
  shipped(wish?: { readonly averaged?: boolean; readonly derived?: boolean }): Promise<Weights>;
  dispose(): void;
}

type Variables = ReadonlyMap<string, tf.Variable>;

const variablesOf = (weights: Weights): Variables =>
  new Map(Array.from(weights, ([name, { shape, data }]) => [name, tf.tidy(() => tf.variable(tf.tensor(data, [...shape])))]));

const read = async (variables: Variables): Promise<Weights> =>
  new Map(await Promise.all(Array.from(variables, async ([name, variable]) => [name, { shape: variable.shape, data: Float32Array.from(await variable.data()) }] as const)));

const write = (variables: Variables, weights: Weights, what: string): void => {
  for (const [name, variable] of variables) {
    const weight = weights.get(name);
    if (weight?.data.length !== variable.size) throw new Error(`the state has no ${what}/${name} of [${variable.shape.join(', ')}]`);
    tf.tidy(() => variable.assign(tf.tensor(weight.data, variable.shape)));
  }
};

/** A network's weights that learn: not those before the layer with which learning begins. */
const freeOf = ({ weights }: NetworkReport, kept: number): readonly WeightSpec[] => {
  const kernels = weights.flatMap(({ role }, index) => (role === 'kernel' ? [index] : []));
  return weights.slice(kept > 0 ? kernels[Math.min(kept, kernels.length - 1)] : 0).filter(isLearnt);
};

const UNTUNED: SessionTuning = { rate: 1, parts: 1, kept: {} };

export const openSession = (trainer: Trainer, { data, steps, batch: whole, seed, options, tuning = UNTUNED }: SessionPlan): Session => {
  const batch = Math.max(1, Math.floor(whole / tuning.parts));
  let step = 0, drawn = 0, showing = false, chance = random(seed, 'step 0');
  const initial = trainer.init(seed);
  const networks = Object.fromEntries(Object.entries(trainer.networks).map(([name, net]) => [name, { net, report: inspect(net), variables: variablesOf(initial[name]!) }]));
  const network = (name: string) => networks[name] ?? (() => { throw new Error(`the trainer has no network "${name}"`); })();
  const optimisers = Object.fromEntries(Object.entries(trainer.optimisers).map(([name, spec]) => {
    const learnt = new Map(spec.networks.flatMap((part) => freeOf(network(part).report, tuning.kept[part] ?? 0).map((weight) => [`${part}/${weight.name}`, network(part).variables.get(weight.name)!] as const)));
    return [name, adamOn(learnt, { ...spec, learningRate: spec.learningRate * tuning.rate }, () => step / steps)];
  }));
  const average = new Map((trainer.average?.networks ?? []).map((name) => [name, variablesOf(initial[name]!)]));
  const batches = batchesOf(seed, batch, data.about.splits.train);

  /** The average begins fast, so that the first weights are soon forgotten; statistics are taken as they are. */
  const follow = (): void => {
    const decay = Math.min(trainer.average?.decay ?? 0, step / (step + 9));
    for (const [name, variables] of average) for (const spec of network(name).report.weights) tf.tidy(() => {
      const now = network(name).variables.get(spec.name)!, variable = variables.get(spec.name)!;
      variable.assign(isLearnt(spec) ? tf.add(tf.mul(variable, decay), tf.mul(now, 1 - decay)) : now);
    });
  };

  const tensor = (shape: readonly number[], number: () => number): tf.Tensor =>
    tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, number), [...shape]);

  const batchAt = (indices: Uint32Array): Batch => ({
    items: tf.tensor(itemsOf(data, indices), [indices.length, ...data.about.shape]),
    column(name) {
      const { data: values, shape } = columnOf(data, name, indices);
      return tf.tensor(values, [indices.length, ...shape], data.about.columns[name]!.classes ? 'int32' : 'float32');
    },
  });

  const run: TrainingRun = {
    batch, steps, options,
    get step() { return step; },
    count: data.about.splits.train[1] - data.about.splits.train[0],
    next: () => batchAt(batches(drawn++)),
    at: (places) => batchAt(Uint32Array.from(places, (place) => data.about.splits.train[0] + place)),
    first: (column, value, count) => {
      const [start, end] = data.about.splits.train, values = data.columns[column];
      const found: number[] = [];
      for (let i = start; i < end && found.length < count; i++) if (values?.[i] === value) found.push(i);
      return batchAt(Uint32Array.from(found));
    },
    apply(name, inputs, { training } = { training: false }) {
      const { net, variables, report } = network(name);
      const shown = showing ? average.get(name) ?? variables : variables;
      if (!training) return runTf(net, shown, inputs);
      return runTf(net, variables, inputs, {
        training: true, random: chance,
        onStatistics(path, mean, variance) {
          const layer = report.layers.find((entry) => entry.path === path)?.layer;
          const keep = layer?.type === 'batchNorm' ? layer.momentum : 0;
          for (const [role, now] of [['mean', mean], ['variance', variance]] as const) {
            const running = variables.get(`${path}/${role}`)!;
            running.assign(tf.add(tf.mul(running, keep), tf.mul(now, 1 - keep)));
          }
        },
      });
    },
    minimise(name, loss) {
      const optimiser = optimisers[name];
      if (!optimiser) throw new Error(`the trainer has no optimiser "${name}"`);
      return tuning.parts > 1 ? optimiser.gather(loss) : optimiser.minimise(loss);
    },
    clip(name, limit) {
      for (const variable of network(name).variables.values()) tf.tidy(() => variable.assign(tf.clipByValue(variable, -limit, limit)));
    },
    normal: (shape) => tensor(shape, () => chance.normal()),
    uniform: (shape, low, high) => tensor(shape, () => low + (high - low) * chance.uniform()),
    int: (limit) => chance.int(limit),
  };

  const load = (state: Weights): void => {
    for (const [name, { variables }] of Object.entries(networks)) write(variables, within(state, name), name);
    for (const [name, variables] of average) write(variables, within(state, `average/${name}`), `average/${name}`);
  };

  /** Draws with the average, and with chance of its own; batches that it takes are taken again by the next step. */
  const shown = <T>(what: string, work: () => Promise<T>): Promise<T> => scoped(async () => {
    const before = drawn;
    chance = random(seed, what);
    showing = true;
    try {
      return await work();
    } finally {
      showing = false;
      drawn = before;
    }
  });

  /** Runs asynchronous tensor work and disposes what it leaves behind, except what it answers with. */
  const scoped = async <T>(work: () => Promise<T>): Promise<T> => {
    tf.engine().startScope();
    try {
      return await work();
    } finally {
      tf.engine().endScope();
    }
  };

  return {
    get step() { return step; },
    async advance(between) {
      const losses: Losses[] = [];
      for (let part = 0; part < tuning.parts; part++) {
        if (part > 0) await between?.();
        // Chance begins anew with every step, so that a resumed run draws what the uninterrupted one would have.
        chance = random(seed, part > 0 ? `step ${step} part ${part}` : `step ${step}`);
        losses.push(await scoped(() => trainer.step(run)));
      }
      for (const optimiser of Object.values(optimisers)) optimiser.update();
      step++;
      follow();
      return Object.fromEntries(Object.keys(losses[0]!).map((name) => [name, losses.reduce((sum, part) => sum + part[name]!, 0) / losses.length]));
    },
    norms: async () => Object.fromEntries(await Promise.all(Object.entries(optimisers).map(async ([name, optimiser]) => [name, await optimiser.norm()] as const))),
    samples: () => shown('samples', async () => {
      const pictures = await trainer.samples(run);
      return { data: Float32Array.from(await pictures.data()), shape: pictures.shape };
    }),
    async state() {
      const parts: Record<string, Weights> = { run: new Map([['counts', { shape: [2], data: Float32Array.of(step, drawn) }]]) };
      for (const [name, { variables }] of Object.entries(networks)) parts[name] = await read(variables);
      for (const [name, variables] of average) parts[`average/${name}`] = await read(variables);
      for (const [name, optimiser] of Object.entries(optimisers)) parts[`optimiser/${name}`] = await optimiser.state();
      return together(parts);
    },
    load,
    adopt(weights) {
      for (const [name, { variables }] of Object.entries(networks)) {
        const part = within(weights, name);
        if (part.size === 0) continue;
        write(variables, part, name);
        if (average.has(name)) write(average.get(name)!, part, name);
      }
    },
    restore(state) {
      load(state);
      for (const [name, optimiser] of Object.entries(optimisers)) optimiser.restore(within(state, `optimiser/${name}`));
      [step = 0, drawn = 0] = state.get('run/counts')?.data ?? [];
    },
    async shipped({ averaged = true, derived: wanted = true } = {}) {
      const parts: Record<string, Weights> = {};
      for (const name of trainer.ships) parts[name] = await read((averaged ? average.get(name) : undefined) ?? network(name).variables);
      const derived = trainer.derive && wanted ? await shown('derived', () => trainer.derive!(run)) : [];
      return new Map([...together(parts), ...derived]);
    },
    dispose() {
      for (const optimiser of Object.values(optimisers)) optimiser.dispose();
      for (const { variables } of Object.values(networks)) tf.dispose([...variables.values()]);
      for (const variables of average.values()) tf.dispose([...variables.values()]);
    },
  };
};
