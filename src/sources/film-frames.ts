// Single frames of a film, exactly those of a time: decoded here, where a video element would show the nearest that it
// happens to have. The reader of the containers is fetched when a film is first opened.

import type { WrappedCanvas } from 'mediabunny';
import { placeOf } from './film-time.ts';

export interface FilmFrames {
  /** Seconds. */
  readonly duration: number;
  /** The frame that is shown at a time of the clock, borrowed until the next is asked for; undefined where the film ends before it says. Rejects where it is damaged. One call at a time. */
  at(time: number): Promise<HTMLCanvasElement | OffscreenCanvas | undefined>;
  dispose(): void;
}

/** Containers hold times in milliseconds: half a step earlier or later is the same frame. */
const TICK = .0006;
/** Seconds ahead that are decoded through rather than jumped to. */
const NEAR = 2;

/** Rejects where it is no film, or none that this browser can decode. */
export const openFrames = async (film: Blob): Promise<FilmFrames> => {
  const { BlobSource, CanvasSink, Input, MATROSKA, MP4, MPEG_TS, OGG, QTFF, WEBM } = await import('mediabunny');
  // Not the formats that name other files: nothing is fetched for a film.
  const input = new Input({ source: new BlobSource(film), formats: [MP4, QTFF, MATROSKA, WEBM, OGG, MPEG_TS] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track || !await track.canDecode()) throw new Error(track ? 'it cannot be decoded' : 'it holds no pictures');
    const first = await track.getFirstTimestamp(), duration = await input.computeDuration();
    // On show, the one after it, and one in the making.
    const sink = new CanvasSink(track, { poolSize: 3 });
    let frames: AsyncGenerator<WrappedCanvas, void> | undefined, shown: WrappedCanvas | undefined, next: WrappedCanvas | undefined;
    const take = async (): Promise<WrappedCanvas | undefined> => {
      const { value } = await frames!.next();
      return value ?? undefined;
    };
    return {
      duration,
      async at(time) {
        const wanted = Math.max(first, placeOf(time + TICK, duration));
        try {
          if (!frames || !shown || wanted < shown.timestamp || wanted > shown.timestamp + NEAR) {
            await frames?.return();
            frames = sink.canvases(wanted);
            shown = await take();
            next = await take();
          }
          while (next && next.timestamp <= wanted) {
            shown = next;
            next = await take();
          }
        } catch (error) {
          // Behind the damage it may go on.
          frames = shown = next = undefined;
          throw error;
        }
        return shown?.canvas;
      },
      // Frames decoded ahead are given back first.
      dispose: () => void Promise.resolve(frames?.return()).catch(() => undefined).finally(() => input.dispose()),
    };
  } catch (error) {
    input.dispose();
    throw error;
  }
};
