// One live frame: who runs, in which order, and how much of the budget each may take. Knows no device: the engine's pieces
// and the tests' simulated ones are the same workers to it. Pure but for what the workers do.

import { tilesWithin } from './fit.ts';

/** How many of a step's `left` tiles, of `each` milliseconds, may run; 0 for none. What it admits counts as run. */
export type Admit = (each: number, left: number) => number;

/** Admits whatever there is. */
export const ALL: Admit = (_, left) => left;

/** Work on one picture. */
export interface Worker {
  /** Frames since its last picture was finished. */
  readonly age: number;
  /** Frames in a row before this one in which it had work and none of it ran. */
  readonly waited: number;
  readonly focused: boolean;
  /** There is something to do. */
  readonly wanting: boolean;
  /** Runs its steps one after another, each as far as `admit` lets it. */
  work(admit: Admit): void;
}

/** Frames that a picture waits, before it goes before all others: what makes dear steps of others cost it frames, but never its life. */
export const PATIENCE = 4;

const weight = (focused: boolean): number => (focused ? 2 : 1);

/** How urgent a picture's next step is: the age of the last in frames, doubled for the piece in focus. */
export const urgency = (age: number, focused: boolean): number => weight(focused) * (age + 1);

/** Who goes first: whoever waits too long, the longest wait first; then the most urgent. */
export const inOrder = (a: Worker, b: Worker): number => {
  const late = (b.waited > PATIENCE ? b.waited : 0) - (a.waited > PATIENCE ? a.waited : 0);
  return late || urgency(b.age, b.focused) - urgency(a.age, a.focused);
};

/**
 * Runs one frame of `budget` milliseconds; answers what was spent by expectation. First everybody has a share, equal but
 * double in focus, so that a dear picture does not hold up cheap ones for as long as it lasts: not even where it has waited
 * too long, since whoever is first goes on by a tile, however dear. Then what is left goes round in the same order.
 */
export const runFrame = (workers: readonly Worker[], budget: number): number => {
  const order = workers.filter(({ wanting }) => wanting).sort(inOrder);
  const weights = order.reduce((sum, { focused }) => sum + weight(focused), 0);
  let spent = 0;
  const turn = (worker: Worker, allowance: number): void => {
    let own = 0;
    worker.work((each, left) => {
      const tiles = tilesWithin(left, each, Math.min(budget - spent, allowance - own), spent === 0);
      // What costs nothing that anybody knows of has run all the same.
      const cost = tiles > 0 ? Math.max(tiles * each, Number.EPSILON) : 0;
      spent += cost;
      own += cost;
      return tiles;
    });
  };
  for (const worker of order) turn(worker, (budget * weight(worker.focused)) / weights);
  for (const worker of order) if (worker.wanting && spent < budget) turn(worker, budget);
  return spent;
};

/** Runs one exact frame: the work of all, whole, in the order given, whatever it costs and whoever is in focus or out of sight. */
export const runWhole = (workers: readonly Pick<Worker, 'work'>[]): void => {
  for (const worker of workers) worker.work(ALL);
};
