// PNG's envelope (W3C PNG, third edition): signature and chunks, `length type data crc`. What is in them is others' affair.

export const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** The text and binary beginning of a chunk, and its checksum: what its data do not take. */
export const ENVELOPE = 12;

/** CRC-32 of each byte, reflected polynomial 0xedb88320, as in the specification's annex D. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

const crc = (bytes: Uint8Array): number => {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = TABLE[(rest ^ byte) & 255]! ^ (rest >>> 8);
  return ~rest >>> 0;
};

/** A chunk, whole. `type` is four letters. */
export const chunk = (type: string, data: Uint8Array): Uint8Array<ArrayBuffer> => {
  const made = new Uint8Array(data.length + ENVELOPE), view = new DataView(made.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) made[4 + i] = type.charCodeAt(i);
  made.set(data, 8);
  view.setUint32(8 + data.length, crc(made.subarray(4, 8 + data.length)));
  return made;
};

export interface Chunk {
  readonly type: string;
  /** A view into the file's bytes. */
  readonly data: Uint8Array;
  /** Where the chunk begins and the next one does. */
  readonly from: number;
  readonly to: number;
}

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

/** The chunks of a PNG file in order, as far as they are whole; none where the bytes are no PNG. Never throws. Checksums are not looked at: who decodes the picture does. */
export function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  if (!isPng(bytes)) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = SIGNATURE.length; from + ENVELOPE <= bytes.length;) {
    const length = view.getUint32(from), to = from + length + ENVELOPE;
    if (to > bytes.length) return;
    yield { type: String.fromCharCode(...bytes.subarray(from + 4, from + 8)), data: bytes.subarray(from + 8, from + 8 + length), from, to };
    from = to;
  }
}
