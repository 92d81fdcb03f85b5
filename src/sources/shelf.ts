// What can flow into pieces from outside, as the panel shows it: the pictures that ship, and the files that a person
// brought. Files are checked and kept one after the other, however many come at once.

import type { FileSource, OutsideSource } from '../core/sources.ts';
import { digestOf } from './digest.ts';
import { checkKind } from './file-kind.ts';
import { openFrames } from './film-frames.ts';
import type { KeptFiles } from './kept-files.ts';
import { decodePicture, PREVIEW_SIDE, previewOf } from './pictures.ts';
import { createPreviews } from './previews.ts';
import { isSvg } from './svg.ts';
import type { Stills } from './stills.ts';

/** How what flows into a piece fares. */
interface Connections {
  problem(piece: string, input: string): string;
  retry(piece: string, input: string): void;
}

export interface Shelf extends Connections {
  readonly stills: Stills['list'];
  readonly files: readonly FileSource[];
  keep(file: File): Promise<FileSource>;
  forget(file: FileSource): Promise<void>;
  preview(source: OutsideSource): Promise<string | undefined>;
}

/** A small picture of a picture, which must decode whole. */
const checkPicture = async (file: Blob, name: string): Promise<string> => {
  const bitmap = await decodePicture(file, name, PREVIEW_SIDE);
  try {
    return await previewOf(bitmap, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
};

/** A small picture of the beginning of a film. */
const checkFilm = async (file: Blob, name: string): Promise<string> => {
  const frames = await openFrames(file).catch(() => { throw new Error(`${name} is damaged, or a film of a kind that this browser cannot decode.`); });
  try {
    const frame = await frames.at(0).catch(() => undefined);
    if (!frame) throw new Error(`${name} is damaged: not even its first picture can be decoded.`);
    return await previewOf(frame, frame.width, frame.height);
  } finally {
    frames.dispose();
  }
};

export const createShelf = (files: KeptFiles, stills: Stills, { problem, retry }: Connections): Shelf => {
  let queue: Promise<unknown> = Promise.resolve();
  const take = async (file: File): Promise<FileSource> => {
    const from = checkKind(file);
    const digest = await digestOf(file).catch(() => { throw new Error(`${file.name} could not be read; is it still where it was?`); });
    const source: FileSource = { from, file: digest, name: file.name.slice(0, 120) };
    // A name may be all that says it is SVG.
    const bytes = from === 'image' && isSvg(file, file.name) ? file.slice(0, file.size, 'image/svg+xml') : file;
    const known = await files.bytes(digest) && await files.preview(digest);
    await files.keep(source, bytes, known ?? await (from === 'image' ? checkPicture(bytes, file.name) : checkFilm(bytes, file.name)));
    return source;
  };
  return {
    problem, retry,
    preview: createPreviews(files, stills),
    get stills() { return stills.list; },
    get files() { return files.list; },
    keep(file) {
      const kept = queue.then(() => take(file));
      queue = kept.catch(() => undefined);
      return kept;
    },
    forget: ({ file }) => files.forget(file),
  };
};
