// How the residual CPPN learns. Instead of a discriminator, a classifier of eleven classes: the generator must draw what
// it takes for the digit that was encoded, so no class can be dropped. A step is one round of the source's adaptive
// schedule: up to 16 updates, each on 192 digits of its own where the source takes all of them on one batch of 2000. An
// epoch is 35 rounds in both (70,000 / 2000).

import * as tf from '@tensorflow/tfjs';
import { adam, defineTrainers, normalWeights, type Batch, type Trainer, type TrainingRun, type Weights } from '#nets';
import { category, gaussianKl, upsample } from '#nets/tf';
import { classifier, encoder, generator, LATENT, SCALE, SIDE, untrained, WIDTHS, type Width } from './networks.ts';

export const ROUNDS_PER_EPOCH = 35;
/** The class of what the generator drew. */
const DRAWN = 10;
/** Encoded digits of a class whose mean is its prototype. */
const PROTOTYPE_OF = 500;

/** `[N, 26, 26, 1]`: digits `[N, 28, 28, 1]` cropped at random places, or in the middle. */
const crops = (items: tf.Tensor, place: () => number): tf.Tensor => {
  const [count = 0] = items.shape;
  return tf.concat(Array.from({ length: count }, (_, i) => tf.slice(items, [i, place(), place(), 0], [1, SIDE, SIDE, 1])));
};

/** `[1, side, side, 3]`: x, y and radius of each pixel of 26 x 26, or of every second. */
const positions = (stride: number): tf.Tensor => {
  const side = SIDE / stride, at = (i: number): number => SCALE * (2 * i * stride / (SIDE - 1) - 1);
  return tf.tensor(Array.from({ length: side * side }, (_, i) => {
    const x = at(i % side), y = at(Math.floor(i / side));
    return [x, y, Math.hypot(x, y)];
  }).flat(), [1, side, side, 3]);
};

/** `[N, 32]` z -> `[N, 26, 26, 1]`; at stride 2 a quarter of the pixels is computed, and each shown as four. */
const draw = (run: TrainingRun, z: tf.Tensor, stride = 1): tf.Tensor => {
  const picture = run.apply('generator', { position: tf.tile(positions(stride), [z.shape[0], 1, 1, 1]), z: tf.mul(z, SCALE) });
  return stride > 1 ? upsample(picture, stride) : picture;
};

/** Every second pixel of real digits, each shown as four, to stand beside what is drawn so. */
const coarsened = (pictures: tf.Tensor, stride: number): tf.Tensor => {
  if (stride === 1) return pictures;
  const [count] = pictures.shape as [number], half = SIDE / stride;
  const blocks = tf.reshape(pictures, [count, half, stride, half * stride]);
  const rows = tf.reshape(tf.slice(blocks, [0, 0, 0, 0], [count, half, 1, half * stride]), [count * half, half, stride]);
  return upsample(tf.reshape(tf.slice(rows, [0, 0, 0], [count * half, half, 1]), [count, half, half, 1]), stride);
};

/** Mean and log variance of z, `[N, 32]` each. */
const encode = (run: TrainingRun, pictures: tf.Tensor, training = false): [tf.Tensor, tf.Tensor] =>
  tf.split(run.apply('encoder', { picture: pictures }, { training }), 2, 1) as [tf.Tensor, tf.Tensor];

/** Pictures drawn from the codes of `pictures`, and the latent loss. */
const sample = (run: TrainingRun, pictures: tf.Tensor, stride: number): { picture: tf.Tensor; latent: tf.Scalar } => {
  const [mean, logVariance] = encode(run, pictures, true);
  const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, .5)), run.normal(mean.shape)));
  return { picture: draw(run, z, stride), latent: tf.div(tf.mean(gaussianKl(mean, logVariance)), SIDE ** 2) };
};

const classify = (run: TrainingRun, picture: tf.Tensor): tf.Tensor => run.apply('classifier', { picture }, { training: true });

const share = (logits: tf.Tensor, labels: tf.Tensor): number => tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32')).dataSync()[0]!);

const step = async (run: TrainingRun): Promise<Record<string, number>> => {
  const { updates = 16, judged = 2, classifierUpdates = 8, coarse = .7 } = run.options;
  const stride = run.step < coarse * run.steps ? 2 : 1;
  const digits = ({ items, column }: Batch) => ({ pictures: crops(items, () => run.int(items.shape[1]! - SIDE + 1)), labels: column('label') });
  let drawLoss = NaN, latentLoss = NaN;
  for (let update = 0; update < updates; update++) {
    const { pictures, labels } = digits(run.next());
    let fooled = 0;
    await run.minimise('generator', () => {
      const { picture, latent } = sample(run, pictures, stride), logits = classify(run, picture);
      const loss = category(logits, labels);
      fooled = share(logits, labels);
      drawLoss = loss.dataSync()[0]!;
      latentLoss = latent.dataSync()[0]!;
      return tf.add(loss, tf.mul(latent, 10));
    });
    if (fooled > .98) break;
  }

  const parts = Array.from({ length: judged }, () => digits(run.next()));
  const pictures = tf.concat(parts.map((part) => part.pictures)), labels = tf.concat(parts.map((part) => part.labels));
  const { picture } = sample(run, pictures, stride), shown = coarsened(pictures, stride), drawn = tf.fill(labels.shape, DRAWN, 'int32');
  const seen = classify(run, picture);
  const fooled = share(seen, labels), caught = share(seen, drawn), known = share(classify(run, shown), labels);
  /** Updates of the classifier until `enough`, which is told the logits of drawn and of real digits. */
  const teach = async (withDrawn: boolean, enough: (fake: tf.Tensor | undefined, real: tf.Tensor) => boolean): Promise<void> => {
    for (let update = 0, done = false; update < classifierUpdates && !done; update++) await run.minimise('classifier', () => {
      const fake = withDrawn ? classify(run, picture) : undefined, real = classify(run, shown);
      done = enough(fake, real);
      const loss = category(real, labels);
      return fake ? tf.div(tf.add(tf.mul(loss, 10), category(fake, drawn)), 11) : loss;
    });
  };
  if (caught < .7 && fooled > .6) await teach(true, (fake) => share(fake!, drawn) > .75);
  else if (known < .6) await teach(false, (_fake, real) => share(real, labels) > .7);
  return { draw: drawLoss, latent: latentLoss, fooled, caught, known };
};

/** How long a width learns, and how fast: four nodes lose their classes at the rate that six bear. */
const COURSES: Readonly<Record<Width, { readonly epochs: readonly number[]; readonly learningRate: number }>> = {
  6: { epochs: [1, 2, 6, 24], learningRate: .001 },
  4: { epochs: [1, 2, 6, 12], learningRate: .0006 },
};

const trainer = (width: Width): Trainer => ({
  data: ['mnist'],
  reads: { shape: [28, 28, 1], columns: ['label'] },
  batch: 192,
  steps: COURSES[width].epochs.at(-1)! * ROUNDS_PER_EPOCH,
  snapshots: { untrained: 0, ...Object.fromEntries(COURSES[width].epochs.map((epochs) => [`${epochs}-epochs`, epochs * ROUNDS_PER_EPOCH])) },
  networks: { encoder, generator: generator(width), classifier },
  optimisers: {
    generator: adam(['encoder', 'generator'], COURSES[width].learningRate, { beta1: .75, clipNorm: 5 }),
    classifier: adam(['classifier'], .001, { beta1: .75, clipNorm: 5 }),
  },
  ships: ['encoder', 'generator'],
  /** Updates of a round, batches that the round is judged by, and the share of the rounds that draw every second pixel. */
  options: { updates: 16, judged: 2, classifierUpdates: 8, coarse: .7 },
  init: (seed): Record<string, Weights> => ({
    encoder: normalWeights(encoder, seed + 1, { kernel: () => .02, bias: 0 }),
    generator: untrained(generator(width), seed),
    classifier: normalWeights(classifier, seed + 2, { kernel: () => .02, bias: 0, truncated: true }),
  }),
  step,
  /** Ten encoded digits of every class, a row each. */
  samples: (run) => {
    const items = tf.concat(Array.from({ length: 10 }, (_, digit) => run.first('label', digit, 10).items));
    return Promise.resolve(draw(run, encode(run, crops(items, () => 1))[0]) as tf.Tensor4D);
  },
  /** The mean code of every digit, and one encoded digit of each for the seed's movie: `[10, 32]` both. */
  async derive(run) {
    const codes = Array.from({ length: 10 }, (_, digit) => encode(run, crops(run.first('label', digit, PROTOTYPE_OF).items, () => 1))[0]);
    const read = async (rows: tf.Tensor[]): Promise<{ shape: number[]; data: Float32Array }> => ({ shape: [10, LATENT], data: Float32Array.from(await tf.stack(rows).data()) });
    return new Map([['codes/prototypes', await read(codes.map((code) => tf.mean(code, 0)))], ['codes/anchors', await read(codes.map((code) => tf.reshape(tf.slice(code, [0, 0], [1, LATENT]), [LATENT])))]]);
  },
});

/**
 * How it learns a hand in the scene. The classifier does not ship, and a few drawings would not teach one: instead it must
 * draw again what it has read, as an autoencoder does (Kingma and Welling, 2014).
 */
const hand = (width: Width): Trainer => ({
  ...trainer(width),
  reads: { shape: [28, 28, 1], columns: [] },
  batch: 16, steps: 500, snapshots: {},
  networks: { encoder, generator: generator(width) },
  optimisers: { hand: adam(['encoder', 'generator'], .0005, { beta1: .75, clipNorm: 5 }) },
  options: {},
  tuning: {
    from: `width ${width}, 24 epochs`,
    shows: { width: `${width}`, snapshot: '24 epochs' },
    heaps: [{ title: 'drawings', hint: 'Digits as your hand writes them, as ink on paper.', least: 1 }],
    ink: true, settings: ['kept'], painters: ['generator'], judges: [],
  },
  async step(run) {
    const { items } = run.next(), pictures = crops(items, () => run.int(items.shape[1]! - SIDE + 1));
    let missed = NaN;
    const loss = await run.minimise('hand', () => {
      const { picture, latent } = sample(run, pictures, 1), apart = tf.mean(tf.square(tf.sub(picture, pictures)));
      missed = apart.dataSync()[0]!;
      return tf.add(tf.mul(apart, 20), latent);
    });
    return { loss, missed };
  },
  samples: (run) => {
    const { items } = run.next();
    return Promise.resolve(draw(run, encode(run, crops(items, () => 1))[0]) as tf.Tensor4D);
  },
});

export default defineTrainers(Object.fromEntries([...WIDTHS.map((width) => [`width-${width}`, trainer(width)]), ...WIDTHS.map((width) => [`hand-${width}`, hand(width)])]));
