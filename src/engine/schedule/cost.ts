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

/** Milliseconds that a measurement may be off by: browsers round timestamps. */
const COARSE = .1;
/** A measurement counts as this many times what was expected, at most: what else held the device up is not the step's. */
const OUTLIER = 4;

/**
 * Takes in a measurement of a share 0..1 of the step. Follows the measurements slowly; the first few count fully, except
 * that the very first includes warm-up. One tile that is too quick to be told must not make the whole step look like
 * nothing: the first few of a part count as what they may have been at most.
 */
export const learn = (cost: Cost, milliseconds: number, share = 1): void => {
  const whole = milliseconds / share, early = ++cost.samples <= 2;
  cost.milliseconds = early ? whole + (share < 1 ? COARSE / share : 0)
    : cost.milliseconds + .15 * (Math.min(whole, OUTLIER * cost.milliseconds + COARSE / share) - cost.milliseconds);
  cost.recent.push(whole);
};

/** Work below this says more about overheads than about the device's speed. */
const TELLING_FLOPS = 1e7;

/** Teaches the device's speed, kept as the cost of a gigaflop, by a share 0..1 of a step's work. */
export const learnSpeed = (gigaflop: Cost, { flops }: Cost, milliseconds: number, share = 1): void => {
  if (flops * share >= TELLING_FLOPS) learn(gigaflop, (milliseconds * 1e9) / (flops * share));
};

/** Milliseconds of a step of no work, and of a gigaflop while the device's speed is not known: both as on a slow device. */
const LEAST_STEP = .25, SLOW_GIGAFLOP = 100;

/** What a step will probably cost: as measured, or by its FLOPs. */
export const expected = (cost: Cost, gigaflop: Cost): number =>
  cost.samples > 0 ? cost.milliseconds : LEAST_STEP + ((gigaflop.samples > 0 ? gigaflop.milliseconds : SLOW_GIGAFLOP) * cost.flops) / 1e9;
