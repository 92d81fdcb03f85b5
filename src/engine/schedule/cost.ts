// What steps cost: learnt from measurements, guessed by their work until then. Pure, but for the costs that are handed in.

import { createWindow, type Window } from './window.ts';

/** A learnt cost in milliseconds of GPU time, of work worth `flops`. */
export interface Cost {
  milliseconds: number;
  /** Measurements so far; what was learnt on an earlier visit counts as some. */
  samples: number;
  readonly flops: number;
  /** The last measurements. */
  readonly recent: Window;
}

/** Measurements of a step that its median is taken from. */
const RECENT = 32;

export const unknownCost = (flops = 0): Cost => ({ milliseconds: 0, samples: 0, flops, recent: createWindow(RECENT) });

/** Follows the measurements slowly; the first few count fully, except that the very first includes warm-up. */
export const learn = (cost: Cost, milliseconds: number): void => {
  cost.samples++;
  const rate = cost.samples <= 2 ? 1 : .15;
  cost.milliseconds += (milliseconds - cost.milliseconds) * rate;
  cost.recent.push(milliseconds);
};

/** Work below this says more about overheads than about the device's speed. */
const TELLING_FLOPS = 1e7;

/** Teaches the device's speed, kept as the cost of a gigaflop, by a share 0..1 of a step's work. */
export const learnSpeed = (gigaflop: Cost, { flops }: Cost, milliseconds: number, share = 1): void => {
  if (flops * share >= TELLING_FLOPS) learn(gigaflop, (milliseconds * 1e9) / (flops * share));
};

/** What a step will probably cost: as measured, or by its FLOPs, or more than any budget while nothing is known. */
export const expected = (cost: Cost, gigaflop: Cost): number =>
  cost.samples > 0 ? cost.milliseconds : gigaflop.samples > 0 ? (gigaflop.milliseconds * cost.flops) / 1e9 : Infinity;
