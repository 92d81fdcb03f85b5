// How large a print is: pixels, or millimetres and inches at so many pixels an inch, or a sheet of paper. Pure.

import { badArgument } from './errors.ts';

export const PAPERS = {
  A4: [210, 297], A3: [297, 420], A2: [420, 594], A1: [594, 841], A0: [841, 1189], letter: [215.9, 279.4], square: [300, 300],
} as const satisfies Readonly<Record<string, readonly [width: number, height: number]>>;
export type Paper = keyof typeof PAPERS;

export const LEAST_DPI = 36, MOST_DPI = 2400, DEFAULT_DPI = 300;
/** Longest side of a print in pixels. */
export const MOST_PRINTED = 32768;
const MM_PER_INCH = 25.4;

export interface PrintSize {
  readonly width: number;
  readonly height: number;
  /** Pixels an inch. */
  readonly dpi: number;
}

const UNITS: Readonly<Record<string, number>> = { mm: 1 / MM_PER_INCH, cm: 10 / MM_PER_INCH, in: 1, inch: 1 };

/** Throws a sentence where a print cannot be so large. */
export const printPixels = (width: number, height: number, dpi: number): PrintSize => {
  const [across, down] = [width, height].map(Math.round) as [number, number];
  if (!(across >= 1 && down >= 1 && across <= MOST_PRINTED && down <= MOST_PRINTED)) throw badArgument(`A print is 1 to ${MOST_PRINTED} pixels wide and high; this would be ${across} x ${down}.`);
  return { width: across, height: down, dpi };
};

/** Pixels of a sheet of paper. */
export const paperPixels = (paper: Paper, landscape: boolean, dpi: number): PrintSize => {
  const [narrow, long] = PAPERS[paper], [width, height] = landscape ? [long, narrow] : [narrow, long];
  return printPixels((width / MM_PER_INCH) * dpi, (height / MM_PER_INCH) * dpi, dpi);
};

/** Reads `A3`, `A3-landscape`, `300x200mm`, `12x16in` or `9000x6000` (pixels); throws a sentence that says how it is written. */
export const readPrintSize = (text: string, dpi: number): PrintSize => {
  const [, name = '', turned] = /^([a-z]+\d?)(-landscape)?$/i.exec(text) ?? [];
  const paper = (Object.keys(PAPERS) as Paper[]).find((known) => known.toLowerCase() === name.toLowerCase());
  if (paper) return paperPixels(paper, turned !== undefined, dpi);
  const [, width, height, unit] = /^(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(mm|cm|in|inch)?$/i.exec(text) ?? [];
  const scale = unit === undefined ? 1 : UNITS[unit.toLowerCase()]! * dpi;
  if (width && height && (unit !== undefined || /^\d+x\d+$/i.test(text))) return printPixels(Number(width) * scale, Number(height) * scale, dpi);
  throw badArgument(`A print's size is one of ${Object.keys(PAPERS).join(', ')}, each also with -landscape, or written 300x200mm, 12x16in or 9000x6000; got "${text}".`);
};
