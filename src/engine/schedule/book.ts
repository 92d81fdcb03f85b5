// What steps cost on this device, kept from one visit to the next as a line of text, so that the first frames are as well
// planned as the later ones. Text in, text out: where it lies is the host's.

import type { Cost } from './cost.ts';

export interface CostBook {
  /** Milliseconds of a step, as learnt on earlier visits. */
  find(key: string): number | undefined;
  /** Keeps a cost that is being learnt; what it is when the book is written counts. */
  enter(key: string, cost: Cost): void;
  /** What to keep for the next visit; '' where nothing was measured. */
  text(): string;
}

/** The key that the device's speed has: the cost of a gigaflop. */
export const SPEED = 'gigaflop';
/** Measurements before a cost is worth keeping; and steps kept, the last used first. */
const TRUSTED = 3, MOST = 2000;
/** No step takes longer, whatever a text says. */
const LONGEST = 60_000;

const parse = (text: string | null): Map<string, number> => {
  try {
    const raw: unknown = JSON.parse(text ?? '{}');
    const entries = typeof raw === 'object' && raw !== null ? Object.entries(raw) as [string, unknown][] : [];
    return new Map(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 0 && entry[1] <= LONGEST).slice(0, MOST));
  } catch {
    return new Map();
  }
};

/** `text` is what an earlier visit kept, or null; whatever in it cannot be used is left out. */
export const openCostBook = (text: string | null): CostBook => {
  const known = parse(text), learning = new Map<string, Cost>();
  return {
    find: (key) => known.get(key),
    enter: (key, cost) => {
      learning.delete(key);
      learning.set(key, cost);
    },
    text() {
      const learnt = Array.from(learning).filter(([, { samples }]) => samples >= TRUSTED).reverse().map(([key, { milliseconds }]) => [key, Number(milliseconds.toPrecision(4))] as const);
      const all = new Map([...learnt, ...Array.from(known).filter(([key]) => !learning.has(key))]);
      return all.size > 0 ? JSON.stringify(Object.fromEntries(Array.from(all).slice(0, MOST))) : '';
    },
  };
};
