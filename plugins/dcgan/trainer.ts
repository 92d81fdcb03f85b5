// How the DCGAN learns: one update of the discriminator, one of the generator, on logits and non-saturating.

import * as tf from '@tensorflow/tfjs';
import { adam, defineTrainers, type Trainer, type TrainingRun } from '#nets';
import { binary, diffAugment } from '#nets/tf';
import { discriminator, generator, LATENT, SIDE, untrained } from './networks.ts';

const SHOWN = 64;

/**
 * Deviation of the noise between pictures and discriminator (Arjovsky and Bottou, 2017): none at first, then the most, then
 * less and less. Drawn faces are flat to the last bit; a discriminator that sees as much needs no other mark, and a
 * generator that can never be as flat learns nothing more.
 */
const veil = ({ step: now, steps, options: { veil: most = 0, veiled: start = Infinity } }: TrainingRun): number =>
  (now < start ? 0 : most * (.25 + .75 * (1 - (now - start) / Math.max(1, steps - start))));

const step = async (run: TrainingRun): Promise<Record<string, number>> => {
  const training = { training: true };
  const draw = (): tf.Tensor => run.apply('generator', { z: run.uniform([run.batch, LATENT], -1, 1) }, training);
  const noise = veil(run);
  const seen = (pictures: tf.Tensor): tf.Tensor => (run.options['augment'] ? diffAugment(run, pictures) : pictures);
  const judge = (pictures: tf.Tensor): tf.Tensor =>
    run.apply('discriminator', { picture: noise > 0 ? tf.add(seen(pictures), tf.mul(run.normal(pictures.shape), noise)) : seen(pictures) }, training);
  const real = tf.sub(tf.mul(run.next().items, 2), 1), fake = draw();
  let onReal = NaN, onFake = NaN;
  const judged = (): tf.Scalar => {
    const [good, bad] = [judge(real), judge(fake)];
    onReal = tf.tidy(() => tf.mean(tf.sigmoid(good)).dataSync()[0]!);
    onFake = tf.tidy(() => tf.mean(tf.sigmoid(bad)).dataSync()[0]!);
    return tf.add(binary(good, 1), binary(bad, 0));
  };
  const { rest = Infinity, veiled = Infinity } = run.options, rests = run.step >= rest && run.step < veiled && run.step % 2 === 1;
  const critic = rests ? tf.tidy(() => judged().dataSync()[0]!) : await run.minimise('discriminator', judged);
  const painter = await run.minimise('generator', () => binary(judge(draw()), 1));
  return { critic, painter, real: onReal, fake: onFake };
};

const dcgan = (data: string, steps: number, options: Readonly<Record<string, number>>): Trainer => ({
  data: [data],
  reads: { shape: [SIDE, SIDE, 3], columns: [] },
  batch: 64,
  steps,
  snapshots: { trained: steps },
  networks: { generator, discriminator },
  optimisers: {
    discriminator: adam(['discriminator'], .0002, { beta1: .5 }),
    generator: adam(['generator'], .0002, { beta1: .5 }),
  },
  average: { networks: ['generator'], decay: .999 },
  ships: ['generator'],
  /**
   * `augment`: 1 shows the discriminator changed pictures only (DiffAugment). `rest`: the step from which it learns in every
   * second one only, so that the generator catches up. `veiled`: the step from which it sees through noise of deviation
   * `veil`, and learns in every step again.
   */
  options,
  init: untrained,
  step,
  samples: (run) => Promise.resolve(tf.mul(.5, tf.add(1, run.apply('generator', { z: run.uniform([SHOWN, LATENT], -1, 1) }))) as tf.Tensor4D),
});

export default defineTrainers({
  faces: dcgan('posters', 6000, { augment: 0, rest: 3500, veil: .2, veiled: 4500 }),
  landscapes: dcgan('landscape-crops', 2400, { augment: 1, rest: 1500, veil: 0, veiled: 2400 }),
});
