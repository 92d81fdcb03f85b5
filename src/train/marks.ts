// The steps of a run at which its weights are kept.

const SHARES = [0, .01, .03, .1, .3, 1];

/** 0, 1, 3, 10, 30 and 100 % of `steps`, and the `snapshots` within them, rising, each once. */
export const marksOf = (steps: number, snapshots: readonly number[] = []): readonly number[] =>
  [...new Set([...SHARES.map((share) => Math.round(share * steps)), ...snapshots.filter((step) => step > 0 && step <= steps)])].sort((a, b) => a - b);
