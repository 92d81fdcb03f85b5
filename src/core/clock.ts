// The only time in the engine. Live it follows the host's timestamps; offline and single-stepped it advances by exactly
// 1/fps, so that the same recipe gives the same frames. Moments, not sums of deltas, are what everything is made from.

import { badArgument } from './errors.ts';

/** Longest step a live frame may take: after a hidden tab the picture goes on where it was. */
const LONGEST_STEP = 0.1;

export interface Clock {
  /** Seconds since the recipe's start. */
  readonly time: number;
  /** Frames since the session's start; ages are counted by it, pictures never depend on it. */
  readonly index: number;
  readonly playing: boolean;
  /** Live: takes the host's timestamp in milliseconds; time moves on only while playing. */
  tick(timestamp: number): void;
  /** Exactly one frame of 1/fps seconds, playing or not. */
  step(fps: number): void;
  play(): void;
  pause(): void;
  /** Goes to a time in seconds. */
  seek(time: number): void;
  /** Calls back whenever time is stopped. */
  onStop(listener: () => void): void;
}

export const createClock = (): Clock => {
  let time = 0, index = 0, playing = true;
  let last: number | undefined;
  const listeners: (() => void)[] = [];
  return {
    get time() { return time; },
    get index() { return index; },
    get playing() { return playing; },
    tick(timestamp) {
      const elapsed = last === undefined ? 0 : (timestamp - last) / 1000;
      last = timestamp;
      if (!playing) return;
      time += Math.min(LONGEST_STEP, Math.max(0, elapsed));
      index++;
    },
    step(fps) {
      // From the frame count where it can be, so that a thousand steps add no rounding.
      const start = Math.round(time * fps);
      time = Math.abs(start / fps - time) < 1e-9 ? (start + 1) / fps : time + 1 / fps;
      index++;
    },
    play() { playing = true; },
    pause() {
      if (!playing) return;
      playing = false;
      for (const listener of listeners) listener();
    },
    seek(to) { time = Math.max(0, to); },
    onStop(listener) { listeners.push(listener); },
  };
};

/** Throws `EngineError` 'argument' where so many exact frames, so many a second, cannot be meant. */
export const checkSteps = (count: number, fps: number): void => {
  if (!Number.isInteger(count) || count < 0 || count > 1e6) throw badArgument(`step takes a whole number of frames, 0 to 1000000; got ${String(count)}.`);
  if (!(fps >= .001 && fps <= 1000)) throw badArgument(`step takes .001 to 1000 frames per second; got ${String(fps)}.`);
};
