// How often frames come, and what follows from it: the budget of one, and which to leave out under a cap. Pure, but for the
// pace that is handed in.

import type { Settings } from '../../core/settings.ts';
import { createHeadroom } from './headroom.ts';
import { createProbe } from './probe.ts';
import { createWindow } from './window.ts';

type Budget = Settings['budget'];

/** The interval that a budget is meant for; between frames of a faster screen there is less time. Milliseconds. */
export const USUAL = 1000 / 60;
/** Intervals that are looked at. */
const LOOKED_AT = 60;
/** An interval this long, and this many times the one before, is none of a window that is looked at: it was hidden, or the machine slept. A slow scene has many of them. */
const ASLEEP = 1000, SUDDEN = 3;
/** Frames a second under the power saver, and its share of the budget. */
const SAVER_FPS = 30, SAVER_SHARE = .5;

export interface Pace {
  /** Told of every frame that the screen offers, in milliseconds; answers whether it is to be rendered under `cap` frames a second, 0 for all. */
  takes(timestamp: number, cap: number): boolean;
  /**
   * Milliseconds between the screen's frames: the lower quartile of the last intervals, or what frames without work took
   * where that is less. A median would take a loop that misses every second frame of a fast screen for a slow screen, and
   * give it twice the budget; and one that misses every frame shows in no quantile.
   */
  readonly interval: number;
  /** The frame just taken is to leave out all work that can wait: it finds out how fast the screen is. */
  readonly light: boolean;
  /** 0..1: the share of the budget that frames have shown to be room for. */
  readonly headroom: number;
  /** What was done until now said nothing about the screen: it is looked at anew. */
  look(): void;
  /** Milliseconds between the frames rendered last, the oldest first. */
  intervals(): number[];
}

export const createPace = (): Pace => {
  const offered = createWindow(LOOKED_AT), taken = createWindow(2 * LOOKED_AT), probe = createProbe(), headroom = createHeadroom();
  let last: number | undefined, before = Infinity, rendered: number | undefined, due = -Infinity, interval = USUAL, light = false;
  /** Whether the frame is to be rendered under `cap`. Half an interval early is nearer than half an interval late. */
  const fits = (timestamp: number, cap: number): boolean => cap === 0 || timestamp >= due - interval / 2;
  return {
    get interval() { return interval; },
    get light() { return light; },
    get headroom() { return headroom.share; },
    look() {
      offered.clear();
      probe.restart();
      headroom.restart();
    },
    intervals: () => taken.list(),
    takes(timestamp, cap) {
      const elapsed = last === undefined ? Infinity : timestamp - last;
      const slept = elapsed > ASLEEP && elapsed > SUDDEN * before;
      last = timestamp;
      before = elapsed;
      if (slept || elapsed < 0 || elapsed === Infinity) {
        // Nothing is caught up on.
        due = -Infinity;
        rendered = undefined;
      } else if (elapsed > 0) {
        headroom.note(elapsed, interval);
        offered.push(elapsed);
        interval = probe.interval(elapsed, offered.quantile(.25));
      }
      const takes = fits(timestamp, cap);
      light = probe.light(!takes);
      if (!takes) return false;
      if (cap > 0) due = Math.max(due + 1000 / cap, timestamp + 500 / cap);
      if (rendered !== undefined) taken.push(timestamp - rendered);
      rendered = timestamp;
      return true;
    },
  };
};

/** Frames a second that may be rendered; 0 for all that the screen offers. */
export const capOf = ({ fps, saver }: Pick<Budget, 'fps' | 'saver'>): number =>
  saver ? Math.min(SAVER_FPS, fps || SAVER_FPS) : fps;

/** Share of what a frame takes beyond a usual one that may be spent all the same: where the scene itself takes long, a little more is not seen, and less would paint next to nothing. */
const SLOW_SHARE = .1;
/** Milliseconds, at least, that a frame may spend while a scene has not yet shown all of its pictures: there is nothing yet that could stutter. */
const STARTING = 250;

/** Whether pieces still have their first pictures before them. */
export const starts = (pieces: readonly { readonly state: string; readonly picture: { readonly count: number } | undefined }[]): boolean =>
  pieces.some(({ state, picture }) => state !== 'failed' && (picture?.count ?? 0) === 0);

/** Milliseconds of one frame's budget on a screen whose frames come every `interval` milliseconds and have so much `headroom`. */
export const liveBudget = ({ milliseconds, saver }: Pick<Budget, 'milliseconds' | 'saver'>, { interval, headroom }: Pick<Pace, 'interval' | 'headroom'>, starting = false): number =>
  Math.max(starting ? STARTING : 0, Math.max(headroom * milliseconds * Math.min(1, interval / USUAL), SLOW_SHARE * (interval - USUAL)) * (saver ? SAVER_SHARE : 1));
