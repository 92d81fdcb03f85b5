// From what is asked of a recording to what will be done. Everything that can be wrong with it is said here, in one
// sentence, before a frame is painted or a file touched.

import { badArgument } from '../core/errors.ts';
import { FORMAT_IDS, FORMATS, isPictures, type Format, type FormatId } from './formats.ts';
import type { FilmSetting } from './frames.ts';

export const QUALITIES = ['medium', 'high', 'very-high'] as const;
export type RecordQuality = (typeof QUALITIES)[number];

export interface RecordOptions {
  /** mp4 unless said. */
  readonly format?: FormatId;
  /** Pixels; 1920 x 1080 unless said. */
  readonly width?: number;
  readonly height?: number;
  /** 30 unless said. */
  readonly fps?: number;
  /** Length; 10 unless said. */
  readonly seconds?: number;
  /** Length in frames, in place of `seconds`. */
  readonly frames?: number;
  /** The first frame that is written: goes on with a recording that ended early. */
  readonly from?: number;
  /** The frame before which it ends; the length unless said. A part of a film that is put together later. */
  readonly until?: number;
  /** The recipe's time of frame 0 in seconds; the present moment unless said. */
  readonly start?: number;
  /** 1 to 4: each pixel is the mean of so many squared. */
  readonly supersampling?: number;
  /** Walks, tracks and the drift of the camera close on the length. */
  readonly loop?: boolean;
  /** Neither room nor background, where the format can hold that. */
  readonly alpha?: boolean;
  /** Of films. */
  readonly quality?: RecordQuality;
  /** A file with sound, from the start of the film on. */
  readonly audio?: Blob;
  /** Of the file, without its ending; the title of the scene unless said. */
  readonly name?: string;
}

export interface RecordPlan {
  readonly format: Format;
  readonly film: FilmSetting;
  /** Frames of the whole; those that are written: from the first to before the end. */
  readonly frames: number;
  readonly from: number;
  readonly until: number;
  readonly quality: RecordQuality;
  readonly audio: Blob | undefined;
  readonly name: string;
}

export const MOST_FRAMES = 1_000_000, MAX_SIDE = 8192, MAX_SUPERSAMPLING = 4;
/** Pixels that are rendered for a frame. */
export const MAX_RENDERED = 2 ** 25;

/** `now`: the recipe's time. */
export const planRecording = (options: RecordOptions, title: string, now: number): RecordPlan => {
  const { format: id = 'mp4', width = 1920, height = 1080, fps = 30, seconds = 10, from = 0, start = now, supersampling = 1, loop = false, alpha = false, quality = 'high', audio, name = title } = options;
  const whole = (what: string, value: unknown, least: number, most: number): number => {
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
    throw badArgument(`The ${what} of a recording is a whole number, ${least} to ${most}; got ${String(value)}.`);
  };
  const within = (what: string, value: unknown, least: number, most: number): number => {
    if (typeof value === 'number' && value >= least && value <= most) return value;
    throw badArgument(`The ${what} of a recording is ${least} to ${most}; got ${String(value)}.`);
  };
  if (!FORMAT_IDS.includes(id)) throw badArgument(`A recording is ${FORMAT_IDS.join(', ')}; got "${id as string}".`);
  if (!QUALITIES.includes(quality)) throw badArgument(`The quality of a recording is ${QUALITIES.join(', ')}; got "${quality as string}".`);
  const format: Format = FORMATS[id];
  whole('width', width, 1, MAX_SIDE);
  whole('height', height, 1, MAX_SIDE);
  whole('supersampling', supersampling, 1, MAX_SUPERSAMPLING);
  const rendered = [width * supersampling, height * supersampling] as const;
  if (Math.max(...rendered) > MAX_SIDE || rendered[0] * rendered[1] > MAX_RENDERED) {
    throw badArgument(`${width} x ${height} with supersampling ${supersampling} renders ${rendered.join(' x ')} pixels; ${MAX_SIDE} a side and ${MAX_RENDERED / 2 ** 20} megapixels are the most.`);
  }
  if (format.codec && (width % 2 || height % 2)) throw badArgument(`Films have an even number of pixels in both directions; got ${width} x ${height}.`);
  within('frames per second', fps, 1, FORMATS[id].fastest);
  const frames = options.frames === undefined ? Math.max(1, Math.round(within('length in seconds', seconds, 1e-3, 86_400) * fps)) : whole('number of frames', options.frames, 1, MOST_FRAMES);
  if (frames > MOST_FRAMES) throw badArgument(`A recording has ${MOST_FRAMES} frames at most; ${seconds} seconds at ${fps} a second are ${frames}.`);
  whole('first frame', from, 0, frames - 1);
  const until = whole('end', options.until ?? frames, from + 1, frames);
  within('start', start, 0, 1e7);
  if (alpha && !format.alpha) throw badArgument(`${format.title} cannot be transparent; WebM with VP9, PNG pictures and, without shades, GIF can.`);
  if (audio !== undefined && !(audio instanceof Blob)) throw badArgument('The audio of a recording is a file.');
  if (audio && !format.codec) throw badArgument(`${format.title} ${isPictures(format) ? 'have' : 'has'} no sound; MP4 and WebM do.`);
  return {
    format, frames, from, until, quality, audio,
    film: { width, height, supersampling, depth: format.depth, alpha, fps, start, loop: loop ? frames / fps : 0 },
    name: name.replace(/[\s\p{Cc}/\\:*?"<>|]+/gu, ' ').trim().slice(0, 80) || 'driftloom',
  };
};
