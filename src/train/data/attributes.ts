// Named attributes as columns: what words an attribute takes become its classes, what numbers it takes stay numbers.

import type { DataDraft } from './data-set.ts';

type Columns = DataDraft['columns'];

/** One class column out of a word per item. `known` come first, in their order; then what else is met, by alphabet. */
export const classColumn = (words: readonly string[], known: readonly string[] = []): Columns[string] => {
  const classes = [...new Set([...known, ...words.filter((word) => !known.includes(word)).sort()])];
  const index = new Map(classes.map((word, i) => [word, i]));
  const values = words.map((word) => index.get(word)!);
  return { values: classes.length > 256 ? Float32Array.from(values) : Uint8Array.from(values), shape: [], classes };
};

export const numberColumn = (numbers: readonly number[]): Columns[string] => ({ values: Float32Array.from(numbers), shape: [] });
