// The upscaler beside bicubic enlargement: pictures of prepared sets made four times smaller (bicubic, in bytes, as the
// nets of this trade are taught), enlarged both ways, and held against what they were. Only a set's held-out part.

import { readFileSync } from 'node:fs';
import { gradientDeviation, lumaOf, psnr, resizeBicubic, sharpness, ssim } from '#metrics';
import { networkWeights, readSafetensors, together } from '#nets';
import { badArgument } from '../../core/errors.ts';
import { UPSCALE, UPSCALER_WEIGHTS, upscaler } from '../../nets/upscaler.ts';
import { itemsOf } from '../../train/batches.ts';
import { openUpscaling, type Rgb, type Upscaling } from '../../train/upscaler.ts';
import { readDataSet } from '../data/read.ts';
import { inRoot } from '../root.ts';

export interface Likeness {
  /** Decibels, over red, green and blue. */
  readonly psnr: number;
  /** Of luma, at most 1. */
  readonly ssim: number;
  /** Gradient magnitude similarity deviation of luma; 0 is best. */
  readonly gmsd: number;
  /** Mean gradient of luma; the original's is 1. */
  readonly sharpness: number;
}

/** One picture and its ways of being enlarged, all of the original's size but the small one. */
export interface Compared { readonly original: Rgb; readonly small: Rgb; readonly bicubic: Rgb; readonly upscaled: Rgb }

export interface Measurement {
  readonly set: string;
  readonly count: number;
  readonly bicubic: Likeness;
  readonly upscaled: Likeness;
  /** Share of the pictures that the upscaler makes more alike than bicubic does, by SSIM and by GMSD. */
  readonly closer: { readonly ssim: number; readonly gmsd: number };
  /** The first few. */
  readonly shown: readonly Compared[];
}

const likeness = (picture: Rgb, original: Rgb): Likeness => {
  const a = lumaOf(picture.data), b = lumaOf(original.data), { width } = original;
  return { psnr: psnr(picture.data, original.data), ssim: ssim(a, b, width), gmsd: gradientDeviation(a, b, width), sharpness: sharpness(a, b, width) };
};

const mean = (all: readonly Likeness[]): Likeness => {
  const of = (key: keyof Likeness): number => all.reduce((sum, each) => sum + each[key], 0) / all.length;
  return { psnr: of('psnr'), ssim: of('ssim'), gmsd: of('gmsd'), sharpness: of('sharpness') };
};

/** The weights in assets/. */
export const openShipped = (): Upscaling => {
  const path = inRoot('assets', UPSCALER_WEIGHTS), file = readSafetensors(readFileSync(path), path);
  return openUpscaling(networkWeights({ ...file, weights: together({ upscaler: file.weights }) }, 'upscaler', upscaler));
};

/** Made smaller and enlarged again both ways. Sides must divide by four. */
export const compare = async (upscaling: Upscaling, original: Rgb): Promise<Compared> => {
  const { height, width, data } = original, low = [height / UPSCALE, width / UPSCALE] as const;
  const small: Rgb = { height: low[0], width: low[1], data: resizeBicubic(data, [height, width, 3], low).map((x) => Math.round(255 * x) / 255) };
  const made = await upscaling.enlarge(small);
  return {
    original, small,
    bicubic: { height, width, data: resizeBicubic(small.data, [...low, 3], [height, width]) },
    upscaled: { ...made, data: made.data.map((x) => Math.min(1, Math.max(0, x))) },
  };
};

/** At most `most` held-out pictures of a prepared set, evenly chosen. Needs a tfjs backend. */
export const measureSet = async (upscaling: Upscaling, name: string, most: number, shown = 4): Promise<Measurement> => {
  const set = readDataSet(name), [height = 0, width = 0, channels = 0] = set.about.shape, [start, end] = set.about.splits.test;
  if (channels !== 3 || height % UPSCALE > 0 || width % UPSCALE > 0 || Math.min(height, width) < 64) throw badArgument(`The data set ${name} must hold colour pictures of at least 64 x 64 pixels, sides that ${UPSCALE} divides; they are ${set.about.shape.join(' x ')}.`);
  const count = Math.min(most, end - start), bicubic: Likeness[] = [], upscaled: Likeness[] = [], first: Compared[] = [];
  for (let i = 0; i < count; i++) {
    const compared = await compare(upscaling, { height, width, data: itemsOf(set, [start + Math.floor((i * (end - start)) / count)]) });
    bicubic.push(likeness(compared.bicubic, compared.original));
    upscaled.push(likeness(compared.upscaled, compared.original));
    if (i < shown) first.push(compared);
  }
  const share = (closer: (a: Likeness, b: Likeness) => boolean): number => upscaled.filter((each, i) => closer(each, bicubic[i]!)).length / count;
  return { set: name, count, bicubic: mean(bicubic), upscaled: mean(upscaled), closer: { ssim: share((a, b) => a.ssim > b.ssim), gmsd: share((a, b) => a.gmsd < b.gmsd) }, shown: first };
};
