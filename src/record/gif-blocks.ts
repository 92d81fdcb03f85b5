// GIF's envelope (GIF89a, CompuServe 1990): blocks one behind the other, their data in pieces of at most 255 bytes. Comments
// are the place for text: other programs keep them.

const EXTENSION = 0x21, COMMENT = 0xfe, IMAGE = 0x2c;
const PIECE = 255;

export const isGif = (bytes: Uint8Array): boolean => /^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)));

/** A comment of 7-bit text, whole; it may stand before any image or behind one. */
export const comment = (text: string): Uint8Array<ArrayBuffer> => {
  const pieces = Math.ceil(text.length / PIECE), made = new Uint8Array(text.length + pieces + 3);
  made.set([EXTENSION, COMMENT]);
  for (let i = 0; i < text.length; i++) {
    const at = 2 + i + Math.floor(i / PIECE) + 1;
    if (i % PIECE === 0) made[at - 1] = Math.min(PIECE, text.length - i);
    made[at] = text.charCodeAt(i) & 127;
  }
  return made;
};

/** Bytes of a table of colours, by the packed field that tells of it. */
const colours = (packed: number): number => (packed & 128 ? 3 * 2 ** ((packed & 7) + 1) : 0);

/** The texts of a GIF's comments in order, each cut off behind `most` characters or a little before, as far as the file is whole. Never throws. */
export function* commentsIn(bytes: Uint8Array, most: number): Generator<string> {
  if (!isGif(bytes)) return;
  for (let at = 13 + colours(bytes[10] ?? 0); at < bytes.length;) {
    const kind = bytes[at], told = kind === EXTENSION && bytes[at + 1] === COMMENT;
    if (kind === EXTENSION) at += 2;
    // Behind an image's place and colours stands one byte before its data.
    else if (kind === IMAGE) at += 11 + colours(bytes[at + 9] ?? 0);
    else return;
    let text = '', size = 0;
    for (; at < bytes.length && bytes[at]! > 0; at += bytes[at]! + 1) {
      size += bytes[at]!;
      if (told && size <= most) text += String.fromCharCode(...bytes.subarray(at + 1, at + 1 + bytes[at]!));
    }
    if (at++ >= bytes.length) return;
    if (told) yield text;
  }
}
