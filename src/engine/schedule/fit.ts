// How much of a step still fits a frame. A device does not interrupt what it has begun: one long dispatch is one long
// frame, so steps that can be cut into tiles are. Pure.

/**
 * How many of a step's `left` tiles, of `each` milliseconds, run now: all that fit the `room` left in the frame, and where
 * nothing has run in it yet, one in any case: everyone gets on.
 */
export const tilesWithin = (left: number, each: number, room: number, first: boolean): number =>
  each * left <= room ? left : Math.max(first ? 1 : 0, room > 0 ? Math.floor(room / each) : 0);

/** A step that was only guessed at is booked at this many times its guess. */
const CAUTION = 3;

/** Milliseconds to book for each of a step's `tiles`, where so many are expected of all of it and it was measured `samples` times. */
export const tileCost = (milliseconds: number, tiles: number, samples: number): number => ((samples > 0 || tiles === 1 ? 1 : CAUTION) * milliseconds) / tiles;

/** Frames that samples wait for their share, and what they then take of the budget all the same: pieces that use it up starve no wall. */
const SAMPLE_PATIENCE = 4, SAMPLE_SHARE = .25;
/** Budgets that samples may spend in a frame in which time stands still, and nothing can stutter. */
const STILL_BUDGETS = 4;

/** Milliseconds of samples in a frame whose pieces `spent` some of the budget; `starved` frames before it had none. */
export const sampleAllowance = (spent: number, budget: number, starved: number, still: boolean): number =>
  Math.max(0, (still ? STILL_BUDGETS : 1) * budget - spent, starved >= SAMPLE_PATIENCE ? SAMPLE_SHARE * budget : 0);
