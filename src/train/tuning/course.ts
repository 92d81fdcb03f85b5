// The course of one piece's learning: opened, on, paused, gone back on. It knows a tuner and what to tell of it; where the
// tuner computes, where pictures come from and what shows the weights is the host's.

import type { Weights } from '#nets';
import { reason } from '../../core/errors.ts';
import { createChronicle, type Chronicle } from './chronicle.ts';
import type { TunerPlan } from './plan.ts';
import type { Tuner } from './tuner.ts';
import { createTrail, mixed } from './weights.ts';

/** What is taught, as the recipe stands. */
export interface Lesson {
  /** Another where the plan would be another. */
  readonly key: string;
  /** Whether averaged weights are shown. */
  readonly averaged: boolean;
  /** Reads the pictures; rejects with a sentence. `say` hears how far it is. */
  plan(say: (work: string) => void): Promise<Omit<TunerPlan, 'parts'>>;
}

export interface Opened {
  readonly tuner: Tuner;
  readonly place: string;
  /** Awaited behind each step of learning that has no end, with the milliseconds that it took: where others need the same cores. */
  readonly rest?: (took: number) => Promise<void>;
}

export interface CourseHost {
  /** As it stands now; throws a sentence where the piece cannot learn. */
  lesson(): Lesson;
  /** A tuner that bears calls while others are under way. */
  open(plan: Omit<TunerPlan, 'parts'>): Promise<Opened>;
  /** Shows weights in place of those that ship; undefined shows those again. */
  show(weights: Weights | undefined): void;
  /** Milliseconds. */
  readonly now: () => number;
}

export type Phase = 'idle' | 'opening' | 'learning' | 'paused';

export interface Course {
  readonly phase: Phase;
  /** What is under way while it opens. */
  readonly work: string;
  readonly place: string;
  readonly perSecond: number;
  readonly told: Chronicle;
  readonly mix: number;
  readonly undoes: number;
  readonly redoes: number;
  /** Begins or goes on; resolves when learning has begun, rejects with a sentence where it cannot. */
  start(): Promise<void>;
  /** Resolves when the step under way has ended. */
  pause(): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** The weights that ship, and none of what was learnt; can be undone. */
  reset(): Promise<void>;
  mixTo(share: number): void;
  /** Takes a kept state; can be undone. Rejects with a sentence where it does not fit. */
  take(state: Weights): Promise<void>;
  /** Takes exactly so many steps, and shows the weights. */
  advance(steps: number): Promise<void>;
  /** The tuner, opened where it is not; for what only reads. */
  tuner(): Promise<Tuner>;
  dispose(): void;
}

/** Bytes of states that can be gone back to; milliseconds between weights that are shown. */
const ROOM = 2 ** 28, SHOWN_EVERY = 400;

export const createCourse = (host: CourseHost): Course => {
  const told = createChronicle(), trail = createTrail(ROOM);
  let phase: Phase = 'idle', work = '', place = '', perSecond = 0, mix = 1, ended = false, starts = 0, shownAt = -Infinity;
  let wanted = 0; // the start whose learning goes on; 0 for none
  let tuner: Tuner | undefined, rest: Opened['rest'], key = '', fresh: Weights | undefined, before: Weights | undefined, now: Weights | undefined, opening: Promise<Tuner> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  const alone = <T>(action: () => Promise<T>): Promise<T> => {
    const done = queue.then(action);
    queue = done.catch(() => undefined);
    return done;
  };
  /** Ends the learning, then acts. */
  const stopped = <T>(action: () => Promise<T>): Promise<T> => {
    wanted = 0;
    return alone(action);
  };

  const present = (): void => { if (before && now && !ended) host.show(mix <= 0 ? undefined : mixed(before, now, mix)); };
  const shown = async (): Promise<void> => {
    now = await tuner!.shown(host.lesson().averaged);
    shownAt = host.now();
    present();
  };

  /** The tuner of the lesson as it stands; one that is open goes on with what it knows. */
  const open = async (): Promise<Tuner> => {
    const lesson = host.lesson(), resting = phase === 'idle' ? 'paused' : phase;
    if (tuner && lesson.key === key) return tuner;
    phase = 'opening';
    try {
      const plan = await lesson.plan((text) => { work = text; }), kept = await tuner?.state();
      work = 'Getting ready to learn';
      const next = await host.open(plan);
      try {
        if (kept) await next.tuner.restore(kept);
        if (ended) throw new Error('the learning has ended');
      } catch (error) {
        next.tuner.dispose();
        throw error;
      }
      tuner?.dispose();
      [tuner, place, rest, key] = [next.tuner, next.place, next.rest, lesson.key];
      before ??= plan.weights ?? await tuner.shown(true);
      fresh ??= await tuner.state();
      if (kept) return tuner;
      await told.look(tuner);
      await told.measure(tuner);
      return tuner;
    } finally {
      work = '';
      phase = tuner ? resting : 'idle';
    }
  };
  const opened = (): Promise<Tuner> => opening ??= open().finally(() => { opening = undefined; });

  const learn = async (mine: number): Promise<void> => {
    try {
      trail.leave(await (await opened()).state());
      told.warn('');
      while (wanted === mine && !ended) {
        const taught = await opened(), begun = host.now();
        phase = 'learning';
        const progress = await taught.advance(1), took = host.now() - begun;
        await told.follow(taught, progress);
        if (progress.fellBack) wanted = 0;
        if (host.now() - shownAt > SHOWN_EVERY) await shown();
        if (wanted === mine) await rest?.(took);
        perSecond += ((1000 / Math.max(1, host.now() - begun)) - perSecond) * (perSecond > 0 ? .2 : 1);
      }
      if (ended) return;
      await shown();
      await told.measure(tuner!);
    } catch (error) {
      if (!ended) told.warn(`The learning stopped: ${reason(error).replace(/\.$/, '')}.`);
    } finally {
      // Another start may be waiting already.
      if (wanted === mine) wanted = 0;
      [perSecond, phase] = [0, tuner ? 'paused' : 'idle'];
      told.touch();
    }
  };

  const goTo = async (state: Weights): Promise<void> => {
    const taught = await opened();
    await taught.restore(state);
    told.goTo(state.get('run/counts')?.data[0] ?? 0);
    mix = 1;
    await shown();
    await told.look(taught);
    await told.measure(taught);
  };
  const retrace = (way: 'back' | 'forth') => (): Promise<void> => stopped(async () => {
    const state = tuner && trail[way](await tuner.state());
    if (state) await goTo(state);
  });
  const take = (state: Weights): Promise<void> => stopped(async () => {
    const left = await (await opened()).state();
    await goTo(state);
    trail.leave(left);
  });

  return {
    get phase() { return phase; },
    get work() { return work; },
    get place() { return place; },
    get perSecond() { return perSecond; },
    told,
    get mix() { return mix; },
    get undoes() { return trail.undoes; },
    get redoes() { return trail.redoes; },
    async start() {
      if (wanted) return;
      const mine = wanted = ++starts;
      try {
        await alone(opened);
      } catch (error) {
        wanted = 0;
        throw error;
      }
      if (wanted === mine) phase = 'learning';
      void alone(() => learn(mine));
    },
    pause: () => stopped(() => Promise.resolve()),
    undo: retrace('back'),
    redo: retrace('forth'),
    reset: () => (fresh ? take(fresh) : Promise.resolve()),
    mixTo(share) {
      mix = Math.min(1, Math.max(0, share));
      told.touch();
      present();
    },
    take,
    advance: (steps) => alone(async () => {
      const taught = await opened();
      if (steps > 0) await told.follow(taught, await taught.advance(steps));
      await shown();
    }),
    tuner: opened,
    dispose() {
      ended = true;
      wanted = 0;
      tuner?.dispose();
      tuner = undefined;
    },
  };
};
