// A sketch as text: a small grey drawing as base64url of 4-bit ink, which recipes and links carry. Pure functions; the
// pad it is drawn on is `ui`'s.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Ink of a full cell; 0 is paper. */
const FULL = 15;

/** Letters of a sketch of this size; an empty one has none. */
export const sketchLength = (width: number, height: number): number => Math.ceil((4 * Math.ceil((width * height) / 2)) / 3);

/**
 * The ink of a sketch: `[height * width]` row by row from the top, 0 paper .. 1 ink, owned by the caller. Never throws:
 * what the text does not say is paper.
 */
export const sketchInk = (value: string, width: number, height: number): Float32Array => {
  const ink = new Float32Array(width * height);
  if (value === '') return ink;
  const bits = (letter: number): number => Math.max(0, LETTERS.indexOf(value.charAt(letter)));
  for (let cell = 0; cell < ink.length; cell++) {
    // Two letters are twelve bits; a cell's four start at the 0th, 2nd or 4th of them.
    const letter = Math.floor((4 * cell) / 6), start = (4 * cell) % 6;
    ink[cell] = ((((bits(letter) << 6) | bits(letter + 1)) >> (8 - start)) & FULL) / FULL;
  }
  return ink;
};

/** The text of a drawing of ink 0..1, row by row from the top: the value of a sketch param. '' where all is paper. */
export const sketchOf = (ink: ArrayLike<number>): string => {
  const cells = Array.from(ink, (x) => Math.round(FULL * Math.min(1, Math.max(0, x || 0))));
  if (cells.every((cell) => cell === 0)) return '';
  // Whole bytes, so that any base64 decoder reads it: two cells each, the left one above.
  if (cells.length % 2 === 1) cells.push(0);
  let text = '', held = 0, bits = 0;
  for (const cell of cells) {
    held = (held << 4) | cell;
    bits += 4;
    if (bits < 6) continue;
    bits -= 6;
    text += LETTERS.charAt(held >> bits);
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + LETTERS.charAt(held << (6 - bits)) : text;
};
