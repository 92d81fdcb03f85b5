// Adam on tfjs variables, with its moments named and kept, so that a checkpoint holds all of it. Kingma and Ba, 2015;
// epsilon outside the root, as in PyTorch. Gradients may be gathered over parts of a batch before they move anything.

import * as tf from '@tensorflow/tfjs';
import type { OptimiserSpec, Weights } from '#nets';

export interface Adam {
  /** One update of the learnt variables by the gradients of `loss`, scalar; answers with its value. */
  minimise(loss: () => tf.Scalar): Promise<number>;
  /** Adds the gradients of `loss` to those gathered so far, and moves nothing; answers with its value. */
  gather(loss: () => tf.Scalar): Promise<number>;
  /** One update by the mean of what was gathered since the last; nothing where nothing was. */
  update(): void;
  /** Euclidean length of the gradients of the last update, before they were clipped; NaN before the first. */
  norm(): Promise<number>;
  /** Moments and the count of updates, by name. */
  state(): Promise<Weights>;
  /** Throws where a moment is missing. */
  restore(state: Weights): void;
  dispose(): void;
}

/** How much of the learning rate is left when a share of the run is done. */
const left = (done: number, fallsFrom: number): number => (fallsFrom < 1 ? Math.min(1, (1 - done) / (1 - fallsFrom)) : 1);

/** `variables` by name are borrowed: they are changed in place, and outlive this. `done` is the share of the run that lies behind. */
export const adamOn = (variables: ReadonlyMap<string, tf.Variable>, { learningRate, beta1, beta2, epsilon, clipNorm, fallsFrom = 1 }: OptimiserSpec, done = (): number => 0): Adam => {
  const learnt = [...variables.values()];
  const zeros = (variable: tf.Variable): tf.Variable => tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
  const moments = new Map(Array.from(variables, ([name, variable]) => [name, { first: zeros(variable), second: zeros(variable) }]));
  const gathered = new Map<string, tf.Tensor>();
  let parts = 0, updates = 0, length: tf.Tensor | undefined;

  /** A variable that the loss does not reach has no gradient, and stays. */
  const collect = (loss: () => tf.Scalar): tf.Scalar => tf.tidy(() => {
    const { value, grads } = tf.variableGrads(loss, learnt);
    for (const [name, variable] of variables) {
      const gradient = grads[variable.name];
      if (!gradient) continue;
      const before = gathered.get(name);
      gathered.set(name, tf.keep(before ? tf.add(before, gradient) : gradient));
      before?.dispose();
    }
    parts++;
    return value;
  });

  const update = (): void => {
    if (parts === 0) return;
    const norm = tf.tidy(() => {
      const reached = Array.from(gathered, ([name, sum]) => ({ variable: variables.get(name)!, gradient: parts > 1 ? tf.div(sum, parts) : sum, ...moments.get(name)! }));
      // One by one: a sum of many at once binds more buffers than a graphics device lets a kernel have.
      const norm = tf.sqrt(reached.reduce<tf.Tensor>((total, { gradient }) => tf.add(total, tf.sum(tf.square(gradient))), tf.scalar(0)));
      const factor = clipNorm ? tf.minimum(1, tf.div(clipNorm, tf.add(norm, 1e-6))) : undefined;
      updates++;
      const rate = learningRate * left(done(), fallsFrom) / (1 - beta1 ** updates), grown = 1 / Math.sqrt(1 - beta2 ** updates);
      for (const { variable, gradient: whole, first, second } of reached) {
        const gradient = factor ? tf.mul(whole, factor) : whole;
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        variable.assign(tf.sub(variable, tf.div(tf.mul(first, rate), tf.add(tf.mul(tf.sqrt(second), grown), epsilon))));
      }
      return tf.keep(norm);
    });
    length?.dispose();
    length = norm;
    tf.dispose([...gathered.values()]);
    gathered.clear();
    parts = 0;
  };
  const valueOf = async (value: tf.Scalar): Promise<number> => {
    const [number = NaN] = await value.data();
    value.dispose();
    return number;
  };

  return {
    async minimise(loss) {
      const value = collect(loss);
      update();
      return valueOf(value);
    },
    gather: (loss) => valueOf(collect(loss)),
    update,
    norm: async () => (await length?.data())?.[0] ?? NaN,
    async state() {
      const entries = await Promise.all(Array.from(moments).flatMap(([name, pair]) => (['first', 'second'] as const).map(async (which) =>
        [`${name}/${which}`, { shape: pair[which].shape, data: Float32Array.from(await pair[which].data()) }] as const)));
      return new Map([...entries, ['updates', { shape: [1], data: Float32Array.of(updates) }]]);
    },
    restore(state) {
      for (const [name, pair] of moments) for (const which of ['first', 'second'] as const) {
        const moment = state.get(`${name}/${which}`);
        if (!moment) throw new Error(`no moment ${name}/${which}`);
        tf.tidy(() => pair[which].assign(tf.tensor(moment.data, [...moment.shape])));
      }
      updates = state.get('updates')?.data[0] ?? 0;
    },
    dispose() {
      for (const { first, second } of moments.values()) tf.dispose([first, second]);
      tf.dispose([...gathered.values(), ...(length ? [length] : [])]);
      gathered.clear();
      length = undefined;
    },
  };
};
