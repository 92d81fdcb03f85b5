// Every data set by name: what it is in a line, which options it takes with their range and default, and who makes it.

import type { DataDraft } from '../../train/data/data-set.ts';
import { gaussiansGrid, gaussiansRing, swissRoll } from '../../train/data/points.ts';
import { SCENE_KINDS, scenes } from '../../train/data/scenes.ts';
import { fashionMnist, mnist } from './sets/digits.ts';
import { emoji, emojiPairs, STYLES as TONES } from './sets/emoji.ts';
import { faces, STYLES as FACES } from './sets/faces.ts';
import { folder } from './sets/folder.ts';
import { glyphs, STYLES as TYPE } from './sets/glyphs.ts';
import { landscapeCrops, landscapes, eightLandscapes, vangogh } from './sets/photographs.ts';
import { typesetDigits } from './sets/typeset-digits.ts';
import { landscapesVangogh, portraits } from './sets/unpaired.ts';

export type NumberOption = 'size' | 'count' | 'seed';

/** What a maker is given: every option of its entry with a value. */
export interface MakeOptions {
  readonly size: number;
  readonly count: number;
  readonly seed: number;
  readonly style: string;
  /** The folder of `folder PATH`. */
  readonly path: string;
  /** Told now and then how far the work is; and a sentence about what was left out. */
  readonly progress: (done: number, total: number) => void;
  readonly notice: (sentence: string) => void;
}

export interface Entry {
  readonly summary: string;
  readonly options?: Readonly<Partial<Record<NumberOption, readonly [min: number, max: number, fallback: number]>>>;
  /** The first is the default. */
  readonly styles?: readonly string[];
  /** What the word after the name must be. */
  readonly path?: string;
  readonly make: (options: MakeOptions) => DataDraft | Promise<DataDraft>;
}

const COUNT = [10, 1_000_000, 10_000] as const, SEED = [0, 999_999_999, 1] as const;
const POINTS = { count: [10, 1_000_000, 100_000], seed: SEED } as const;

export const CATALOGUE: Readonly<Record<string, Entry>> = {
  'mnist': { summary: 'handwritten digits, 28 x 28 grey, 70,000, labels', make: mnist },
  'fashion-mnist': { summary: 'articles of clothing, 28 x 28 grey, 70,000, labels', make: fashionMnist },
  'posters': { summary: 'faces on coloured paper, half with glasses, half bearded', options: { size: [16, 512, 64], count: [10, 1_000_000, 20_000], seed: SEED }, make: (options) => faces({ ...options, style: 'posters' }) },
  'faces': { summary: 'drawn faces in colour or ink, as many as wanted, attributes', options: { size: [16, 512, 64], count: COUNT, seed: SEED }, styles: FACES, make: faces },
  'emoji': { summary: 'Fluent emoji in 3D, colour, names', options: { size: [16, 256, 256] }, styles: TONES, make: emoji },
  'emoji-pairs': { summary: 'Fluent emoji, flat and shaded: the same drawing in two ways', options: { size: [16, 512, 64] }, styles: TONES, make: emojiPairs },
  'glyphs': { summary: 'letters and digits of some 650 open faces, grey, weight and slant', options: { size: [16, 128, 32] }, styles: TYPE, make: glyphs },
  'typeset-digits': { summary: 'digits of some 400 text faces, grey, weight and slant known', options: { size: [16, 128, 28], seed: SEED }, make: typesetDigits },
  'landscapes': { summary: 'public-domain photographs, 720 x 360 or squares with --size', options: { size: [16, 360, 0] }, make: landscapes },
  'landscape-crops': { summary: 'squares cut by chance out of the same photographs', options: { size: [16, 256, 64], count: COUNT, seed: SEED }, make: landscapeCrops },
  'eight-landscapes': { summary: 'eight of the photographs, in squares: what a CPPN is fitted to', options: { size: [16, 360, 128] }, make: eightLandscapes },
  'vangogh': { summary: 'nine paintings by Van Gogh in squares', options: { size: [16, 480, 360] }, make: vangogh },
  'portraits': { summary: 'faces in ink and, beside each, another in colour: unpaired', options: { size: [16, 512, 64], count: COUNT, seed: SEED }, make: portraits },
  'landscapes-vangogh': { summary: 'squares of the photographs and of the paintings: unpaired', options: { size: [16, 256, 128], count: COUNT, seed: SEED }, make: landscapesVangogh },
  'folder': { summary: 'your own pictures: the middle square of each', path: 'PATH', options: { size: [8, 1024, 64] }, make: folder },
  'gaussians-ring': { summary: 'points: eight modes on a circle', options: POINTS, make: gaussiansRing },
  'gaussians-grid': { summary: 'points: twenty-five modes on a grid', options: POINTS, make: gaussiansGrid },
  'swiss-roll': { summary: 'points: a spiral', options: POINTS, make: swissRoll },
  'scenes': { summary: 'drawn pictures with known attributes: shapes or landscapes', options: { size: [8, 256, 32], count: COUNT, seed: SEED }, styles: SCENE_KINDS, make: scenes },
};
