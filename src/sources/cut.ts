// A picture of a person's, cut to what a trainer learns from: a square or whatever its shape is, brought to its pixels.

import { readDrawing } from '../core/drawing.ts';
import { paintDrawing } from '../core/drawing-paint.ts';
import { reason } from '../core/errors.ts';
import type { TuningPicture } from '../core/tuning.ts';
import type { KeptFiles } from './kept-files.ts';
import { decodePicture } from './pictures.ts';
import { titleOfStill, type Stills } from './stills.ts';

/** Pixels of the longer side that a picture is brought to as it is decoded. */
const DECODED = 1024;

/** RGBA bytes, rows from the top, sRGB, on white where it was transparent. Owned by the caller. */
export type Cut = (picture: TuningPicture, width: number, height: number) => Promise<Uint8ClampedArray<ArrayBuffer>>;

/**
 * Rejects with a sentence where a picture is gone or will not decode. However many are asked for, one is decoded at a time: 50
 * megapixels are 200 MB while they are decoded.
 */
export const createCut = (files: KeptFiles, stills: Stills): Cut => {
  const open = async ({ source }: TuningPicture): Promise<ImageBitmap> => {
    switch (source.from) {
      case 'still': return decodePicture(await stills.fetch(source.still), titleOfStill(source.still), DECODED);
      case 'image': {
        const bytes = await files.bytes(source.file);
        if (!bytes) throw new Error(`${source.name || 'A picture'} is not kept in this browser: bring it again.`);
        return decodePicture(bytes, source.name || 'A picture', DECODED);
      }
      case 'drawing': {
        const sheet = new OffscreenCanvas(DECODED / 2, DECODED / 2);
        paintDrawing(sheet.getContext('2d', { alpha: false })!, sheet.width, sheet.height, readDrawing(source.drawing).drawing);
        return sheet.transferToImageBitmap();
      }
    }
  };
  const cut: Cut = async (picture, width, height) => {
    const bitmap = await open(picture);
    try {
      const sheet = new OffscreenCanvas(width, height), brush = sheet.getContext('2d', { alpha: false, willReadFrequently: true });
      if (!brush) throw new Error(`there is no room for ${width} x ${height} pixels`);
      // The largest part of the wanted proportions; along the side that has more, where it is wished.
      const scale = Math.min(bitmap.width / width, bitmap.height / height), wide = width * scale, high = height * scale, place = (picture.crop + 1) / 2;
      brush.fillStyle = '#ffffff';
      brush.fillRect(0, 0, width, height);
      brush.imageSmoothingQuality = 'high';
      brush.drawImage(bitmap, (bitmap.width - wide) * place, (bitmap.height - high) * place, wide, high, 0, 0, width, height);
      return brush.getImageData(0, 0, width, height).data;
    } catch (error) {
      throw new Error(`A picture could not be cut: ${reason(error)}.`);
    } finally {
      bitmap.close();
    }
  };
  /** What was cut, by pictures as recipes hold them: a setting that changes does not decode all of them again. */
  const known = new WeakMap<TuningPicture, { readonly width: number; readonly height: number; readonly pixels: Uint8ClampedArray<ArrayBuffer> }>();
  let queue: Promise<unknown> = Promise.resolve();
  return (picture, width, height) => {
    const done = queue.then(async () => {
      const same = known.get(picture);
      if (same?.width === width && same.height === height) return same.pixels.slice();
      const pixels = await cut(picture, width, height);
      known.set(picture, { width, height, pixels });
      return pixels.slice();
    });
    queue = done.catch(() => undefined);
    return done;
  };
};
