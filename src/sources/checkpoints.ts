// Learnt weights kept in this browser, in the origin's private file system, by piece of work and name. A file is written
// beside the old one and takes its place when it is whole: a tab that is closed in the middle loses nothing that was kept.

import { reason } from '../core/errors.ts';

export interface KeptCheckpoint { readonly name: string; readonly step: number; readonly made: number; readonly bytes: number }

export interface Checkpoints {
  /** The newest first; none where the browser keeps none. */
  list(of: string): Promise<readonly KeptCheckpoint[]>;
  /** Rejects with a sentence where there is no room, or nothing may be kept. */
  save(of: string, name: string, step: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  load(of: string, name: string): Promise<Uint8Array<ArrayBuffer>>;
  forget(of: string, name: string): Promise<void>;
}

const ROOT = 'checkpoints', ENDING = '.safetensors', PART = '.part', SWAP = '.crswap';

/** A name as a file's: anything may be in it. The step and the day stand before it. */
const fileName = (name: string, step: number, made: number): string => `${step}-${made}-${encodeURIComponent(name)}${ENDING}`;
const readName = (file: string): Omit<KeptCheckpoint, 'bytes'> | undefined => {
  const [, step, made, name] = /^(\d+)-(\d+)-(.+)\.safetensors$/.exec(file) ?? [];
  if (name === undefined) return undefined;
  try {
    return { name: decodeURIComponent(name), step: Number(step), made: Number(made) };
  } catch {
    return undefined;
  }
};

interface Entry { readonly file: string; readonly known: Omit<KeptCheckpoint, 'bytes'>; readonly handle: FileSystemFileHandle }

/** What went wrong, as a sentence. */
const refused = (error: unknown): Error => {
  const full = error instanceof Error && error.name === 'QuotaExceededError';
  return new Error(`${full ? 'The browser has no more room: forgetting some checkpoints makes room, and' : `The browser keeps no files for this page (${reason(error).replace(/\.$/, '')}):`} "Export" writes to the disk.`);
};

/** `moment` is milliseconds since 1970. */
export const openCheckpoints = (moment: () => number, root: () => Promise<FileSystemDirectoryHandle> = () => navigator.storage.getDirectory()): Checkpoints => {
  const swept = new Set<string>();
  /** Takes away what a tab left that was closed in the middle of a save. What another tab is writing now is locked, and stays. */
  const sweep = async (place: FileSystemDirectoryHandle): Promise<void> => {
    const left: string[] = [];
    for await (const file of place.keys()) if (file.endsWith(PART)) left.push(file);
    for (const file of left) {
      try {
        await place.removeEntry(file);
        // Chromium's own file beside it, which a crash leaves.
        await place.removeEntry(file + SWAP).catch(() => undefined);
      } catch { /* It is being written. */ }
    }
  };
  const folder = async (of: string): Promise<FileSystemDirectoryHandle> => {
    const place = await (await (await root()).getDirectoryHandle(ROOT, { create: true })).getDirectoryHandle(encodeURIComponent(of), { create: true });
    if (!swept.has(of)) {
      swept.add(of);
      await sweep(place);
    }
    return place;
  };
  /** The newest first, of one name too: that one counts. */
  const entries = async (place: FileSystemDirectoryHandle): Promise<readonly Entry[]> => {
    const found: Entry[] = [];
    for await (const [file, handle] of place.entries()) {
      const known = readName(file);
      if (known && handle.kind === 'file') found.push({ file, known, handle });
    }
    return found.sort((a, b) => b.known.made - a.known.made);
  };
  const named = async (place: FileSystemDirectoryHandle, name: string): Promise<readonly Entry[]> => (await entries(place)).filter(({ known }) => known.name === name);
  /** Writes beside; nothing is left of it where that fails. */
  const write = async (place: FileSystemDirectoryHandle, file: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    const handle = await place.getFileHandle(file + PART, { create: true });
    try {
      // What a writer wrote appears with its `close`, whole.
      const writer = await handle.createWritable();
      try {
        await writer.write(bytes);
        await writer.close();
      } catch (error) {
        await writer.abort().catch(() => undefined);
        throw error;
      }
      await (handle as FileSystemFileHandle & { move(name: string): Promise<void> }).move(file);
    } catch (error) {
      await place.removeEntry(file + PART).catch(() => undefined);
      throw error;
    }
  };
  const reading = (of: string): Promise<FileSystemDirectoryHandle> => folder(of).catch((error: unknown) => { throw refused(error); });
  const missing = (name: string): Error => new Error(`There is no checkpoint "${name}".`);
  return {
    async list(of) {
      try {
        const found = await entries(await folder(of)), newest = found.filter(({ known }, i) => found.findIndex((other) => other.known.name === known.name) === i);
        return await Promise.all(newest.map(async ({ known, handle }) => ({ ...known, bytes: (await handle.getFile()).size })));
      } catch {
        return [];
      }
    },
    async save(of, name, step, bytes) {
      try {
        const place = await folder(of), old = await named(place, name), file = fileName(name, step, moment());
        await write(place, file, bytes);
        for (const { file: before } of old) if (before !== file) await place.removeEntry(before).catch(() => undefined);
      } catch (error) {
        throw refused(error);
      }
    },
    async load(of, name) {
      const [found] = await named(await reading(of), name);
      if (!found) throw missing(name);
      return new Uint8Array(await (await found.handle.getFile()).arrayBuffer());
    },
    async forget(of, name) {
      const place = await reading(of), found = await named(place, name);
      if (found.length === 0) throw missing(name);
      for (const { file } of found) await place.removeEntry(file);
    },
  };
};
