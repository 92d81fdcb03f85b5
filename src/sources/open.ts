// Opens what lies outside: the one way from a source in a recipe to its pictures.

import { reason } from '../core/errors.ts';
import type { Feed, OpenFeed } from '../engine/feeds.ts';
import { createCamera, type CameraHost } from './camera.ts';
import { createDrawings } from './drawing-feed.ts';
import { fileFeed } from './file-feed.ts';
import type { KeptFiles } from './kept-files.ts';
import { emptyFeed } from './growing.ts';
import { pictureFeed } from './picture-feed.ts';
import { decodePicture } from './pictures.ts';
import { titleOfStill, type Stills } from './stills.ts';

export interface OutsideOptions {
  readonly files: KeptFiles;
  readonly stills: Stills;
  /** Who is asked for camera and screen. */
  readonly host: CameraHost;
}

export const createOpenFeed = ({ files, stills, host }: OutsideOptions): OpenFeed => {
  const drawing = createDrawings();
  let webcam: (() => Feed) | undefined, screen: (() => Feed) | undefined;
  return (source) => {
    try {
      switch (source.from) {
        case 'image':
        case 'video': return fileFeed(source, files);
        case 'still': return pictureFeed(async () => decodePicture(await stills.fetch(source.still), titleOfStill(source.still)));
        case 'webcam': return (webcam ??= createCamera('webcam', host))();
        case 'screen': return (screen ??= createCamera('screen', host))();
        case 'drawing': return drawing(source.drawing);
      }
    } catch (error) {
      // A browser without one of the parts that a source is made of.
      return { ...emptyFeed(() => undefined), problem: `This browser cannot open it: ${reason(error)}.` };
    }
  };
};
