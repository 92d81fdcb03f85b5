// Letters and digits of some 650 open faces, with weight and slant as the font files state them and the share of ink as
// it is measured. Faces that no one could read (dingbats, boxes, outlines) are left out: what tells their letters
// apart is not what tells letters apart elsewhere.

import { classColumn, numberColumn } from '../../../train/data/attributes.ts';
import type { DataDraft } from '../../../train/data/data-set.ts';
import type { MakeOptions } from '../catalogue.ts';
import { debianPackage } from '../debian.ts';
import { drawLetters, facesIn, LETTERS, type Face } from '../faces-of-type.ts';

const OFL = 'OFL-1.1', ARKANDIS = 'Hirwen Harendal, Arkandis Digital Foundry', GPL = 'GPL-2+ with font exception';

/** `text` leaves out the display faces, which call themselves regular and upright whatever they look like. */
export const STYLES = ['all', 'text'] as const;
const DISPLAY = 'fonts-aenigma';

const PACKAGES: readonly (readonly [name: string, licence: string, author: string])[] = [
  [DISPLAY, 'may be handed on and changed, with credit', 'Brian Kent'],
  ['fonts-adf-accanthis', GPL, ARKANDIS], ['fonts-adf-gillius', GPL, ARKANDIS], ['fonts-adf-romande', GPL, ARKANDIS],
  ['fonts-adf-tribun', GPL, ARKANDIS], ['fonts-adf-verana', GPL, ARKANDIS],
  ['fonts-averia-sans-gwf', OFL, 'Dan Sayers'], ['fonts-averia-serif-gwf', OFL, 'Dan Sayers'],
  ['fonts-b612', OFL, 'Airbus'], ['fonts-cantarell', OFL, 'Dave Crossland, Jakub Steiner'], ['fonts-comfortaa', OFL, 'Johan Aakerlund'],
  ['fonts-crosextra-carlito', OFL, 'Łukasz Dziedzic'], ['fonts-ebgaramond', OFL, 'Georg Duffner'],
  ['fonts-inter', OFL, 'The Inter Project Authors'], ['fonts-jetbrains-mono', 'Apache-2.0', 'JetBrains'],
  ['fonts-lato', OFL, 'Łukasz Dziedzic'], ['fonts-league-spartan', OFL, 'Micah Rich'],
  ['fonts-linuxlibertine', `${GPL}, or ${OFL}`, 'Philipp H. Poll'], ['fonts-open-sans', 'Apache-2.0', 'Google'],
  ['fonts-quicksand', OFL, 'The Quicksand Project Authors'], ['fonts-texgyre', 'GUST font licence', 'Bogusław Jackowski, Janusz M. Nowacki'],
  ['fonts-vollkorn', OFL, 'Friedrich Althausen'], ['fonts-yanone-kaffeesatz', OFL, 'Jan Gerner'],
];

/** Faces are judged at this size, whatever size is asked for. */
const JUDGED = 32;
/** Least score of a readable face: dingbats have about 0, letters in boxes less, half of all faces more than .5. */
const READABLE = .16;

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

/** Correlation of two pictures' pixels, -1..1; 0 where one is flat. */
const likeness = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const middleA = mean(a), middleB = mean(b);
  let both = 0, aa = 0, bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]! - middleA, y = b[i]! - middleB;
    both += x * y;
    aa += x * x;
    bb += y * y;
  }
  return both / (Math.sqrt(aa * bb) || 1);
};

/** The letters less their mean, which leaves what tells them apart: frames, shadows and the mere blob go. */
const distinct = (letters: ArrayLike<number>, pixels: number): Float32Array => {
  const common = new Float32Array(pixels);
  for (let i = 0; i < letters.length; i++) common[i % pixels]! += letters[i]! * (pixels / letters.length);
  return Float32Array.from(letters, (value, i) => value - common[i % pixels]!);
};

/** For each face, how much what tells its letters apart is like what tells the mean letters of all faces apart, -1..1. */
export const readability = (faces: readonly Uint8Array[], pixels: number): number[] => {
  const average = new Float32Array(faces[0]?.length ?? 0);
  for (const letters of faces) for (let i = 0; i < average.length; i++) average[i]! += letters[i]! / faces.length;
  const usual = distinct(average, pixels);
  return faces.map((letters) => {
    const own = distinct(letters, pixels);
    return mean(Array.from({ length: own.length / pixels }, (_, k) => likeness(own.subarray(k * pixels, (k + 1) * pixels), usual.subarray(k * pixels, (k + 1) * pixels))));
  });
};

export interface Drawn { readonly face: Face; readonly letters: Uint8Array }

const drawFaces = async (faces: readonly Face[], size: number, progress: MakeOptions['progress']): Promise<Drawn[]> => {
  const drawn: Drawn[] = [];
  for (const [i, face] of faces.entries()) {
    const letters = await drawLetters(face, size);
    if (letters) drawn.push({ face, letters });
    progress(i + 1, faces.length);
  }
  return drawn;
};

export interface Readable {
  /** With their letters at `size`. */
  readonly kept: readonly Drawn[];
  /** The same for faces of the same family, which are too much alike to learn from one and be tested on another. */
  readonly family: (face: Face) => number;
  readonly about: Pick<DataDraft, 'licence' | 'credits' | 'sources'>;
}

/** The faces of a style that people can read. */
export const readableFaces = async ({ size, style, progress, notice }: Pick<MakeOptions, 'size' | 'style' | 'progress' | 'notice'>): Promise<Readable> => {
  const used = PACKAGES.filter(([name]) => style === 'all' || name !== DISPLAY);
  const packages = used.map(([name]) => debianPackage(name));
  const seen = new Set<string>();
  const faces = packages.flatMap(({ folder }) => facesIn(folder)).filter(({ name }) => !seen.has(name) && seen.add(name));
  const judged = await drawFaces(faces, JUDGED, progress);
  const score = readability(judged.map(({ letters }) => letters), JUDGED ** 2);
  const readable = judged.filter((_, i) => score[i]! >= READABLE);
  notice(`${readable.length} of ${faces.length} faces are kept; the others cannot be read.`);
  const kept = size === JUDGED ? readable : await drawFaces(readable.map(({ face }) => face), size, progress);
  const families = [...new Set(kept.map(({ face: { family } }) => family.split(' ')[0]!))];
  return {
    kept,
    family: (face) => families.indexOf(face.family.split(' ')[0]!),
    about: {
      licence: 'free licences, different ones: see credits',
      credits: used.map(([name, licence, author]) => `${author}: ${name} (${licence})`),
      sources: packages.map(({ source }) => source),
    },
  };
};

export const glyphs = async (options: MakeOptions): Promise<DataDraft> => {
  const { size, style } = options, { kept, family, about } = await readableFaces(options);
  const items = new Uint8Array(kept.length * LETTERS.length * size * size);
  for (const [i, { letters }] of kept.entries()) items.set(letters, i * letters.length);
  const perLetter = <T>(value: (drawn: Drawn, letter: string) => T): T[] => kept.flatMap((drawn) => LETTERS.map((letter) => value(drawn, letter)));
  const inks = new Map(kept.map(({ face, letters }) => [face, mean(letters) / 255]));
  return {
    title: `Glyphs: A-Z, a-z, 0-9 of ${kept.length} ${style === 'all' ? '' : 'text '}faces`,
    shape: [size, size, 1], items,
    columns: {
      character: classColumn(perLetter((_, letter) => letter), LETTERS),
      weight: numberColumn(perLetter(({ face }) => face.weight)),
      slant: numberColumn(perLetter(({ face }) => face.slant)),
      ink: numberColumn(perLetter(({ face }) => inks.get(face)!)),
      face: classColumn(perLetter(({ face }) => face.name)),
    },
    groups: perLetter(({ face }) => family(face)),
    ...about,
  };
};
