// A screen in front of the simulated device: a frame begins at one of its ticks and is shown at the first tick behind its
// end, and the next begins there. Paced as the viewer is.

import { createPace, liveBudget, type Pace } from '../../src/engine/schedule/pace.ts';
import type { SimulatedGpu } from './simulated-gpu.ts';

export interface SimulatedScreen {
  readonly pace: Pace;
  /** Frames a second of the screen, from now on; and milliseconds that the device takes for the scene itself. */
  turn(fps: number, scene: number): void;
  /** Runs so many frames; answers the milliseconds between them. */
  run(frames: number): number[];
  /** Nobody sees the window for so long. */
  hide(milliseconds: number): void;
}

export const simulateScreen = (gpu: SimulatedGpu, { cap = 0, milliseconds = 8 }: { cap?: number; milliseconds?: number } = {}): SimulatedScreen => {
  const pace = createPace();
  let interval = 1000 / 60, own = 2, tick = 0, shown: number | undefined;
  pace.look();
  const frame = (): void => {
    let busy = 0;
    if (pace.takes(tick, cap)) {
      busy = own + gpu.frame(pace.light ? 0 : liveBudget({ milliseconds, saver: false }, pace)).milliseconds;
      shown = tick;
    }
    tick += interval * Math.max(1, Math.ceil(busy / interval - 1e-9));
  };
  return {
    pace,
    turn(fps, scene) { [interval, own] = [1000 / fps, scene]; },
    hide(length) { tick += length; },
    run(frames) {
      const intervals: number[] = [];
      for (let before = shown; intervals.length < frames; before = shown) {
        frame();
        if (before !== undefined && shown !== before) intervals.push(shown! - before);
      }
      return intervals;
    },
  };
};

/** 0..1 from a seed, the same on every run. */
const uniform = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
};

/** What real passes do to their mean: most waver by a third, one in a hundred takes three times as long. */
export const heavyTail = (seed: number): (() => number) => {
  const draw = uniform(seed);
  return () => {
    const normal = Math.sqrt(-2 * Math.log(draw() + 1e-12)) * Math.cos(2 * Math.PI * draw());
    return Math.exp(.33 * normal - .054) * (draw() < .01 ? 3 : 1);
  };
};

/** Timestamps as browsers round them. */
export const coarse = (seed: number): ((milliseconds: number) => number) => {
  const draw = uniform(seed);
  return (milliseconds) => .1 * Math.floor(milliseconds / .1 + draw());
};
