// What a classifier's answers say about a generator: how often each class comes, which are missing, whether the class asked
// for is the class seen, and when in a training a class was lost (mode dropping).

import { badArgument } from '../../core/errors.ts';
import { sharesOf, totalVariation } from './divergence.ts';
import type { Features } from './features.ts';

/** The likeliest class of every row of probabilities or logits `[count, classes]`; the first of equals. */
export const likeliestClasses = ({ data, count, size }: Features): Int32Array => Int32Array.from({ length: count }, (_, i) => {
  let best = 0;
  for (let c = 1; c < size; c++) if (data[i * size + c]! > data[i * size + best]!) best = c;
  return best;
});

/** Counts `[classes]` of labels 0 to `classes` - 1. */
export const classHistogram = (labels: ArrayLike<number>, classes: number): Float64Array => {
  const counts = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) throw badArgument(`Label ${i} must be a whole number 0 to ${classes - 1}; got ${label}.`);
    counts[label]!++;
  }
  return counts;
};

const uniform = (classes: number): Float64Array => new Float64Array(classes).fill(1 / classes);

/** 0 to 1: total variation of class counts from `reference` counts or shares (even ones where none are given). */
export const classVariation = (counts: ArrayLike<number>, reference: ArrayLike<number> = uniform(counts.length)): number => totalVariation(counts, reference);

export interface Accuracy {
  /** Share of all samples whose class is the wanted one. */
  readonly overall: number;
  /** `[classes]`: the same of the samples that were to be of that class; NaN where none were. */
  readonly perClass: Float64Array;
}

export const classAccuracy = (wanted: ArrayLike<number>, seen: ArrayLike<number>, classes: number): Accuracy => {
  if (wanted.length !== seen.length || wanted.length === 0) throw badArgument(`Accuracy needs a label seen for each label wanted; got ${seen.length} for ${wanted.length}.`);
  const asked = classHistogram(wanted, classes), right = new Float64Array(classes);
  for (let i = 0; i < wanted.length; i++) if (wanted[i] === seen[i]) right[wanted[i]!]!++;
  return { overall: right.reduce((sum, x) => sum + x, 0) / wanted.length, perClass: right.map((x, c) => x / asked[c]!) };
};

/** A class below this share of what it should have is missing: a classifier's few errors do not bring a lost class back. */
const MISSING_BELOW = .25;

/** The classes that hardly come, or not at all, against `reference` counts or shares (even ones where none are given). */
export const missingClasses = (counts: ArrayLike<number>, reference: ArrayLike<number> = uniform(counts.length)): number[] => {
  const shares = sharesOf(counts), due = sharesOf(reference);
  if (due.length !== shares.length) throw badArgument(`A reference of ${due.length} classes does not fit counts of ${shares.length}.`);
  return Array.from(shares.keys()).filter((c) => due[c]! > 0 && shares[c]! < MISSING_BELOW * due[c]!);
};

export interface ModeEvent {
  readonly step: number;
  readonly class: number;
  readonly event: 'came' | 'vanished';
}

/** What happened to the classes over a training, in order of steps. A class that was there from the first look is not told. */
export const modeEvents = (history: readonly { readonly step: number; readonly counts: ArrayLike<number> }[], reference?: ArrayLike<number>): ModeEvent[] =>
  history.flatMap(({ step, counts }, look): ModeEvent[] => {
    const last = history[look - 1];
    if (!last) return [];
    const now = missingClasses(counts, reference), before = missingClasses(last.counts, reference);
    return [
      ...now.filter((c) => !before.includes(c)).map((c) => ({ step, class: c, event: 'vanished' as const })),
      ...before.filter((c) => !now.includes(c)).map((c) => ({ step, class: c, event: 'came' as const })),
    ];
  });
