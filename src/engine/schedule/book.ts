// What steps cost on this device, kept from one visit to the next as a line of text, so that the first frames are as well
// planned as the later ones. Text in, text out: where it lies is the host's.

import { unknownCost, type Cost } from './cost.ts';

export interface CostBook {
  /** The cost of a step of `flops`: one for all that have the key, so that each learns from the others, and beginning with what an earlier visit has learnt. */
  cost(key: string, flops: number): Cost;
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

/** A cost as an earlier visit knew it: measured, but soon to follow what is measured now. */
const recalled = (cost: Cost, milliseconds: number | undefined): Cost => (milliseconds === undefined ? cost : Object.assign(cost, { milliseconds, samples: 1 }));

/** `text` is what an earlier visit kept, or null; whatever in it cannot be used is left out. */
export const openCostBook = (text: string | null): CostBook => {
  const known = parse(text), learning = new Map<string, Cost>();
  return {
    cost(key, flops) {
      const cost = learning.get(key) ?? recalled(unknownCost(flops), known.get(key));
      learning.delete(key);
      learning.set(key, cost);
      // Who has it goes on with it.
      if (learning.size > MOST) learning.delete(learning.keys().next().value!);
      return cost;
    },
    text() {
      const learnt = Array.from(learning).filter(([, { samples }]) => samples >= TRUSTED).reverse().map(([key, { milliseconds }]) => [key, Number(milliseconds.toPrecision(4))] as const);
      const all = new Map([...learnt, ...Array.from(known).filter(([key]) => !learning.has(key))]);
      return all.size > 0 ? JSON.stringify(Object.fromEntries(Array.from(all).slice(0, MOST))) : '';
    },
  };
};
