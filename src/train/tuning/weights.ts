// Weights as things to be kept, mixed and gone back to. Pure.

import type { Weights } from '#nets';

/** Bytes of the numbers. */
export const bytesOf = (weights: Weights): number => Array.from(weights.values()).reduce((sum, { data }) => sum + data.byteLength, 0);

/** `before` at 0, `now` at 1, number by number; what only one of them has is as it is there. New arrays, but for the two ends. */
export const mixed = (before: Weights, now: Weights, share: number): Weights => {
  if (share <= 0) return before;
  if (share >= 1) return now;
  return new Map(Array.from(now, ([name, weight]) => {
    const from = before.get(name)?.data;
    return [name, from?.length === weight.data.length ? { shape: weight.shape, data: weight.data.map((to, i) => from[i]! + share * (to - from[i]!)) } : weight];
  }));
};

/** States that were left, to go back to and forth again. */
export interface Trail {
  readonly undoes: number;
  readonly redoes: number;
  /** Leaves a state for another: it can be gone back to. What had been undone is forgotten. */
  leave(state: Weights): void;
  /** Goes back from `here`; undefined where there is nothing behind. */
  back(here: Weights): Weights | undefined;
  forth(here: Weights): Weights | undefined;
}

/** `room` is bytes of all states together: the oldest are forgotten first, but for the last. */
export const createTrail = (room: number): Trail => {
  const behind: Weights[] = [], before: Weights[] = [];
  return {
    get undoes() { return behind.length; },
    get redoes() { return before.length; },
    leave(state) {
      behind.push(state);
      before.length = 0;
      while (behind.length > 1 && behind.reduce((sum, weights) => sum + bytesOf(weights), 0) > room) behind.shift();
    },
    back(here) {
      const state = behind.pop();
      if (state) before.push(here);
      return state;
    },
    forth(here) {
      const state = before.pop();
      if (state) behind.push(here);
      return state;
    },
  };
};
