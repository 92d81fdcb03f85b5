// What the panel asks before it prints, and the pixels that follow from the answers. Pure; nothing of it is in the recipe.

import { p, type States } from '#api';
import { DEFAULT_DPI, LEAST_DPI, MOST_DPI, MOST_PRINTED, PAPERS, paperPixels, readPrintSize, type Paper, type PrintSize } from '../../core/print-size.ts';

/** The paper that is none of those: a size of one's own. */
const OWN = 'own size';

export const printParams = {
  what: p.choice({ options: ['scene', 'piece'], default: 'scene', hint: 'The scene as the camera sees it, or the own picture of the piece in focus, without frame and light.' }),
  paper: p.choice({ options: [...Object.keys(PAPERS) as Paper[], OWN], default: 'A3', hint: 'The square measures 300 mm.' }),
  turn: p.choice({ label: 'format', options: ['portrait', 'landscape'], default: 'landscape' }),
  width: p.number({ min: 1, max: MOST_PRINTED, default: 400 }),
  height: p.number({ min: 1, max: MOST_PRINTED, default: 300 }),
  unit: p.choice({ options: ['mm', 'in', 'px'], default: 'mm' }),
  dpi: p.int({ min: LEAST_DPI, max: MOST_DPI, default: DEFAULT_DPI, hint: 'Pixels an inch: 300 for what is held in the hand, 150 for what hangs across the room.' }),
  depth: p.choice({ label: 'bits', options: ['8', '16'], default: '8', hint: 'Of a colour channel. Sixteen keep the finest shades, in files three times as large.' }),
  upscaler: p.toggle({ default: true, hint: 'A piece with pixels of its own is enlarged by the upscaler, also where it hangs without it.' }),
};
export type PrintSettings = States<typeof printParams>;

/** What only a size of one's own asks for, and what only paper does. */
export const asksFor = (key: string, { paper, what }: PrintSettings): boolean => {
  if (key === 'width' || key === 'height' || key === 'unit') return paper === OWN;
  if (key === 'turn') return paper !== OWN && paper !== 'square';
  return key !== 'upscaler' || what === 'piece';
};

/** Throws a sentence where a print cannot be so large. */
export const sizeOf = ({ paper, turn, width, height, unit, dpi }: PrintSettings): PrintSize => {
  if (paper !== OWN) return paperPixels(paper, turn === 'landscape', dpi);
  return unit === 'px' ? readPrintSize(`${Math.round(width)}x${Math.round(height)}`, dpi) : readPrintSize(`${width}x${height}${unit}`, dpi);
};

/** `4961 x 3508 pixels, 17.4 megapixels` */
export const sizeWords = ({ width, height }: PrintSize): string => {
  const mega = (width * height) / 1e6;
  return `${width} x ${height} pixels, ${mega < 100 ? mega.toFixed(1) : Math.round(mega)} megapixels`;
};
