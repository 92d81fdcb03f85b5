// What a person has brought, by its type and name, and whether it may be as large as it is. Pure functions.

import type { FileSource } from '../core/sources.ts';

/** Bytes at most, by kind, and how both are said. */
const LIMITS: { readonly [K in FileSource['from']]: readonly [bytes: number, words: string] } = {
  image: [64e6, 'pictures may have 64 MB'], video: [1e9, 'films may have 1 GB'],
};
const PICTURES = /\.(jpe?g|jfif|png|apng|gif|webp|avif|svg|bmp|ico|heic|heif|jxl|tiff?)$/i;
const FILMS = /\.(mp4|m4v|mov|qt|webm|mkv|ogv|mts|m2ts|ts|3gp)$/i;

export const megabytes = (bytes: number): string => (bytes < 1e9 ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);

const kindOf = ({ name, type }: Pick<File, 'name' | 'type'>): FileSource['from'] | undefined => {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  return PICTURES.test(name) ? 'image' : FILMS.test(name) ? 'video' : undefined;
};

/** The kind of a file. Throws a sentence where it is none, empty or too large. */
export const checkKind = (file: Pick<File, 'name' | 'type' | 'size'>): FileSource['from'] => {
  const kind = kindOf(file);
  if (!kind) throw new Error(`${file.name} is neither a picture nor a film.`);
  if (file.size === 0) throw new Error(`${file.name} is empty.`);
  const [bytes, words] = LIMITS[kind];
  if (file.size > bytes) throw new Error(`${file.name} has ${megabytes(file.size)}; ${words}.`);
  return kind;
};
