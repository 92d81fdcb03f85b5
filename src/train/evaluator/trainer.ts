// How the evaluator learns: cross-entropy on the 60,000 training digits, each shifted by at most a pixel.

import * as tf from '@tensorflow/tfjs';
import { adam, defineTrainers, normalWeights, type TrainingRun } from '#nets';
import { category } from '#nets/tf';
import { evaluator } from './network.ts';

const SIDE = 28;

/** The whole batch moved by the same -1..1 pixels, zeros coming in. */
const shifted = (run: TrainingRun, pictures: tf.Tensor): tf.Tensor =>
  tf.slice(tf.pad(pictures, [[0, 0], [1, 1], [1, 1], [0, 0]]), [0, run.int(3), run.int(3), 0], [-1, SIDE, SIDE, 1]);

export default defineTrainers({
  digits: {
    data: ['mnist'], reads: { shape: [SIDE, SIDE, 1], columns: ['label'] }, batch: 100, steps: 4800,
    snapshots: { '8-epochs': 4800 },
    networks: { evaluator },
    optimisers: { evaluator: adam(['evaluator'], .001) },
    average: { networks: ['evaluator'], decay: .998 },
    ships: ['evaluator'],
    init: (seed) => ({ evaluator: normalWeights(evaluator, seed, { kernel: (fanIn) => Math.sqrt(2 / fanIn), bias: 0 }) }),
    async step(run) {
      const { items, column } = run.next();
      const pictures = shifted(run, items), labels = column('label');
      let known = 0;
      const loss = await run.minimise('evaluator', () => {
        const logits = run.apply('evaluator', { picture: pictures }, { training: true });
        known = tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32')).dataSync()[0]!);
        return category(logits, labels);
      });
      return { loss, known };
    },
    /** The first digits of each class, dimmed where the evaluator takes them for another. */
    samples(run) {
      const rows = Array.from({ length: 10 }, (_, digit) => {
        const { items } = run.first('label', digit, 10);
        const right = tf.equal(tf.argMax(run.apply('evaluator', { picture: items }), 1), digit);
        return tf.mul(items, tf.reshape(tf.add(.3, tf.mul(.7, tf.cast(right, 'float32'))), [-1, 1, 1, 1]));
      });
      return Promise.resolve(tf.concat(rows) as tf.Tensor4D);
    },
  },
});
