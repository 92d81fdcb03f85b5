// The recipe into PNG files: an international text chunk behind the header, where it is found without reading the pixels.

import { strToU8 } from 'fflate';
import { badArgument } from '../core/errors.ts';
import { chunk, chunksOf } from './png-chunks.ts';
import { RECIPE_TAG } from './recipe-tag.ts';

/** The chunk with a recipe's text: keyword, no compression, no language, UTF-8. */
export const recipeChunk = (text: string): Uint8Array<ArrayBuffer> => chunk('iTXt', strToU8(`${RECIPE_TAG}\0\0\0\0\0${text}`));

const isRecipeChunk = (type: string, data: Uint8Array): boolean =>
  /^[itz][TE]Xt$/.test(type) && data[RECIPE_TAG.length] === 0 && String.fromCharCode(...data.subarray(0, RECIPE_TAG.length)) === RECIPE_TAG;

/** A PNG file with a recipe's text in it, in place of another that it may have had; throws where the bytes are no PNG. */
export const embedRecipe = (png: Uint8Array, text: string): Uint8Array<ArrayBuffer> => {
  const chunks = [...chunksOf(png)], [header] = chunks;
  if (header?.type !== 'IHDR') throw badArgument('A recipe travels in a PNG file; this is none.');
  const old = chunks.filter(({ type, data }) => isRecipeChunk(type, data));
  const parts = [png.subarray(0, header.to), recipeChunk(text)];
  let from = header.to;
  for (const gone of old) {
    parts.push(png.subarray(from, gone.from));
    from = gone.to;
  }
  parts.push(png.subarray(from));
  const made = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
};
