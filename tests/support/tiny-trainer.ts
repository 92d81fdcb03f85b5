// A trainer that takes milliseconds and has everything a trainer can have: two networks, batch norm, dropout, an average,
// derived tensors; the last of its three z is the class. And its data, 4 x 4 pictures that are bright on the left or on the right.

import * as tf from '@tensorflow/tfjs';
import { adam, batchNorm, dense, dropout, flatten, network, normalWeights, relu, reshape, sigmoid, type Trainer } from '#nets';
import { category } from '#nets/tf';
import { random } from '../../src/core/random.ts';
import type { DataDraft, DataSet } from '../../src/train/data/data-set.ts';

const COUNT = 50, TEST = 10;

const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 2);
const items = ((): Uint8Array => {
  const chance = random(1, 'pictures');
  return Uint8Array.from({ length: COUNT * 16 }, (_, k) => (k % 4 < 2 ? 0 : 1) === labels[Math.floor(k / 16)] ? 180 + chance.int(60) : chance.int(60));
})();

export const tinyDraft: DataDraft = {
  title: 'Left or right', shape: [4, 4, 1], items, columns: { label: { values: labels, shape: [], classes: ['left', 'right'] } },
  licence: 'none', credits: [], sources: [], test: TEST,
};

export const tinyData: DataSet = {
  about: {
    name: 'sides', title: 'Left or right', count: COUNT, shape: [4, 4, 1], type: 'u8', splits: { train: [0, COUNT - TEST], test: [COUNT - TEST, COUNT] },
    columns: { label: { file: 'label.bin', type: 'u8', shape: [], classes: ['left', 'right'], sha256: '' } }, licence: 'none', credits: [], sources: [], made: { command: '', options: {} }, sha256: '',
  },
  items, columns: { label: labels },
};

const classifier = network('sides', { picture: [4, 4, 1] }, [flatten(), dense(8), batchNorm(), relu(), dropout(.2), dense(2)]);
const generator = network('pictures', { z: [3] }, [dense(16), sigmoid(), reshape(4, 4, 1)]);

export const tinyTrainer: Trainer = {
  data: ['sides'], reads: { shape: [4, 4, 1], columns: ['label'] }, batch: 8, steps: 20, snapshots: { untrained: 0, late: 20 },
  networks: { classifier, generator },
  optimisers: { classifier: adam(['classifier'], .02), generator: adam(['generator'], .05, { beta1: .5, clipNorm: 5 }) },
  average: { networks: ['generator'], decay: .9 },
  ships: ['generator'], options: { weight: 1 },
  init: (seed) => ({ classifier: normalWeights(classifier, seed, { kernel: () => .3, bias: 0 }), generator: normalWeights(generator, seed + 1, { kernel: () => .3, bias: 0 }) }),
  async step(run) {
    const { items: pictures, column } = run.next(), label = column('label'), z = tf.concat([run.normal([run.batch, 2]), tf.reshape(tf.cast(label, 'float32'), [-1, 1])], 1);
    const known = await run.minimise('classifier', () => category(run.apply('classifier', { picture: pictures }, { training: true }), label));
    const drawn = await run.minimise('generator', () => tf.mul(tf.mean(tf.abs(tf.sub(run.apply('generator', { z }, { training: true }), pictures))), run.options['weight']!));
    return { known, drawn };
  },
  samples: (run) => Promise.resolve(run.apply('generator', { z: run.normal([5, 3]) }) as tf.Tensor4D),
  async derive(run) {
    const middle = run.apply('generator', { z: tf.zeros([1, 3]) });
    return new Map([['codes/middle', { shape: [16], data: Float32Array.from(await middle.data()) }]]);
  },
};
