// What training may take of frames: what painting left of their budgets, saved up until a share of the work fits, and a
// small guaranteed share, so that a busy scene slows learning down but never stops it. Pure state; numbers in, decisions out.

/** Share of a frame's budget that training may take although painting has used it up. */
const GUARANTEED = .1;
/** Frames' budgets that can be saved up: after a rest, no long frame. */
const SAVED = 2;

export interface Allowance {
  /** A frame of `budget` milliseconds has ended, with `left` of it. */
  credit(left: number, budget: number): void;
  /** Whether work of `cost` milliseconds may begin; it is paid for. What costs more than can be saved begins when all is saved, and is paid off after. */
  affords(cost: number): boolean;
}

export const createAllowance = (): Allowance => {
  let saved = 0, most = 0;
  return {
    credit(left, budget) {
      most = SAVED * budget;
      saved = Math.min(most, saved + Math.max(left, GUARANTEED * budget));
    },
    affords(cost) {
      if (most === 0 || saved < Math.min(cost, most)) return false;
      saved -= cost;
      return true;
    },
  };
};

/** Parts that a batch is taken in, so that one of them fits a frame's budget: the number now, doubled while a part costs too much. */
export const partsFor = (cost: number, parts: number, batch: number, budget: number): number => {
  let wanted = parts, each = cost;
  while (each > budget && 2 * wanted <= batch) {
    wanted *= 2;
    each /= 2;
  }
  return wanted;
};
