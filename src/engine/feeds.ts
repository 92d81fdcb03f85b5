// What the engine needs of a source outside of it: pictures to upload. `src/sources` opens files, cameras and drawings;
// the engine asks each open feed once a frame, and never waits for it in a live one.

import type { OutsideSource } from '../core/sources.ts';

/** What can be copied into a texture: an ImageBitmap, a video, a VideoFrame, a canvas. */
export type FeedPicture = GPUCopyExternalImageSource;

export interface Feed {
  /** Grows with every new picture; 0 until the first has come. */
  readonly version: number;
  /** The newest picture, borrowed until the next frame, upright, sRGB; undefined until the first, and where it cannot be had at this moment. */
  readonly picture: FeedPicture | undefined;
  readonly width: number;
  readonly height: number;
  /** Why there is no new picture, or none at all, as a sentence; '' while nothing is wrong. The last picture stays on show. */
  readonly problem: string;
  /** A live frame begins. `playing` is the engine's clock's: a film stands still with it. */
  follow?(time: number, playing: boolean): void;
  /** Exact frames: resolves when `picture` is that of `time` in seconds; never rejects. */
  seek?(time: number): Promise<void>;
  dispose(): void;
}

/** Opens a source; never throws: what is wrong is the feed's `problem`. */
export type OpenFeed = (source: OutsideSource) => Feed;

/** Where a host has no way to open anything. */
export const noFeeds: OpenFeed = () => ({ version: 0, picture: undefined, width: 0, height: 0, problem: 'Nothing from outside can be opened here.', dispose: () => undefined });
