// Where learning is computed: on the shared device where a graphics card is there, within what frames leave of their
// budgets; else on the processor, in a worker of its own.

import { createAllowance, partsFor } from '../engine/schedule/allowance.ts';
import type { CourseHost } from '../train/tuning/course.ts';
import { openRemoteTuner } from '../train/tuning/remote.ts';
import { openTuner, type Tuner } from '../train/tuning/tuner.ts';
import { partsOnProcessor } from '../train/tuning/plan.ts';
import { openStoredLooker } from './looker.ts';
import { tunable } from './trainers.ts';

export interface PlaceHost {
  readonly software: boolean;
  /** Makes tfjs ready on the shared device. */
  readonly tensors: () => Promise<void>;
  /** Told after each live frame's painting what is left of its budget, in milliseconds. */
  onLeft(listener: (left: number, budget: number) => void): void;
  readonly now: () => number;
}

export type OpenTuner = CourseHost['open'];

/** A tuner that bears calls while others are under way: one after the other. */
export const serial = (tuner: Tuner): Tuner => {
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => (...args: A): Promise<T> => {
    const done = queue.then(() => call(...args));
    queue = done.catch(() => undefined);
    return done;
  };
  return {
    advance: inTurn(tuner.advance), shown: inTurn(tuner.shown), look: inTurn(tuner.look), distance: inTurn(tuner.distance),
    preview: inTurn(tuner.preview), state: inTurn(tuner.state), restore: inTurn(tuner.restore),
    dispose: () => void queue.finally(() => tuner.dispose()),
  };
};

/** On the shared device: a part of a batch runs when frames have left enough for it. */
const onDevice = ({ tensors, onLeft, now }: PlaceHost): OpenTuner => {
  const allowance = createAllowance();
  let budget = 8, cost = 0, waiting: (() => void) | undefined;
  onLeft((left, whole) => {
    budget = whole;
    allowance.credit(left, whole);
    if (!waiting || !allowance.affords(cost)) return;
    waiting();
    waiting = undefined;
  });
  return async (plan) => {
    await tensors();
    const { trainer, tuning } = await tunable(plan.plugin, plan.variant);
    let parts = 1, begun = 0;
    /** A part has ended: its milliseconds are learnt. */
    const ended = (): void => {
      if (begun > 0) cost += (now() - begun - cost) * (cost > 0 ? .2 : 1);
      begun = 0;
    };
    const between = async (): Promise<void> => {
      ended();
      await new Promise<void>((go) => { waiting = go; });
      begun = now();
    };
    const open = (): Tuner => openTuner(trainer, tuning, { ...plan, parts }, { between, looker: openStoredLooker });
    let tuner = open();
    return {
      place: 'graphics device',
      tuner: serial({
        async advance(steps) {
          await between();
          const progress = await tuner.advance(steps);
          ended();
          const wanted = partsFor(cost, parts, plan.settings.batch, budget);
          if (wanted === parts) return progress;
          // Smaller parts from now on; all that was learnt goes with it.
          const state = await tuner.state();
          tuner.dispose();
          [parts, cost] = [wanted, cost * parts / wanted];
          tuner = open();
          await tuner.restore(state);
          return progress;
        },
        shown: (averaged) => tuner.shown(averaged), look: () => tuner.look(), distance: () => tuner.distance(),
        preview: (heap, count) => tuner.preview(heap, count), state: () => tuner.state(), restore: (state) => tuner.restore(state),
        dispose: () => tuner.dispose(),
      }),
    };
  };
};

/** Times a step's own time that a processor rests behind it: one that paints, too, has no core to spare, and frames took 1.7 times as long. */
const REST = .8;

const inWorker: OpenTuner = async (plan) => {
  const { trainer } = await tunable(plan.plugin, plan.variant);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'learning' });
  return { tuner: await openRemoteTuner(worker, { ...plan, parts: partsOnProcessor(trainer, plan.settings.batch) }), place: 'processor', rest: (took) => new Promise((done) => { setTimeout(done, REST * took); }) };
};

export const openerOf = (host: PlaceHost): OpenTuner => (host.software ? inWorker : onDevice(host));
