// A PNG file written row by row, so that a picture of any size needs no more memory than the rows at hand: filtered here,
// deflated by the platform's stream, cut into chunks. sRGB.

import { recipeChunk } from './embed.ts';
import { chunk, SIGNATURE } from './png-chunks.ts';

export interface PngHead {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: 8 | 16;
  /** RGB or, with alpha, which is not multiplied in, RGBA; 3 unless said. */
  readonly channels?: 3 | 4;
  /** What is left of a row before it is deflated: `paeth`, unless said, makes the smaller file, `up` is done three times as fast. */
  readonly filter?: keyof typeof FILTERS;
  /** Pixels an inch, so that who prints it knows how large it is meant. */
  readonly dpi?: number;
  /** A recipe's text. */
  readonly recipe?: string;
}

/** Takes the file's bytes in order; the next come when it has resolved. */
export type Write = (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

export interface PngRows {
  /** Whole rows, top first, `channels * depth / 8` bytes a pixel, the high byte of a sample first; borrowed until it resolves; rejects with what `write` rejected with. */
  rows(bytes: Uint8Array): Promise<void>;
  /** After the last row. */
  end(): Promise<void>;
  /** Ends it without an end; nothing more is written. */
  abort(): Promise<void>;
}

/** Deflated bytes that a chunk holds at least. */
const CHUNK = 2 ** 18;
/** Kinds of colour by the number of channels. */
const KINDS = { 3: 2, 4: 6 } as const;

const header = ({ width, height, depth, channels = 3, dpi, recipe }: PngHead): Uint8Array<ArrayBuffer>[] => {
  const size = new Uint8Array(13), view = new DataView(size.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  size.set([depth, KINDS[channels]], 8);
  const pixels = new Uint8Array(9), perMetre = Math.round((dpi ?? 0) / .0254);
  for (const at of [0, 4]) new DataView(pixels.buffer).setUint32(at, perMetre);
  pixels[8] = 1;
  return [SIGNATURE.slice(), chunk('IHDR', size), ...(recipe === undefined ? [] : [recipeChunk(recipe)]), chunk('sRGB', Uint8Array.of(0)), ...(perMetre > 0 ? [chunk('pHYs', pixels)] : [])];
};

/** Filters one row behind the filter's number. `above` is the row before, zeros at first; `pixel` its bytes. */
type Filter = (row: Uint8Array, above: Uint8Array, pixel: number, into: Uint8Array) => void;

/** Each byte less the one above it: what smooth pictures leave little of. */
const up: Filter = (row, above, _pixel, into) => {
  into[0] = 2;
  for (let i = 0; i < row.length; i++) into[i + 1] = row[i]! - above[i]!;
};

/** Paeth's (1991): what gradients and hard edges both leave little of. */
const paeth: Filter = (row, above, pixel, into) => {
  into[0] = 4;
  for (let i = 0; i < row.length; i++) {
    const a = i < pixel ? 0 : row[i - pixel]!, b = above[i]!, c = i < pixel ? 0 : above[i - pixel]!;
    const left = Math.abs(b - c), up = Math.abs(a - c), corner = Math.abs(a + b - 2 * c);
    into[i + 1] = row[i]! - (left <= up && left <= corner ? a : up <= corner ? b : c);
  }
};

const FILTERS = { paeth, up } as const;

export const openPngRows = async (head: PngHead, write: Write): Promise<PngRows> => {
  for (const part of header(head)) await write(part);
  const filter = FILTERS[head.filter ?? 'paeth'], pixel = ((head.channels ?? 3) * head.depth) / 8, stride = pixel * head.width;
  const deflate = new CompressionStream('deflate'), to = deflate.writable.getWriter(), from = (deflate.readable).getReader();
  let above = new Uint8Array(stride), failure: { readonly why: unknown } | undefined;

  /** Hands on what the stream makes, in chunks of some size. */
  const handOn = async (): Promise<void> => {
    let parts: Uint8Array<ArrayBuffer>[] = [], size = 0;
    const flush = async (): Promise<void> => {
      const data = new Uint8Array(size);
      let at = 0;
      for (const part of parts) {
        data.set(part, at);
        at += part.length;
      }
      [parts, size] = [[], 0];
      if (data.length > 0) await write(chunk('IDAT', data));
    };
    for (;;) {
      const { done, value } = await from.read();
      if (value) {
        parts.push(value);
        size += value.length;
      }
      if (done || size >= CHUNK) await flush();
      if (done) return;
    }
  };
  const handing = handOn().catch(async (why: unknown) => {
    failure = { why };
    await from.cancel(why).catch(() => undefined);
  });
  const check = (): void => { if (failure) throw failure.why; };

  return {
    async rows(bytes) {
      const count = bytes.length / stride, filtered = new Uint8Array(count * (stride + 1));
      for (let i = 0; i < count; i++) {
        const row = bytes.subarray(i * stride, (i + 1) * stride);
        filter(row, i === 0 ? above : bytes.subarray((i - 1) * stride, i * stride), pixel, filtered.subarray(i * (stride + 1), (i + 1) * (stride + 1)));
      }
      above = bytes.slice((count - 1) * stride);
      await to.write(filtered).catch(() => undefined);
      check();
    },
    async end() {
      await to.close().catch(() => undefined);
      await handing;
      check();
      await write(chunk('IEND', new Uint8Array(0)));
    },
    async abort() {
      await to.abort().catch(() => undefined);
      await handing;
    },
  };
};
