// Adam on tfjs variables, with its moments named and kept, so that a checkpoint holds all of it. Kingma and Ba, 2015;
// epsilon outside the root, as in PyTorch.

import * as tf from '@tensorflow/tfjs';
import type { OptimiserSpec, Weights } from '#nets';

export interface Adam {
  /** One update of the learnt variables by the gradients of `loss`, scalar; answers with its value. */
  minimise(loss: () => tf.Scalar): Promise<number>;
  /** Moments and the count of updates, by name. */
  state(): Promise<Weights>;
  /** Throws where a moment is missing. */
  restore(state: Weights): void;
  dispose(): void;
}

/** Scales gradients so that all of them together are at most `limit` long. */
const clip = (gradients: readonly tf.Tensor[], limit: number): tf.Tensor[] => {
  const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
  const factor = tf.minimum(1, tf.div(limit, tf.add(norm, 1e-6)));
  return gradients.map((gradient) => tf.mul(gradient, factor));
};

/** How much of the learning rate is left when a share of the run is done. */
const left = (done: number, fallsFrom: number): number => (fallsFrom < 1 ? Math.min(1, (1 - done) / (1 - fallsFrom)) : 1);

/** `variables` by name are borrowed: they are changed in place, and outlive this. `done` is the share of the run that lies behind. */
export const adamOn = (variables: ReadonlyMap<string, tf.Variable>, { learningRate, beta1, beta2, epsilon, clipNorm, fallsFrom = 1 }: OptimiserSpec, done = (): number => 0): Adam => {
  const learnt = [...variables.values()];
  const zeros = (variable: tf.Variable): tf.Variable => tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
  const moments = new Map(Array.from(variables, ([name, variable]) => [name, { first: zeros(variable), second: zeros(variable) }]));
  let updates = 0;
  return {
    async minimise(loss) {
      const value = tf.tidy(() => {
        const { value: result, grads } = tf.variableGrads(loss, learnt);
        // A variable that the loss does not reach has no gradient, and stays.
        const reached = Array.from(variables).flatMap(([name, variable]) => {
          const gradient = grads[variable.name];
          return gradient ? [{ variable, gradient, ...moments.get(name)! }] : [];
        });
        const gradients = clipNorm ? clip(reached.map(({ gradient }) => gradient), clipNorm) : reached.map(({ gradient }) => gradient);
        updates++;
        const rate = learningRate * left(done(), fallsFrom) / (1 - beta1 ** updates), grown = 1 / Math.sqrt(1 - beta2 ** updates);
        reached.forEach(({ variable, first, second }, i) => {
          const gradient = gradients[i]!;
          first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
          second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          variable.assign(tf.sub(variable, tf.div(tf.mul(first, rate), tf.add(tf.mul(tf.sqrt(second), grown), epsilon))));
        });
        return result;
      });
      const [number = NaN] = await value.data();
      value.dispose();
      return number;
    },
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
    },
  };
};
