// Pictures of which only a few dozen exist: the landscapes in assets, and nine Van Goghs whose scans lie in Debian
// packages. Cut into squares, a picture gives as few as cover it, and all of them stay in one part.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataUnusable, reason } from '../../../core/errors.ts';
import { random, type Random } from '../../../core/random.ts';
import { classColumn } from '../../../train/data/attributes.ts';
import type { DataDraft } from '../../../train/data/data-set.ts';
import { inRoot } from '../../root.ts';
import type { MakeOptions } from '../catalogue.ts';
import { debianPackage } from '../debian.ts';
import { coveringSquares, drawPictures, measurePicture, readPicture, type Region, type Shape } from '../pictures.ts';
import { damaged } from '../place.ts';

type Row = Readonly<Record<string, string>>;

/** A picture to cut from, and the part of it that counts. */
export interface Whole { readonly input: string | Uint8Array; readonly region: Region }

/** Lines of a table whose first line names the columns. */
const readTable = (path: string): Row[] => {
  if (!existsSync(path)) throw dataUnusable(`${path} is missing.`, 'Check out the repository again.');
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
};

interface Piece { readonly input: string | Uint8Array; readonly picture: number; readonly region?: Region }

/** Cuts `region`s (all of a picture where there are none) out of the pictures; `groups` says which picture an item is of. */
const draw = async (pieces: readonly Piece[], shape: Shape, progress: MakeOptions['progress']): Promise<Pick<DataDraft, 'items' | 'shape' | 'groups'>> => {
  const { items } = await drawPictures(pieces.length, shape, (i) => readPicture(pieces[i]!.input, shape, pieces[i]!.region), progress);
  return { items, shape, groups: pieces.map(({ picture }) => picture) };
};

const LANDSCAPES = inRoot('assets', 'datasets', 'landscapes');

const aboutLandscapes = (rows: readonly Row[]): Pick<DataDraft, 'licence' | 'credits' | 'sources'> => ({
  licence: 'public domain, as stated in the package they come from',
  credits: ['assets/datasets/landscapes/CREDITS.tsv has a line for every picture'],
  sources: [...new Set(rows.map((row) => row['package']!.replace(' ', '@')))],
});

/** The photographs, whole, and what is said of them. */
export const photographs = (): { readonly wholes: readonly Whole[]; readonly rows: readonly Row[] } & Pick<DataDraft, 'licence' | 'credits' | 'sources'> => {
  const rows = readTable(join(LANDSCAPES, 'CREDITS.tsv'));
  return { rows, wholes: rows.map((row) => ({ input: join(LANDSCAPES, row['file']!), region: { left: 0, top: 0, width: 720, height: 360 } })), ...aboutLandscapes(rows) };
};

export const landscapes = async ({ size, progress }: MakeOptions): Promise<DataDraft> => {
  const rows = readTable(join(LANDSCAPES, 'CREDITS.tsv'));
  const shape: Shape = size === 0 ? [360, 720, 3] : [size, size, 3];
  const pieces = rows.flatMap((row, picture): Piece[] => {
    const input = join(LANDSCAPES, row['file']!);
    return size === 0 ? [{ input, picture }] : coveringSquares(720, 360).map((region) => ({ input, picture, region }));
  });
  const drawn = await draw(pieces, shape, progress).catch((error: unknown) => {
    throw dataUnusable(`A picture in assets/datasets/landscapes cannot be read (${reason(error)}).`, 'Check out the repository again.');
  });
  return {
    ...drawn,
    title: `Landscapes: ${size === 0 ? `${rows.length} photographs` : `${pieces.length} squares of ${rows.length} photographs`}`,
    columns: { category: classColumn(pieces.map(({ picture }) => rows[picture]!['category']!)) },
    names: pieces.map(({ picture }) => rows[picture]!['file']!),
    ...aboutLandscapes(rows),
  };
};

/** Photographs of few and large forms, each another light. */
const EIGHT = ['dune-06', 'beach-06', 'sky-07', 'badlands-04', 'sea-02', 'sky-09', 'desert-02', 'mountain-02'];

/** The middle squares of eight; none is held out, since a picture that is fitted is known. */
export const eightLandscapes = async ({ size, progress }: Pick<MakeOptions, 'size' | 'progress'>): Promise<DataDraft> => {
  const rows = readTable(join(LANDSCAPES, 'CREDITS.tsv')).filter((row) => EIGHT.includes(row['file']!.replace('.jpg', '')));
  const pieces = EIGHT.map((name, picture): Piece => ({ input: join(LANDSCAPES, `${name}.jpg`), picture, region: { left: 180, top: 0, width: 360, height: 360 } }));
  const { groups: _, ...drawn } = await draw(pieces, [size, size, 3], progress);
  return { ...drawn, title: 'Eight landscapes, in squares', columns: {}, names: EIGHT, test: 0, ...aboutLandscapes(rows) };
};

/** Shares of a photograph's shorter side that a square may take. */
const CROPS = [.6, 1] as const;

/** `count` squares by chance, each photograph as often as any other; only those that are `wanted`, which draws the others' chance all the same. */
export const landscapeCrops = async ({ size, count, seed, progress }: MakeOptions, wanted: (picture: number, square: number) => boolean = () => true): Promise<DataDraft> => {
  const rows = readTable(join(LANDSCAPES, 'CREDITS.tsv')), chance = random(seed, 'crops');
  const pieces = Array.from({ length: count }, (_, i): Piece => {
    const picture = i % rows.length;
    return { input: join(LANDSCAPES, rows[picture]!['file']!), picture, region: chanceSquare(chance, 720, 360, CROPS) };
  }).filter(({ picture }, i) => wanted(picture, i));
  const drawn = await draw(pieces, [size, size, 3], progress).catch((error: unknown) => {
    throw dataUnusable(`A picture in assets/datasets/landscapes cannot be read (${reason(error)}).`, 'Check out the repository again.');
  });
  return {
    ...drawn,
    title: `Landscape crops: ${pieces.length} squares of ${rows.length} photographs`,
    columns: { category: classColumn(pieces.map(({ picture }) => rows[picture]!['category']!)) },
    ...aboutLandscapes(rows),
  };
};

/** A square by chance within `width` x `height`, as large as a share of the shorter side. */
export const chanceSquare = (chance: Random, width: number, height: number, [least, most]: readonly [number, number]): Region => {
  const side = Math.round(Math.min(width, height) * (least + (most - least) * chance.uniform()));
  return { left: chance.int(width - side + 1), top: chance.int(height - side + 1), width: side, height: side };
};

const GCOMPRIS = { name: 'gcompris-qt-data', version: '3.1-2' }, OPENCV = { name: 'opencv-doc', version: '4.6.0+dfsg-12' };

/** A WebP file out of Qt's archive, where it lies uncompressed. */
const webpAt = (archive: Buffer, path: string, offset: number, length: number): Uint8Array => {
  const bytes = archive.subarray(offset, offset + length);
  const isWebp = bytes.length === length && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.readUInt32LE(4) + 8 <= length && bytes.toString('latin1', 8, 12) === 'WEBP';
  if (!isWebp) throw damaged(path, `no picture at byte ${offset}`);
  return bytes;
};

const cropOf = (crop: string): Region => {
  const [width = 0, height = 0, left = 0, top = 0] = crop.split(/[x+]/).map(Number);
  return { left, top, width, height };
};

const VANGOGH_CREDITS = inRoot('assets', 'datasets', 'vangogh', 'CREDITS.tsv');

/** The nine paintings without their frames, and what is said of them. */
export const paintings = async (): Promise<{ readonly wholes: readonly Whole[]; readonly rows: readonly Row[] } & Pick<DataDraft, 'licence' | 'credits' | 'sources'>> => {
  const rows = readTable(VANGOGH_CREDITS);
  const gcompris = debianPackage(GCOMPRIS.name, GCOMPRIS.version), opencv = debianPackage(OPENCV.name, OPENCV.version);
  const path = join(gcompris.folder, 'usr/share/gcompris-qt/rcc/details.rcc');
  const archive = readFileSync(path);
  const sources = rows.map(({ original = '', offset = '', length = '' }) =>
    offset === '-' ? join(opencv.folder, 'usr/share/doc/opencv-doc/examples/data', original) : webpAt(archive, path, Number(offset), Number(length)));
  for (const input of sources) await measurePicture(input).catch((error: unknown) => { throw damaged(typeof input === 'string' ? input : path, reason(error)); });
  return {
    rows, wholes: rows.map(({ crop = '' }, picture) => ({ input: sources[picture]!, region: cropOf(crop) })),
    licence: 'The paintings are in the public domain (the artist died in 1890). Of the scans, eight are marked public domain beside the file and GPL-3 in the package\'s copyright file; of starry_night.jpg nothing is said alone (package: Apache-2.0 AND BSD-3-Clause). Learn from them, do not hand them on',
    credits: ['Vincent van Gogh; scans as listed in assets/datasets/vangogh/CREDITS.tsv'],
    sources: [gcompris.source, opencv.source],
  };
};

/** A square of a picture's counting part, in the picture's own pixels. */
export const placed = ({ region: { left, top } }: Whole, square: Region): Region => ({ ...square, left: left + square.left, top: top + square.top });

export const vangogh = async ({ size, progress }: MakeOptions): Promise<DataDraft> => {
  const { wholes, rows, ...about } = await paintings();
  const pieces = wholes.flatMap((whole, picture): Piece[] => coveringSquares(whole.region.width, whole.region.height).map((square) => ({ input: whole.input, picture, region: placed(whole, square) })));
  return {
    ...await draw(pieces, [size, size, 3], progress),
    title: `Vincent van Gogh: ${pieces.length} squares of ${rows.length} paintings`,
    columns: { painting: classColumn(pieces.map(({ picture }) => rows[picture]!['title']!), rows.map(({ title = '' }) => title)) },
    names: pieces.map(({ picture }) => `${rows[picture]!['title']!} (${rows[picture]!['year']!})`),
    ...about,
  };
};
