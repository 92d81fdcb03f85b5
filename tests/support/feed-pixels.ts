// What a feed shows, as numbers; and patience for what comes by itself.

import type { Feed, FeedPicture } from '../../src/engine/feeds.ts';

/** RGB of 8 bits at a place, 0..1 of width and height, of what can be drawn. */
export const pixelAt = (picture: FeedPicture | undefined, x: number, y: number, { width, height }: Pick<Feed, 'width' | 'height'>): number[] => {
  const sheet = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  sheet.drawImage(picture as CanvasImageSource, Math.floor(x * width), Math.floor(y * height), 1, 1, 0, 0, 1, 1);
  return [...sheet.getImageData(0, 0, 1, 1).data.slice(0, 3)];
};

/** Resolves when it holds, asked again and again; rejects after ten seconds with what `told` says. */
export const until = async (holds: () => boolean, told: () => unknown = () => ''): Promise<void> => {
  for (let turn = 0; !holds(); turn++) {
    if (turn > 1000) throw new Error(`It did not come about. ${String(told())}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Turns that the page took, and the longest time between two in milliseconds, while something was under way. */
export const turnsDuring = async <T>(work: Promise<T>): Promise<{ result: T; turns: number; longest: number }> => {
  let turns = 0, longest = 0, before = performance.now(), done = false;
  const turn = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
    turns++;
    if (!done) setTimeout(turn);
  };
  turn();
  const result = await work.finally(() => { done = true; });
  return { result, turns, longest };
};
