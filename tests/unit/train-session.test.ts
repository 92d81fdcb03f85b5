// A session on wasm: it learns, keeps all of itself, goes on bit for bit, and leaves nothing behind.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes, type Losses, type Trainer, type Weights } from '#nets';
import { openTraining } from '../../src/cli/backends.ts';
import { openSession, type Session, type SessionPlan } from '../../src/train/session.ts';
import { tinyData, tinyTrainer } from '../support/tiny-trainer.ts';

beforeAll(async () => { await openTraining('wasm'); });

const PLAN: SessionPlan = { data: tinyData, steps: 20, batch: 8, seed: 5, options: { weight: 1 } };
const advance = async (session: Session, steps: number): Promise<Losses[]> => {
  const losses: Losses[] = [];
  for (let i = 0; i < steps; i++) losses.push(await session.advance());
  return losses;
};
/** A fresh session's answer, and nothing of it left. */
const using = async <T>(work: (session: Session) => Promise<T>, plan: Partial<SessionPlan> = {}, trainer: Trainer = tinyTrainer): Promise<T> => {
  const session = openSession(trainer, { ...PLAN, ...plan });
  try {
    return await work(session);
  } finally {
    session.dispose();
  }
};
const stateAfter = (steps: number, plan: Partial<SessionPlan> = {}): Promise<Weights> => using(async (session) => {
  await advance(session, steps);
  return session.state();
}, plan);
const flat = (weights: Weights, start: string): number[] => Array.from(weights).flatMap(([name, { data }]) => (name.startsWith(start) ? [...data] : []));

test('losses fall', async () => {
  const losses = await using((session) => advance(session, 60));
  for (const name of ['known', 'drawn']) expect(losses.at(-1)![name]!).toBeLessThan(.6 * losses[0]![name]!);
});

test('a seed fixes all, and another changes it', async () => {
  const first = await stateAfter(7);
  expect(canonicalBytes(await stateAfter(7))).toEqual(canonicalBytes(first));
  const other = await stateAfter(7, { seed: 6 });
  for (const part of ['classifier/', 'generator/', 'optimiser/']) expect(flat(other, part)).not.toEqual(flat(first, part));
});

describe('a state', () => {
  test.each([0, 1, 4, 9])('taken after %d of 12 steps and restored elsewhere ends where the whole run ends, bit for bit', async (kept) => {
    const whole = await stateAfter(12);
    const state = await stateAfter(kept);
    const resumed = await using(async (session) => {
      session.restore(state);
      expect(session.step).toBe(kept);
      await advance(session, 12 - kept);
      return session.state();
    });
    expect(canonicalBytes(resumed)).toEqual(canonicalBytes(whole));
  });

  test('does not depend on samples and shipping in between, even where they take batches', async () => {
    const curious: Trainer = {
      ...tinyTrainer,
      samples(run) {
        run.next();
        return tinyTrainer.samples(run);
      },
    };
    const looked = await using(async (session) => {
      await advance(session, 3);
      const sheet = await session.samples();
      expect(await session.samples()).toEqual(sheet);
      expect(sheet.shape).toEqual([5, 4, 4, 1]);
      await session.shipped();
      await advance(session, 4);
      return session.state();
    }, {}, curious);
    expect(canonicalBytes(looked)).toEqual(canonicalBytes(await stateAfter(7)));
  });

  test('holds the running statistics, which follow the batches', async () => {
    const mean = flat(await stateAfter(1), 'classifier/2/mean'), later = flat(await stateAfter(5), 'classifier/2/mean');
    expect(mean).toHaveLength(8);
    expect(mean.some((x) => x !== 0)).toBe(true);
    expect(later).not.toEqual(mean);
  });

  test.each([['classifier/1/kernel', 'no classifier/1/kernel'], ['average/generator/0/bias', 'no average/generator/0/bias'], ['optimiser/generator/generator/0/kernel/first', 'no moment generator/0/kernel/first']])('without %s is refused by name', async (name, message) => {
    const state = new Map(await stateAfter(1));
    state.delete(name);
    await using((session) => {
      expect(() => session.restore(state)).toThrow(message);
      return Promise.resolve();
    });
  });
});

test('what is shipped is the average, and what is derived is drawn with it', async () => {
  await using(async (session) => {
    await advance(session, 6);
    const state = await session.state(), shipped = await session.shipped();
    expect([...shipped.keys()]).toEqual(['generator/0/kernel', 'generator/0/bias', 'codes/middle']);
    expect(flat(shipped, 'generator/')).toEqual(flat(state, 'average/generator/'));
    expect(flat(shipped, 'generator/')).not.toEqual(flat(state, 'generator/'));
    const middle = shipped.get('codes/middle')!.data, bias = shipped.get('generator/0/bias')!.data;
    middle.forEach((x, i) => { expect(x).toBeCloseTo(1 / (1 + Math.exp(-bias[i]!)), 5); });
  });
});

test('the average follows fast at first, and slower with every step', async () => {
  const states = await Promise.all([0, 1, 2].map((steps) => stateAfter(steps)));
  const [start, once, twice] = states.map((state) => flat(state, 'generator/')) as [number[], number[], number[]];
  flat(states[2]!, 'average/generator/').forEach((x, i) => {
    const first = .1 * start[i]! + .9 * once[i]!;
    expect(x).toBeCloseTo((2 / 11) * first + (9 / 11) * twice[i]!, 4);
  });
});

test('the average has the statistics of batch norms as they are: averaged from where they began, they would be of no net', async () => {
  const state = await using(async (session) => {
    await advance(session, 3);
    return session.state();
  }, {}, { ...tinyTrainer, average: { networks: ['classifier'], decay: .9 }, ships: ['classifier'], derive: () => Promise.resolve(new Map()) });
  for (const role of ['mean', 'variance']) expect(flat(state, `average/classifier/2/${role}`)).toEqual(flat(state, `classifier/2/${role}`));
  expect(flat(state, 'average/classifier/1/kernel')).not.toEqual(flat(state, 'classifier/1/kernel'));
});

test('no tensor is left by steps, samples, states or the session', async () => {
  const before = tf.memory().numTensors;
  await using(async (session) => {
    await advance(session, 1);
    const running = tf.memory().numTensors;
    await advance(session, 3);
    await session.samples();
    await session.shipped();
    session.restore(await session.state());
    expect(tf.memory().numTensors).toBe(running);
  });
  expect(tf.memory().numTensors).toBe(before);
});
