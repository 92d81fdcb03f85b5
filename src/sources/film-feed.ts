// A film: played live by a video element, decoded frame by frame for exact ones. Neither is made before it is needed.

import type { Feed } from '../engine/feeds.ts';
import { openFrames, type FilmFrames } from './film-frames.ts';
import { placeOf } from './film-time.ts';
import { playFilm, type FilmPlayer } from './film-player.ts';

export const filmFeed = (film: Blob, name: string): Feed => {
  let player: FilmPlayer | undefined, counted = 0, frames: FilmFrames | undefined, gone = false;
  let version = 0, width = 0, height = 0, problem = '';
  /** An exact frame, on show while the clock stands at its time and until the player has one. */
  let exact: HTMLCanvasElement | OffscreenCanvas | undefined, exactAt: number | undefined;
  let queue: Promise<void> = Promise.resolve();

  const show = (frame: { readonly width: number; readonly height: number }): void => {
    version++;
    ({ width, height } = frame);
    problem = '';
  };
  const opening = openFrames(film).then((opened) => {
    if (gone) opened.dispose();
    else frames = opened;
  }, () => undefined);
  const seek = async (time: number): Promise<void> => {
    await opening;
    try {
      const frame = await frames?.at(time);
      if (gone) return;
      if (frame) show(exact = frame);
      else problem = frames ? `${name} ends before it says it does.` : `${name} is damaged, or a film of a kind that this browser cannot decode.`;
    } catch {
      problem = `${name} is damaged at ${placeOf(time, frames?.duration ?? 0).toFixed(1)} seconds.`;
    }
    exactAt = time;
  };

  return {
    get version() { return version; },
    get picture() { return gone ? undefined : exact ?? player?.picture; },
    get width() { return width; },
    get height() { return height; },
    get problem() { return problem; },
    follow(time, playing) {
      if (gone || (!playing && time === exactAt)) return;
      player ??= playFilm(film);
      // What the player showed before is of another time.
      if (exactAt !== undefined) counted = player.count;
      exactAt = undefined;
      player.follow(time, playing, frames?.duration ?? 0);
      const { picture, count, failed } = player;
      if (failed) problem = `${name} is damaged, or a film of a kind that this browser cannot play.`;
      else if (picture && count > counted) {
        exact = undefined;
        counted = count;
        show({ width: picture.videoWidth, height: picture.videoHeight });
      }
    },
    seek: (time) => (queue = queue.then(() => seek(time))),
    dispose() {
      gone = true;
      player?.dispose();
      frames?.dispose();
    },
  };
};
