// What a recording can become. Inert data; whether this browser has the encoder is asked when it is needed.

import type { VideoCodec } from 'mediabunny';

export interface Format {
  readonly title: string;
  /** Of the file, or of each picture of a sequence. */
  readonly extension: 'mp4' | 'webm' | 'gif' | 'png';
  readonly type: string;
  readonly codec?: VideoCodec;
  /** Bits a channel. */
  readonly depth: 8 | 16;
  /** Keeps what is transparent. */
  readonly alpha: boolean;
  /** Frames a second at most. */
  readonly fastest: number;
}

const FASTEST = 240;

export const FORMATS = {
  mp4: { title: 'MP4, H.264', extension: 'mp4', type: 'video/mp4', codec: 'avc', depth: 8, alpha: false, fastest: FASTEST },
  'mp4-av1': { title: 'MP4, AV1', extension: 'mp4', type: 'video/mp4', codec: 'av1', depth: 8, alpha: false, fastest: FASTEST },
  webm: { title: 'WebM, VP9', extension: 'webm', type: 'video/webm', codec: 'vp9', depth: 8, alpha: true, fastest: FASTEST },
  'webm-vp8': { title: 'WebM, VP8', extension: 'webm', type: 'video/webm', codec: 'vp8', depth: 8, alpha: false, fastest: FASTEST },
  // A GIF counts hundredths of a second, and browsers play no more than every second of them.
  gif: { title: 'GIF', extension: 'gif', type: 'image/gif', depth: 8, alpha: true, fastest: 50 },
  png: { title: 'PNG pictures', extension: 'png', type: 'image/png', depth: 8, alpha: true, fastest: FASTEST },
  png16: { title: 'PNG pictures, 16 bits', extension: 'png', type: 'image/png', depth: 16, alpha: true, fastest: FASTEST },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatId = keyof typeof FORMATS;
export const FORMAT_IDS = Object.keys(FORMATS) as FormatId[];

export const isPictures = ({ extension }: Format): boolean => extension === 'png';
