// A pack: some held-out items of a set as sheets of pictures (the items; each column of pictures) and what the set knows of
// them, small enough to lie in assets/datasets, so that weights can be judged from a fresh clone.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import sharp from 'sharp';
import type { HeldColumn, HeldOut } from '#nets';
import { dataUnusable, reason } from '../../core/errors.ts';
import { sizeOf, type DataSet } from '../../train/data/data-set.ts';

/** `columns.json`. */
interface About {
  readonly count: number;
  readonly shape: readonly number[];
  readonly columns: Readonly<Record<string, { readonly classes?: readonly string[]; readonly values: readonly number[] }>>;
  /** Columns of pictures like the items, a sheet each. */
  readonly pictures?: readonly string[];
}

/** Columns that hold, for each item, another picture of its shape. */
export const pictureColumns = ({ shape, columns }: DataSet['about']): string[] =>
  Object.entries(columns).filter(([, { shape: of, type }]) => type === 'u8' && of.length === 3 && of.join() === shape.join()).map(([name]) => name);

/** Items in a row of the sheet. */
const ACROSS = 20;

/** Where channel c of pixel (x, y) of item n lies in the sheet. */
const place = ([height, width, channels]: readonly [number, number, number], k: number): number => {
  const c = k % channels, x = Math.floor(k / channels) % width, y = Math.floor(k / (channels * width)) % height, n = Math.floor(k / (channels * width * height));
  return (((Math.floor(n / ACROSS) * height + y) * ACROSS + n % ACROSS) * width + x) * channels + c;
};

/** Writes held-out items at even steps through the test part, at most `most` of them. Items must be pictures of bytes. */
export const writePack = async (folder: string, { about, items, columns }: DataSet, most: number): Promise<void> => {
  const [start, end] = about.splits.test, count = Math.min(most, end - start), shape = about.shape as [number, number, number];
  const chosen = Array.from({ length: count }, (_, i) => start + Math.floor(i * (end - start) / count));
  const [height, width, channels] = shape, size = sizeOf(shape), down = Math.ceil(count / ACROSS);
  const writeSheet = async (name: string, from: DataSet['items']): Promise<void> => {
    const sheet = new Uint8Array(ACROSS * width * down * height * channels);
    for (let k = 0; k < count * size; k++) sheet[place(shape, k)] = from[chosen[Math.floor(k / size)]! * size + k % size]!;
    writeFileSync(join(folder, `${name}.png`), await sharp(sheet, { raw: { width: ACROSS * width, height: down * height, channels: channels as 1 | 3 } })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb').png({ compressionLevel: 9, adaptiveFiltering: channels === 3 }).toBuffer());
  };
  const pictures = pictureColumns(about);
  const known = Object.fromEntries(Object.entries(about.columns).flatMap(([name, { classes, shape: of }]) =>
    (of.length > 0 ? [] : [[name, { ...(classes ? { classes } : {}), values: chosen.map((i) => Number(columns[name]![i]!.toPrecision(6))) }]])));
  mkdirSync(folder, { recursive: true });
  await writeSheet('sheet', items);
  for (const name of pictures) await writeSheet(name, columns[name]!);
  writeFileSync(join(folder, 'columns.json'), `${JSON.stringify({ count, shape, columns: known, ...(pictures.length > 0 ? { pictures } : {}) } satisfies About)}\n`);
};

/** The first `most` items of a pack. Throws a sentence where its files are missing or do not fit. */
export const readPack = (folder: string, most: number): HeldOut => {
  try {
    const { count: all, shape, columns, pictures } = JSON.parse(readFileSync(join(folder, 'columns.json'), 'utf8')) as About;
    const count = Math.min(most, all), size = sizeOf(shape), scale = 1 / 255;
    const readSheet = (name: string): Float32Array => {
      const { data } = decode(readFileSync(join(folder, `${name}.png`)));
      if (data.length !== ACROSS * Math.ceil(all / ACROSS) * size) throw new Error(`${name}.png does not hold ${all} pictures`);
      return Float32Array.from({ length: count * size }, (_, k) => data[place(shape as [number, number, number], k)]! * scale);
    };
    return {
      items: readSheet('sheet'), shape, count,
      ...(pictures ? { pictures: Object.fromEntries(pictures.map((name) => [name, readSheet(name)])) } : {}),
      columns: Object.fromEntries(Object.entries(columns).map(([name, { classes, values }]): [string, HeldColumn] =>
        [name, classes ? { values: Uint8Array.from(values.slice(0, count)), classes } : { values: Float32Array.from(values.slice(0, count)) }])),
    };
  } catch (error) {
    throw dataUnusable(`The held-out pictures in ${folder} cannot be read (${reason(error)}).`, 'Check out the repository again.');
  }
};
