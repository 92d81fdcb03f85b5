// One picture that does not move: decoded in the background, then on show for good.

import { reason } from '../core/errors.ts';
import type { Feed } from '../engine/feeds.ts';
import { emptyFeed, showPicture } from './growing.ts';

/** `open` rejects with a sentence. */
export const pictureFeed = (open: () => Promise<ImageBitmap>): Feed => {
  let bitmap: ImageBitmap | undefined, gone = false;
  const feed = emptyFeed(() => {
    gone = true;
    feed.picture = undefined;
    bitmap?.close();
  });
  const opened = open().then((picture) => {
    if (gone) return picture.close();
    bitmap = picture;
    showPicture(feed, picture, picture.width, picture.height);
  }, (error: unknown) => { feed.problem = reason(error); });
  feed.seek = () => opened;
  return feed;
};
