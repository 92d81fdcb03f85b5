// Where a file goes: a place on the disk that a person chooses, where the browser lets them.

import type { Destination } from './record/open-writer.ts';

/** The file system access API, which browsers other than Chromium lack and TypeScript does not know. */
interface Pickers {
  showSaveFilePicker?(options: { suggestedName: string; types: { accept: Record<string, string[]> }[] }): Promise<FileSystemFileHandle>;
  showDirectoryPicker?(options: { mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}

/** Asks for a file, or for a folder where it is `many`; undefined where there is nobody to ask, 'nowhere' where the person thought better of it. Call it while a click or key is fresh. */
export const askDestination = async (name: string, type: string, many: boolean): Promise<Destination | 'nowhere'> => {
  const pickers = globalThis as Pickers;
  try {
    if (many) return await pickers.showDirectoryPicker?.({ mode: 'readwrite' });
    return await pickers.showSaveFilePicker?.({ suggestedName: name, types: [{ accept: { [type]: [name.slice(name.lastIndexOf('.'))] } }] });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'nowhere';
    // A page inside another page may not ask.
    if (error instanceof DOMException && error.name === 'SecurityError') return undefined;
    throw error;
  }
};
