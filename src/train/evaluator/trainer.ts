// How the evaluator learns: cross-entropy on the 60,000 training digits, each shifted by at most a pixel; and how the
// attribute net does: three questions at once, on faces that are shifted and softened, since what is drawn is softer.

import * as tf from '@tensorflow/tfjs';
import { adam, defineTrainers, normalWeights, type TrainingRun } from '#nets';
import { category } from '#nets/tf';
import { attributeNet, ATTRIBUTES, COLUMNS, LONG, SIDE as FACE } from './attributes.ts';
import { evaluator } from './network.ts';

const SIDE = 28;
/** Faces shown on the sheet. */
const SHOWN = 64;

/** The whole batch moved by the same -`most`..`most` pixels, `edge` coming in. */
const shifted = (run: TrainingRun, pictures: tf.Tensor, most = 1, edge = 0): tf.Tensor => {
  const [, height, width, channels] = pictures.shape as [number, number, number, number];
  return tf.slice(tf.pad(pictures, [[0, 0], [most, most], [most, most], [0, 0]], edge), [0, run.int(2 * most + 1), run.int(2 * most + 1), 0], [-1, height, width, channels]);
};

/** Each picture mixed with its own blur, from not at all to wholly. */
const softened = (run: TrainingRun, pictures: tf.Tensor): tf.Tensor => {
  const share = run.uniform([pictures.shape[0], 1, 1, 1], 0, 1), blurred = tf.avgPool(pictures as tf.Tensor4D, 3, 1, 'same');
  return tf.add(tf.mul(pictures, tf.sub(1, share)), tf.mul(blurred, share));
};

/** `[N, 3]` of 0 and 1, out of the columns that say it. */
const known = (column: (name: string) => tf.Tensor): tf.Tensor => {
  const [accessories, facialHair, head] = COLUMNS.map(column) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return tf.cast(tf.stack([tf.greater(accessories, 0), tf.greater(facialHair, 0), tf.greater(tf.gather(tf.tensor1d([...LONG]), tf.cast(head, 'int32')), 0)], 1), 'float32');
};

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
  attributes: {
    data: ['posters'], reads: { shape: [FACE, FACE, 3], columns: [...COLUMNS] }, batch: 64, steps: 1405,
    snapshots: { '5-epochs': 1405 },
    networks: { attributes: attributeNet },
    optimisers: { attributes: adam(['attributes'], .001) },
    average: { networks: ['attributes'], decay: .995 },
    ships: ['attributes'],
    init: (seed) => ({ attributes: normalWeights(attributeNet, seed, { kernel: (fanIn) => Math.sqrt(2 / fanIn), bias: 0 }) }),
    async step(run) {
      const { items, column } = run.next();
      const picture = softened(run, shifted(run, items, 2, .8)), answers = known(column);
      let share = 0;
      const loss = await run.minimise('attributes', () => {
        const logits = run.apply('attributes', { picture }, { training: true });
        share = tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.greater(logits, 0), tf.greater(answers, 0)), 'float32')).dataSync()[0]!);
        return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, answers)));
      });
      return { loss, known: share };
    },
    /** The first training faces; those of which it gets an attribute wrong are dimmed. */
    samples(run) {
      const { items, column } = run.next(), logits = run.apply('attributes', { picture: items });
      const right = tf.equal(tf.sum(tf.cast(tf.equal(tf.greater(logits, 0), tf.greater(known(column), 0)), 'int32'), 1), ATTRIBUTES.length);
      const pictures = tf.mul<tf.Tensor4D>(items, tf.reshape(tf.add(.3, tf.mul(.7, tf.cast(right, 'float32'))), [-1, 1, 1, 1]));
      return Promise.resolve(tf.slice(pictures, 0, Math.min(SHOWN, run.batch)));
    },
  },
});
