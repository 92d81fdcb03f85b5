// Feeds that a test holds in its hands: one per source that was opened, by what it is a source of.

import { sourceKey, type OutsideSource } from '../../src/core/sources.ts';
import type { Feed, OpenFeed } from '../../src/engine/feeds.ts';

export type HeldFeed = { -readonly [K in keyof Feed]: Feed[K] } & { show(picture: OffscreenCanvas): void };

/** A canvas of sRGB bytes, RGBA, row by row. */
export const canvasOf = (width: number, height: number, bytes: (x: number, y: number) => readonly number[]): OffscreenCanvas => {
  const canvas = new OffscreenCanvas(width, height), image = new ImageData(width, height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) image.data.set(bytes(x, y), 4 * (y * width + x));
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
};

export const plain = (red: number, green = red, blue = red, side = 4): OffscreenCanvas => canvasOf(side, side, () => [red, green, blue, 255]);

/** `first`, where given, is what a feed shows from its opening on. */
export const fakeFeeds = (first?: (source: OutsideSource) => OffscreenCanvas | undefined): { open: OpenFeed; calls: string[]; feeds: Map<string, HeldFeed> } => {
  const calls: string[] = [], feeds = new Map<string, HeldFeed>();
  const open: OpenFeed = (source) => {
    const key = sourceKey(source);
    calls.push(`open ${key}`);
    const feed: HeldFeed = {
      version: 0, picture: undefined, width: 0, height: 0, problem: '',
      show(picture) {
        Object.assign(feed, { picture, width: picture.width, height: picture.height });
        feed.version++;
      },
      dispose: () => void calls.push(`close ${key}`),
    };
    const picture = first?.(source);
    if (picture) feed.show(picture);
    feeds.set(key, feed);
    return feed;
  };
  return { open, calls, feeds };
};
