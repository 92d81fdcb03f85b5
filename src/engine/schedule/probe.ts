// How fast the screen would be, were there no work: now and then a few frames are left without any. Where every frame is late
// because of the work, nothing else would tell.

import { createWindow } from './window.ts';

export interface Probe {
  /** Whether the frame that comes now is to go without work; one that is `left` out has none anyway. */
  light(left: boolean): boolean;
  /** Milliseconds between the screen's frames, where the last ones came at intervals of `usual` and this one after `elapsed`. */
  interval(elapsed: number, usual: number): number;
  /** Looks at once. */
  restart(): void;
}

/** Frames without work at a time: what the device still had to do is done by then, and two intervals tell. */
const FRAMES = 4, TELLING = 2;
/** Frames from one look to the next: soon while things change, seldom once nothing did. */
const SOON = 40, SELDOM = 1200;
/** What two intervals of one screen differ by at most, as a share. */
const SAME = .1;

export const createProbe = (): Probe => {
  const free = createWindow(TELLING);
  let wait = SOON, next = SOON, run = 0, found = 0;
  return {
    light(left) {
      const light = next < FRAMES;
      // A look that changed nothing puts off the next.
      if (!left && --next < 0) next = wait = Math.min(SELDOM, 2 * wait);
      run = light || left ? run + 1 : 0;
      return light;
    },
    interval(elapsed, usual) {
      if (run > FRAMES - TELLING) free.push(elapsed);
      // Fewer do not tell; and the longer of the two is no accident.
      const now = free.length === TELLING ? Math.min(usual, free.quantile(1)) : usual;
      const same = Math.abs(now - found) <= SAME * found && Math.abs(usual - found) <= SAME * found;
      if (!same) [found, wait, next] = [now, SOON, Math.min(next, SOON)];
      return now;
    },
    restart() {
      free.clear();
      [wait, next, run, found] = [SOON, FRAMES - 1, 0, 0];
    },
  };
};
