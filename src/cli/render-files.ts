// The files of a rendering: written whole or not at all, and known again. A picture carries its recipe, so one that is there
// already is recognised by what it shows, not by its date.

import { closeSync, existsSync, mkdirSync, accessSync, constants, openSync, readFileSync, readSync, fstatSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { badArgument, reason } from '../core/errors.ts';
import { recipeInPng } from '../record/extract.ts';
import { recipeText } from '../record/recipe-tag.ts';

/** Throws a sentence where nothing can be written beside `path`. */
export const prepareFolder = (path: string): void => {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw badArgument(`--out: nothing can be written to ${folder} (${reason(error)}).`);
  }
};

/** A machine that is taken away in the middle leaves no half file under the name of a whole one. */
const partial = (path: string): string => `${path}.part`;

export const writeWhole = (path: string, bytes: Uint8Array): void => {
  writeFileSync(partial(path), bytes);
  renameSync(partial(path), path);
};

/** Has a file written under the name that is handed out, and gives it its own when it is whole. */
export const writeBy = async (path: string, write: (partial: string) => Promise<void>): Promise<void> => {
  try {
    await write(partial(path));
  } catch (error) {
    rmSync(partial(path), { force: true });
    throw error;
  }
  renameSync(partial(path), path);
};

/** Writes a file from bytes that come one after the other. */
export const writeStream = (path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> => writeBy(path, async (name) => {
  const file = openSync(name, 'w');
  try {
    for await (const chunk of chunks) for (let from = 0; from < chunk.length;) from += writeSync(file, chunk, from);
  } finally {
    closeSync(file);
  }
});

const END = Buffer.from('IEND');

export interface Written {
  readonly width: number;
  readonly height: number;
  /** Recipe and moment; undefined where it carries none. */
  readonly recipe: unknown;
}

/** What a PNG file on disk is; undefined where there is none, or only the beginning of one. Reads its beginning and its end. */
export const writtenPicture = (path: string): Written | undefined => {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file), tail = Buffer.alloc(8);
    if (size < 57 || readSync(file, tail, 0, 8, size - 8) < 8 || !tail.subarray(0, 4).equals(END)) return undefined;
  } finally {
    closeSync(file);
  }
  const bytes = readFileSync(path), view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20), recipe: recipeInPng(bytes) };
};

/** Whether a picture on disk is the one that would be rendered: of this size, from this recipe's text. */
export const isRendered = (path: string, width: number, height: number, text: string): boolean => {
  const found = writtenPicture(path);
  return found?.width === width && found.height === height && found.recipe !== undefined && recipeText(found.recipe) === text;
};
