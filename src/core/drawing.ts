// A drawing as text: the strokes that a person made, which recipes and links carry. Pure functions of inert data; how they
// are painted is `drawing-paint.ts`, the pad they are drawn on is `ui`'s.
//
// The text: `rrggbb:` of the paper where it is not white, then the strokes, each ended by a full stop: two letters of
// brush size, `rrggbb` or `!` for the eraser, four letters of base64url a point (twelve bits x, twelve bits y).

import { shown } from './params.ts';

export interface Stroke {
  /** Diameter of the brush as a share of the sheet's shorter side, above 0, 1 at most. */
  readonly size: number;
  /** `#rrggbb`; null takes away down to the paper. */
  readonly colour: string | null;
  /** x, y, x, y ..., 0..1 of the sheet from the top left corner. */
  readonly points: readonly number[];
}

export interface Drawing {
  /** `#rrggbb`. */
  readonly paper: string;
  /** The oldest first. */
  readonly strokes: readonly Stroke[];
}

export const MAX_STROKES = 2000;
/** Points of all strokes together: some 48 kB of text. */
export const MAX_POINTS = 12_000;
/** Letters of the longest text. */
const MAX_LENGTH = 7 + 9 * MAX_STROKES + 4 * MAX_POINTS;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Steps of a coordinate and of a size. */
const FULL = 4095;
const WHITE = '#ffffff';
const STROKE = /^([\w-]{2})(!|[\da-f]{6})((?:[\w-]{4})+)$/;

export const emptyDrawing: Drawing = { paper: WHITE, strokes: [] };

const steps = (share: number): number => Math.round(FULL * Math.min(1, Math.max(0, share || 0)));
const letters = (step: number): string => LETTERS.charAt(step >> 6) + LETTERS.charAt(step & 63);
const readShare = (text: string, at: number): number => (64 * LETTERS.indexOf(text.charAt(at)) + LETTERS.indexOf(text.charAt(at + 1))) / FULL;
const digits = (colour: string): string => (/^#[\da-f]{6}$/i.test(colour) ? colour.slice(1).toLowerCase() : '000000');

const strokeText = ({ size, colour, points }: Stroke): string =>
  `${letters(Math.max(1, steps(size)))}${colour === null ? '!' : digits(colour)}${points.map((x) => letters(steps(x))).join('')}.`;

/** The text of a drawing; '' for empty white paper. Strokes without a point, and those beyond the limits, are left out. */
export const drawingText = ({ paper, strokes }: Drawing): string => {
  const drawn = strokes.filter(({ points }) => points.length > 1).slice(0, MAX_STROKES);
  let left = MAX_POINTS, text = digits(paper) === digits(WHITE) ? '' : `${digits(paper)}:`;
  for (const stroke of drawn) {
    const count = Math.min(left, Math.floor(stroke.points.length / 2));
    if (count === 0) break;
    text += strokeText({ ...stroke, points: stroke.points.slice(0, 2 * count) });
    left -= count;
  }
  return text;
};

const readStroke = (text: string): Stroke | undefined => {
  const [, size, colour, points] = STROKE.exec(text) ?? [];
  if (size === undefined || colour === undefined || points === undefined) return undefined;
  return {
    size: Math.max(1 / FULL, readShare(size, 0)), colour: colour === '!' ? null : `#${colour}`,
    points: Array.from({ length: points.length / 2 }, (_, i) => readShare(points, 2 * i)),
  };
};

/**
 * Reads the text of a drawing from an untrusted recipe; never throws. Strokes that cannot be read are left out, and
 * `problem` says so as `must be ...; got ...`; '' where all was read.
 */
export const readDrawing = (text: unknown): { readonly drawing: Drawing; readonly problem: string } => {
  const wrong = (drawing: Drawing): { drawing: Drawing; problem: string } => ({ drawing, problem: `must be the text of a drawing, or '' for empty paper; got ${shown(text)}` });
  if (typeof text !== 'string') return wrong(emptyDrawing);
  const paper = /^([\da-f]{6}):/.exec(text)?.[1];
  const written = text.slice(paper === undefined ? 0 : 7, MAX_LENGTH).split('.');
  // What follows the last full stop is nothing, or a stroke cut off.
  const rest = written.pop() ?? '';
  const strokes: Stroke[] = [];
  let left = MAX_POINTS, whole = rest === '' && written.length <= MAX_STROKES && text.length <= MAX_LENGTH;
  for (const stroke of written.slice(0, MAX_STROKES)) {
    const read = readStroke(stroke), count = read ? read.points.length / 2 : 0;
    whole &&= read !== undefined && count <= left;
    if (!read || left === 0) continue;
    strokes.push(count <= left ? read : { ...read, points: read.points.slice(0, 2 * left) });
    left -= Math.min(left, count);
  }
  const drawing = { paper: paper === undefined ? WHITE : `#${paper}`, strokes };
  return whole ? { drawing, problem: '' } : wrong(drawing);
};

const pointsIn = ({ strokes }: Drawing): number => strokes.reduce((sum, { points }) => sum + points.length / 2, 0);

/** A new stroke at the end, of one point; the drawing as it was where it is full. */
export const beginStroke = (drawing: Drawing, size: number, colour: string | null, x: number, y: number): Drawing =>
  (drawing.strokes.length < MAX_STROKES && pointsIn(drawing) < MAX_POINTS ? { ...drawing, strokes: [...drawing.strokes, { size, colour, points: [x, y] }] } : drawing);

/** The last stroke led on to a point; a point nearer than `near` (a share of the sheet) to the one before says nothing and is left out. */
export const extendStroke = (drawing: Drawing, x: number, y: number, near = .002): Drawing => {
  const last = drawing.strokes.at(-1);
  if (!last || pointsIn(drawing) >= MAX_POINTS) return drawing;
  const [fromX = x, fromY = y] = last.points.slice(-2);
  if (Math.hypot(x - fromX, y - fromY) < near) return drawing;
  return { ...drawing, strokes: [...drawing.strokes.slice(0, -1), { ...last, points: [...last.points, x, y] }] };
};
