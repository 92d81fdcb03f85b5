// The recipe out of files: PNG text chunks and GIF comments here, films' metadata by mediabunny. Whatever a file holds, it is bounded work,
// nothing is thrown, and the answer is JSON that nobody has checked yet.

import { strFromU8, Unzlib } from 'fflate';
import { commentsIn, isGif } from './gif-blocks.ts';
import type { Input } from 'mediabunny';
import { chunksOf, isPng } from './png-chunks.ts';
import { RECIPE_TAG } from './recipe-tag.ts';

/** Bytes of text that are read as a recipe. */
export const MAX_TEXT = 4 * 2 ** 20;
/** Bytes of a picture that are looked through: more than any that flows into a piece. Our own recipe stands at the front. */
const MAX_PICTURE = 64 * 2 ** 20;
/** Compressed bytes that are unpacked at a time: what they become is a thousand times as much at most. */
const SLICE = 1024;

/** Bytes packed by zlib, unpacked; undefined where they are damaged, cut off or become more than `most`. */
const unpack = (packed: Uint8Array, most: number): Uint8Array | undefined => {
  const parts: Uint8Array[] = [];
  let size = 0, ended = false;
  const stream = new Unzlib((part, last) => {
    parts.push(part);
    size += part.length;
    ended = last;
  });
  try {
    for (let from = 0; from < packed.length && size <= most; from += SLICE) stream.push(packed.subarray(from, from + SLICE), from + SLICE >= packed.length);
  } catch {
    return undefined;
  }
  if (!ended || size > most) return undefined;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** A text chunk in any of its three kinds, in which other programs may have written it again. */
const textOf = (type: string, data: Uint8Array): string | undefined => {
  const split = (from: number): number => data.indexOf(0, from);
  const end = split(0);
  if (end !== RECIPE_TAG.length || strFromU8(data.subarray(0, end), true) !== RECIPE_TAG) return undefined;
  let from = end + 1, packed = false;
  if (type === 'zTXt') {
    packed = true;
    from++;
  } else if (type === 'iTXt') {
    packed = data[from] === 1;
    const language = split(from + 2), translated = language < 0 ? -1 : split(language + 1);
    if (translated < 0) return undefined;
    from = translated + 1;
  }
  const body = data.subarray(from), bytes = packed ? unpack(body, MAX_TEXT) : body;
  return bytes && bytes.length <= MAX_TEXT ? strFromU8(bytes, type !== 'iTXt') : undefined;
};

/** JSON of a recipe's text; undefined where it is no object. */
const parsed = (text: unknown): unknown => {
  if (typeof text !== 'string' || text.length > MAX_TEXT) return undefined;
  try {
    const raw: unknown = JSON.parse(text);
    return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : undefined;
  } catch {
    return undefined;
  }
};

/** The recipe in a PNG file's bytes, unchecked; undefined where there is none that can be read. A file that is cut off is read as far as it goes. */
export const recipeInPng = (bytes: Uint8Array): unknown => {
  for (const { type, data } of chunksOf(bytes)) {
    if (type !== 'iTXt' && type !== 'tEXt' && type !== 'zTXt') continue;
    const recipe = parsed(textOf(type, data));
    if (recipe !== undefined) return recipe;
  }
  return undefined;
};

/** The recipe in a GIF's comments, likewise. */
const recipeInGif = (bytes: Uint8Array): unknown => {
  for (const text of commentsIn(bytes, MAX_TEXT)) {
    const recipe = text.startsWith(`${RECIPE_TAG} `) ? parsed(text.slice(RECIPE_TAG.length)) : undefined;
    if (recipe !== undefined) return recipe;
  }
  return undefined;
};

/** The recipe in a film's metadata, unchecked; undefined where there is none that can be read. Never rejects. */
export const recipeInTags = async (input: Input): Promise<unknown> => {
  try {
    const { raw = {}, comment } = await input.getMetadataTags();
    // ffmpeg writes the names of tags in capitals, behind what they are of (MOVIE/), and knows no names of ours in MP4: there a comment may hold it.
    const tagged = Object.entries(raw).find(([key]) => key.toLowerCase().replace(/^.*\//, '') === RECIPE_TAG)?.[1];
    return parsed(tagged instanceof Uint8Array ? strFromU8(tagged.subarray(0, MAX_TEXT)) : tagged) ?? parsed(comment);
  } catch {
    return undefined;
  }
};

/** The recipe in an MP4 or WebM file, likewise. */
const recipeInFilm = async (file: Blob): Promise<unknown> => {
  const { BlobSource, Input, MATROSKA, MP4, QTFF, WEBM } = await import('mediabunny');
  const input = new Input({ source: new BlobSource(file), formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    return await recipeInTags(input);
  } finally {
    input.dispose();
  }
};

/** The recipe that a picture or a film carries, unchecked; undefined where it carries none. Never rejects. */
export const recipeInFile = async (file: Blob): Promise<unknown> => {
  try {
    const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
    const beginning = async (): Promise<Uint8Array> => new Uint8Array(await file.slice(0, MAX_PICTURE).arrayBuffer());
    if (isPng(head)) return recipeInPng(await beginning());
    if (isGif(head)) return recipeInGif(await beginning());
    return await recipeInFilm(file);
  } catch {
    return undefined;
  }
};
