// What the codes of a trained InfoGAN turned out to mean, and how the dials of a person become what the network reads.
// Nobody told it what to use a code for: the file says which digit each category is and
// which of the two degrees leans and which widens, as its trainer measured afterwards.

import type { WeightsFile } from '#api';
import { CATEGORIES, CODES } from './networks.ts';

/** The dials. */
export const MEANINGS = ['slant', 'weight'] as const;
export type Meaning = (typeof MEANINGS)[number];

/** For each dial, the code behind it, and -1 where it runs the other way: to the right must lean to the right, and be bolder. */
type Order = readonly [slant: readonly [code: number, sign: number], weight: readonly [code: number, sign: number]];

/** As the trainer measured it; where the file does not say, as they come. */
export const orderOf = ({ file, weights }: WeightsFile): Order => {
  const [lean = 0, leanSign = 1, width = 1, widthSign = 1] = weights.get('knobs')?.data ?? [];
  if (lean + width !== 1 || lean * width !== 0 || Math.abs(leanSign) !== 1 || Math.abs(widthSign) !== 1) throw new Error(`${file} has knobs [2, 2] that do not name each code once, with a sign of 1 or -1`);
  return [[lean, leanSign], [width, widthSign]];
};

/** The category behind each digit, `[10]`. Throws where the file does not say it, or says one twice. */
export const categoryOfDigit = ({ file, weights }: WeightsFile): readonly number[] => {
  const digits = Array.from(weights.get('categories')?.data ?? []), order = digits.map((_, digit) => digits.indexOf(digit));
  if (order.length !== CATEGORIES || order.includes(-1)) throw new Error(`${file} has no categories [${CATEGORIES}] that name each digit once`);
  return order;
};

/** Shares of digits -> shares of categories, `[10]` at `at` of `out`. */
export const writeCategories = (order: readonly number[], shares: ArrayLike<number>, out: Float32Array, at = 0): void => {
  for (let digit = 0; digit < CATEGORIES; digit++) out[at + order[digit]!] = shares[digit]!;
};

/** Slant and weight -> codes, `[2]` at `at` of `out`. */
export const writeCodes = (order: Order, slant: number, weight: number, out: Float32Array, at = 0): void => {
  out[at + order[0][0]] = order[0][1] * slant;
  out[at + order[1][0]] = order[1][1] * weight;
};

/** What each dial reaches: twice what it learnt with. */
export const REACH = 2;
/** Columns of the grid. */
export const COLUMNS = 10;

/** A grid's inputs but for the noise: rows are the digits, along a row `across` runs from -2 to 2, the other dial rests. */
export const gridInputs = (categories: readonly number[], order: Order, across: Meaning, rest: ArrayLike<number>, category: Float32Array, codes: Float32Array): void => {
  category.fill(0);
  for (let cell = 0; cell < CATEGORIES * COLUMNS; cell++) {
    const along = REACH * (2 * (cell % COLUMNS) / (COLUMNS - 1) - 1);
    category[CATEGORIES * cell + categories[Math.floor(cell / COLUMNS)]!] = 1;
    writeCodes(order, across === 'slant' ? along : rest[0]!, across === 'slant' ? rest[1]! : along, codes, CODES * cell);
  }
};
