// At which quality level a piece paints: lower where its pictures are too dear for its share of the frame, higher again,
// slowly, where there is room. Pure.

import { LEVELS, type Level } from '#api';

export interface LevelState {
  readonly level: Level;
  /** Pictures in a row that were too dear (> 0) or would fit a level up (< 0). */
  readonly pressure: number;
  /** Milliseconds of a picture at the level above when it was too dear, fading; where levels differ in more than size. */
  readonly dear?: number;
}

/** A picture may take this many frames of its share before its level falls. */
const PATIENCE = 3;
/** Pictures in a row before the level falls, or rises; slow ones count for several. Rising is slow, so that levels settle instead of flapping. */
const FALL_AFTER = 3, RISE_AFTER = 24;
/** What is left, picture by picture, of how dear the level above was: half after 140, so that it is tried again. */
const FADING = .995;

/**
 * The level after a picture that cost `milliseconds` and was `frames` on its way, where a frame has `share` milliseconds for this piece.
 * `levels` is what the plugin offers, best first. `steep`: the best costs more than its size tells, by the upscaler; what
 * it cost is then remembered, or the level would go up and down.
 */
export const nextLevel = (state: LevelState, milliseconds: number, share: number, levels: readonly Level[], steep = false, frames = 1): LevelState => {
  const at = levels.indexOf(state.level);
  const lower = levels[at + 1], higher = levels[at - 1];
  const allowed = PATIENCE * share;
  const area = higher ? (LEVELS[higher] / LEVELS[state.level]) ** 2 : 1, dear = steep ? FADING * (state.dear ?? 0) : 0;
  const pressure = milliseconds > allowed ? Math.max(0, state.pressure) + Math.max(1, frames / PATIENCE)
    : higher && Math.max(milliseconds * area, dear) < .7 * allowed ? Math.min(0, state.pressure) - 1 : 0;
  if (lower && pressure >= FALL_AFTER) return { level: lower, pressure: 0, ...(steep ? { dear: milliseconds } : {}) };
  if (higher && pressure <= -RISE_AFTER) return { level: higher, pressure: 0 };
  return { level: state.level, pressure, ...(dear > 0 ? { dear } : {}) };
};
