// A disk in memory with room for so many bytes: what is written shows when the stream is closed, as the File System Access
// API has it, and the disk may be full or refuse.

export interface FakeDisk {
  readonly file: FileSystemFileHandle;
  readonly folder: FileSystemDirectoryHandle;
  /** Files as anybody would find them now, by name; what was given as `file` is called that. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Streams that are open. */
  readonly open: number;
}

/** `refusal`: why it may not be written to. */
export const fakeDisk = ({ room = Infinity, refusal }: { readonly room?: number; readonly refusal?: DOMException } = {}): FakeDisk => {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let streams = 0;
  const createWritable = async (name: string, keeps: boolean) => {
    if (refusal) throw refusal;
    streams++;
    const others = [...files].reduce((sum, [other, { length }]) => sum + (other === name ? 0 : length), 0);
    let copy = keeps ? files.get(name)!.slice() : new Uint8Array(0), open = true;
    const end = (): void => {
      if (!open) throw new TypeError('The stream is closed.');
      open = false;
      streams--;
    };
    return {
      async write(chunk: Uint8Array | { data: Uint8Array; position: number }) {
        if (!open) throw new TypeError('The stream is closed.');
        const { data, position } = chunk instanceof Uint8Array ? { data: chunk, position: copy.length } : chunk;
        if (others + position + data.length > room) {
          end();
          throw new DOMException('There is no room on the disk.', 'QuotaExceededError');
        }
        const longer = new Uint8Array(Math.max(copy.length, position + data.length));
        longer.set(copy);
        longer.set(data, position);
        copy = longer;
      },
      async truncate(size: number) { copy = copy.slice(0, size); },
      async close() {
        end();
        files.set(name, copy);
      },
      async abort() { end(); },
    };
  };
  const handleOf = (name: string): unknown => ({
    kind: 'file', name, getFile: async () => new File([files.get(name) ?? ''], name),
    createWritable: ({ keepExistingData = false }: FileSystemCreateWritableOptions = {}) => createWritable(name, keepExistingData),
  });
  const folder: unknown = {
    kind: 'directory', name: 'folder',
    async getFileHandle(name: string) {
      if (!files.has(name)) files.set(name, new Uint8Array(0));
      return handleOf(name);
    },
    async removeEntry(name: string) { files.delete(name); },
  };
  return { file: handleOf('file') as FileSystemFileHandle, folder: folder as FileSystemDirectoryHandle, files, get open() { return streams; } };
};
