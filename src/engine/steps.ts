// Runs the steps of pictures on the device, as far as they are admitted, and learns what they cost. Shared by the pieces'
// jobs and by the samples'.

import { createTimer } from '../gpu/timer.ts';
import { encodeTiles, tileCount, type Cursor } from './cursor.ts';
import { expected, learn, learnSpeed, type Cost } from './schedule/cost.ts';
import { tileCost } from './schedule/fit.ts';
import type { Admit } from './schedule/frame.ts';

/** What one picture really took, told pass by pass. */
export interface Tally {
  milliseconds: number;
  /** Passes that were not told yet. */
  open: number;
  /** Called when the last is told, once the picture is finished. */
  readonly told: (milliseconds: number) => void;
  finished: boolean;
}

export const tallyOf = (told: (milliseconds: number) => void): Tally => ({ milliseconds: 0, open: 0, told, finished: false });

/** The picture is finished: tells it, at once or when the last of its passes is told. */
export const closeTally = (tally: Tally): void => {
  tally.finished = true;
  if (tally.open === 0) tally.told(tally.milliseconds);
};

export interface StepRunner {
  /**
   * Encodes as much of the next step as `admit` lets it, measured for `cost`; `passOn` then moves the cursor on. Answers
   * the encoder to go on with, since a step that queues its own work ends the one before; undefined where nothing was
   * admitted.
   */
  run(cursor: Cursor, cost: Cost, encoder: GPUCommandEncoder, admit: Admit, tally?: Tally): GPUCommandEncoder | undefined;
  /** Fetches this frame's measurements; call once behind all steps of a frame. Nobody waits. */
  account(): void;
  dispose(): void;
}

/** Operations that any pass is worth, for what starting it takes. */
const LEAST_WORK = 1e5;

/** A share of a step under measurement. */
interface Measure { cost: Cost; share: number; tally: Tally | undefined }

/** `now` in milliseconds, for devices that cannot time themselves; `gigaflop`, the device's speed, is learnt by the way. */
export const createStepRunner = (device: GPUDevice, now: () => number, gigaflop: Cost): StepRunner => {
  /** Measures that were told and serve again. */
  const idle: Measure[] = [];
  const measureOf = (cost: Cost, share: number, tally: Tally | undefined): Measure => Object.assign(idle.pop() ?? {} as Measure, { cost, share, tally });
  const timer = createTimer<Measure>(device, (measure, milliseconds) => {
    const { cost, share, tally } = measure;
    learn(cost, milliseconds, share);
    learnSpeed(gigaflop, cost, milliseconds, share);
    if (tally) {
      tally.milliseconds += milliseconds;
      if (--tally.open === 0 && tally.finished) tally.told(tally.milliseconds);
    }
    measure.tally = undefined;
    idle.push(measure);
  }, now);
  return {
    run(cursor, cost, encoder, admit, tally) {
      const step = cursor.next!, count = tileCount(step);
      const tiles = admit(tileCost(expected(cost, gigaflop), count, cost.samples), count - cursor.tile);
      if (tiles === 0) return undefined;
      cursor.begun = true;
      const from = cursor.tile, to = from + tiles;
      if ('run' in step) {
        device.queue.submit([encoder.finish()]);
        step.run();
        cursor.tile = to;
        if (tally) tally.open = Infinity;
        // Nobody measures what it queued: its guess is all there will be, once there is a good one.
        if (cost.samples === 0 && gigaflop.samples > 0) learn(cost, expected(cost, gigaflop));
        return device.createCommandEncoder({ label: encoder.label });
      }
      const pass = encoder.beginComputePass(timer.pass(measureOf(cost, tiles / count, tally), LEAST_WORK + (step.flops * tiles) / count));
      if (tally) tally.open++;
      encodeTiles(step, pass, from, to);
      pass.end();
      cursor.tile = to;
      return encoder;
    },
    account() {
      const encoder = device.createCommandEncoder({ label: 'timing' });
      timer.resolve(encoder);
      device.queue.submit([encoder.finish()]);
      timer.collect();
    },
    dispose: () => timer.dispose(),
  };
};
