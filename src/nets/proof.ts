// How a plugin proves that it has learnt: figures of the trained weights beside the same of the untrained and of real
// held-out data, and the bars that they must clear. Types only; `npm run evaluate` brings the data and the judge.

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

/** Real pictures that no trainer has seen. */
export interface HeldOut {
  /** `[count, ...shape]` in 0..1. */
  readonly items: Float32Array;
  readonly shape: readonly number[];
  readonly count: number;
  /** Class of each. */
  readonly labels: Uint8Array;
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

export interface ProofInput {
  readonly variant: string;
  readonly label: string;
  /** As in the file: `<network>/<weight>`, and what was derived. */
  readonly trained: Weights;
  /** `<network>/<weight>` of the seed that it was trained from. */
  readonly untrained: Weights;
  readonly heldOut: HeldOut;
  judge(pictures: Float32Array): Promise<Seen>;
  /** A stream of the evaluation's own. */
  random(stream: string): Random;
  /** How much work to spend: 1 for the figures that are published, less in tests. */
  readonly effort: number;
}

export type Proof = (input: ProofInput) => Promise<readonly Metric[]>;

export const clears = ({ trained, bar }: Metric): boolean => trained >= (bar?.least ?? -Infinity) && trained <= (bar?.most ?? Infinity);
