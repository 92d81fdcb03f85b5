// A frame as a PNG file: RGBA of 8 or 16 bits.

import type { Pixels } from './frames.ts';
import { openPngRows } from './png-rows.ts';

/** Samples as PNG has them, the high byte first. */
const bytesOf = (pixels: Pixels): Uint8Array => {
  if (pixels instanceof Uint8ClampedArray) return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
  const bytes = new Uint8Array(2 * pixels.length), view = new DataView(bytes.buffer);
  for (let i = 0; i < pixels.length; i++) view.setUint16(2 * i, pixels[i]!);
  return bytes;
};

/** `recipe`: a recipe's text, which goes into a chunk of its own. */
export const pngOf = async (pixels: Pixels, width: number, height: number, recipe?: string): Promise<Uint8Array<ArrayBuffer>> => {
  const parts: Uint8Array<ArrayBuffer>[] = [], depth = pixels instanceof Uint16Array ? 16 : 8;
  const png = await openPngRows({ width, height, depth, channels: 4, filter: 'up', ...(recipe === undefined ? {} : { recipe }) }, async (bytes) => void parts.push(bytes));
  await png.rows(bytesOf(pixels));
  await png.end();
  return new Uint8Array(await new Blob(parts).arrayBuffer());
};
