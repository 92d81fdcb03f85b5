// What a fitted CPPN must show: that each picture lies where the walk will find it, also between the pixels that it was
// asked for, and that the way from one to the next is no jump.

import * as tf from '@tensorflow/tfjs';
import { psnr } from '#metrics';
import { heldPart, within, type HeldOut, type Metric, type Proof, type Weights } from '#nets';
import { numbersOf, runTf, toTensors, type TensorWeights } from '#nets/tf';
import { fitted, LATENT, pointOf, positionsOf } from './networks.ts';

const network = fitted(LATENT);
/** Pictures of a short evaluation. */
const FEW = 3;
/** Pictures on the way from one to the next. */
const STOPS = 8;

/** `[side, side, 3]` in 0..1 at a point of the latent. */
const paint = (weights: TensorWeights, z: Float32Array, side: number): Float32Array =>
  numbersOf(() => tf.sub(1, runTf(network, weights, { position: tf.tensor(positionsOf(side, Int32Array.from({ length: side * side }, (_, pixel) => pixel)), [1, side, side, 3]), z: tf.tensor(z, [1, LATENT]) })));

const distance = (a: Float32Array, b: Float32Array): number => Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0) / a.length);
const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

interface Figures { readonly psnr: number; readonly worst: number; readonly own: number; readonly step: number }

const measure = (weights: Weights, { items, count, shape: [side = 0] }: HeldOut): Figures => {
  const tensors = toTensors(within(weights, 'painter')), size = items.length / count, pictures = Array.from({ length: count }, (_, i) => items.subarray(i * size, (i + 1) * size));
  const near = pictures.map((_, i) => {
    const painted = paint(tensors, pointOf(i), side);
    return pictures.map((picture) => psnr(painted, picture));
  });
  // Small pictures tell of the way.
  const steps = pictures.map((_, i) => {
    const from = pointOf(i), to = pointOf((i + 1) % count);
    const way = Array.from({ length: STOPS + 1 }, (_none, stop) => paint(tensors, from.map((x, k) => x + (to[k]! - x) * stop / STOPS), 32));
    const lengths = way.slice(1).map((picture, stop) => distance(picture, way[stop]!));
    return Math.max(...lengths) / mean(lengths);
  });
  tf.dispose([...tensors.values()]);
  return {
    psnr: mean(near.map((row, i) => row[i]!)), worst: Math.min(...near.map((row, i) => row[i]!)),
    own: mean(near.map((row, i) => (Math.max(...row) === row[i] ? 1 : 0))), step: mean(steps),
  };
};

const proof: Proof = ({ trained, untrained, heldOut, effort }) => {
  // The pictures lie where their number says: the first few of them stand for all.
  const shown = effort < .1 ? heldPart(heldOut, 0, FEW) : heldOut, now = measure(trained, shown), before = measure(untrained, shown);
  const metrics: Metric[] = [
    { name: 'PSNR with twice the pixels, dB', trained: now.psnr, untrained: before.psnr, real: null, bar: { least: 22 } },
    { name: 'PSNR of the worst picture, dB', trained: now.worst, untrained: before.worst, real: null, bar: { least: 18 } },
    { name: 'nearest to the picture that is meant', trained: now.own, untrained: before.own, real: 1, bar: { least: 1 } },
    { name: 'longest step of a walk over the mean', trained: now.step, untrained: before.step, real: null, bar: { most: 3 } },
  ];
  return Promise.resolve(metrics);
};

export default proof;
