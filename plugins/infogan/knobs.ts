// Which of the two codes turned out to lean the digits and which to widen their strokes, and which way round: nobody tells
// the networks, so it is measured on what they draw.

import { correlationWithin, leanings, strokeWidths } from '#metrics';
import { CODES, SIDE } from './networks.ts';

/** Numbers drawn with and what was measured of the pictures. */
export interface Drawn {
  /** `[count, 28, 28]`. */
  readonly pictures: Float32Array;
  /** `[count]`. */
  readonly categories: ArrayLike<number>;
  /** `[count, 2]`. */
  readonly codes: Float32Array;
}

/** -1 to 1 for each code: how a measure follows it among pictures of one category. */
export const followed = ({ categories, codes }: Omit<Drawn, 'pictures'>, measure: ArrayLike<number>): number[] =>
  Array.from({ length: CODES }, (_, code) => correlationWithin(codes.filter((_x, k) => k % CODES === code), measure, categories));

export interface Knob { readonly code: number; /** -1 where turning it up makes less of it. */ readonly sign: 1 | -1 }
export interface Knobs { readonly lean: Knob; readonly width: Knob }

/** Each code gets the one of the two that both together explain best. */
export const assignKnobs = (leaning: readonly number[], width: readonly number[]): Knobs => {
  const [l, w] = [leaning, width].map((row) => row.map((r) => (Number.isFinite(r) ? r : 0))) as [number[], number[]];
  const straight = Math.abs(l[0]!) + Math.abs(w[1]!) >= Math.abs(l[1]!) + Math.abs(w[0]!);
  const knob = (row: readonly number[], code: number): Knob => ({ code, sign: row[code]! < 0 ? -1 : 1 });
  return straight ? { lean: knob(l, 0), width: knob(w, 1) } : { lean: knob(l, 1), width: knob(w, 0) };
};

export const knobsOf = (drawn: Drawn): Knobs => assignKnobs(followed(drawn, leanings(drawn.pictures, SIDE)), followed(drawn, strokeWidths(drawn.pictures, SIDE)));

/** As it is shipped, `[2, 2]`: code and sign of the leaning, then of the width. */
export const knobTensor = ({ lean, width }: Knobs): Float32Array => Float32Array.of(lean.code, lean.sign, width.code, width.sign);
