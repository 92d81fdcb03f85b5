// Reads fonts and draws their letters: bright ink on black like MNIST, one scale and one baseline for all letters of a
// face, each in the middle of its square.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, type Font } from 'fontkit';
import { readPicture } from './pictures.ts';

export const LETTERS: readonly string[] = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');

export interface Face {
  readonly font: Font;
  readonly name: string;
  readonly family: string;
  /** 100 (thin) to 900 (black), as the font's OS/2 table says; 400 is regular. */
  readonly weight: number;
  /** Degrees to the right of upright, as the font's post table says (Inter has the sign wrong; none of ours leans left). */
  readonly slant: number;
}

/** Part of a square that the tallest and the deepest letter of a face reach over. */
const REACH = 28 / 32;

/** Faces of a folder by path. Left out: files that are no fonts, lack a letter, are variable, or are italic without saying how much. */
export const facesIn = (folder: string): Face[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(otf|ttf)$/.test(file)).sort().flatMap((file): Face[] => {
  let font: Font;
  try {
    // fontkit reads on demand from these bytes; opening by path would leave a file open.
    const opened = create(readFileSync(join(folder, file)));
    if (!('postscriptName' in opened)) return [];
    font = opened;
  } catch {
    return [];
  }
  const variable = Object.keys(font.variationAxes).length > 0;
  const { usWeightClass: weight, fsSelection } = font['OS/2'];
  const unlabelled = fsSelection.italic && font.italicAngle === 0;
  if (variable || unlabelled || weight < 100 || weight > 900 || LETTERS.some((letter) => !font.hasGlyphForCodePoint(letter.codePointAt(0)!))) return [];
  const family = font.getName('preferredFamily', 'en') ?? font.familyName;
  return [{ font, name: font.fullName, family, weight, slant: Math.abs(font.italicAngle) }];
});

/**
 * `letters` of a face, `[letters, size, size, 1]`, as large as fits all of them; undefined where one is blank or cannot be
 * drawn. `lean` shears them to the right, in degrees on top of the face's own slant.
 */
export const drawLetters = async ({ font }: Face, size: number, letters = LETTERS, lean = 0): Promise<Uint8Array | undefined> => {
  const glyphs = letters.map((letter) => font.glyphForCodePoint(letter.codePointAt(0)!));
  let boxes;
  try {
    boxes = glyphs.map(({ bbox }) => bbox);
  } catch {
    return undefined;
  }
  const top = Math.max(...boxes.map(({ maxY }) => maxY)), bottom = Math.min(...boxes.map(({ minY }) => minY));
  if (!(top > bottom) || boxes.some(({ minX, maxX, minY, maxY }) => !(maxX > minX && maxY > minY))) return undefined;
  const inner = size * REACH, margin = (size - inner) / 2, shear = Math.tan((lean * Math.PI) / 180);
  const paths = glyphs.map(({ path }, i) => {
    const { minX, maxX, minY, maxY } = boxes[i]!;
    const scale = inner / (top - bottom);
    // A letter too wide for its square is narrowed as a whole, about the middle of the line.
    const narrowed = Math.min(scale, inner / (maxX - minX + Math.abs(shear) * (maxY - minY))), middle = (minX + maxX + shear * (minY + maxY)) / 2;
    const baseline = margin + top * scale + (narrowed - scale) * ((top + bottom) / 2);
    return `<svg x="${i * size}" y="0" width="${size}" height="${size}"><path fill="#fff" transform="translate(${size / 2 - middle * narrowed} ${baseline}) scale(${narrowed} ${-narrowed}) skewX(${lean})" d="${path.toSVG()}"/></svg>`;
  });
  const width = letters.length * size;
  const strip = await readPicture(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${size}"><rect width="${width}" height="${size}"/>${paths.join('')}</svg>`), [size, width, 1]);
  const out = new Uint8Array(width * size);
  for (let i = 0; i < letters.length; i++) for (let y = 0; y < size; y++) out.set(strip.subarray(y * width + i * size, y * width + (i + 1) * size), (i * size + y) * size);
  return out;
};
