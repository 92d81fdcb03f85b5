// How CycleGAN learns from two heaps of pictures that do not belong together: each generator must please the judge of its
// domain, what goes there and back must come back, and what is already there should stay. Least-squares losses.

import * as tf from '@tensorflow/tfjs';
import { adam, defineTrainers, type Trainer, type TrainingRun } from '#nets';
import { diffAugment, l1, leastSquares, moveAugment } from '#nets/tf';
import { networksOf, partsOf, untrained } from './networks.ts';
import { createPool, type Pool } from './pool.ts';

/** Pictures of the sample sheet, each with what becomes of it. */
const SHOWN = 5;

interface Pools { readonly x: Pool; readonly y: Pool }
/** A run's pools; one that is resumed begins with empty ones. */
const pools = new WeakMap<TrainingRun, Pools>();

const poolsOf = (run: TrainingRun): Pools => {
  let known = pools.get(run);
  if (!known) pools.set(run, known = { x: createPool(run.options['pool']!), y: createPool(run.options['pool']!) });
  return known;
};

/** `[N, H, W, 3]`, each picture taken into the pool and one taken out. */
const exchanged = (run: TrainingRun, pool: Pool, drawn: tf.Tensor): tf.Tensor => {
  const pictures = tf.unstack(drawn).map((picture) => Float32Array.from(picture.dataSync()));
  return tf.stack(pictures.map((picture) => tf.tensor(pool.exchange(run, picture), drawn.shape.slice(1))));
};

const step = async (run: TrainingRun, other: string): Promise<Record<string, number>> => {
  const training = { training: true }, { cycle = 0, identity = 0, augment = 0 } = run.options;
  const draw = (to: 'X' | 'Y', picture: tf.Tensor): tf.Tensor => run.apply(`generator${to}`, { picture }, training);
  const changed = [(picture: tf.Tensor): tf.Tensor => picture, (picture: tf.Tensor) => diffAugment(run, picture), (picture: tf.Tensor) => moveAugment(run, picture)][augment]!;
  const judge = (of: 'X' | 'Y', picture: tf.Tensor): tf.Tensor => run.apply(`discriminator${of}`, { picture: changed(picture) }, training);
  // Two batches, so that what belongs together does not meet.
  const x = tf.sub(tf.mul(run.next().items, 2), 1), y = tf.sub(tf.div(run.next().column(other), 127.5), 1);
  let drawnX: tf.Tensor = x, drawnY: tf.Tensor = y, back = NaN;
  const painters = await run.minimise('generators', () => {
    const toY = draw('Y', x), toX = draw('X', y);
    const returned = tf.add(l1(draw('X', toY), x), l1(draw('Y', toX), y));
    const stayed = identity ? tf.add(l1(draw('Y', y), y), l1(draw('X', x), x)) : tf.scalar(0);
    [drawnX, drawnY] = [tf.keep(tf.clone(toX)), tf.keep(tf.clone(toY))];
    back = returned.dataSync()[0]! / 4;
    return tf.add(tf.add(leastSquares(judge('Y', toY), 1), leastSquares(judge('X', toX), 1)), tf.add(tf.mul(cycle, returned), tf.mul(identity, stayed)));
  });
  const { x: poolX, y: poolY } = poolsOf(run), oldX = exchanged(run, poolX, drawnX), oldY = exchanged(run, poolY, drawnY);
  tf.dispose([drawnX, drawnY]);
  const judgement = (of: 'X' | 'Y', real: tf.Tensor, fake: tf.Tensor): tf.Scalar => tf.mul(.5, tf.add(leastSquares(judge(of, real), 1), leastSquares(judge(of, fake), 0)));
  const judges = await run.minimise('discriminators', () => tf.add(judgement('X', x, oldX), judgement('Y', y, oldY)));
  return { painters, judges, back };
};

/** Rows of five: from X, to Y, back; from Y, to X. */
const samples = (run: TrainingRun, other: string, side: number): tf.Tensor4D => {
  const x = tf.slice(tf.concat(Array.from({ length: SHOWN }, () => run.next().items)), 0, SHOWN), y = tf.slice(tf.concat(Array.from({ length: SHOWN }, () => run.next().column(other))), 0, SHOWN);
  const [from, to] = [tf.sub(tf.mul(x, 2), 1), tf.sub(tf.div(y, 127.5), 1)];
  const draw = (net: string, picture: tf.Tensor): tf.Tensor => run.apply(net, { picture });
  const toY = draw('generatorY', from), rows = tf.stack([from, toY, draw('generatorX', toY), to, draw('generatorX', to)], 1);
  return tf.reshape(tf.mul(.5, tf.add(1, rows)), [5 * SHOWN, side, side, 3]);
};

interface Run { readonly model: string; readonly data: string; readonly other: string; readonly steps: number; readonly options?: Readonly<Record<string, number>> }

const cyclegan = (variant: string, { model, data, other, steps, options = {} }: Run): Trainer => {
  const networks = networksOf(variant);
  return {
    data: [data],
    reads: { shape: [networks.side, networks.side, 3], columns: [] },
    batch: 4,
    steps,
    snapshots: { trained: steps },
    networks: partsOf(networks),
    optimisers: {
      generators: adam(['generatorX', 'generatorY'], .0002, { beta1: .5, fallsFrom: .5 }),
      discriminators: adam(['discriminatorX', 'discriminatorY'], .0002, { beta1: .5, fallsFrom: .5 }),
    },
    average: { networks: ['generatorX', 'generatorY'], decay: .998 },
    ships: ['generatorX', 'generatorY', 'discriminatorX', 'discriminatorY'],
    /**
     * `cycle` and `identity` weigh what must come back and what should stay; `pool` is how many drawn pictures are kept;
     * `augment` 1 lets the judges see changed pictures only, where there are few (DiffAugment); at 2 colours stay.
     */
    options: { cycle: 10, identity: 3, pool: 50, augment: 0, ...options },
    tuning: {
      from: model,
      shows: { model },
      heaps: [
        { title: 'from', hint: 'Pictures such as shall flow in.', least: 1 },
        { title: 'to', hint: 'Pictures such as shall come out. None of them need belong to one of the others.', least: 1, column: other },
      ],
      settings: ['kept', 'judgeKept', 'augment', 'mirror', 'average'],
      painters: ['generatorX', 'generatorY'], judges: ['discriminatorX', 'discriminatorY'],
      augment: { option: 'augment', off: 0, on: 2 },
    },
    init: (seed) => untrained(networks, seed),
    step: (run) => step(run, other),
    samples: (run) => Promise.resolve(samples(run, other, networks.side)),
  };
};

export default defineTrainers({
  portraits: cyclegan('portraits', { model: 'portraits', data: 'portraits', other: 'other', steps: 11_800 }),
  vangogh: cyclegan('vangogh', { model: 'van gogh', data: 'landscapes-vangogh', other: 'other', steps: 14_000, options: { augment: 2, identity: 5 } }),
  emoji: cyclegan('emoji', { model: 'emoji', data: 'emoji-pairs', other: 'pair', steps: 10_800, options: { augment: 2 } }),
  /** The control: nothing must come back. */
  loose: cyclegan('loose', { model: 'emoji, unbound', data: 'emoji-pairs', other: 'pair', steps: 12_400, options: { augment: 2, cycle: 0, identity: 0 } }),
});
