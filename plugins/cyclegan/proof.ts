// What CycleGAN must show: translations that look like the other heap and not like their own, still of the same thing, and
// from which the source comes back. Where true pairs exist, that they are nearer to them than the source is.

import * as tf from '@tensorflow/tfjs';
import { correlation, frechetDistance } from '#metrics';
import { heldLine, heldPart, shareAbove, within, type Bar, type Metric, type Proof, type ProofInput, type Rows, type Weights } from '#nets';
import { numbersOf, runTf, toTensors } from '#nets/tf';
import { networksOf, type Networks } from './networks.ts';

const BATCH = 20;
/** Pictures that are translated; of a full evaluation. */
const PICTURES = 1000;
/** At least so many: small ones, and large ones, which cost nine times as much. */
const LEAST = [60, 16] as const;
/** Edges are sought in pictures so many times smaller, too, in which strokes are no edges. */
const SMALLER = 4;

const translate = ({ generator, side }: Networks, weights: Weights, net: string, pictures: Float32Array): Float32Array => {
  const area = side * side * 3, tensors = toTensors(within(weights, net)), out = new Float32Array(pictures.length), count = pictures.length / area;
  for (let start = 0; start < count; start += BATCH) {
    const n = Math.min(BATCH, count - start), part = pictures.subarray(start * area, (start + n) * area);
    out.set(numbersOf(() => tf.mul(.5, tf.add(1, runTf(generator, tensors, { picture: tf.sub(tf.mul(2, tf.tensor(part, [n, side, side, 3])), 1) })))), start * area);
  }
  tf.dispose([...tensors.values()]);
  return out;
};

const meanDifference = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + Math.abs(x - b[i]!), 0) / a.length;

/** How steep the grey of pictures is at each pixel, `[count * side * side]`, by differences of neighbours. */
const steepness = (pictures: Float32Array, side: number): Float32Array => {
  const grey = (at: number): number => .299 * pictures[3 * at]! + .587 * pictures[3 * at + 1]! + .114 * pictures[3 * at + 2]!;
  return Float32Array.from({ length: pictures.length / 3 }, (_, k) => {
    const x = k % side, y = Math.floor(k / side) % side;
    return Math.hypot(x + 1 < side ? grey(k + 1) - grey(k) : 0, y + 1 < side ? grey(k + side) - grey(k) : 0);
  });
};

/** The mean of each square of `SMALLER` pixels a side. */
const smaller = (pictures: Float32Array, side: number): Float32Array =>
  numbersOf(() => tf.avgPool(tf.tensor4d(pictures, [pictures.length / (side * side * 3), side, side, 3]), SMALLER, SMALLER, 'valid'));

const rowsOf = ({ data, size }: Rows, start: number, end: number): Rows => ({ data: data.subarray(start * size, end * size), count: end - start, size });

/** What one set of weights makes of held-out pictures. */
interface Figures { readonly distance: number; readonly taken: number; readonly back: number; readonly edges: number; readonly forms: number; readonly pair: number }

const bars = ({ variant }: ProofInput, own: number, pair: number): Partial<Record<keyof Figures, Bar>> => {
  if (variant === 'loose') return {};
  if (variant === 'vangogh') return { distance: { most: .7 * own }, edges: { least: .5 } };
  return { distance: { most: own }, taken: { least: .85 }, back: { most: .08 }, ...(variant === 'emoji' ? { pair: { most: pair } } : {}) };
};

const proof: Proof = async (input) => {
  const networks = networksOf(input.variant), { side } = networks, area = side * side * 3, least = LEAST[side > 64 ? 1 : 0];
  const { look, effort, heldOut: { pictures, looks } } = input, half = Math.floor(Math.min(input.heldOut.count, Math.max(least, Math.round(PICTURES * effort))) / 2), count = 2 * half;
  const line = heldLine(input.heldOut), held = heldPart(input.heldOut, 0, count), x = held.items, pair = held.pictures?.['pair'];
  const seen = async (of: Float32Array): Promise<Rows> => (await look(of, side)).middle;
  // Halves that do not belong to each other: what is translated, and what it is compared with.
  const own = await seen(x), other = pictures ? await seen(held.pictures![pair ? 'pair' : 'other']!) : rowsOf(looks!['other']!, 0, Math.min(looks!['other']!.count, count));
  const target = rowsOf(other, half, other.count), sources = x.subarray(0, half * area);
  const figures = async (weights: Weights): Promise<Figures> => {
    const drawn = translate(networks, weights, 'generatorY', sources), drawnSeen = await seen(drawn);
    return {
      distance: frechetDistance(target, drawnSeen),
      taken: shareAbove(line, drawnSeen),
      back: meanDifference(translate(networks, weights, 'generatorX', drawn), sources),
      edges: correlation(steepness(drawn, side), steepness(sources, side)),
      forms: correlation(steepness(smaller(drawn, side), side / SMALLER), steepness(smaller(sources, side), side / SMALLER)),
      pair: pair ? meanDifference(drawn, pair.subarray(0, half * area)) : 0,
    };
  };
  const now = await figures(input.trained), before = await figures(input.untrained);
  const between = frechetDistance(target, rowsOf(own, 0, half)), apart = pair ? meanDifference(sources, pair.subarray(0, half * area)) : 0;
  const wanted = bars(input, between, apart);
  const metric = (name: string, key: keyof Figures, real: number | null): Metric => ({ name, trained: now[key], untrained: before[key], real, ...(wanted[key] ? { bar: wanted[key] } : {}) });
  return [
    metric(`FID-like to the target (n ${half}; untouched ${between.toFixed(0)})`, 'distance', frechetDistance(target, rowsOf(other, 0, half))),
    metric(`taken for the target by a linear classifier (untouched ${shareAbove(line, rowsOf(own, 0, half)).toFixed(2)})`, 'taken', shareAbove(line, other)),
    metric('there and back, mean difference', 'back', null),
    metric('edges kept, correlation', 'edges', null),
    metric('edges kept at a quarter of the size', 'forms', null),
    ...(pair ? [metric(`difference from the true pair (untouched ${apart.toFixed(3)})`, 'pair', null)] : []),
  ];
};

export default proof;
