// Runs the steps of jobs on the device and learns what they cost. Shared by the pieces' jobs and by the samples'.

import type { Step } from '#api';
import { createTimer } from '../gpu/timer.ts';
import { expected, learn, learnSpeed, unknownCost, type Cost } from './budget.ts';

export interface StepRunner {
  /** What a step will probably take, in milliseconds. */
  expected(cost: Cost): number;
  /** Encodes a step, measured for `cost`; answers the encoder to go on with, since a step that queues its own work ends the one before. */
  run(step: Step, cost: Cost, encoder: GPUCommandEncoder): GPUCommandEncoder;
  /** Fetches this frame's measurements; call once behind all steps of a frame. Nobody waits. */
  account(): void;
  dispose(): void;
}

/** `now` in milliseconds, for devices that cannot time themselves. */
export const createStepRunner = (device: GPUDevice, now: () => number): StepRunner => {
  /** The device's speed, to guess the cost of steps that were never measured. */
  const gigaflop = unknownCost(1e9);
  const timer = createTimer<Cost>(device, (cost, milliseconds) => {
    learn(cost, milliseconds);
    learnSpeed(gigaflop, cost, milliseconds);
  }, now);
  return {
    expected: (cost) => expected(cost, gigaflop),
    run(step, cost, encoder) {
      if (!('run' in step)) {
        const pass = encoder.beginComputePass(timer.pass(cost));
        step.encode(pass);
        pass.end();
        return encoder;
      }
      device.queue.submit([encoder.finish()]);
      step.run();
      // Nobody measures what it queued: its guess is all there will be, and one without a guess is let through.
      if (cost.samples === 0) learn(cost, Number.isFinite(expected(cost, gigaflop)) ? expected(cost, gigaflop) : 0);
      return device.createCommandEncoder({ label: encoder.label });
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
