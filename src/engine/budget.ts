// What the scheduler decides, as pure functions of measured costs: which piece goes first, whether a step still fits
// the frame, and at which quality level a piece paints.

import { LEVELS, type Level } from '#api';

/** A learnt cost in milliseconds of GPU time, of work worth `flops`. */
export interface Cost { milliseconds: number; samples: number; readonly flops: number }

export const unknownCost = (flops = 0): Cost => ({ milliseconds: 0, samples: 0, flops });

/** Follows the measurements slowly; the first few count fully, except that the very first includes warm-up. */
export const learn = (cost: Cost, milliseconds: number): void => {
  cost.samples++;
  const rate = cost.samples <= 2 ? 1 : .15;
  cost.milliseconds += (milliseconds - cost.milliseconds) * rate;
};

/** Work below this says more about overheads than about the device's speed. */
const TELLING_FLOPS = 1e7;

/** Teaches the device's speed, kept as the cost of a gigaflop, by the cost of a step. */
export const learnSpeed = (gigaflop: Cost, { flops }: Cost, milliseconds: number): void => {
  if (flops >= TELLING_FLOPS) learn(gigaflop, (milliseconds * 1e9) / flops);
};

/** What a step will probably cost: as measured, or by its FLOPs, or more than any budget while nothing is known. */
export const expected = (cost: Cost, gigaflop: Cost): number =>
  cost.samples > 0 ? cost.milliseconds : gigaflop.samples > 0 ? (gigaflop.milliseconds * cost.flops) / 1e9 : Infinity;

/** Whether a step of `cost` may still run in a frame that has `spent`. The first always may: everyone gets on. */
export const admits = (spent: number, cost: number, budget: number): boolean => spent === 0 || spent + cost <= budget;

/** Frames that samples wait for their share, and what they then take of the budget all the same: pieces that use it up starve no wall. */
const SAMPLE_PATIENCE = 4, SAMPLE_SHARE = .25;
/** Budgets that samples may spend in a frame in which time stands still, and nothing can stutter. */
const STILL_BUDGETS = 4;

/** Milliseconds of samples in a frame whose pieces `spent` some of the budget; `starved` frames before it had none. */
export const sampleAllowance = (spent: number, budget: number, starved: number, still: boolean): number =>
  Math.max(0, (still ? STILL_BUDGETS : 1) * budget - spent, starved >= SAMPLE_PATIENCE ? SAMPLE_SHARE * budget : 0);

/** Whether a sample's step of `cost` may still run in a frame that has `taken` some of the allowance. */
export const admitsSample = (taken: number, cost: number, allowance: number): boolean => allowance > 0 && admits(taken, cost, allowance);

/** How urgent a piece's next step is: the age of its picture in frames, doubled for the piece in focus. */
export const urgency = (age: number, focused: boolean): number => (focused ? 2 : 1) * (age + 1);

export interface LevelState {
  readonly level: Level;
  /** Pictures in a row that were too dear (> 0) or would fit a level up (< 0). */
  readonly pressure: number;
  /** Milliseconds of a picture at the level above when it was too dear, fading; where levels differ in more than size. */
  readonly dear?: number;
}

/** A picture may take this many frames of its share before its level falls. */
const PATIENCE = 3;
/** Pictures in a row before the level falls, or rises. Rising is slow, so that levels settle instead of flapping. */
const FALL_AFTER = 3, RISE_AFTER = 24;
/** What is left, picture by picture, of how dear the level above was: half after 140, so that it is tried again. */
const FADING = .995;

/**
 * The level after a picture that cost `milliseconds`, where a frame has `share` milliseconds for this piece.
 * `levels` is what the plugin offers, best first. `steep`: the best costs more than its size tells, by the upscaler; what
 * it cost is then remembered, or the level would go up and down.
 */
export const nextLevel = (state: LevelState, milliseconds: number, share: number, levels: readonly Level[], steep = false): LevelState => {
  const at = levels.indexOf(state.level);
  const lower = levels[at + 1], higher = levels[at - 1];
  const allowed = PATIENCE * share;
  const area = higher ? (LEVELS[higher] / LEVELS[state.level]) ** 2 : 1, dear = steep ? FADING * (state.dear ?? 0) : 0;
  const pressure = milliseconds > allowed ? Math.max(0, state.pressure) + 1
    : higher && Math.max(milliseconds * area, dear) < .7 * allowed ? Math.min(0, state.pressure) - 1 : 0;
  if (lower && pressure >= FALL_AFTER) return { level: lower, pressure: 0, ...(steep ? { dear: milliseconds } : {}) };
  if (higher && pressure <= -RISE_AFTER) return { level: higher, pressure: 0 };
  return { level: state.level, pressure, ...(dear > 0 ? { dear } : {}) };
};
