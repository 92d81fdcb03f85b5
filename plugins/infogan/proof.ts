// What InfoGAN must show: that its categories are the digits though nobody told it, that Q reads out of a picture what it was
// drawn with, and that the two codes are what a person would call slant and stroke. The control shows that it is the
// information that does it: the same networks without it know nothing of the kind.

import * as tf from '@tensorflow/tfjs';
import { breadths, categoryInformation, codeInformation, correlationWithin, inkShares, leanings, likeliestClasses, matchClasses, pictureMetrics, strokeWidths } from '#metrics';
import { heldColumn, heldPart, within, type Bar, type HeldOut, type Metric, type Proof, type ProofInput, type Random, type Rows, type Seen, type Weights } from '#nets';
import { numbersOf, oneHot, runTf, toTensors, type TensorWeights } from '#nets/tf';
import { assignKnobs, followed, type Drawn, type Knobs } from './knobs.ts';
import { CATEGORIES, CODES, generator, NOISE, recogniser, SIDE, trunk } from './networks.ts';

const BATCH = 100, AREA = SIDE * SIDE;
/** How far the plugin turns the codes; they were learnt within 1. */
const FAR = 2;

/** Of pictures `[count, side, side]`, one number each. */
type Measure = (pictures: Float32Array, side: number) => Float64Array;
type Model = Readonly<Record<'generator' | 'trunk' | 'recogniser', TensorWeights>>;

const load = (weights: Weights): Model =>
  ({ generator: toTensors(within(weights, 'generator')), trunk: toTensors(within(weights, 'trunk')), recogniser: toTensors(within(weights, 'recogniser')) });

/** Pictures of codes `[count, 2]`, categories `[count]` and noise `[count, 62]`. */
const paint = (model: Model, { categories, codes }: Omit<Drawn, 'pictures'>, noise: Float32Array): Float32Array => {
  const count = categories.length, pictures = new Float32Array(count * AREA);
  for (let start = 0; start < count; start += BATCH) {
    const n = Math.min(BATCH, count - start);
    pictures.set(numbersOf(() => runTf(generator, model.generator, {
      z: tf.tensor(noise.subarray(start * NOISE, (start + n) * NOISE), [n, NOISE]),
      category: oneHot(tf.tensor1d(Array.from({ length: n }, (_, i) => categories[start + i]!), 'int32'), CATEGORIES),
      codes: tf.tensor(codes.subarray(start * CODES, (start + n) * CODES), [n, CODES]),
    })), start * AREA);
  }
  return pictures;
};

const even = (source: Random, length: number, most = 1): Float32Array => Float32Array.from({ length }, () => most * (2 * source.uniform() - 1));

/** `count` pictures of what `source` draws; the codes reach from -`reach` to `reach`. */
const draw = (model: Model, count: number, source: Random, reach = 1): Drawn => {
  const drawn = { categories: Int32Array.from({ length: count }, () => source.int(CATEGORIES)), codes: even(source, count * CODES, reach) };
  return { ...drawn, pictures: paint(model, drawn, even(source, count * NOISE)) };
};

/** Pictures that begin alike and differ by one code alone, from -1 to 1; and how many there are of each beginning. */
const BEGINNINGS = 60, STOPS = 9;

interface Turned { /** -1 to 1. */ readonly correlation: number; /** By how much the measure grows from end to end, on average. */ readonly span: number }

/** What a measure does while one code is turned and all else is kept. */
const turn = (model: Model, code: number, source: Random, measures: readonly Measure[]): Turned[] => {
  const starts = draw(model, BEGINNINGS, source), count = BEGINNINGS * STOPS, begin = (i: number): number => Math.floor(i / STOPS);
  const noise = even(source, BEGINNINGS * NOISE), at = Float64Array.from({ length: count }, (_, i) => 2 * (i % STOPS) / (STOPS - 1) - 1);
  const pictures = paint(model, {
    categories: Int32Array.from({ length: count }, (_, i) => starts.categories[begin(i)]!),
    codes: Float32Array.from({ length: count * CODES }, (_, k) => (k % CODES === code ? at[Math.floor(k / CODES)]! : starts.codes[begin(Math.floor(k / CODES)) * CODES + k % CODES]!)),
  }, Float32Array.from({ length: count * NOISE }, (_, k) => noise[begin(Math.floor(k / NOISE)) * NOISE + k % NOISE]!));
  return measures.map((measure) => {
    const values = measure(pictures, SIDE), groups = Int32Array.from(values, (_, i) => begin(i));
    const spans = Array.from({ length: BEGINNINGS }, (_, n) => values[(n + 1) * STOPS - 1]! - values[n * STOPS]!).filter(Number.isFinite);
    return { correlation: correlationWithin(at, values, groups), span: spans.reduce((sum, x) => sum + x, 0) / Math.max(1, spans.length) };
  });
};

interface Read {
  /** `[count, 10]`. */
  readonly chances: Rows;
  /** `[2][count]`. */
  readonly codes: readonly Float32Array[];
}

/** What Q reads in pictures. */
const read = (model: Model, pictures: Float32Array): Read => {
  const count = pictures.length / AREA, chances = new Float32Array(count * CATEGORIES), codes = Array.from({ length: CODES }, () => new Float32Array(count));
  for (let start = 0; start < count; start += BATCH) {
    const n = Math.min(BATCH, count - start);
    tf.tidy(() => {
      const features = runTf(trunk, model.trunk, { picture: tf.tensor(pictures.subarray(start * AREA, (start + n) * AREA), [n, SIDE, SIDE, 1]) });
      const answer = runTf(recogniser, model.recogniser, { features });
      chances.set(tf.softmax(tf.slice(answer, [0, 0], [-1, CATEGORIES])).dataSync(), start * CATEGORIES);
      codes.forEach((column, code) => column.set(tf.slice(answer, [0, CATEGORIES + code], [-1, 1]).dataSync(), start));
    });
  }
  return { chances: { data: chances, count, size: CATEGORIES }, codes };
};

/** How two z of the same codes differ, in mean ink. */
const differenceOfTwo = (model: Model, source: Random): number => tf.tidy(() => {
  const z = tf.tensor(Float32Array.from({ length: 2 * NOISE }, () => 2 * source.uniform() - 1), [2, NOISE]);
  const [a, b] = tf.split(runTf(generator, model.generator, { z, category: oneHot(tf.tensor1d([3, 3], 'int32'), CATEGORIES), codes: tf.zeros([2, CODES]) }), 2);
  return tf.mean(tf.abs(tf.sub(a!, b!))).dataSync()[0]!;
});

/** Correlations with both codes, of what is measured in what was drawn. */
interface Followed { readonly leaning: readonly number[]; readonly width: readonly number[]; readonly breadth: readonly number[]; readonly ink: readonly number[] }

const follow = (drawn: Drawn): Followed => ({
  leaning: followed(drawn, leanings(drawn.pictures, SIDE)),
  width: followed(drawn, strokeWidths(drawn.pictures, SIDE)),
  breadth: followed(drawn, breadths(drawn.pictures, SIDE)),
  ink: followed(drawn, inkShares(drawn.pictures, SIDE)),
});

interface Figures {
  readonly seen: Seen;
  readonly accuracy: number;
  readonly worst: number;
  readonly category: number;
  readonly codes: readonly number[];
  readonly near: Followed;
  readonly far: Followed;
  /** Leaning and width while a code is turned, code by code. */
  readonly turned: readonly (readonly Turned[])[];
  /** Q's reading of real pictures, code by code. */
  readonly readings: readonly Float32Array[];
  readonly difference: number;
}

const measure = async (weights: Weights, { judge, random }: ProofInput, held: HeldOut, count: number): Promise<Figures> => {
  const model = load(weights);
  try {
    const drawn = draw(model, count, random('drawn')), told = read(model, drawn.pictures), real = read(model, held.items);
    const labels = heldColumn(held, 'label'), groups = likeliestClasses(real.chances), { accuracy, classes } = matchClasses(groups, labels, CATEGORIES);
    const right = new Float64Array(CATEGORIES), asked = new Float64Array(CATEGORIES);
    labels.forEach((label: number, i: number) => {
      asked[label]!++;
      if (classes[groups[i]!] === label) right[label]!++;
    });
    return {
      seen: await judge(drawn.pictures), accuracy, worst: Math.min(...right.map((n, digit) => n / asked[digit]!)),
      category: categoryInformation(told.chances, drawn.categories),
      codes: told.codes.map((column, code) => codeInformation(drawn.codes.filter((_, k) => k % CODES === code), column)),
      near: follow(drawn), far: follow(draw(model, count, random('far'), FAR)),
      turned: Array.from({ length: CODES }, (_, code) => turn(model, code, random('turned'), [leanings, strokeWidths])),
      readings: real.codes, difference: differenceOfTwo(model, random('two')),
    };
  } finally {
    tf.dispose(Object.values(model).flatMap((tensors) => [...tensors.values()]));
  }
};

/** The control is to know nothing; everything else, what the paper shows. */
const barsOf = (variant: string): Readonly<Record<string, Bar>> => (variant === 'untold'
  ? { accuracy: { most: .4 }, category: { most: .5 } }
  : { accuracy: { least: .85 }, category: { least: 1.8 }, lean: { least: .6 }, width: { least: .4 } });

/** A knob by its place and direction, as a metric's name has it. */
const called = ({ code, sign }: Knobs['lean']): string => `code ${code + 1}${sign < 0 ? ' reversed' : ''}`;

const proof: Proof = async (input) => {
  const { heldOut, variant, judge, random } = input, half = Math.floor(heldOut.count / 2);
  const now = await measure(input.trained, input, heldOut, half), before = await measure(input.untrained, input, heldOut, half);
  const reference = await judge(heldPart(heldOut, 0, half).items), real = await judge(heldPart(heldOut, half, 2 * half).items);
  const bars = barsOf(variant), knobs = assignKnobs(now.near.leaning, now.near.width), { lean, width } = knobs;
  const metric = (name: string, of: (figures: Figures) => number, bar?: Bar): Metric => ({ name, trained: of(now), untrained: of(before), real: null, ...(bar ? { bar } : {}) });
  /** How far what Q reads in real pictures of one digit follows what is known or measured of them. */
  const reading = (name: string, knob: Knobs['lean'], truth: ArrayLike<number>): Metric =>
    metric(`${name} of real pictures against Q's ${called(knob)}`, ({ readings }) => knob.sign * correlationWithin(readings[knob.code]!, truth, heldColumn(heldOut, 'label')));
  const known = (name: string): HeldOut['items'] | Uint8Array | undefined => heldOut.columns[name]?.values;
  return [
    metric('digits named by category', ({ accuracy }) => accuracy, bars['accuracy']),
    metric('digits named by category, worst digit', ({ worst }) => worst),
    metric('L_I of the category, nats', ({ category }) => category, bars['category']),
    ...now.codes.map((_, code) => metric(`L_I of code ${code + 1}, nats`, ({ codes }) => codes[code]!)),
    metric(`slant follows ${called(lean)}`, ({ near }) => lean.sign * near.leaning[lean.code]!, bars['lean']),
    metric(`stroke width follows ${called(width)}`, ({ near }) => width.sign * near.width[width.code]!, bars['width']),
    metric(`ink follows ${called(width)}`, ({ near }) => width.sign * near.ink[width.code]!, variant === 'glyphs' ? bars['width'] : undefined),
    metric(`breadth of the digit follows ${called(width)}`, ({ near }) => width.sign * near.breadth[width.code]!),
    metric(`slant follows ${called(lean)}, to twice its range`, ({ far }) => lean.sign * far.leaning[lean.code]!),
    metric(`stroke width follows ${called(width)}, to twice its range`, ({ far }) => width.sign * far.width[width.code]!),
    metric(`slant follows ${called(lean)}, all else kept`, ({ turned }) => lean.sign * turned[lean.code]![0]!.correlation),
    metric(`slant from end to end of ${called(lean)}, degrees`, ({ turned }) => lean.sign * turned[lean.code]![0]!.span),
    metric(`stroke width follows ${called(width)}, all else kept`, ({ turned }) => width.sign * turned[width.code]![1]!.correlation),
    metric(`stroke width from end to end of ${called(width)}, pixels`, ({ turned }) => width.sign * turned[width.code]![1]!.span),
    reading('slant', lean, known('slant') ?? leanings(heldOut.items, SIDE)),
    reading('stroke width', width, strokeWidths(heldOut.items, SIDE)),
    ...(known('weight') ? [reading('weight', width, known('weight')!)] : []),
    metric('difference of two z', ({ difference }) => difference, { least: 1e-3 }),
    ...pictureMetrics({ trained: now.seen, untrained: before.seen, real, reference }, random),
  ];
};

export default proof;
