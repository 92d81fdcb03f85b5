// How a CPPN is fitted to pictures: each is given a point of the latent, the prior's draw of seed 1, 2, 3 ..., so that a
// walk's key points are the pictures and what lies between them the network invents. One picture alone is fitted at every
// point. A step takes some points of the plane of some of the pictures.

import * as tf from '@tensorflow/tfjs';
import { adam, defineTrainers, type TrainingRun } from '#nets';
import { fitted, LATENT, pointOf, positionsOf, unfitted } from './networks.ts';

/** Pixels of a side of what is fitted, and pictures on a sheet of samples. */
const SIDE = 128, SHOWN = 8;

/** `[count, 8]`: where the pictures at these places lie; anywhere where there is but one. */
const pointsOf = (run: TrainingRun, places: readonly number[]): tf.Tensor =>
  (run.count === 1 ? run.uniform([places.length, LATENT], -1, 1) : tf.tensor(places.map((place) => [...pointOf(place)]), [places.length, LATENT]));

/** `[count, 1, n, 3]` of 0..1 at these pixels; the network's outputs are inverted, as `rgbPaint` shows them. */
const paint = (run: TrainingRun, places: readonly number[], pixels: ArrayLike<number>): tf.Tensor =>
  tf.sub(1, run.apply('painter', { position: tf.tile(tf.tensor(positionsOf(SIDE, pixels), [1, 1, pixels.length, 3]), [places.length, 1, 1, 1]), z: pointsOf(run, places) }));

export default defineTrainers({
  fit: {
    data: ['eight-landscapes'],
    reads: { shape: [SIDE, SIDE, 3], columns: [] },
    batch: 4,
    steps: 5000,
    snapshots: { trained: 5000 },
    networks: { painter: fitted(LATENT) },
    optimisers: { painter: adam(['painter'], .002, { fallsFrom: .3 }) },
    ships: ['painter'],
    /** Points of the plane that a step asks for in each of its pictures. */
    options: { points: 2048 },
    init: (seed) => ({ painter: unfitted(LATENT, seed) }),
    tuning: {
      from: 'fitted',
      shows: { weights: 'fitted' },
      heaps: [{ title: 'pictures', hint: 'One picture, and all of the latent paints it; or several, and a walk from seed 1 leads from each to the next.', least: 1 }],
      settings: ['kept'], painters: ['painter'], judges: [], batch: 4,
    },
    async step(run) {
      const { points = 2048 } = run.options;
      const places = Array.from({ length: run.batch }, () => run.int(run.count)), pixels = Int32Array.from({ length: points }, () => run.int(SIDE * SIDE));
      const wanted = tf.gather(tf.reshape(run.at(places).items, [places.length, 1, SIDE * SIDE, 3]), tf.tensor1d(pixels, 'int32'), 2);
      const loss = await run.minimise('painter', () => tf.mean(tf.square(tf.sub(paint(run, places, pixels), wanted))));
      return { loss };
    },
    samples(run) {
      const places = Array.from({ length: Math.min(SHOWN, run.count) }, (_, place) => place), all = Int32Array.from({ length: SIDE * SIDE }, (_, pixel) => pixel);
      return Promise.resolve(tf.reshape<tf.Rank.R4>(tf.concat(places.map((place) => tf.tidy(() => paint(run, [place], all)))), [places.length, SIDE, SIDE, 3]));
    },
  },
});
