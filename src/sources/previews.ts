// Small pictures of sources, as data URLs: made one after the other, and once each, so that a wall of a hundred neither
// holds up a frame nor leaves anything behind that must be given back.

import { readDrawing } from '../core/drawing.ts';
import { paintDrawing } from '../core/drawing-paint.ts';
import type { OutsideSource } from '../core/sources.ts';
import type { KeptFiles } from './kept-files.ts';
import { decodePicture, PREVIEW_SIDE, previewOf } from './pictures.ts';
import { titleOfStill, type Stills } from './stills.ts';

export const createPreviews = (files: KeptFiles, stills: Stills): ((source: OutsideSource) => Promise<string | undefined>) => {
  const made = new Map<string, Promise<string>>();
  let queue: Promise<unknown> = Promise.resolve();
  const still = (name: string): Promise<string> => {
    const known = made.get(name);
    if (known) return known;
    const preview = queue.then(async () => {
      const bitmap = await decodePicture(await stills.fetch(name), titleOfStill(name), PREVIEW_SIDE);
      try {
        return await previewOf(bitmap, bitmap.width, bitmap.height);
      } finally {
        bitmap.close();
      }
    });
    made.set(name, preview);
    queue = preview.catch(() => made.delete(name));
    return preview;
  };
  return async (source) => {
    switch (source.from) {
      case 'image':
      case 'video': return files.preview(source.file);
      case 'still': return still(source.still);
      case 'drawing': {
        const canvas = new OffscreenCanvas(PREVIEW_SIDE, PREVIEW_SIDE);
        paintDrawing(canvas.getContext('2d', { alpha: false })!, PREVIEW_SIDE, PREVIEW_SIDE, readDrawing(source.drawing).drawing);
        return previewOf(canvas, PREVIEW_SIDE, PREVIEW_SIDE);
      }
      case 'webcam':
      case 'screen': return undefined;
    }
  };
};
