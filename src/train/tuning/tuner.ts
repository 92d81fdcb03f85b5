// One fine-tuning under way, on whatever backend tfjs has here: it owns a session, watches its numbers, and keeps the last
// good state to fall back to. The same in a worker, in the page and in Node.

import * as tf from '@tensorflow/tfjs';
import type { Losses, Trainer, Tuning, Weights } from '#nets';
import { diffAugment } from '#nets/tf';
import { trainingStopped } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import { together } from '../../nets/safetensors.ts';
import { itemsOf } from '../batches.ts';
import type { DataSet } from '../data/data-set.ts';
import type { Looker } from '../evaluator/photographs.ts';
import { meanPairDistance } from '../metrics/collapse.ts';
import { frechetDistance } from '../metrics/frechet.ts';
import { openSession } from '../session.ts';
import { collapseAlarm, createDivergence, kindsAlarm, notANumber } from './alarms.ts';
import { kindsIn } from './kinds.ts';
import { tuningSet } from './pictures.ts';
import { sessionPlan, type TunerPlan } from './plan.ts';

/** Pictures `[count, ...shape]` in 0..1; owned by who asked. */
export interface Pictures { readonly data: Float32Array; readonly shape: readonly number[] }

export interface Progress {
  /** Steps taken so far. */
  readonly step: number;
  /** The last step's losses, and the lengths of its gradients as `gradient <optimiser>`. */
  readonly losses: Losses;
  /** A sentence; '' while all is well. */
  readonly alarm: string;
  /** The numbers had become none, and the state of `step` is back. */
  readonly fellBack: boolean;
}

export interface Look {
  /** The trainer's samples: the same latents every time. */
  readonly pictures: Pictures;
  readonly alarm: string;
  /** Mean distance of pairs over that of the pictures to learn from; NaN for one picture, or one sample. */
  readonly variety: number;
  /** How many kinds of the pictures to learn from are painted; NaN where that means nothing. */
  readonly kinds: number;
}

export interface Tuner {
  /** Takes steps; `between` is awaited before each part of a batch. */
  advance(steps: number): Promise<Progress>;
  /** What a piece is to show: the networks that ship, averaged where it is wished, over what shipped before. */
  shown(averaged: boolean): Promise<Weights>;
  look(): Promise<Look>;
  /** Frechet distance of what MobileNet sees in the samples and in the pictures (FID-like); NaN where nobody looks, or pictures are few. */
  distance(): Promise<number>;
  /** The pictures of a heap as a judge is shown them. */
  preview(heap: number, count: number): Promise<Pictures>;
  /** All that `restore` needs, and the pictures as `pictures/...`. */
  state(): Promise<Weights>;
  /** Throws a sentence where it does not fit. */
  restore(state: Weights): Promise<void>;
  dispose(): void;
}

/** Steps between states that are fallen back to. */
const GOOD_EVERY = 20;
/** Side to which pictures are brought before their variety is measured. */
const SEEN = 8;
/** Pictures that MobileNet compares: as many drawn as own. */
const COMPARED = 64, LEAST_COMPARED = 8;
/** Pictures that are sorted into kinds, at most. */
const SORTED = 256;

/** `[N, H, W, C]` in 0..1 as rows of 8 x 8 means. */
const seen = (pictures: Float32Array, shape: readonly number[]): { data: Float32Array; count: number; size: number } => tf.tidy(() => {
  const [height = 1, width = 1, channels = 1] = shape, count = pictures.length / (height * width * channels);
  const small = tf.image.resizeBilinear(tf.tensor4d(pictures, [count, height, width, channels]), [2 * SEEN, 2 * SEEN], false, true);
  const data = tf.avgPool(small, 2, 2, 'same').dataSync<'float32'>();
  return { data: Float32Array.from(data), count, size: data.length / count };
});

/** In three channels, for who looks at colours. */
const inColour = (pictures: Float32Array, channels: number): Float32Array => (channels === 3 ? pictures : Float32Array.from({ length: 3 * pictures.length }, (_, i) => pictures[Math.floor(i / 3)]!));

export interface TunerHost {
  /** Awaited before each part of a step: where others have their turn. */
  readonly between?: () => Promise<void>;
  readonly looker?: () => Promise<Looker>;
  /** Pictures that are a set already, in place of the plan's. */
  readonly data?: DataSet;
}

const heapOf = (data: DataSet, { heaps }: Tuning, heap: number): ArrayLike<number> => (heaps[heap]?.column ? data.columns[heaps[heap].column]! : data.items);

/** Throws a sentence where pictures are missing or weights do not fit. Tensors of its own only; set the backend before. */
export const openTuner = (trainer: Trainer, tuning: Tuning, plan: TunerPlan, { between, looker, data: given }: TunerHost = {}): Tuner => {
  const data = given ?? tuningSet(trainer, tuning, plan.pictures, plan.settings.mirror && tuning.settings.includes('mirror')), { shape, count } = data.about;
  const session = openSession(trainer, sessionPlan(trainer, tuning, data, plan));
  try {
    if (plan.weights) session.adopt(plan.weights);
  } catch (error) {
    session.dispose();
    throw error;
  }
  const diverges = createDivergence(), items = (list: readonly number[]): Float32Array => itemsOf(data, list);
  /** Some of the pictures, evenly over all heaps. */
  const some = (most: number): Float32Array => items(Array.from({ length: Math.min(count, most) }, (_, i) => Math.floor((i * count) / Math.min(count, most))));
  const real = count > 2 ? meanPairDistance(seen(some(COMPARED), shape)) : undefined, kinds = kindsIn(seen(some(SORTED), shape));
  let good: Weights | undefined, begun: number | undefined, most = 0;

  return {
    async advance(steps) {
      good ??= await session.state();
      let losses: Losses = {}, alarm = '';
      for (let i = 0; i < steps; i++) {
        if (i > 0) await between?.();
        losses = await session.advance(between);
        losses = { ...losses, ...Object.fromEntries(Object.entries(await session.norms()).map(([name, length]) => [`gradient ${name}`, length])) };
        const why = notANumber(losses);
        if (why) {
          const { step } = session;
          session.restore(good);
          return { step: session.step, losses, alarm: `In step ${step} ${why}: the weights of step ${session.step} are back. Try a smaller learning rate or another loss.`, fellBack: true };
        }
        alarm = diverges(losses) || alarm;
        if (session.step % GOOD_EVERY === 0) {
          const state = await session.state();
          if (Array.from(state.values()).every(({ data: numbers }) => numbers.every(Number.isFinite))) good = state;
        }
      }
      return { step: session.step, losses, alarm, fellBack: false };
    },
    async shown(averaged) {
      return new Map([...plan.weights ?? [], ...await session.shipped({ derived: false, averaged })]);
    },
    async look() {
      const pictures = await session.samples(), painted = seen(pictures.data, pictures.shape.slice(1));
      // Of a trainer that paints its batch, there is one sample where there is one picture.
      const now = painted.count > 1 ? meanPairDistance(painted) : NaN;
      begun ??= now;
      const sorts = kinds?.of(painted) ?? NaN;
      if (sorts > most) most = sorts;
      const alarm = collapseAlarm({ now, before: begun, pictures: real }) || kindsAlarm({ now: sorts, before: most, pictures: kinds?.due ?? NaN });
      return { pictures, alarm, variety: real ? now / real : NaN, kinds: sorts };
    },
    async distance() {
      const [height = 0, width = 0, channels = 1] = shape, area = height * width * channels;
      const drawn = (await session.samples()).data, compared = Math.min(COMPARED, count, drawn.length / area);
      const eye = compared < LEAST_COMPARED ? undefined : await looker?.();
      if (!eye) return NaN;
      const own = some(compared);
      const [a, b] = [await eye.look(inColour(own, channels), height), await eye.look(inColour(drawn.subarray(0, compared * area), channels), height)];
      return frechetDistance(a.middle, b.middle);
    },
    preview(heap, most) {
      const values = heapOf(data, tuning, heap), [height = 0, width = 0, channels = 1] = shape, size = height * width * channels;
      const label = tuning.heaps[heap]?.label, chosen = Array.from({ length: count }, (_, i) => i).filter((i) => label === undefined || data.columns['label']?.[i] === label).slice(0, most);
      const plain = Float32Array.from({ length: chosen.length * size }, (_, k) => values[chosen[Math.floor(k / size)]! * size + (k % size)]! / 255);
      if (!plan.settings.augment || !tuning.augment || chosen.length === 0) return Promise.resolve({ data: plain, shape: [chosen.length, ...shape] });
      const chance = random(plan.settings.seed, 'preview');
      const changed = tf.tidy(() => tf.clipByValue(tf.div(tf.add(diffAugment({
        uniform: (sides, low, high) => tf.tensor(Float32Array.from({ length: sides.reduce((a, b) => a * b, 1) }, () => low + (high - low) * chance.uniform()), [...sides]),
        int: (limit) => chance.int(limit),
      }, tf.sub(tf.mul(tf.tensor(plain, [chosen.length, ...shape]), 2), 1)), 1), 2), 0, 1));
      return changed.data<'float32'>().then((numbers) => {
        changed.dispose();
        return { data: Float32Array.from(numbers), shape: [chosen.length, ...shape] };
      });
    },
    async state() {
      const numbers = (values: ArrayLike<number>, sides: readonly number[]): { shape: readonly number[]; data: Float32Array } => ({ shape: [count, ...sides], data: Float32Array.from(values) });
      return new Map([...await session.state(), ...together({ pictures: new Map([['items', numbers(data.items, shape)], ...Object.entries(data.columns).map(([name, values]) => [name, numbers(values, data.about.columns[name]!.shape)] as const)]) })]);
    },
    async restore(state) {
      const before = await session.state();
      try {
        // Without moments and a count of steps it is weights as they ship.
        if (state.has('run/counts')) session.restore(state);
        else session.adopt(state);
      } catch (error) {
        session.restore(before);
        throw trainingStopped(`These weights do not fit: ${(error as Error).message}.`);
      }
      good = undefined;
      // Other weights paint other kinds.
      most = 0;
    },
    dispose: () => session.dispose(),
  };
};
