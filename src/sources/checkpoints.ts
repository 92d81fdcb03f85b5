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

const ROOT = 'checkpoints', ENDING = '.safetensors', PART = '.part';

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

/** `moment` is milliseconds since 1970. */
export const openCheckpoints = (moment: () => number, root: () => Promise<FileSystemDirectoryHandle> = () => navigator.storage.getDirectory()): Checkpoints => {
  const folder = async (of: string): Promise<FileSystemDirectoryHandle> => (await (await root()).getDirectoryHandle(ROOT, { create: true })).getDirectoryHandle(encodeURIComponent(of), { create: true });
  const entries = async (of: string): Promise<{ readonly file: string; readonly known: Omit<KeptCheckpoint, 'bytes'>; readonly handle: FileSystemFileHandle }[]> => {
    const found = [];
    for await (const [file, handle] of (await folder(of)).entries()) {
      const known = readName(file);
      if (known && handle.kind === 'file') found.push({ file, known, handle: handle });
    }
    return found.sort((a, b) => b.known.made - a.known.made);
  };
  const refused = (what: string) => (error: unknown): never => {
    const full = error instanceof Error && error.name === 'QuotaExceededError';
    throw new Error(`${what}: ${full ? 'the browser has no more room. Forgetting some makes room, and "Export" writes to the disk' : `the browser keeps no files for this page (${reason(error)}). "Export" writes to the disk`}.`);
  };
  const find = async (of: string, name: string) => {
    const found = (await entries(of)).find(({ known }) => known.name === name);
    if (!found) throw new Error(`There is no checkpoint "${name}".`);
    return found;
  };
  return {
    async list(of) {
      try {
        return await Promise.all((await entries(of)).map(async ({ known, handle }) => ({ ...known, bytes: (await handle.getFile()).size })));
      } catch {
        return [];
      }
    },
    async save(of, name, step, bytes) {
      try {
        const place = await folder(of), old = (await entries(of)).filter(({ known }) => known.name === name), file = fileName(name, step, moment());
        // What a writer wrote appears with its `close`, whole.
        const handle = await place.getFileHandle(file + PART, { create: true }), writer = await handle.createWritable();
        try {
          await writer.write(bytes);
          await writer.close();
        } catch (error) {
          await writer.abort().catch(() => undefined);
          await place.removeEntry(file + PART).catch(() => undefined);
          throw error;
        }
        await (handle as FileSystemFileHandle & { move(name: string): Promise<void> }).move(file);
        for (const { file: before } of old) await place.removeEntry(before);
      } catch (error) {
        refused(`"${name}" was not kept`)(error);
      }
    },
    async load(of, name) {
      const { handle } = await find(of, name);
      return new Uint8Array(await (await handle.getFile()).arrayBuffer());
    },
    async forget(of, name) {
      const { file } = await find(of, name);
      await (await folder(of)).removeEntry(file);
    },
  };
};
