// The origin's private file system without a browser, as Chromium was seen to behave: a writer writes beside, its file is empty
// until it is closed and cannot be removed while it is open, a move takes the place of what is there, and a tab that is closed
// leaves the empty file.

type Bytes = Uint8Array<ArrayBuffer>;
class Refusal extends Error {
  constructor(name: string, message = name) {
    super(message);
    this.name = name;
  }
}
interface Leaf { bytes: Bytes; open: boolean }

export interface FakeFolders {
  readonly root: () => Promise<FileSystemDirectoryHandle>;
  /** Bytes that may be kept in all. */
  room: number;
  /** What fails next, by the name of the browser's method; '' for nothing. `hangs`: it never ends, as in a tab that is closed. */
  fails: '' | 'createWritable' | 'write' | 'close' | 'move' | 'removeEntry';
  hangs: boolean;
  /** Closes the tab: what was open is no longer. */
  reload(): void;
  /** Names of all files, wherever they lie. */
  names(): string[];
}

export const fakeFolders = (): FakeFolders => {
  const leaves: Leaf[] = [], places: Map<string, unknown>[] = [];
  const all = (): Leaf[] => places.flatMap((place) => [...place.values()].filter((each): each is Leaf => leaves.includes(each as Leaf)));
  const fate = async (method: FakeFolders['fails']): Promise<void> => {
    if (made.fails !== method) return;
    if (made.hangs) await new Promise(() => undefined);
    throw new Refusal('UnknownError', `${method} failed`);
  };
  const leafHandle = (place: Map<string, unknown>, name: string, leaf: Leaf): unknown => ({
    kind: 'file',
    getFile: () => Promise.resolve(new Blob([leaf.bytes])),
    async createWritable() {
      await fate('createWritable');
      leaf.open = true;
      let written = new Uint8Array(0);
      return {
        async write(bytes: Bytes) {
          await fate('write');
          if (all().reduce((sum, each) => sum + each.bytes.length, 0) + bytes.length > made.room) throw new Refusal('QuotaExceededError');
          written = bytes.slice();
        },
        async close() {
          await fate('close');
          leaf.bytes = written;
          leaf.open = false;
        },
        abort() {
          leaf.open = false;
          return Promise.resolve();
        },
      };
    },
    async move(to: string) {
      await fate('move');
      place.delete(name);
      place.set(to, leaf);
    },
  });
  const folderHandle = (place: Map<string, unknown>): FileSystemDirectoryHandle => {
    places.push(place);
    return {
      getDirectoryHandle(name: string) {
        if (!place.has(name)) place.set(name, folderHandle(new Map()));
        return Promise.resolve(place.get(name));
      },
      getFileHandle(name: string) {
        if (!place.has(name)) {
          const leaf = { bytes: new Uint8Array(0), open: false };
          leaves.push(leaf);
          place.set(name, leaf);
        }
        return Promise.resolve(leafHandle(place, name, place.get(name) as Leaf));
      },
      async removeEntry(name: string) {
        await fate('removeEntry');
        if (!place.has(name)) throw new Refusal('NotFoundError');
        if ((place.get(name) as Leaf).open) throw new Refusal('NoModificationAllowedError');
        place.delete(name);
      },
      async *keys() { yield* [...place.keys()]; },
      async *entries() { for (const [name, each] of [...place]) yield [name, leaves.includes(each as Leaf) ? leafHandle(place, name, each as Leaf) : each]; },
    } as unknown as FileSystemDirectoryHandle;
  };
  const origin = folderHandle(new Map());
  const made: FakeFolders = {
    root: () => Promise.resolve(origin), room: Infinity, fails: '', hangs: false,
    reload() {
      for (const leaf of leaves) leaf.open = false;
      [made.fails, made.hangs] = ['', false];
    },
    names: () => places.flatMap((place) => [...place].flatMap(([name, each]) => (leaves.includes(each as Leaf) ? [name] : []))),
  };
  return made;
};
