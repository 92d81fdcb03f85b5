// How the DCGAN learns: one update of the discriminator, one of the generator, on logits and non-saturating unless another
// game is chosen.

import * as tf from '@tensorflow/tfjs';
import { adam, defineTrainers, type Trainer, type TrainingRun } from '#nets';
import { diffAugment, gameOf, penaltyOf } from '#nets/tf';
import { discriminator, generator, LATENT, SIDE, untrained } from './networks.ts';

const SHOWN = 64;
/** Non-saturating. */
const OWN_GAME = 2;

const step = async (run: TrainingRun): Promise<Record<string, number>> => {
  const training = { training: true };
  const draw = (): tf.Tensor => run.apply('generator', { z: run.uniform([run.batch, LATENT], -1, 1) }, training);
  const { rest = Infinity, augment = Infinity, game = 0 } = run.options, rules = gameOf(game, OWN_GAME);
  const judge = (pictures: tf.Tensor): tf.Tensor => run.apply('discriminator', { picture: run.step >= augment ? diffAugment(run, pictures) : pictures }, training);
  const real = tf.sub(tf.mul(run.next().items, 2), 1), fake = draw();
  let onReal = NaN, onFake = NaN;
  const judged = (): tf.Scalar => {
    const [good, bad] = [judge(real), judge(fake)];
    onReal = tf.tidy(() => tf.mean(tf.sigmoid(good)).dataSync()[0]!);
    onFake = tf.tidy(() => tf.mean(tf.sigmoid(bad)).dataSync()[0]!);
    return tf.add(rules.judge(good, bad), penaltyOf(run, rules, judge, real, fake));
  };
  const rests = run.step >= rest && run.step < augment && run.step % 2 === 1;
  const critic = rests ? tf.tidy(() => judged().dataSync()[0]!) : await run.minimise('discriminator', judged);
  if (rules.clip) run.clip('discriminator', rules.clip);
  const painter = await run.minimise('generator', () => rules.painter(judge(draw())));
  return { critic, painter, real: onReal, fake: onFake };
};

const dcgan = (name: 'faces' | 'landscapes', data: string, steps: number, options: Readonly<Record<string, number>>): Trainer => ({
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
  ships: ['generator', 'discriminator'],
  /**
   * `augment`: the step from which the discriminator sees changed pictures only (DiffAugment). `rest`: the step from which,
   * until then, it learns in every second one only. Drawn faces are flat to the last bit: a discriminator that sees as much
   * is soon so sure that the generator's grain stays. `game`: see `#nets/tf`.
   */
  options: { ...options, game: 0 },
  tuning: {
    from: name,
    shows: { data: name },
    heaps: [{ title: 'pictures', hint: 'What it shall paint: some ten pictures that have something in common, or hundreds.', least: 1 }],
    settings: ['game', 'kept', 'judgeKept', 'augment', 'mirror', 'average'],
    painters: ['generator'], judges: ['discriminator'],
    batch: 16,
    options: { rest: 1e9 },
    augment: { option: 'augment', off: 1e9, on: 0 },
  },
  init: untrained,
  step,
  samples: (run) => Promise.resolve(tf.mul<tf.Tensor4D>(.5, tf.add(1, run.apply('generator', { z: run.uniform([SHOWN, LATENT], -1, 1) })))),
});

export default defineTrainers({
  faces: dcgan('faces', 'posters', 10500, { rest: 3500, augment: 4800 }),
  landscapes: dcgan('landscapes', 'landscape-crops', 7000, { rest: 0, augment: 0 }),
});
