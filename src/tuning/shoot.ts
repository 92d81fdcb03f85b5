// A picture of what the camera sees now, as a file.

import type { OpenFeed } from '../engine/feeds.ts';

/** Milliseconds that a person has to allow the camera, and it to wake; how often it is asked. */
const PATIENCE = 30_000, ASKED_EVERY = 50;

/** Rejects with a sentence where there is no camera, or nobody allows it. The camera stays on for a moment, so that the next comes at once. */
export const shootFrom = async (openFeed: OpenFeed): Promise<File> => {
  const feed = openFeed({ from: 'webcam' });
  try {
    for (let waited = 0; !feed.picture || feed.width === 0; waited += ASKED_EVERY) {
      feed.follow?.(0, true);
      if (waited > PATIENCE) throw new Error(feed.problem || 'The camera shows nothing.');
      await new Promise((resolve) => { setTimeout(resolve, ASKED_EVERY); });
    }
    const sheet = new OffscreenCanvas(feed.width, feed.height), brush = sheet.getContext('2d');
    if (!brush) throw new Error('There is no room for a picture of the camera.');
    brush.drawImage(feed.picture as CanvasImageSource, 0, 0);
    const picture = await sheet.convertToBlob({ type: 'image/png' });
    return new File([picture], 'camera.png', { type: 'image/png' });
  } finally {
    feed.dispose();
  }
};
