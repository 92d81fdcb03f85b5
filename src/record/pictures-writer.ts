// Sequences of pictures: a PNG file for each frame, in a folder of the user's choice or in one zip; a single frame is a
// single file. A picture's name has the number of its frame, so that a recording that goes on fits to the one before.

import { Zip, ZipPassThrough } from 'fflate';
import { momentOf, type Pixels } from './frames.ts';
import { pngOf } from './png-frame.ts';
import { RECIPE_TAG } from './recipe-tag.ts';
import { MOST_IN_MEMORY } from './sink.ts';
import type { Writer, WriterSetting } from './writer.ts';

/** Files that a zip has a number for. */
const MOST_FILES = 65_535;
const DIGITS = 5;

export const pictureName = (name: string, index: number): string => `${name}-${String(index).padStart(DIGITS, '0')}.png`;

/** Each picture carries its own moment. */
type Make = (pixels: Pixels, index: number) => Promise<Uint8Array<ArrayBuffer>>;
const maker = ({ plan: { film }, metadata }: Omit<WriterSetting, 'sink'>): Make => (pixels, index) =>
  pngOf(pixels, film.width, film.height, metadata?.key === RECIPE_TAG ? metadata.text(momentOf(film, index)) : undefined);

export const openStillWriter = async (setting: WriterSetting): Promise<Writer> => {
  const { sink } = setting, make = maker(setting);
  return {
    full: '',
    get size() { return sink.size; },
    add: async (pixels, index) => sink.write(await make(pixels, index)),
    finish: () => sink.close(),
    async salvage() {
      await sink.abandon();
      return 0;
    },
    file: () => sink.file(),
  };
};

export const openFolderWriter = async (setting: Omit<WriterSetting, 'sink'>, folder: FileSystemDirectoryHandle): Promise<Writer> => {
  const make = maker(setting), { name } = setting.plan;
  let size = 0, written = 0;
  return {
    full: '',
    get size() { return size; },
    async add(pixels, index) {
      const png = await make(pixels, index), stream = await (await folder.getFileHandle(pictureName(name, index), { create: true })).createWritable();
      try {
        await stream.write(png);
        await stream.close();
      } catch (error) {
        // Half a picture is none.
        await stream.abort().catch(() => undefined);
        await folder.removeEntry(pictureName(name, index)).catch(() => undefined);
        throw error;
      }
      size += png.length;
      written++;
    },
    finish: () => Promise.resolve(),
    salvage: () => Promise.resolve(written),
    file: () => Promise.reject(new Error('The pictures are in a folder.')),
  };
};

export const openZipWriter = async (setting: WriterSetting): Promise<Writer> => {
  const { sink, plan: { name } } = setting, make = maker(setting);
  let written = 0, queue = Promise.resolve();
  const zip = new Zip((error, part) => {
    queue = queue.then(() => (error ? Promise.reject(error) : sink.write(part)));
    queue.catch(() => undefined);
  });
  const end = async (): Promise<void> => {
    zip.end();
    await queue;
    await sink.close();
  };
  return {
    get size() { return sink.size; },
    get full() {
      if (written >= MOST_FILES) return `A zip holds ${MOST_FILES} pictures.`;
      return sink.full ? `A zip in this browser's memory holds ${MOST_IN_MEMORY / 2 ** 30} GB.` : '';
    },
    async add(pixels, index) {
      const png = await make(pixels, index), entry = new ZipPassThrough(pictureName(name, index));
      zip.add(entry);
      entry.push(png, true);
      await queue;
      written++;
    },
    finish: end,
    async salvage() {
      await end().catch(() => sink.abandon());
      return written;
    },
    file: () => sink.file(),
  };
};
