// A print: a picture of any size, painted tile by tile and written row by row. Memory is one band of tiles. Who paints is
// given; nothing here knows a device.

import type { Part } from '#api';
import { openPngRows, type PngHead, type Write } from './png-rows.ts';
import { bandsOf, tileCount } from './tiles.ts';

/** Paints a part of the picture and answers its samples as `PngRows.rows` wants them, `[height, width, 3]`; borrowed until the next call. */
export type PaintPart = (part: Part) => Promise<Uint8Array>;

export interface PrintWatch {
  /** After each tile: the share of the picture that is painted, 0..1. */
  progress?(share: number): void;
  /** Stops it between two tiles; the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Writes the PNG file of a print. `tile` is the most that is painted at once. Rejects with what painting or writing rejects with; the file is of no use then. */
export const writePrint = async (head: PngHead, tile: readonly [number, number], paint: PaintPart, write: Write, { progress, signal }: PrintWatch = {}): Promise<void> => {
  signal?.throwIfAborted();
  const pixel = (3 * head.depth) / 8, stride = pixel * head.width, all = tileCount(head.width, head.height, tile);
  const band = new Uint8Array(stride * Math.min(tile[1], head.height));
  const png = await openPngRows(head, write);
  let done = 0;
  try {
    for (const parts of bandsOf(head.width, head.height, tile)) {
      for (const part of parts) {
        const samples = await paint(part), width = pixel * part.width;
        signal?.throwIfAborted();
        for (let row = 0; row < part.height; row++) band.set(samples.subarray(row * width, (row + 1) * width), row * stride + pixel * part.x);
        progress?.(++done / all);
      }
      await png.rows(band.subarray(0, stride * parts[0]!.height));
    }
  } catch (error) {
    await png.abort();
    throw error;
  }
  await png.end();
};
