// A folder of the user's own pictures, with its subfolders, whose names become classes. What cannot be read is named and
// left out.

import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { badArgument, dataUnusable, reason } from '../../../core/errors.ts';
import { classColumn } from '../../../train/data/attributes.ts';
import type { DataDraft } from '../../../train/data/data-set.ts';
import type { MakeOptions } from '../catalogue.ts';
import { drawPictures, readPicture } from '../pictures.ts';

/** Endings that promise a picture; other files are passed over without a word. */
const PICTURE = /\.(jpe?g|png|webp|gif|avif|tiff?|bmp|heic|svg)$/i;
const NAMED = 20;

const list = (path: string): string[] => {
  try {
    if (!statSync(path).isDirectory()) throw new Error('it is not a folder');
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/')).filter((file) => PICTURE.test(file)).sort();
  } catch (error) {
    throw badArgument(`The folder ${path} cannot be read: ${reason(error)}.`);
  }
};

export const folder = async ({ path, size, progress, notice }: MakeOptions): Promise<DataDraft> => {
  const files = list(path);
  if (files.length === 0) throw badArgument(`There are no pictures in ${path} (JPEG, PNG, WebP, GIF, AVIF, TIFF or SVG).`);
  const leftOut: string[] = [];
  const { items, kept } = await drawPictures(files.length, [size, size, 3], (i) => readPicture(join(path, files[i]!), [size, size, 3]).catch((error: unknown) => {
    leftOut.push(`${files[i]!} (${reason(error)})`);
    return undefined;
  }), progress);
  if (leftOut.length > 0) {
    const more = leftOut.length > NAMED ? ` and ${leftOut.length - NAMED} more` : '';
    notice(`Left out, because they cannot be read: ${leftOut.sort().slice(0, NAMED).join(', ')}${more}.`);
  }
  if (kept.length === 0) throw dataUnusable(`No picture in ${path} could be read.`);
  const names = kept.map((i) => files[i]!);
  const places = names.map((name) => dirname(name));
  return {
    title: `${names.length} pictures of one folder`,
    shape: [size, size, 3], items, columns: new Set(places).size > 1 ? { folder: classColumn(places) } : {}, names,
    licence: 'that of the pictures, which only their owner knows', credits: [], sources: [],
  };
};
