// GIFs: a palette of 256 colours for every frame, written frame by frame, so that their length is the disk's affair.

import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import { momentOf, type Pixels } from './frames.ts';
import { comment } from './gif-blocks.ts';
import { MOST_IN_MEMORY } from './sink.ts';
import type { Metadata, Writer, WriterSetting } from './writer.ts';

const COLORS = 256;
/** Behind the last frame. */
const TRAILER = Uint8Array.of(0x3b);
/** Clears a frame before the next is drawn: what is transparent shows nothing of the one before. */
const CLEAR = 2;

/** Milliseconds of a frame in whole hundredths of a second, such that the sum of all goes wrong by less than one. */
export const delayOf = (index: number, fps: number): number => 10 * (Math.round((100 * (index + 1)) / fps) - Math.round((100 * index) / fps));

/** Half transparent is opaque: a GIF has no shades. */
const oneBit = (pixels: Uint8ClampedArray<ArrayBuffer>): Uint8ClampedArray => {
  for (let i = 3; i < pixels.length; i += 4) {
    if (pixels[i]! < 128) pixels.fill(0, i - 3, i + 1);
    else pixels[i] = 255;
  }
  return pixels;
};

/** The text of JSON as a comment, which has 7 bits a character: what is beyond is escaped as JSON does. */
const commentOf = ({ key, text }: Metadata, time: number): Uint8Array<ArrayBuffer> =>
  comment(`${key} ${text(time).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}`);

export const openGifWriter = async ({ plan: { film, from }, sink, metadata }: WriterSetting): Promise<Writer> => {
  const { width, height, fps, alpha } = film;
  const encoder = GIFEncoder({ auto: false });
  let written = 0, kept = 0;
  encoder.writeHeader();
  const flush = async (): Promise<void> => {
    const bytes = encoder.bytes();
    encoder.stream.reset();
    await sink.write(bytes);
  };
  return {
    get size() { return sink.size; },
    get full() { return sink.full ? `A GIF in this browser's memory holds ${MOST_IN_MEMORY / 2 ** 30} GB.` : ''; },
    async add(frame: Pixels, index) {
      const pixels = alpha ? oneBit(frame as Uint8ClampedArray<ArrayBuffer>) : frame as Uint8ClampedArray<ArrayBuffer>;
      const kind = alpha ? 'rgba4444' : 'rgb565', palette = quantize(pixels, COLORS, { format: kind, ...(alpha ? { oneBitAlpha: true } : {}) });
      const clear = alpha ? palette.findIndex((color) => color[3] === 0) : -1;
      encoder.writeFrame(applyPalette(pixels, palette, kind), width, height, {
        palette, first: written === 0, repeat: 0, delay: delayOf(index - from, fps), ...(clear >= 0 ? { transparent: true, transparentIndex: clear } : {}), ...(alpha ? { dispose: CLEAR } : {}),
      });
      await flush();
      // Before the first image stands what only its writer knows where to end.
      if (written === 0 && metadata) await sink.write(commentOf(metadata, momentOf(film, from)));
      written++;
      if (!sink.due) return;
      await sink.keep(TRAILER);
      kept = written;
    },
    async finish() {
      encoder.finish();
      await flush();
      await sink.close();
    },
    async salvage() {
      try {
        await sink.write(TRAILER);
        await sink.close();
        return written;
      } catch {
        await sink.abandon();
        return kept;
      }
    },
    file: () => sink.file(),
  };
};
