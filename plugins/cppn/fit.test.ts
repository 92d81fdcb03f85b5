import { beforeAll, expect, test } from 'vitest';
import { runTf, toTensors } from '#nets/tf';
import * as tf from '@tensorflow/tfjs';
import { openTraining } from '../../src/cli/backends.ts';
import { openSession } from '../../src/train/session.ts';
import { tuningSet } from '../../src/train/tuning/pictures.ts';
import { fitted, LATENT, pointOf, positionsOf } from './networks.ts';
import trainers from './trainer.ts';

beforeAll(async () => { await openTraining('wasm'); });

const { fit } = trainers, SIDE = 128, SMALL = 8;
/** A picture that is bright where `light` is. */
const picture = (light: (x: number, y: number) => boolean): { pixels: Uint8Array; heap: number } =>
  ({ heap: 0, pixels: Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => (i % 4 === 3 || light((i >> 2) % SIDE, (i >> 2) / SIDE) ? 255 : 0)) });
const left = picture((x) => x < SIDE / 2), top = picture((_, y) => y < SIDE / 2);

/** Learns for `steps`; answers what is then painted at points of the latent, means of light left and at the top, 0..1. */
const learn = async (pictures: readonly { pixels: Uint8Array; heap: number }[], points: readonly ArrayLike<number>[]): Promise<(readonly [left: number, top: number])[]> => {
  const session = openSession(fit, { data: tuningSet(fit, fit.tuning, pictures, false), steps: 1e9, batch: pictures.length, seed: 1, options: { points: 256 } });
  for (let i = 0; i < 60; i++) await session.advance();
  const weights = toTensors(new Map(Array.from(await session.shipped(), ([name, weight]) => [name.replace('painter/', ''), weight])));
  const positions = positionsOf(SMALL, Int32Array.from({ length: SMALL ** 2 }, (_, pixel) => pixel));
  const found = points.map((z) => tf.tidy(() => {
    const light = tf.sub(1, runTf(fitted(LATENT), weights, { position: tf.tensor(positions, [1, SMALL, SMALL, 3]), z: tf.tensor(Array.from(z), [1, LATENT]) })).dataSync<'float32'>();
    const mean = (wanted: (pixel: number) => boolean): number => light.filter((_, i) => wanted(Math.floor(i / 3))).reduce((a, b) => a + b, 0) / (light.length / 2);
    return [mean((pixel) => pixel % SMALL < SMALL / 2), mean((pixel) => pixel < SMALL ** 2 / 2)] as const;
  }));
  tf.dispose([...weights.values()]);
  session.dispose();
  return found;
};

test('one picture is painted at every point of the latent', async () => {
  for (const [bright, half] of await learn([left], [pointOf(0), pointOf(98)])) {
    expect(bright).toBeGreaterThan(.8);
    expect(Math.abs(half - .5)).toBeLessThan(.1);
  }
});

test('of several, each is painted where a walk from seed 1 passes', async () => {
  const [first, second] = await learn([left, top], [pointOf(0), pointOf(1)]);
  expect(first![0]).toBeGreaterThan(.8);
  expect(second![1]).toBeGreaterThan(.8);
  expect(Math.max(first![1], second![0])).toBeLessThan(.65);
});
