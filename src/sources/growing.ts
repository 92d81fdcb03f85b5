// A feed while it is being made: whoever opens it writes, the engine reads.

import type { Feed, FeedPicture } from '../engine/feeds.ts';

export type GrowingFeed = { -readonly [K in keyof Feed]: Feed[K] };

/** A feed with nothing in it yet. */
export const emptyFeed = (dispose: () => void): GrowingFeed => ({ version: 0, picture: undefined, width: 0, height: 0, problem: '', dispose });

/** Puts a new picture of `width` x `height` pixels on show. */
export const showPicture = (feed: GrowingFeed, picture: FeedPicture, width: number, height: number): void => {
  Object.assign(feed, { picture, width, height, version: feed.version + 1, problem: '' });
};
