// Where a picture's code comes from: the ten digits, mixed or walked through in time, and the gates that the code passes.
// Pure; nothing here allocates but `gated`, which runs when a gate is moved.

import type { Weights } from '#nets';
import { BLOCKS, gateOf, LATENT } from './networks.ts';

export const DIGITS = 10;

/** Share of a leg that is behind after the share t of its time. */
export const EASINGS = {
  smooth: (t: number): number => t * t * (3 - 2 * t),
  linear: (t: number): number => t,
  /** Sets off at once and lingers at the end. */
  sinusoid: (t: number): number => Math.sin(Math.PI * t / 2),
} as const;
export type Easing = keyof typeof EASINGS;

/** Writes codes[from] + share * (codes[to] - codes[from]) to `out` `[32]`; `codes` is `[10, 32]`. */
export const mixCodes = (codes: Float32Array, from: number, to: number, share: number, out: Float32Array): void => {
  for (let i = 0; i < LATENT; i++) {
    const a = codes[from * LATENT + i]!, b = codes[to * LATENT + i]!;
    out[i] = a + share * (b - a);
  }
};

export interface Walk {
  /** Beats per minute. */
  readonly tempo: number;
  /** Beats from one digit to the next. */
  readonly beats: number;
  readonly easing: Easing;
}

/** Writes the code at `time` (seconds) of the closed walk through the ten `codes` to `out`; the last leg leads back to the first. */
export const walkCodes = (codes: Float32Array, time: number, { tempo, beats, easing }: Walk, out: Float32Array): void => {
  const legs = (time * tempo) / (60 * beats), leg = Math.floor(legs);
  const from = ((leg % DIGITS) + DIGITS) % DIGITS;
  mixCodes(codes, from, (from + 1) % DIGITS, EASINGS[easing](legs - leg), out);
};

/**
 * A generator's weights with its gates opened by `gate` (1 as trained, 0 shut) where `blocks` says `1` and shut where it
 * says `0`. A shut gate is tanh(0): its block passes on what it was given. What is not a gate's is borrowed.
 */
export const gated = (weights: Weights, gate: number, blocks: string): Weights => {
  const opened = new Map(weights);
  for (let block = 0; block < BLOCKS; block++) for (const role of ['kernel', 'bias']) {
    const name = `${gateOf(block)}/${role}`, weight = weights.get(name), share = blocks[block] === '0' ? 0 : gate;
    if (weight && share !== 1) opened.set(name, { shape: weight.shape, data: weight.data.map((value) => share * value) });
  }
  return opened;
};
