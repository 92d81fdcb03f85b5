// A film that plays live: a video element that is kept at the time of the clock. Small differences are made up by playing
// a little faster or slower, large ones by a jump.

import { placeOf, wayTo } from './film-time.ts';

export interface FilmPlayer {
  /** Undefined while it has no frame. */
  readonly picture: HTMLVideoElement | undefined;
  /** Frames shown so far. */
  readonly count: number;
  /** The browser has given it up. */
  readonly failed: boolean;
  /** A live frame begins; `duration` in seconds, 0 where it is not known. */
  follow(time: number, playing: boolean, duration: number): void;
  dispose(): void;
}

/** Seconds that are let be, and seconds from which on it jumps. */
const LET_BE = .04, JUMP = .5;
/** Share of the speed that is added or taken away at most. */
const HURRY = .3;
/** Seconds that a jump is thought to take at most. */
const MOST_LEAD = 3;

export const playFilm = (film: Blob): FilmPlayer => {
  const element = document.createElement('video'), address = URL.createObjectURL(film);
  let count = 0, failed = false, gone = false, starting = false;
  /** A jump takes time, in which the clock goes on: the next aims ahead by what the last fell short. */
  let lead = 0, jumped = false, asked = -1;
  const counting = (): void => {
    count++;
    if (!gone) element.requestVideoFrameCallback(counting);
  };
  element.muted = element.loop = element.playsInline = true;
  element.preload = 'auto';
  element.onerror = () => { failed = !gone; };
  element.requestVideoFrameCallback(counting);
  element.src = address;

  const hurry = (way: number, duration: number): void => {
    if (element.seeking) return;
    if (jumped) {
      lead = Math.min(MOST_LEAD, Math.max(0, lead + way));
      jumped = false;
    }
    if (Math.abs(way) > JUMP) {
      element.currentTime = placeOf(element.currentTime + way + lead, duration);
      jumped = true;
    }
    const speed = Math.abs(way) > LET_BE && Math.abs(way) <= JUMP ? 1 + Math.min(HURRY, Math.max(-HURRY, way)) : 1;
    if (Math.abs(element.playbackRate - speed) > .02 || speed === 1) element.playbackRate = speed;
  };
  return {
    get picture() { return element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && element.videoWidth > 0 && !failed ? element : undefined; },
    get count() { return count; },
    get failed() { return failed; },
    follow(time, playing, duration) {
      if (failed || element.readyState < HTMLMediaElement.HAVE_METADATA) return;
      const length = duration > 0 ? duration : element.duration;
      const place = placeOf(time, length), way = wayTo(element.currentTime, place, length);
      if (playing) {
        asked = -1;
        if (element.paused && !starting) {
          starting = true;
          // Whoever refuses to play shows the frames that it is made to jump to.
          element.play().catch(() => undefined).finally(() => { starting = false; });
        }
        return hurry(way, length);
      }
      if (!element.paused) element.pause();
      if (!element.seeking && place !== asked && Math.abs(way) > .001) element.currentTime = asked = place;
    },
    dispose() {
      gone = true;
      element.pause();
      element.removeAttribute('src');
      element.load();
      URL.revokeObjectURL(address);
    },
  };
};
