// Where a large file goes: to a place on disk that the person chooses, byte by byte, where the browser can; else into the
// browser's own store, and from there to the downloads.

import { download } from '../files.ts';

export interface Destination {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** All is written. */
  close(): Promise<void>;
  /** Nothing of it is to stay. */
  abort(): Promise<void>;
}

interface Writable { write(bytes: Uint8Array<ArrayBuffer>): Promise<void>; close(): Promise<void>; abort(): Promise<void> }
/** Not every browser has it, and TypeScript's library does not know it. */
type Picker = (options: object) => Promise<{ createWritable(): Promise<Writable> }>;

const inMemory = (name: string, type: string): Destination => {
  let parts: Blob[] = [];
  return {
    write(bytes) {
      parts.push(new Blob([bytes]));
      return Promise.resolve();
    },
    close() {
      download(new Blob(parts, { type }), name);
      return Promise.resolve();
    },
    abort() {
      parts = [];
      return Promise.resolve();
    },
  };
};

/** Asks where to, within a click. Undefined where the person thinks better of it. */
export const chooseDestination = async (name: string, type: string, extension: string): Promise<Destination | undefined> => {
  const picker = (window as { readonly showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (!picker) return inMemory(name, type);
  try {
    const file = await picker.call(window, { suggestedName: name, types: [{ accept: { [type]: [extension] } }] });
    return await file.createWritable();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    return inMemory(name, type);
  }
};
