// What the DCGAN must show: pictures that a network of photographs takes for the set's own, of which it remembers none; a
// latent space without cliffs, in which one can reckon with faces.

import * as tf from '@tensorflow/tfjs';
import { frechetDistance, longestStep, novelty, spaceFigures } from '#metrics';
import { heldPart, within, type Bar, type Learnt, type Looks, type Metric, type Proof, type ProofInput, type Random, type Rows, type Weights } from '#nets';
import { numbersOf, runTf, toTensors, type TensorWeights } from '#nets/tf';
import { chanceOf, outcomeOf, sums, type Outcome, type Pool } from './arithmetic.ts';
import { generator, LATENT, SIDE } from './networks.ts';
import { papersIn, papersOf, type Papers } from './paper.ts';

const BATCH = 50, AREA = SIDE * SIDE * 3;
/** Pictures that are compared, faces that are reckoned with, sums, and learnt pictures whose features are looked at; of a full evaluation. */
const PICTURES = 1000, FACES = 2000, SUMS = 200, LOOKED_AT = 4000;
/** Points of a walk, and frames on the way from each to the next: 64 in all. */
const POINTS = 8, FRAMES = 8;
const ATTRIBUTES = ['glasses', 'beard', 'long hair'] as const;
/** Pixels that a picture is shrunk to where copies are looked for. */
const SMALL = 16;

const codes = (count: number, source: Random): Float32Array => Float32Array.from({ length: count * LATENT }, () => 2 * source.uniform() - 1);

/** `[count, 64, 64, 3]` in 0..1 of latents `[count, 100]`. */
const draw = (weights: TensorWeights, latents: Float32Array): Float32Array => {
  const count = latents.length / LATENT, out = new Float32Array(count * AREA);
  for (let start = 0; start < count; start += BATCH) {
    const n = Math.min(BATCH, count - start);
    out.set(numbersOf(() => tf.mul(.5, tf.add(1, runTf(generator, weights, { z: tf.tensor(latents.subarray(start * LATENT, (start + n) * LATENT), [n, LATENT]) })))), start * AREA);
  }
  return out;
};

/** Latents `[64, 100]` of a walk along straight lines that ends where it began. */
const walk = (source: Random): Float32Array => {
  const points = codes(POINTS, source);
  return Float32Array.from({ length: POINTS * FRAMES * LATENT }, (_, i) => {
    const frame = Math.floor(i / LATENT), k = i % LATENT, from = Math.floor(frame / FRAMES), share = frame % FRAMES / FRAMES;
    return (1 - share) * points[from * LATENT + k]! + share * points[(from + 1) % POINTS * LATENT + k]!;
  });
};

/** Pictures as means of 4 x 4 pixels, `[count, 768]`. */
const small = (pictures: Float32Array): Rows => {
  const count = pictures.length / AREA, size = SMALL * SMALL * 3, field = SIDE / SMALL, data = new Float32Array(count * size);
  for (let i = 0; i < pictures.length; i++) {
    const c = i % 3, x = Math.floor(i / 3) % SIDE, y = Math.floor(i / (3 * SIDE)) % SIDE, n = Math.floor(i / AREA);
    data[n * size + (Math.floor(y / field) * SMALL + Math.floor(x / field)) * 3 + c]! += pictures[i]! / field ** 2;
  }
  return { data, count, size };
};

/** All that was learnt, small; a part at a time, since the whole of it is large. */
const smallOf = ({ count, items }: Learnt): Rows => {
  const size = SMALL * SMALL * 3, data = new Float32Array(count * size);
  for (let start = 0; start < count; start += 500) data.set(small(items(start, Math.min(count, start + 500))).data, start * size);
  return { data, count, size };
};

interface Reckoned { readonly all: Outcome; readonly each: readonly Outcome[]; readonly chance: number; readonly shares: readonly number[] }

interface Figures { readonly looks: Looks; readonly step: number; readonly pictures: Float32Array; readonly reckoned: Reckoned | undefined }

/** Shares of logits `[count, 3]` above 0, by attribute. */
const sharesOf = ({ data, count, size }: Rows): number[] => ATTRIBUTES.map((_, k) => data.reduce((sum, logit, i) => sum + (i % size === k && logit > 0 ? 1 : 0), 0) / count);

const reckon = async (weights: TensorWeights, { attributes, random, effort }: ProofInput): Promise<Reckoned> => {
  const latents = codes(Math.max(300, Math.round(FACES * effort)), random('faces')), read = await attributes(draw(weights, latents));
  const pool: Pool = { latents, size: LATENT, logits: read.data, attributes: ATTRIBUTES.length };
  const results = sums(pool, Math.max(60, Math.round(SUMS * effort)), random('sums')), drawn = new Float32Array(results.length * LATENT);
  results.forEach(({ latent }, i) => drawn.set(latent, i * LATENT));
  const logits = results.length === 0 ? new Float32Array() : (await attributes(draw(weights, drawn))).data, row = ATTRIBUTES.length;
  const each = ATTRIBUTES.map((_, k) => {
    const of = results.flatMap((result, n) => (result.attribute === k ? [n] : []));
    return outcomeOf(of.map((n) => results[n]!), Float32Array.from(of.flatMap((n) => [...logits.subarray(n * row, (n + 1) * row)])));
  });
  return { all: outcomeOf(results, logits), each, chance: chanceOf(results, pool), shares: sharesOf(read) };
};

const measure = async (from: Weights, input: ProofInput, count: number, walks: number): Promise<Figures> => {
  const weights = toTensors(within(from, 'generator')), { look, random, variant } = input;
  try {
    const pictures = draw(weights, codes(count, random('z'))), source = random('walks');
    let step = 0;
    for (let i = 0; i < walks; i++) step += longestStep((await look(draw(weights, walk(source)), SIDE)).middle) / walks;
    return { looks: await look(pictures, SIDE), step, pictures, reckoned: variant === 'faces' ? await reckon(weights, input) : undefined };
  } finally {
    tf.dispose([...weights.values()]);
  }
};

const arithmetic = (now: Reckoned, before: Reckoned, real: readonly number[]): Metric[] => [
  ...ATTRIBUTES.map((name, k): Metric => ({ name: `share with ${name}`, trained: now.shares[k]!, untrained: before.shares[k]!, real: real[k]! })),
  { name: 'A - B + C: changed as meant, the rest kept', trained: now.all.both, untrained: before.all.both, real: null, bar: { least: .7 } },
  { name: 'A - B + C: changed as meant', trained: now.all.changed, untrained: before.all.changed, real: null },
  { name: 'A - B + C: the rest kept', trained: now.all.kept, untrained: before.all.kept, real: null },
  { name: 'A - B + C: right by chance', trained: now.chance, untrained: before.chance, real: null },
  ...ATTRIBUTES.map((name, k): Metric => ({ name: `A - B + C of ${name}: both`, trained: now.each[k]!.both, untrained: before.each[k]!.both, real: null })),
];

const proof: Proof = async (input) => {
  const { heldOut, look, random, effort, learnt, knownAttributes } = input;
  const count = Math.min(Math.floor(heldOut.count / 2), Math.max(60, Math.round(PICTURES * effort))), walks = Math.max(1, Math.round(4 * effort));
  const [held, others] = [heldPart(heldOut, 0, count), heldPart(heldOut, count, 2 * count)];
  const reference = await look(held.items, SIDE), real = await look(others.items, SIDE);
  const now = await measure(input.trained, input, count, walks), before = await measure(input.untrained, input, count, walks);
  const frechet = (where: keyof Looks): readonly [number, number, number] => [frechetDistance(reference[where], now.looks[where]), frechetDistance(reference[where], before.looks[where]), frechetDistance(reference[where], real[where])];
  const metric = (name: string, [trained, untrained, realOne]: readonly [number, number, number | null], bar?: Bar): Metric => ({ name, trained, untrained, real: realOne, ...(bar ? { bar } : {}) });
  const middle = frechet('middle'), [, ceiling, floor] = middle;
  const spaces = [now.looks.middle, before.looks.middle, real.middle].map((features) => spaceFigures(features, reference.middle, random));
  const copies = async (): Promise<Metric[]> => {
    if (!learnt) return [];
    const pixels = smallOf(learnt), seen = await look(learnt.items(0, Math.min(learnt.count, Math.round(LOOKED_AT * effort))), SIDE), own = small(others.items);
    return [
      metric('new to the training pictures, in pixels', [novelty(small(now.pictures), own, pixels), novelty(small(before.pictures), own, pixels), 1], { least: .5 }),
      metric(`new to ${seen.middle.count} training pictures, in features`, [novelty(now.looks.middle, real.middle, seen.middle), novelty(before.looks.middle, real.middle, seen.middle), 1], { least: .5 }),
    ];
  };
  const shares = (): number[] => {
    const known = knownAttributes(heldOut);
    return ATTRIBUTES.map((_, k) => known.reduce((sum, yes, i) => sum + (i % ATTRIBUTES.length === k ? yes : 0), 0) / heldOut.count);
  };
  const papers = (): Metric[] => {
    const known = papersOf(heldOut.items), [a, b, c] = [now.pictures, before.pictures, others.items].map((pictures) => papersIn(pictures, known)) as [Papers, Papers, Papers];
    return [metric(`paper colours of ${known.length} that come`, [a.come, b.come, c.come]), metric('paper colours, TV', [a.variation, b.variation, c.variation])];
  };
  return [
    metric(`FID-like, middle block (n ${count})`, middle, { most: 2 * floor + .15 * (ceiling - floor) }),
    // As many numbers as the last block has channels; of fewer pictures its moments say little.
    ...(count > reference.last.size ? [metric(`FID-like, last block (n ${count})`, frechet('last'))] : []),
    ...spaces[0]!.map(([name, value], i) => metric(name, [value, spaces[1]![i]![1], spaces[2]![i]![1]])),
    metric('longest step of a walk over the median', [now.step, before.step, null], { most: 3 }),
    ...await copies(),
    ...(now.reckoned && before.reckoned ? [...papers(), ...arithmetic(now.reckoned, before.reckoned, shares())] : []),
  ];
};

export default proof;
