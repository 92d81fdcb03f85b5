// Files kept in this browser under the digest of their bytes (IndexedDB), so that a recipe can name them. Where the browser
// keeps nothing, they are held for this visit, and a notice says so.

import { createStore, del, get, set, update } from 'idb-keyval';
import type { Notices } from '../core/notices.ts';
import { acceptSource, type FileSource } from '../core/sources.ts';
import { megabytes } from './file-kind.ts';

export interface KeptFiles {
  /** The newest first. */
  readonly list: readonly FileSource[];
  /** Resolves when `list` holds what was kept in earlier visits. */
  readonly listed: Promise<void>;
  /** Undefined where the file is not kept here. */
  bytes(file: string): Promise<Blob | undefined>;
  /** A data URL; undefined where the file is not kept here. */
  preview(file: string): Promise<string | undefined>;
  /** Keeps a file as the newest; one with the same bytes takes the new name. */
  keep(source: FileSource, bytes: Blob, preview: string): Promise<void>;
  forget(file: string): Promise<void>;
  /** Told of each file that is kept; answers how to stop. */
  onKept(listener: (file: string) => void): () => void;
}

const LIST = 'list', BYTES = 'bytes ', PREVIEW = 'preview ';
const NOTICE = 'sources.visit';

const isFile = (raw: unknown): raw is FileSource => {
  const { source } = acceptSource(raw);
  return source?.from === 'image' || source?.from === 'video';
};
/** What an earlier version of this page, or a later one, may have left there. */
const readList = (raw: unknown): readonly FileSource[] => (Array.isArray(raw) ? raw.filter(isFile) : []);
const without = (list: readonly FileSource[], file: string): readonly FileSource[] => list.filter((other) => other.file !== file);

/** `name` is that of the data base. */
export const openKeptFiles = (notices: Notices, name = 'driftloom-sources'): KeptFiles => {
  const visit = new Map<string, { readonly bytes: Blob; readonly preview: string }>();
  const listeners = new Set<(file: string) => void>();
  let list: readonly FileSource[] = [];
  let opened: ReturnType<typeof createStore> | undefined;
  const store = (): ReturnType<typeof createStore> => (opened ??= createStore(name, 'files'));
  /** A browser that keeps nothing has nothing. */
  const read = async <T>(key: string): Promise<T | undefined> => {
    try {
      return await get<T>(key, store());
    } catch {
      return undefined;
    }
  };
  const listed = read(LIST).then((raw) => { list = [...list, ...readList(raw).filter(({ file }) => !list.some((newer) => newer.file === file))]; });

  const write = async (source: FileSource, bytes: Blob, preview: string): Promise<void> => {
    try {
      await set(BYTES + source.file, bytes, store());
      await set(PREVIEW + source.file, preview, store());
      await update(LIST, (raw) => [source, ...without(readList(raw), source.file)], store());
    } catch (error) {
      visit.set(source.file, { bytes, preview });
      const full = error instanceof Error && error.name === 'QuotaExceededError';
      notices.add(NOTICE, `${source.name} (${megabytes(bytes.size)}) is held for this visit only: ${full ? 'the browser has no more room for files. Forgetting some makes room' : 'the browser keeps no files for this page'}.`);
    }
  };
  return {
    get list() { return list; },
    listed,
    bytes: async (file) => visit.get(file)?.bytes ?? read<Blob>(BYTES + file),
    preview: async (file) => visit.get(file)?.preview ?? read<string>(PREVIEW + file),
    async keep(source, bytes, preview) {
      await write(source, bytes, preview);
      list = [source, ...without(list, source.file)];
      for (const listener of [...listeners]) listener(source.file);
    },
    async forget(file) {
      if (!visit.delete(file)) {
        await update(LIST, (raw) => without(readList(raw), file), store());
        await del(BYTES + file, store());
        await del(PREVIEW + file, store());
      }
      list = without(list, file);
    },
    onKept(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
