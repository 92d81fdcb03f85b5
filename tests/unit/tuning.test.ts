// Fine-tuning without a page: pictures as data, alarms, histories, a tuner and a course on wasm with nets that take
// milliseconds. The real DCGAN is taught in tests/e2e.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import cppn from '../../plugins/cppn/trainer.ts';
import cyclegan from '../../plugins/cyclegan/trainer.ts';
import dcgan from '../../plugins/dcgan/trainer.ts';
import infogan from '../../plugins/infogan/trainer.ts';
import { canonicalBytes, type Trainer, type Tuning, type Weights } from '#nets';
import { openTraining } from '../../src/cli/backends.ts';
import { defaults } from '../../src/core/params.ts';
import { random } from '../../src/core/random.ts';
import { tuningParams, type TuningSettings } from '../../src/core/tuning.ts';
import { collapseAlarm, createDivergence, notANumber } from '../../src/train/tuning/alarms.ts';
import { createCourse, type CourseHost } from '../../src/train/tuning/course.ts';
import { readLearnt, writeLearnt } from '../../src/train/tuning/file.ts';
import { createHistory } from '../../src/train/tuning/history.ts';
import { lacking, tuningSet, type CutPicture } from '../../src/train/tuning/pictures.ts';
import { partsOnProcessor } from '../../src/train/tuning/plan.ts';
import { openRemoteTuner, serveTuner, type Port, type WorkerPort } from '../../src/train/tuning/remote.ts';
import { openTuner, type Tuner } from '../../src/train/tuning/tuner.ts';
import { createTrail, mixed } from '../../src/train/tuning/weights.ts';
import { tinyTrainer } from '../support/tiny-trainer.ts';

const settings = (changes: Partial<TuningSettings> = {}): TuningSettings => ({ ...defaults(tuningParams), batch: 4, ...changes });
/** RGBA 4 x 4, bright on one side. */
const sided = (right: boolean, light = 200): CutPicture['pixels'] => Uint8Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 255 : (Math.floor(i / 4) % 4 >= 2) === right ? light : 20));
const tuning: Tuning = {
  shows: {}, heaps: [{ title: 'left', hint: '', least: 1, label: 0 }, { title: 'right', hint: '', least: 1, label: 1 }],
  settings: ['mirror'], painters: ['generator'], judges: ['classifier'],
};
const pictures: CutPicture[] = [0, 1, 2, 3, 4, 5].map((n) => ({ heap: n % 2, pixels: sided(n % 2 === 1, 150 + 15 * n) }));

describe('pictures as data', () => {
  const plain: Tuning = { ...tuning, heaps: [{ title: 'pictures', hint: '', least: 1 }] };

  test('colours become items, rows from the top; one channel is luminance', () => {
    const coloured: Trainer = { ...tinyTrainer, reads: { shape: [1, 2, 3], columns: [] } };
    expect(tuningSet(coloured, plain, [{ heap: 0, pixels: [10, 20, 30, 255, 40, 50, 60, 255] }], false).items).toEqual(Uint8Array.of(10, 20, 30, 40, 50, 60));
    const grey: Trainer = { ...tinyTrainer, reads: { shape: [1, 2, 1], columns: [] } };
    expect(tuningSet(grey, plain, [{ heap: 0, pixels: [0, 255, 0, 255, 255, 0, 0, 255] }], false).items).toEqual(Uint8Array.of(182, 54));
  });

  test('dark lines on paper are ink, and light lines on black are ink, too', () => {
    const line = Uint8Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 255 : [5, 6, 9, 10].includes(Math.floor(i / 4)) ? 0 : 250)), inked: Tuning = { ...plain, ink: true };
    const { items } = tuningSet(tinyTrainer, inked, [{ heap: 0, pixels: line }, { heap: 0, pixels: line.map((value, i) => (i % 4 === 3 ? 255 : 255 - value)) }], false);
    expect([items[0], items[5], items[16], items[21]]).toEqual([5, 255, 5, 255]);
  });

  test('a mirror image beside each, labels by heap', () => {
    const { items, columns, about } = tuningSet(tinyTrainer, tuning, pictures.slice(0, 2), true);
    expect(about.count).toBe(4);
    expect(items.slice(0, 4)).toEqual(Uint8Array.of(150, 150, 20, 20));
    expect(items.slice(16, 20)).toEqual(Uint8Array.of(20, 20, 150, 150));
    expect(columns['label']).toEqual(Uint8Array.of(0, 0, 1, 1));
  });

  test('two heaps of pictures stand beside each other; the shorter begins again', () => {
    const pair: Tuning = { ...tuning, heaps: [{ title: 'from', hint: '', least: 1 }, { title: 'to', hint: '', least: 1, column: 'other' }] };
    const { items, columns, about } = tuningSet(tinyTrainer, pair, [{ heap: 0, pixels: sided(false, 99) }, ...[101, 102, 103].map((light) => ({ heap: 1, pixels: sided(false, light) }))], false);
    expect(about.count).toBe(3);
    expect([0, 16, 32].map((at) => items[at])).toEqual([99, 99, 99]);
    expect([0, 16, 32].map((at) => columns['other']![at])).toEqual([101, 102, 103]);
  });

  test('too few pictures are a sentence', () => {
    expect(() => tuningSet(tinyTrainer, plain, [], false)).toThrow('Learning needs at least a picture; there are 0.');
    expect(lacking(tuning.heaps, [3, 0])).toBe('Learning needs at least a picture under "right"; there are 0.');
    expect(lacking([{ title: 'a', hint: '', least: 0 }], [0])).toBe('Learning needs at least a picture.');
    expect(lacking(tuning.heaps, [1, 1])).toBe('');
  });
});

describe('alarms', () => {
  test('numbers that are none are named', () => {
    expect(notANumber({ critic: 1, painter: NaN })).toBe('painter became NaN');
    expect(notANumber({ critic: 1 })).toBe('');
  });

  test('healthy runs of 20 seeds raise none; one that runs away does, and not before', () => {
    for (let seed = 0; seed < 20; seed++) {
      const diverges = createDivergence(), chance = random(seed, 'losses');
      for (let step = 0; step < 400; step++) expect(diverges({ critic: Math.abs(chance.normal()) * (chance.int(30) === 0 ? 30 : 1), gradient: 20 * Math.exp(chance.normal()) })).toBe('');
    }
    const diverges = createDivergence(), said = Array.from({ length: 120 }, (_, step) => diverges({ critic: step < 60 ? .5 : .5 * 1.25 ** (step - 60) }));
    expect(said.findIndex((sentence) => sentence !== '')).toBeGreaterThan(70);
    expect(said.at(-1)).toContain('critic runs away');
  });

  test('pictures that become alike have collapsed; those that are as alike as the ones to learn from have not', () => {
    expect(collapseAlarm({ now: .3, before: 1, pictures: 1.2 })).toContain('30 %');
    expect(collapseAlarm({ now: .3, before: 1, pictures: .5 })).toBe('');
    expect(collapseAlarm({ now: .9, before: 1, pictures: undefined })).toBe('');
  });
});

test('a history of any length is a short one, and forgets what came after a step', () => {
  const history = createHistory();
  for (let step = 1; step <= 5000; step++) history.push(step, { loss: step, gap: step === 7 ? NaN : 0 });
  const { steps, values } = history.curves.get('loss')!;
  expect(steps.length).toBeLessThan(241);
  expect(steps.length).toBeGreaterThan(100);
  for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 1]!);
  expect(Math.max(...values.map((value, i) => Math.abs(value - steps[i]!)))).toBeLessThan(40);
  history.cut(2000);
  expect(history.curves.get('loss')!.steps.at(-1)).toBeLessThanOrEqual(2000);
});

const weights = (...numbers: number[]): Weights => new Map([['a/kernel', { shape: [numbers.length], data: Float32Array.from(numbers) }]]);

test('weights mix number by number', () => {
  expect(mixed(weights(0, 2), weights(4, 4), .25).get('a/kernel')!.data).toEqual(Float32Array.of(1, 2.5));
  const now = weights(1);
  expect(mixed(weights(0), now, 1)).toBe(now);
});

test('a trail goes back and forth, forgets what was undone when something new is done, and the oldest when there is no room', () => {
  const trail = createTrail(3 * 8), [a, b, c] = [weights(1, 1), weights(2, 2), weights(3, 3)];
  trail.leave(a);
  trail.leave(b);
  expect([trail.back(c), trail.back(b), trail.back(a)]).toEqual([b, a, undefined]);
  expect([trail.forth(a), trail.redoes]).toEqual([b, 1]);
  trail.leave(b);
  expect(trail.redoes).toBe(0);
  for (const state of [a, b, c]) trail.leave(state);
  expect(trail.undoes).toBe(3);
});

describe('a tuner', () => {
  beforeAll(async () => { await openTraining('wasm'); });

  const open = (changes: Partial<TuningSettings> = {}, trainer: Trainer = tinyTrainer, parts = 1): Tuner =>
    openTuner(trainer, tuning, { plugin: 'tiny', variant: 'sides', weights: undefined, pictures, settings: settings(changes), parts });
  const using = async <T>(tuner: Tuner, work: (tuner: Tuner) => Promise<T>): Promise<T> => {
    try {
      return await work(tuner);
    } finally {
      tuner.dispose();
    }
  };

  test('learns, tells losses and gradients, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await using(open({ mirror: false }), async (tuner) => {
      const first = await tuner.advance(1), last = await tuner.advance(60);
      expect(last.step).toBe(61);
      expect(Object.keys(first.losses)).toEqual(['known', 'drawn', 'gradient classifier', 'gradient generator']);
      expect(last.losses['drawn']).toBeLessThan(.7 * first.losses['drawn']!);
      const { pictures: { shape }, alarm } = await tuner.look();
      expect([shape, alarm]).toEqual([[5, 4, 4, 1], '']);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  test('goes on from a state bit for bit, and from shipped weights without their moments', async () => {
    const state = await using(open(), async (tuner) => {
      await tuner.advance(5);
      const kept = await tuner.state();
      await tuner.advance(3);
      return { kept, after: await tuner.shown(false) };
    });
    await using(open(), async (tuner) => {
      await tuner.restore(state.kept);
      await tuner.advance(3);
      expect(canonicalBytes(await tuner.shown(false))).toEqual(canonicalBytes(state.after));
      await tuner.restore(state.after);
      expect(canonicalBytes(await tuner.shown(true))).toEqual(canonicalBytes(state.after));
      const before = canonicalBytes(await tuner.shown(false));
      await expect(tuner.restore(new Map([['generator/0/kernel', { shape: [1], data: Float32Array.of(1) }]]))).rejects.toThrow('These weights do not fit');
      expect(canonicalBytes(await tuner.shown(false))).toEqual(before);
    });
  });

  test('layers that are kept do not move; the others do', async () => {
    const moved = async (changes: Partial<TuningSettings>): Promise<string[]> => using(open(changes), async (tuner) => {
      const before = await tuner.state();
      await tuner.advance(2);
      const after = await tuner.state();
      return Array.from(before.keys()).filter((name) => /^(classifier|generator)\/.*(kernel|scale|bias|shift)$/.test(name) && canonicalBytes(new Map([['x', before.get(name)!]])).join() !== canonicalBytes(new Map([['x', after.get(name)!]])).join());
    });
    const all = await moved({}), free = await moved({ judgeKept: 1 });
    expect(all).toContain('classifier/1/kernel');
    expect(free).toEqual(all.filter((name) => !/^classifier\/[12]\//.test(name)));
    expect(free).toContain('classifier/5/kernel');
  });

  test('a batch in parts gathers what the whole batch has, where the net does not look at its neighbours', async () => {
    const alone: Trainer = { ...tinyTrainer, async step(run) {
      const { items, column } = run.next(), z = tf.concat([tf.zeros([run.batch, 2]), tf.reshape(tf.cast(column('label'), 'float32'), [-1, 1])], 1);
      return { drawn: await run.minimise('generator', () => tf.mean(tf.square(tf.sub(run.apply('generator', { z }), items)))) };
    } };
    const after = (parts: number): Promise<Weights> => using(open({ batch: 12, mirror: true }, alone, parts), async (tuner) => {
      await tuner.advance(1);
      return tuner.shown(false);
    });
    const [whole, parted] = [await after(1), await after(3)];
    for (const [name, { data }] of whole) data.forEach((value, i) => expect(parted.get(name)!.data[i]).toBeCloseTo(value, 5));
  });

  test('on a processor large pictures are taken one by one, where no network looks at the others of its batch', () => {
    expect([infogan['digits'], dcgan['faces'], cyclegan['vangogh'], cppn['fit']].map((each) => partsOnProcessor(each, 16))).toEqual([1, 1, 16, 1]);
  });

  test('numbers that become none bring the last good state back', async () => {
    let broken = false;
    const fragile: Trainer = { ...tinyTrainer, async step(run) {
      const losses = await tinyTrainer.step(run);
      if (broken) await run.minimise('generator', () => tf.mul(tf.mean(run.apply('generator', { z: tf.ones([1, 3]) })), NaN));
      return broken ? { ...losses, drawn: NaN } : losses;
    } };
    await using(open({}, fragile), async (tuner) => {
      await tuner.advance(20);
      const good = await tuner.state();
      broken = true;
      const { step, alarm, fellBack } = await tuner.advance(3);
      expect([step, fellBack]).toEqual([20, true]);
      expect(alarm).toContain('drawn became NaN: the weights of step 20 are back');
      expect(canonicalBytes(await tuner.state())).toEqual(canonicalBytes(good));
    });
  });

  test('a painter that paints one picture only is told of', async () => {
    await using(open(), async (tuner) => {
      expect((await tuner.look()).alarm).toBe('');
      const state = new Map(await tuner.state());
      for (const [name, weight] of state) if (name.startsWith('average/generator/') && name.endsWith('kernel')) state.set(name, { ...weight, data: weight.data.map(() => 0) });
      await tuner.restore(state);
      expect((await tuner.look()).alarm).toContain('collapsed');
    });
  });

  test('one that paints two of eight kinds of pictures is told of; of weights that come back nothing was painted before', async () => {
    /** Bright in one row or in one column of four. */
    const stripes = Array.from({ length: 32 }, (_, n): CutPicture => ({ heap: n % 2, pixels: Uint8Array.from({ length: 64 }, (_none, i) => (i % 4 === 3 ? 255 : (n % 8 < 4 ? Math.floor(i / 16) : Math.floor(i / 4) % 4) === n % 4 ? 180 + n : 20)) }));
    let kinds = 8;
    const striped: Trainer = { ...tinyTrainer, samples: () => Promise.resolve(tf.tensor4d(Array.from({ length: 32 }, (_, n) => Array.from(stripes[n % kinds]!.pixels).filter((_none, i) => i % 4 === 0).map((light) => light / 255)).flat(), [32, 4, 4, 1])) };
    await using(openTuner(striped, tuning, { plugin: 'tiny', variant: 'sides', weights: undefined, pictures: stripes, settings: settings({ mirror: false }), parts: 1 }), async (tuner) => {
      expect(await tuner.look()).toMatchObject({ alarm: '', kinds: expect.closeTo(8) as number });
      kinds = 2;
      expect(await tuner.look()).toMatchObject({ alarm: expect.stringContaining('2.0 of 8.0 are left') as string, kinds: expect.closeTo(2) as number });
      await tuner.restore(await tuner.state());
      expect((await tuner.look()).alarm).toBe('');
    });
  });

  test('of one picture it learns, too, and samples that are one have no variety', async () => {
    const one: Tuning = { ...tuning, heaps: [tuning.heaps[0]!] }, drawing: Trainer = { ...tinyTrainer, samples: (run) => Promise.resolve(run.apply('generator', { z: run.normal([run.batch, 3]) }) as tf.Tensor4D) };
    await using(openTuner(drawing, one, { plugin: 'tiny', variant: 'sides', weights: undefined, pictures: pictures.slice(0, 1), settings: settings({ mirror: false }), parts: 1 }), async (tuner) => {
      expect(await tuner.look()).toMatchObject({ alarm: '', variety: NaN, kinds: NaN, pictures: { shape: [1, 4, 4, 1] } });
      expect((await tuner.advance(30)).alarm).toBe('');
      expect(await tuner.look()).toMatchObject({ alarm: '' });
      expect(await tuner.distance()).toBeNaN();
    });
  });

  test('a file of it is read again without its pictures; one of another trainer is refused', async () => {
    const state = await using(open(), (tuner) => tuner.state());
    const bytes = writeLearnt(state, { plugin: 'tiny', variant: 'sides', step: 0, settings: '{}' });
    expect([...state.keys()]).toContain('pictures/items');
    expect(canonicalBytes(readLearnt(bytes, 'it', { plugin: 'tiny', variant: 'sides' }))).toEqual(canonicalBytes(new Map([...state].filter(([name]) => !name.startsWith('pictures/')))));
    expect(() => readLearnt(bytes, 'it', { plugin: 'dcgan', variant: 'faces' })).toThrow('it holds weights of tiny, sides; here learns dcgan, faces.');
    expect(() => readLearnt(bytes.subarray(0, 100), 'it', { plugin: 'tiny', variant: 'sides' })).toThrow('it cannot be read');
  });

  /** Two ends of a channel that clones, as a worker's does. */
  const channel = (): readonly [WorkerPort, Port] => {
    const ends = [[], []] as [((event: MessageEvent) => void)[], ((event: MessageEvent) => void)[]];
    const port = (own: 0 | 1): WorkerPort => ({
      postMessage(message, transfer) {
        const copy: unknown = structuredClone(message, { transfer: transfer as ArrayBuffer[] });
        setImmediate(() => { for (const listener of ends[1 - own]!) listener({ data: copy } as MessageEvent); });
      },
      addEventListener(type: string, listener: (event: MessageEvent) => void) { if (type === 'message') ends[own].push(listener); },
      terminate: () => undefined,
    });
    return [port(0), port(1)];
  };

  test('in a worker it is the same, bit for bit, and its sentences come over', async () => {
    const here = await using(open(), async (tuner) => {
      const { losses } = await tuner.advance(4);
      return { losses, shown: await tuner.shown(true) };
    });
    const [page, worker] = channel();
    serveTuner(worker, (plan) => Promise.resolve(openTuner(tinyTrainer, tuning, plan)));
    const plan = { plugin: 'tiny', variant: 'sides', weights: undefined, pictures, settings: settings(), parts: 1 };
    const there = await openRemoteTuner(page, plan);
    expect((await there.advance(4)).losses).toEqual(here.losses);
    expect(canonicalBytes(await there.shown(true))).toEqual(canonicalBytes(here.shown));
    expect(canonicalBytes(await there.shown(true))).toEqual(canonicalBytes(here.shown));
    await expect(there.restore(new Map([['generator/0/kernel', { shape: [1], data: Float32Array.of(1) }]]))).rejects.toThrow('do not fit');
    there.dispose();
    await expect(there.look()).rejects.toThrow('the learning has ended');
    await expect(openRemoteTuner(page, { ...plan, pictures: [] })).rejects.toThrow('Learning needs');
  });

  describe('a course', () => {
    interface Stage { readonly host: CourseHost; shown: (Weights | undefined)[]; changes: Partial<TuningSettings>; opened: number }
    const stage = (trainer: Trainer = tinyTrainer): Stage => {
      let time = 0;
      const made: Stage = {
        shown: [], changes: {}, opened: 0,
        host: {
          lesson: () => ({ key: JSON.stringify(made.changes), averaged: true, plan: () => Promise.resolve({ plugin: 'tiny', variant: 'sides', weights: undefined, pictures, settings: settings(made.changes) }) }),
          open: (plan) => {
            made.opened++;
            const tuner = openTuner(trainer, tuning, { ...plan, parts: 1 });
            // Wasm answers without ever waiting; a worker's answers come as messages.
            const advance = async (steps: number): ReturnType<Tuner['advance']> => {
              await new Promise((resolve) => { setImmediate(resolve); });
              return tuner.advance(steps);
            };
            return Promise.resolve({ tuner: { ...tuner, advance }, place: 'here' });
          },
          show: (shown) => void made.shown.push(shown),
          now: () => (time += 100),
        },
      };
      return made;
    };
    const until = async (met: () => boolean): Promise<void> => { for (let i = 0; i < 3000 && !met(); i++) await new Promise((resolve) => { setTimeout(resolve, 2); }); expect(met()).toBe(true); };

    test('undo brings the exact weights back, redo the learnt ones; a mix lies between', async () => {
      const { host, shown } = stage(), course = createCourse(host);
      const before = canonicalBytes(await (await course.tuner()).state());
      await course.start();
      await until(() => course.told.step >= 8);
      await course.pause();
      expect(course.phase).toBe('paused');
      const after = canonicalBytes(await (await course.tuner()).state()), { step } = course.told;
      expect(after).not.toEqual(before);
      course.mixTo(0);
      expect(shown.at(-1)).toBeUndefined();
      await course.undo();
      expect(canonicalBytes(await (await course.tuner()).state())).toEqual(before);
      expect([course.told.step, course.undoes, course.redoes]).toEqual([0, 0, 1]);
      await course.redo();
      expect(canonicalBytes(await (await course.tuner()).state())).toEqual(after);
      expect(course.told.step).toBe(step);
      await course.reset();
      expect(canonicalBytes(await (await course.tuner()).state())).toEqual(before);
      await course.undo();
      expect(canonicalBytes(await (await course.tuner()).state())).toEqual(after);
      course.dispose();
    });

    test('one that is paused at once and started again goes on', async () => {
      const { host } = stage(), course = createCourse(host);
      await course.start();
      const paused = course.pause();
      await course.start();
      await paused;
      await until(() => course.told.step >= 3);
      await course.pause();
      expect(course.phase).toBe('paused');
      course.dispose();
    });

    test('a setting that changes on the way opens it anew with all it knows', async () => {
      const made = stage(), course = createCourse(made.host);
      await course.start();
      await until(() => course.told.step >= 3);
      made.changes = { rate: .5 };
      await until(() => made.opened === 2 && course.told.step >= 6);
      await course.pause();
      expect(course.told.alarm).toBe('');
      course.dispose();
    });

    test('exact steps are the same however they are taken', async () => {
      const [a, b] = [stage(), stage()], [one, many] = [createCourse(a.host), createCourse(b.host)];
      await one.advance(6);
      for (const steps of [0, 1, 2, 3]) await many.advance(steps);
      expect(canonicalBytes(b.shown.at(-1)!)).toEqual(canonicalBytes(a.shown.at(-1)!));
      one.dispose();
      many.dispose();
    });

    test('where it cannot begin, it says why and rests', async () => {
      const { host } = stage(), course = createCourse({ ...host, open: () => Promise.reject(new Error('there is no memory')) });
      await expect(course.start()).rejects.toThrow('there is no memory');
      expect(course.phase).toBe('idle');
      await expect(course.start()).rejects.toThrow('there is no memory');
    });

    test('what breaks on the way ends the learning with a sentence', async () => {
      let steps = 0;
      const made = stage({ ...tinyTrainer, step: (run) => (++steps > 4 ? Promise.reject(new Error('out of memory')) : tinyTrainer.step(run)) }), course = createCourse(made.host);
      await course.start();
      await until(() => course.phase === 'paused' && course.told.alarm !== '');
      expect(course.told.alarm).toBe('The learning stopped: out of memory.');
      course.dispose();
    });
  });
});
