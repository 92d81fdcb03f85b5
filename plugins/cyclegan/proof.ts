// What CycleGAN must show: translations that look like the other heap and not like their own, still of the same thing, and
// from which the source comes back. Where true pairs exist, that they are nearer to them than the source is.

import * as tf from '@tensorflow/tfjs';
import { frechetDistance, nearest, correlation } from '#metrics';
import { heldPart, within, type Bar, type Metric, type Proof, type ProofInput, type Rows, type Weights } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { networksOf, type Networks } from './networks.ts';

const BATCH = 20;
/** Pictures that are translated; of a full evaluation. */
const PICTURES = 1000;
/** Neighbours that vote for a domain. */
const VOTERS = 5;

const translate = ({ generator, side }: Networks, weights: Weights, net: string, pictures: Float32Array): Float32Array => {
  const area = side * side * 3, tensors = toTensors(within(weights, net)), out = new Float32Array(pictures.length), count = pictures.length / area;
  for (let start = 0; start < count; start += BATCH) {
    const n = Math.min(BATCH, count - start), part = pictures.subarray(start * area, (start + n) * area);
    out.set(tf.tidy(() => tf.mul(.5, tf.add(1, runTf(generator, tensors, { picture: tf.sub(tf.mul(2, tf.tensor(part, [n, side, side, 3])), 1) }))).dataSync()), start * area);
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

const rowsOf = ({ data, size }: Rows, start: number, end: number): Rows => ({ data: data.subarray(start * size, end * size), count: end - start, size });
const joined = (a: Rows, b: Rows): Rows => {
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, count: a.count + b.count, size: a.size };
};

/** Share of `seen` whose nearest neighbours are rather of `target` than of `own`, as many of each. */
const taken = (seen: Rows, target: Rows, own: Rows): number => {
  const count = Math.min(target.count, own.count), known = joined(rowsOf(target, 0, count), rowsOf(own, 0, count));
  const { indices } = nearest(seen, known, VOTERS);
  let yes = 0;
  for (let n = 0; n < seen.count; n++) if (indices.subarray(n * VOTERS, (n + 1) * VOTERS).reduce((votes, i) => votes + (i < count ? 1 : 0), 0) > VOTERS / 2) yes++;
  return yes / seen.count;
};

/** What one set of weights makes of held-out pictures. */
interface Figures { readonly distance: number; readonly taken: number; readonly back: number; readonly edges: number; readonly pair: number }

const bars = ({ variant }: ProofInput, own: number, pair: number): Partial<Record<keyof Figures, Bar>> => {
  if (variant === 'loose') return {};
  if (variant === 'vangogh') return { distance: { most: .7 * own }, edges: { least: .5 } };
  return { distance: { most: own }, taken: { least: .85 }, back: { most: .08 }, ...(variant === 'emoji' ? { pair: { most: pair } } : {}) };
};

const proof: Proof = async (input) => {
  const networks = networksOf(input.variant), { side } = networks, area = side * side * 3;
  const { look, effort, heldOut: { pictures, looks } } = input, half = Math.floor(Math.min(input.heldOut.count, Math.max(60, Math.round(PICTURES * effort))) / 2), count = 2 * half;
  const held = heldPart(input.heldOut, 0, count), x = held.items, pair = held.pictures?.['pair'];
  const seen = async (of: Float32Array): Promise<Rows> => (await look(of, side)).middle;
  // Halves that do not belong to each other: what is translated, and what it is compared with.
  const own = await seen(x), other = pictures ? await seen(held.pictures![pair ? 'pair' : 'other']!) : rowsOf(looks!['other']!, 0, Math.min(looks!['other']!.count, count));
  const target = rowsOf(other, half, other.count), sources = x.subarray(0, half * area);
  const figures = async (weights: Weights): Promise<Figures> => {
    const drawn = translate(networks, weights, 'generatorY', sources), drawnSeen = await seen(drawn);
    return {
      distance: frechetDistance(target, drawnSeen),
      taken: taken(drawnSeen, target, rowsOf(own, half, own.count)),
      back: meanDifference(translate(networks, weights, 'generatorX', drawn), sources),
      edges: correlation(steepness(drawn, side), steepness(sources, side)),
      pair: pair ? meanDifference(drawn, pair.subarray(0, half * area)) : 0,
    };
  };
  const now = await figures(input.trained), before = await figures(input.untrained);
  const between = frechetDistance(target, rowsOf(own, 0, half)), apart = pair ? meanDifference(sources, pair.subarray(0, half * area)) : 0;
  const wanted = bars(input, between, apart);
  const metric = (name: string, key: keyof Figures, real: number | null): Metric => ({ name, trained: now[key], untrained: before[key], real, ...(wanted[key] ? { bar: wanted[key] } : {}) });
  return [
    metric(`FID-like to the target (n ${half}; untouched ${between.toFixed(0)})`, 'distance', frechetDistance(target, rowsOf(other, 0, half))),
    metric('taken for the target by its neighbours', 'taken', taken(rowsOf(other, 0, half), target, rowsOf(own, half, own.count))),
    metric('there and back, mean difference', 'back', null),
    metric('edges kept, correlation', 'edges', null),
    ...(pair ? [metric(`difference from the true pair (untouched ${apart.toFixed(3)})`, 'pair', null)] : []),
  ];
};

export default proof;
