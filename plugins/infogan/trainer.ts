// How InfoGAN learns: the game of a GAN, and besides it the recogniser Q must read the codes out of what was drawn. Q's
// bound of the mutual information is added to both sides' aims, as in the released code.

import * as tf from '@tensorflow/tfjs';
import { adam, defineTrainers, type Trainer, type TrainingRun } from '#nets';
import { binary, category as crossEntropy, deform, oneHot } from '#nets/tf';
import { cheapestAssignment } from '#metrics';
import { knobsOf, knobTensor } from './knobs.ts';
import { CATEGORIES, CODES, discriminator, generator, NOISE, recogniser, SIDE, trunk, untrained } from './networks.ts';

const STEPS = 4000;
/** Training pictures of each digit that name the categories afterwards, and pictures drawn that tell what the codes do. */
const NAMED_BY = 300, DRAWN = 2000;

interface Codes { readonly labels: tf.Tensor1D; readonly inputs: Readonly<Record<'z' | 'category' | 'codes', tf.Tensor>> }

const draw = (run: TrainingRun, count: number): Codes => {
  const labels = tf.tensor1d(Array.from({ length: count }, () => run.int(CATEGORIES)), 'int32');
  return {
    labels,
    inputs: { z: run.uniform([count, NOISE], -1, 1), category: oneHot(labels, CATEGORIES), codes: run.uniform([count, CODES], -1, 1) },
  };
};

interface Told { readonly categorical: tf.Scalar; readonly continuous: tf.Scalar }

/** How badly Q reads the codes: cross-entropy of the category, and the codes' -log density under N(mean, 1) less its constant. */
const misread = (logits: tf.Tensor, means: tf.Tensor, { labels, inputs }: Codes): Told =>
  ({ categorical: crossEntropy(logits, labels), continuous: tf.mul(.5, tf.mean(tf.sum(tf.square(tf.sub(inputs.codes, means)), 1))) });

/** The same numbers, through which only a share `lambda` of a gradient passes. */
const gate = (x: tf.Tensor, lambda: number): tf.Tensor =>
  tf.customGrad((y) => ({ value: tf.clone(y as tf.Tensor), gradFunc: (dy: tf.Tensor) => tf.mul(dy, lambda) }))(x);

const step = async (run: TrainingRun): Promise<Record<string, number>> => {
  const { lambda = 1, continuous = 1, deform: deforms = 0 } = run.options, training = { training: true };
  const real = run.next().items, drawn = draw(run, run.batch);
  const features = (picture: tf.Tensor): tf.Tensor => run.apply('trunk', { picture }, training);
  const judge = (inner: tf.Tensor): tf.Tensor => run.apply('discriminator', { features: inner }, training);
  const read = (inner: tf.Tensor): tf.Tensor[] => tf.split(run.apply('recogniser', { features: gate(inner, lambda) }, training), [CATEGORIES, CODES], 1);
  // The category must survive that the picture is leaned, stretched and shifted, or it would soon name a slant instead of a
  // digit; the codes are read from the picture as it is.
  const penalty = (pictures: tf.Tensor, inner: tf.Tensor, codes: Codes): { loss: tf.Scalar; told: Told } => {
    const [logits, means] = read(inner), told = misread(deforms ? read(features(deform(run, pictures)))[0]! : logits!, means!, codes);
    return { loss: tf.add(told.categorical, tf.mul(continuous, told.continuous)), told };
  };
  let information = NaN, error = NaN;
  const fake = run.apply('generator', drawn.inputs, training);
  const critic = await run.minimise('discriminator', () => {
    const inner = features(fake);
    return tf.add(tf.add(binary(judge(features(real)), 1), binary(judge(inner), 0)), penalty(fake, inner, drawn).loss);
  });
  const again = draw(run, run.batch);
  const painter = await run.minimise('generator', () => {
    const pictures = run.apply('generator', again.inputs, training), inner = features(pictures), { loss, told } = penalty(pictures, inner, again);
    information = Math.log(CATEGORIES) - told.categorical.dataSync()[0]!;
    error = told.continuous.dataSync()[0]!;
    return tf.add(binary(judge(inner), 1), loss);
  });
  return { critic, painter, information, error };
};

const infogan = (label: 'digits' | 'glyphs' | 'control', data: string, options: Readonly<Record<string, number>>, steps = STEPS): Trainer => ({
  data: [data],
  reads: { shape: [SIDE, SIDE, 1], columns: ['label'] },
  batch: 64,
  steps,
  snapshots: { trained: steps },
  networks: { generator, trunk, discriminator, recogniser },
  optimisers: {
    discriminator: adam(['trunk', 'discriminator', 'recogniser'], .0002, { beta1: .5 }),
    generator: adam(['generator'], .001, { beta1: .5 }),
  },
  average: { networks: ['generator'], decay: .999 },
  ships: ['generator', 'trunk', 'discriminator', 'recogniser'],
  /**
   * How much of the recogniser's gradient reaches who draws (the paper's lambda), the weight of the codes beside the
   * category's, and 1 where the category is read from deformed pictures.
   */
  options,
  tuning: {
    from: label,
    shows: { data: label },
    heaps: [{ title: 'drawings', hint: 'Digits, or other signs, as ink on paper: some ten or more.', least: 1 }],
    ink: true,
    settings: ['kept', 'judgeKept', 'average'],
    painters: ['generator'], judges: ['trunk'],
  },
  init: untrained,
  step,
  /** A row for each category, the first code from -2 to 2 along it. */
  samples: (run) => {
    const one = run.uniform([1, NOISE], -1, 1), count = CATEGORIES * 10;
    return Promise.resolve(run.apply('generator', {
      z: tf.tile(one, [count, 1]),
      category: oneHot(tf.tensor1d(Array.from({ length: count }, (_, i) => Math.floor(i / 10)), 'int32'), CATEGORIES),
      codes: tf.tensor2d(Array.from({ length: count }, (_, i) => [-2 + 4 * (i % 10) / 9, 0])),
    }) as tf.Tensor4D);
  },
  /**
   * `[10]`: the digit that each category turned out to be; `[2, 2]`: which code leans the digits and which widens their strokes,
   * each with the sign of its direction. Nothing was learnt from the labels that tell.
   */
  async derive(run) {
    const table = new Float32Array(CATEGORIES * CATEGORIES);
    for (let digit = 0; digit < CATEGORIES; digit++) {
      const inner = run.apply('trunk', { picture: run.first('label', digit, NAMED_BY).items });
      const seen = await tf.argMax(tf.slice(run.apply('recogniser', { features: inner }), [0, 0], [-1, CATEGORIES]), 1).data();
      for (const category of seen) table[category * CATEGORIES + digit]!++;
    }
    const { labels, inputs } = draw(run, DRAWN);
    const [pictures, categories, codes] = await Promise.all([run.apply('generator', inputs).data<'float32'>(), labels.data<'int32'>(), inputs.codes.data<'float32'>()]);
    return new Map([
      ['categories', { shape: [CATEGORIES], data: Float32Array.from(cheapestAssignment(table.map((count) => -count), CATEGORIES).columns) }],
      ['knobs', { shape: [2, CODES], data: knobTensor(knobsOf({ pictures, categories, codes })) }],
    ]);
  },
});

// At a weight of 1 the continuous codes became so important that they changed the digit.
const TOLD = { lambda: 1, continuous: .2, deform: 1 };

export default defineTrainers({
  digits: infogan('digits', 'mnist', TOLD),
  glyphs: infogan('glyphs', 'typeset-digits', TOLD),
  /** The control: an ordinary GAN with the same Q, which learns to read but is given nothing to read. */
  untold: infogan('control', 'mnist', { ...TOLD, lambda: 0 }, STEPS / 2),
});
