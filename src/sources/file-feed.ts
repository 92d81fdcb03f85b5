// A kept file as a feed. One that is not kept here says so, and shows itself as soon as the same bytes are brought.

import { reason } from '../core/errors.ts';
import type { FileSource } from '../core/sources.ts';
import type { Feed } from '../engine/feeds.ts';
import { filmFeed } from './film-feed.ts';
import type { KeptFiles } from './kept-files.ts';
import { pictureFeed } from './picture-feed.ts';
import { decodePicture } from './pictures.ts';

export const fileFeed = ({ from, file, name }: FileSource, files: KeptFiles): Feed => {
  const called = name || (from === 'image' ? 'A picture' : 'A film');
  let inner: Feed | undefined, problem = '', gone = false;
  const open = async (): Promise<void> => {
    try {
      const bytes = await files.bytes(file);
      if (gone || inner) return;
      if (!bytes) problem = `${called} is not kept in this browser; drop it on the window and it is used again.`;
      else inner = from === 'video' ? filmFeed(bytes, called) : pictureFeed(() => decodePicture(bytes, called));
    } catch (error) {
      problem = `${called} could not be read: ${reason(error)}`;
    }
  };
  const stopWaiting = files.onKept((kept) => { if (kept === file && !inner) opening = opening.then(open); });
  let opening = open();

  return {
    get version() { return inner?.version ?? 0; },
    get picture() { return inner?.picture; },
    get width() { return inner?.width ?? 0; },
    get height() { return inner?.height ?? 0; },
    get problem() { return inner ? inner.problem : problem; },
    follow(time, playing) { inner?.follow?.(time, playing); },
    async seek(time) {
      await opening;
      await inner?.seek?.(time);
    },
    dispose() {
      gone = true;
      stopWaiting();
      inner?.dispose();
    },
  };
};
