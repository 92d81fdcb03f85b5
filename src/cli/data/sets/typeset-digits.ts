// Digits of open faces, each face leaned over by several known angles: what a face's weight is and how far a digit leans
// is known of every picture, so that codes which claim to be weight and slant can be scored.

import { random } from '../../../core/random.ts';
import { classColumn, numberColumn } from '../../../train/data/attributes.ts';
import type { DataDraft } from '../../../train/data/data-set.ts';
import type { MakeOptions } from '../catalogue.ts';
import { drawLetters } from '../faces-of-type.ts';
import { readableFaces } from './glyphs.ts';

const DIGITS = Array.from('0123456789');

/** Leanings of a face, its own among them. */
const LEANINGS = 6;
/** Degrees that a digit leans in all, to the right; few faces lean more than 12 by themselves. */
const LEAST = -12, MOST = 24;

export const typesetDigits = async (options: MakeOptions): Promise<DataDraft> => {
  const { size, seed, progress } = options, { kept, family, about } = await readableFaces({ ...options, style: 'text' });
  const chance = random(seed, 'leanings'), pictures: Uint8Array[] = [];
  const rows: { readonly digit: string; readonly weight: number; readonly slant: number; readonly ink: number; readonly group: number }[] = [];
  for (const [i, { face }] of kept.entries()) {
    for (let k = 0; k < LEANINGS; k++) {
      const lean = k === 0 ? 0 : LEAST + (MOST - LEAST) * chance.uniform() - face.slant;
      const drawn = await drawLetters(face, size, DIGITS, lean);
      if (!drawn) break;
      const ink = drawn.reduce((sum, x) => sum + x, 0) / drawn.length / 255;
      pictures.push(drawn);
      rows.push(...DIGITS.map((digit) => ({ digit, weight: face.weight, slant: face.slant + lean, ink, group: family(face) })));
    }
    progress(i + 1, kept.length);
  }
  const items = new Uint8Array(rows.length * size * size);
  for (const [i, picture] of pictures.entries()) items.set(picture, i * picture.length);
  return {
    title: `Typeset digits: ${rows.length} of ${kept.length} text faces, leaned over by known angles`,
    shape: [size, size, 1], items,
    columns: {
      label: classColumn(rows.map(({ digit }) => digit), DIGITS),
      weight: numberColumn(rows.map(({ weight }) => weight)),
      slant: numberColumn(rows.map(({ slant }) => slant)),
      ink: numberColumn(rows.map(({ ink }) => ink)),
    },
    groups: rows.map(({ group }) => group),
    ...about,
  };
};
