// Where a recording's bytes go: onto the disk, or into memory where the browser has no way to the disk. What was `kept`
// stays whatever happens next: the disk may be full, the tab closed.

export interface Sink {
  /** Bytes so far. */
  readonly size: number;
  /** It can take no more. */
  readonly full: boolean;
  /** At the end, unless a position is said. Rejects where the disk does; nothing more can be written then. */
  write(bytes: Uint8Array<ArrayBuffer>, position?: number): Promise<void>;
  /** A good time to `keep`: twice as much is there as was kept. */
  readonly due: boolean;
  /** Puts the bytes so far where they stay, ended by `tail`, over which the next are written. */
  keep(tail?: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Keeps all and ends. */
  close(): Promise<void>;
  /** Ends after a failure, with what was kept. */
  abandon(): Promise<void>;
  /** The file as it is kept. */
  file(): Promise<Blob>;
  /** Another sink that takes the place of this one's file when it is closed, and not before. */
  instead(): Promise<Sink>;
}

const FIRST = 2 ** 20;

/** `first` bytes are kept first; from then on the double. */
export const openDisk = async (handle: FileSystemFileHandle, first = FIRST): Promise<Sink> => {
  let stream = await handle.createWritable(), size = 0, kept = 0;
  const write = async (bytes: Uint8Array<ArrayBuffer>, position = size): Promise<void> => {
    await stream.write({ type: 'write', data: bytes, position });
    size = Math.max(size, position + bytes.length);
  };
  return {
    full: false,
    get size() { return size; },
    get due() { return size - kept > Math.max(first, kept); },
    write,
    async keep(tail) {
      if (tail) await stream.write({ type: 'write', data: tail, position: size });
      await stream.close();
      kept = size;
      // What is written goes into a copy that takes the file's place when it is closed.
      stream = await handle.createWritable({ keepExistingData: true });
      await stream.truncate(size);
    },
    close: () => stream.close(),
    abandon: () => stream.abort().catch(() => undefined),
    file: () => handle.getFile(),
    instead: () => openDisk(handle),
  };
};

/** Bytes of a recording that goes into memory. */
export const MOST_IN_MEMORY = 2 ** 30;
const BLOCK = 2 ** 20;

/** `most` bytes, after which it says that it is full; what is under way still finds room. */
export const openMemory = (type: string, most = MOST_IN_MEMORY): Sink => {
  let blocks: Uint8Array<ArrayBuffer>[] = [], size = 0, file: Blob | undefined;
  const write = async (bytes: Uint8Array<ArrayBuffer>, position = size): Promise<void> => {
    for (let from = 0; from < bytes.length;) {
      const at = position + from, block = Math.floor(at / BLOCK), inside = at % BLOCK, length = Math.min(bytes.length - from, BLOCK - inside);
      while (blocks.length <= block) blocks.push(new Uint8Array(BLOCK));
      blocks[block]!.set(bytes.subarray(from, from + length), inside);
      from += length;
    }
    size = Math.max(size, position + bytes.length);
  };
  const gather = (): Blob => new Blob(blocks.map((block, i) => block.subarray(0, Math.min(BLOCK, size - i * BLOCK))), { type });
  return {
    due: false,
    get size() { return size; },
    get full() { return size >= most; },
    write,
    keep: () => Promise.resolve(),
    async close() {
      file = gather();
      blocks = [];
    },
    async abandon() {
      file ??= gather();
      blocks = [];
    },
    file: async () => file ?? gather(),
    async instead() {
      const sink = openMemory(type, Infinity), close = async (): Promise<void> => {
        await sink.close();
        file = await sink.file();
      };
      return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(sink), close: { value: close } }) as Sink;
    },
  };
};
