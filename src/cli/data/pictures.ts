// Files and drawings become [H,W,C] bytes here, by sharp (libvips): sRGB, on white where they are transparent, turned as
// the camera was held.

import sharp from 'sharp';
import { sizeOf } from '../../train/data/data-set.ts';
import { holdable } from './largest.ts';

export type Shape = readonly [height: number, width: number, channels: 1 | 3];

/** Part of a picture, in its own pixels, after it is turned upright. */
export interface Region { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

/** Pictures in work at once; libvips uses more threads where a picture is large. */
const LANES = 4;

const WHITE = '#ffffff';

/** One picture at `shape`: its middle, as much as the shape's proportions allow, or the middle of `region`. Throws what sharp says. */
export const readPicture = async (input: string | Uint8Array, [height, width, channels]: Shape, region?: Region): Promise<Uint8Array> => {
  const upright = sharp(input, { failOn: 'error' }).autoOrient();
  const part = region ? upright.extract(region) : upright;
  const { data, info } = await part.flatten({ background: WHITE }).resize(width, height, { fit: 'cover', position: 'centre' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) throw new Error(`it has ${info.channels} channels instead of ${channels}`);
  return data;
};

/** Width and height, upright. */
export const measurePicture = async (input: string | Uint8Array): Promise<{ width: number; height: number }> => (await sharp(input).metadata()).autoOrient;

/** The fewest squares, as large as the shorter side and evenly spread, that cover a picture of `width` x `height`. */
export const coveringSquares = (width: number, height: number): Region[] => {
  const side = Math.min(width, height), room = Math.max(width, height) - side;
  const count = Math.ceil(Math.max(width, height) / side);
  return Array.from({ length: count }, (_, i) => {
    const at = count === 1 ? 0 : Math.round((room * i) / (count - 1));
    return { left: width > height ? at : 0, top: width > height ? 0 : at, width: side, height: side };
  });
};

/**
 * `count` pictures of `shape` drawn by `draw`, in order, a few at once. Where it answers undefined the picture is left
 * out: `kept` says which indices the items are of.
 */
export const drawPictures = async (count: number, shape: Shape, draw: (index: number) => Promise<Uint8Array | undefined>, progress: (done: number, total: number) => void): Promise<{ items: Uint8Array; kept: number[] }> => {
  holdable(count, shape);
  const size = sizeOf(shape);
  const items = new Uint8Array(count * size);
  const drawn = new Array<boolean>(count).fill(false);
  let next = 0, done = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const i = next++;
      const picture = await draw(i);
      if (picture) items.set(picture, i * size);
      drawn[i] = picture !== undefined;
      if (++done % 100 === 0 || done === count) progress(done, count);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const kept = drawn.flatMap((is, i) => is ? [i] : []);
  for (const [to, from] of kept.entries()) if (to !== from) items.copyWithin(to * size, from * size, (from + 1) * size);
  return { items: items.slice(0, kept.length * size), kept };
};
