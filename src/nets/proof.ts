// How a plugin proves that it has learnt: figures of the trained weights beside the same of the untrained and of real
// held-out data, and the bars that they must clear. Types only; `npm run evaluate` brings the data and the judge.

import { dataUnusable } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import type { Weights } from './weights.ts';

/** A bar is cleared where `least` <= trained <= `most`. */
export interface Bar { readonly least?: number; readonly most?: number }

export interface Metric {
  readonly name: string;
  readonly trained: number;
  /** The same net before training. */
  readonly untrained: number;
  /** Of real held-out data; null where the figure makes no sense for them. */
  readonly real: number | null;
  readonly bar?: Bar;
}

/** What a set knows of each item, one number each; with `classes`, the numbers are indices of these names. */
export interface HeldColumn { readonly values: Uint8Array | Float32Array; readonly classes?: readonly string[] }

/** A line through rows of features: above 0 on one side of `weights . row + bias`. */
export interface Line { readonly weights: readonly number[]; readonly bias: number }

/** Share of rows above the line. */
export const shareAbove = ({ weights, bias }: Line, { data, count, size }: Rows): number => {
  let above = 0;
  for (let row = 0; row < count; row++) if (weights.reduce((sum, weight, i) => sum + weight * data[row * size + i]!, bias) > 0) above++;
  return above / count;
};

/** Real pictures that no trainer has seen. */
export interface HeldOut {
  /** `[count, ...shape]` in 0..1. */
  readonly items: Float32Array;
  readonly shape: readonly number[];
  readonly count: number;
  readonly columns: Readonly<Record<string, HeldColumn>>;
  /** Columns of pictures, `[count, ...shape]` in 0..1. */
  readonly pictures?: Readonly<Record<string, Float32Array>>;
  /** Of columns of pictures that may not be handed on: what a network of photographs sees in them, as `Looks` has it in its middle. */
  readonly looks?: Readonly<Record<string, Rows>>;
  /** Where a set is of two heaps: what parts them in the middle of `Looks`, learnt from what is learnt from; the items are below. */
  readonly line?: Line;
}

/** A column's numbers, `[count]`. Throws a sentence where the set does not have it. */
export const heldColumn = ({ columns }: HeldOut, name: string): HeldColumn['values'] => {
  const column = columns[name];
  if (!column) throw dataUnusable(`The held-out items have no "${name}"; they have ${Object.keys(columns).join(', ') || 'no columns'}.`);
  return column.values;
};

/** What parts a set's two heaps. Throws a sentence where the set is not of two. */
export const heldLine = ({ line }: HeldOut): Line => {
  if (!line) throw dataUnusable('The held-out items are of one heap; a set of two is needed.');
  return line;
};

/** Items `start` to `end`, views of the same memory. */
export const heldPart = ({ items, shape, count, columns, pictures, ...rest }: HeldOut, start: number, end: number): HeldOut => {
  const size = items.length / count, part = (all: Float32Array): Float32Array => all.subarray(start * size, end * size);
  return {
    ...rest,
    ...(pictures ? { pictures: Object.fromEntries(Object.entries(pictures).map(([name, all]) => [name, part(all)])) } : {}),
    items: part(items), shape, count: end - start,
    columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, { ...column, values: column.values.subarray(start, end) }])),
  };
};

/** What a trainer learnt from, to see whether it only remembers. */
export interface Learnt {
  readonly count: number;
  /** `[end - start, ...shape]` in 0..1. */
  items(start: number, end: number): Float32Array;
}

/** Rows of numbers, as the metrics take them: `[count, size]`. */
export interface Rows { readonly data: Float32Array; readonly count: number; readonly size: number }

/** What the frozen evaluator E sees in pictures `[count, 28, 28]` of 0..1. */
export interface Seen {
  /** `[count, 64]`. */
  readonly features: Rows;
  /** `[count, 10]`. */
  readonly probabilities: Rows;
  /** `[count]`. */
  readonly classes: Int32Array;
}

/** What a network taught on photographs sees in pictures: the mean of each channel of a block amid it, and of its last one. */
export interface Looks { readonly middle: Rows; readonly last: Rows }

export interface ProofInput {
  readonly variant: string;
  readonly label: string;
  /** As in the file: `<network>/<weight>`, and what was derived. */
  readonly trained: Weights;
  /** `<network>/<weight>` of the seed that it was trained from. */
  readonly untrained: Weights;
  readonly heldOut: HeldOut;
  /** The training part, where the set is prepared on this machine. */
  readonly learnt?: Learnt;
  /** E, for `[count, 28, 28]`. */
  judge(pictures: Float32Array): Promise<Seen>;
  /** `[count, side, side, 3]` in 0..1. */
  look(pictures: Float32Array, side: number): Promise<Looks>;
  /** Logits of glasses, beard and long hair in faces `[count, 64, 64, 3]` of 0..1, in this order. */
  attributes(faces: Float32Array): Promise<Rows>;
  /** `[count, 3]` of 0 and 1: the same as the held-out faces' maker knows it. */
  knownAttributes(faces: HeldOut): Uint8Array;
  /** A stream of the evaluation's own. */
  random(stream: string): Random;
  /** How much work to spend: 1 for the figures that are published, less in tests. */
  readonly effort: number;
}

export type Proof = (input: ProofInput) => Promise<readonly Metric[]>;

export const clears = ({ trained, bar }: Metric): boolean => trained >= (bar?.least ?? -Infinity) && trained <= (bar?.most ?? Infinity);
