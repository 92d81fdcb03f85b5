// The files of a drop, or of a chosen folder: those of folders are found, however deep, and what is no picture among them is
// passed over.

/** What `webkitGetAsEntry` gives, as far as it is used here. */
type Entry = Pick<FileSystemEntry, 'name' | 'isFile' | 'isDirectory'>;

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name, 'en', { numeric: true });

/** Of a folder's files, those that may be pictures or films, in the order of their names. */
export const seenIn = (files: readonly File[]): readonly File[] => files.filter(({ name, type }) => !name.startsWith('.') && /^(image|video)\//.test(type)).sort(byName);

const fileOf = (entry: FileSystemFileEntry): Promise<File | undefined> => new Promise((done) => entry.file(done, () => done(undefined)));

/** A directory's entries come in batches, the last of them empty. */
const entriesOf = async (directory: FileSystemDirectoryEntry): Promise<readonly Entry[]> => {
  const reader = directory.createReader(), all: Entry[] = [];
  for (;;) {
    const batch = await new Promise<readonly Entry[]>((done) => reader.readEntries(done, () => done([])));
    if (batch.length === 0) return all.sort(byName);
    all.push(...batch);
  }
};

const filesIn = async (entry: Entry): Promise<readonly File[]> => {
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    return file ? [file] : [];
  }
  const files: File[] = [];
  for (const inner of await entriesOf(entry as FileSystemDirectoryEntry)) files.push(...await filesIn(inner));
  return files;
};

/** The files of a drop. Its list is read before this returns: the browser empties it when the event is over. */
export const droppedFiles = async ({ items, files }: Pick<DataTransfer, 'items' | 'files'>): Promise<readonly File[]> => {
  const entries = [...items].filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry()), plain = [...files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found: File[] = [];
  for (const entry of entries) {
    if (!entry) continue;
    const inside = await filesIn(entry);
    found.push(...(entry.isDirectory ? seenIn(inside) : inside));
  }
  return found;
};
