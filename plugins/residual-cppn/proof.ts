// What the residual CPPN must show: that an independent evaluator sees the digit that was meant, that no class is missing,
// that the gates have opened while the reservoir stayed, and that a picture of any size is the same picture.

import * as tf from '@tensorflow/tfjs';
import { classAccuracy, pictureMetrics } from '#metrics';
import { heldColumn, heldPart, within, type Bar, type HeldOut, type Metric, type Network, type Proof, type ProofInput, type Seen, type Weights } from '#nets';
import { numbersOf, runTf, toTensors, type TensorWeights } from '#nets/tf';
import { BLOCKS, encoder, gateOf, generator, LATENT, reservoirOf, SCALE, SIDE, WIDTHS } from './networks.ts';

const DIGITS = 10, LARGE = 1080;
const AREA = SIDE * SIDE;

/** Crops or pads square pictures in the middle: `[count, from, from]` -> `[count, to, to]`. */
const centred = (pictures: Float32Array, from: number, to: number): Float32Array => {
  const count = pictures.length / from ** 2, shift = (from - to) / 2;
  const out = new Float32Array(count * to * to);
  for (let n = 0; n < count; n++) for (let y = 0; y < to; y++) for (let x = 0; x < to; x++) {
    const row = y + shift, column = x + shift;
    if (row >= 0 && row < from && column >= 0 && column < from) out[(n * to + y) * to + x] = pictures[(n * from + row) * from + column]!;
  }
  return out;
};

/** A generator and an encoder with their weights on the tensor backend. */
interface Model { readonly net: Network; readonly generator: TensorWeights; readonly encoder: TensorWeights; readonly prototypes: Float32Array | undefined }

const load = (net: Network, weights: Weights): Model =>
  ({ net, generator: toTensors(within(weights, 'generator')), encoder: toTensors(within(weights, 'encoder')), prototypes: weights.get('codes/prototypes')?.data });
const unload = (model: Model): void => tf.dispose([...model.generator.values(), ...model.encoder.values()]);

/** Means and log variances of z: `[count, 64]`. */
const encode = (model: Model, pictures: Float32Array): Float32Array =>
  numbersOf(() => runTf(encoder, model.encoder, { picture: tf.tensor(pictures, [pictures.length / AREA, SIDE, SIDE, 1]) }));

/** Rows `start` to `end` of pictures of `side` pixels for codes `[count, 32]`: `[count, end - start, side]`. */
const drawRows = (model: Model, codes: Float32Array, side: number, start: number, end: number): Float32Array => numbersOf(() => {
  const count = codes.length / LATENT, at = (i: number): number => SCALE * (2 * i / (side - 1) - 1);
  const position = new Float32Array((end - start) * side * 3);
  for (let y = start, i = 0; y < end; y++) for (let x = 0; x < side; x++, i += 3) position.set([at(x), at(y), Math.hypot(at(x), at(y))], i);
  const grid = tf.tile(tf.tensor(position, [1, end - start, side, 3]), [count, 1, 1, 1]);
  return runTf(model.net, model.generator, { position: grid, z: tf.mul(tf.tensor(codes, [count, LATENT]), SCALE) });
});

const draw = (model: Model, codes: Float32Array): Float32Array => {
  const count = codes.length / LATENT, out = new Float32Array(count * AREA);
  for (let start = 0; start < count; start += 100) out.set(drawRows(model, codes.subarray(start * LATENT, (start + 100) * LATENT), SIDE, 0, SIDE), start * AREA);
  return out;
};

/** A picture of 1080 pixels, drawn in bands, as the means over 26 x 26 fields. */
const drawLarge = (model: Model, code: Float32Array): Float32Array => {
  const sums = new Float64Array(AREA), counts = new Float64Array(AREA), field = (i: number): number => Math.floor(i * SIDE / LARGE);
  for (let start = 0; start < LARGE; start += 40) drawRows(model, code, LARGE, start, start + 40).forEach((ink, i) => {
    const cell = field(start + Math.floor(i / LARGE)) * SIDE + field(i % LARGE);
    sums[cell]! += ink;
    counts[cell]! += 1;
  });
  return Float32Array.from(sums, (sum, i) => sum / counts[i]!);
};

/** Mean code of each class, `[10, 32]`: as shipped, or of these digits. */
const prototypesOf = (model: Model, codes: Float32Array, labels: ArrayLike<number>): Float32Array => model.prototypes ?? ((): Float32Array => {
  const sums = new Float32Array(DIGITS * LATENT), counts = new Float32Array(DIGITS);
  for (let n = 0; n < labels.length; n++) {
    counts[labels[n]!]!++;
    for (let i = 0; i < LATENT; i++) sums[labels[n]! * LATENT + i]! += codes[2 * n * LATENT + i]!;
  }
  return sums.map((sum, i) => sum / Math.max(1, counts[Math.floor(i / LATENT)]!));
})();

/** Codes drawn from N(centre, exp(log variance)) of each encoded digit; the centre is its own mean, or its class's prototype. */
const sampled = (encoded: Float32Array, normal: () => number, centre?: (n: number, i: number) => number): Float32Array =>
  Float32Array.from({ length: encoded.length / 2 }, (_, k) => {
    const n = Math.floor(k / LATENT), i = k % LATENT, at = 2 * n * LATENT + i;
    return (centre?.(n, i) ?? encoded[at]!) + Math.exp(.5 * encoded[at + LATENT]!) * normal();
  });

/** Mean length of the slope between neighbouring pixels, and mean entropy of a pixel's ink in bits. */
const liveliness = (pictures: Float32Array): { slope: number; entropy: number } => {
  let slope = 0, entropy = 0;
  for (let k = 0; k < pictures.length; k++) {
    const x = k % SIDE, y = Math.floor(k / SIDE) % SIDE, ink = Math.min(1 - 1e-6, Math.max(1e-6, pictures[k]!));
    slope += Math.hypot(x + 1 < SIDE ? pictures[k + 1]! - pictures[k]! : 0, y + 1 < SIDE ? pictures[k + SIDE]! - pictures[k]! : 0);
    entropy -= ink * Math.log2(ink) + (1 - ink) * Math.log2(1 - ink);
  }
  return { slope: slope / pictures.length, entropy: entropy / pictures.length };
};

const norm = (weights: Weights, name: string): number => Math.hypot(...['kernel', 'bias'].flatMap((role) => [...weights.get(`generator/${name}/${role}`)!.data]));

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (x: number, y: number) => number): number => a.reduce((total, x, i) => total + f(x - ma, b[i]! - mb), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_x, y) => y * y));
};

/** Gates whose weights have grown more than tenfold, and how like their start the reservoir's weights are. */
const opened = (weights: Weights, start: Weights): { gates: number; kept: number } => {
  const blocks = Array.from({ length: BLOCKS }, (_, i) => i);
  const reservoir = (from: Weights): number[] => blocks.flatMap((block) => reservoirOf(block).flatMap((name) => [...from.get(`generator/${name}/kernel`)!.data]));
  return { gates: blocks.filter((block) => norm(weights, gateOf(block)) > 10 * norm(start, gateOf(block))).length, kept: correlation(reservoir(weights), reservoir(start)) };
};

interface Figures { readonly drawn: Seen; readonly reconstructed: Seen; readonly overall: number; readonly worst: number; readonly slope: number; readonly entropy: number; readonly large: number }

/** `large`: of how many codes a picture of 1080 pixels is drawn, too; of 0 their figure is NaN. */
const measure = async (model: Model, { judge, random }: ProofInput, digits: HeldOut, large: number): Promise<Figures> => {
  const source = random('codes'), encoded = encode(model, digits.items), labels = heldColumn(digits, 'label');
  const prototypes = prototypesOf(model, encoded, labels);
  const codes = sampled(encoded, () => source.normal(), (n, i) => prototypes[labels[n]! * LATENT + i]!), near = draw(model, codes);
  const drawn = await judge(centred(near, SIDE, 28)), reconstructed = await judge(centred(draw(model, sampled(encoded, () => source.normal())), SIDE, 28));
  const { overall, perClass } = classAccuracy(labels, drawn.classes, DIGITS);
  const pooled = await judge(centred(Float32Array.from(Array.from({ length: large }, (_, n) => [...drawLarge(model, codes.subarray(n * LATENT, (n + 1) * LATENT))]).flat()), SIDE, 28));
  return { drawn, reconstructed, overall, worst: Math.min(...perClass), ...liveliness(near), large: pooled.classes.reduce((same, seen, i) => same + (seen === drawn.classes[i] ? 1 : 0), 0) / large };
};

/** The bars of the classes hold for the longest training at full width, the reservoir's for the one its claim is made of. */
const barsOf = (variant: string, label: string): Readonly<Record<string, Bar>> => ({
  ...(variant === 'width-6' && label === '24-epochs' ? { class: { least: .85 }, worst: { least: .6 }, histogram: { most: .15 } } : {}),
  ...(label === '24-epochs' || label === '12-epochs' ? { gates: { least: 20 }, large: { least: .95 } } : {}),
  ...(variant === 'width-6' && label === '6-epochs' ? { kept: { least: .8 } } : {}),
});

const proof: Proof = async (input) => {
  const { heldOut, variant, label, judge } = input;
  const half = Math.floor(heldOut.count / 2), area = heldOut.items.length / heldOut.count;
  const side = Math.sqrt(area), part = (start: number): HeldOut => {
    const held = heldPart(heldOut, start, start + half);
    return { ...held, items: centred(held.items, side, SIDE) };
  };
  const digits = part(0), others = part(half);
  const width = WIDTHS.find((candidate) => variant === `width-${candidate}`) ?? WIDTHS[0], net = generator(width);
  const figures = async (weights: Weights, large: number): Promise<Figures> => {
    const model = load(net, weights);
    try {
      return await measure(model, input, digits, large);
    } finally {
      unload(model);
    }
  };
  // Large pictures take seconds each: a short evaluation draws one where a bar asks for it, and none elsewhere nor untrained.
  const bars = barsOf(variant, label), many = Math.round(20 * input.effort ** 2), large = Math.max(bars['large'] ? 1 : 0, many);
  const trained = await figures(input.trained, large), untrained = await figures(input.untrained, Math.min(1, many));
  const real = await judge(centred(digits.items, SIDE, 28)), reference = await judge(centred(others.items, SIDE, 28));
  const known = classAccuracy(heldColumn(digits, 'label'), real.classes, DIGITS), still = liveliness(digits.items);
  const now = opened(input.trained, input.untrained);
  const metric = (name: string, a: number, b: number, c: number | null, bar?: Bar): Metric => ({ name, trained: a, untrained: b, real: c, ...(bar ? { bar } : {}) });
  return [
    metric('intended class seen', trained.overall, untrained.overall, known.overall, bars['class']),
    metric('intended class seen, worst class', trained.worst, untrained.worst, Math.min(...known.perClass), bars['worst']),
    ...pictureMetrics({ trained: trained.reconstructed, untrained: untrained.reconstructed, real, reference }, input.random)
      .map((entry): Metric => (entry.name === 'class histogram TV' && bars['histogram'] ? { ...entry, bar: bars['histogram'] } : entry)),
    metric('gates opened more than tenfold', now.gates, 0, null, bars['gates']),
    metric('reservoir correlation with its start', now.kept, 1, null, bars['kept']),
    ...(large > 0 ? [metric('class kept from 1080 to 26 pixels', trained.large, untrained.large, null, bars['large'])] : []),
    metric('mean slope of the ink', trained.slope, untrained.slope, still.slope),
    metric('mean entropy of the ink in bits', trained.entropy, untrained.entropy, still.entropy),
  ];
};

export default proof;
