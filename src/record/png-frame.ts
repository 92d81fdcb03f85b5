// A frame as a PNG file, RGBA of 8 or 16 bits, sRGB: deflated by the platform's stream, beside the page's own work.

import { recipeChunk } from './embed.ts';
import type { Pixels } from './frames.ts';
import { chunk, SIGNATURE } from './png-chunks.ts';
import { RECIPE_TAG } from './recipe-tag.ts';
import type { Metadata } from './writer.ts';

const RGBA = 6;
/** Each byte less the one above it: what smooth pictures leave little of. */
const UP = 2;

/** The rows behind their filter's number, 16-bit samples with the high byte first. */
const filtered = (pixels: Pixels, width: number, height: number): Uint8Array<ArrayBuffer> => {
  const deep = pixels instanceof Uint16Array, stride = width * (deep ? 8 : 4), rows = new Uint8Array(height * (stride + 1));
  const byte = deep ? (i: number): number => (i % 2 === 0 ? pixels[i >> 1]! >> 8 : pixels[i >> 1]! & 255) : (i: number): number => pixels[i]!;
  for (let y = 0; y < height; y++) {
    const to = y * (stride + 1), from = y * stride;
    rows[to] = UP;
    for (let i = 0; i < stride; i++) rows[to + 1 + i] = byte(from + i) - (y > 0 ? byte(from - stride + i) : 0);
  }
  return rows;
};

/** The recipe's text goes into a chunk of its own. */
export const pngOf = async (pixels: Pixels, width: number, height: number, metadata?: Metadata): Promise<Uint8Array<ArrayBuffer>> => {
  const head = new Uint8Array(13), view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([pixels instanceof Uint16Array ? 16 : 8, RGBA], 8);
  const data = new Uint8Array(await new Response(new Blob([filtered(pixels, width, height)]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer());
  const text = metadata?.key === RECIPE_TAG ? [recipeChunk(metadata.text)] : [];
  const file = new Blob([SIGNATURE, chunk('IHDR', head), ...text, chunk('sRGB', Uint8Array.of(0)), chunk('IDAT', data), chunk('IEND', new Uint8Array(0))]);
  return new Uint8Array(await file.arrayBuffer());
};
