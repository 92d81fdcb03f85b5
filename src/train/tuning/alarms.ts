// What can go wrong with a game of two players, seen in its numbers: they stop being numbers, they run away, or the painter
// paints one picture only, or a few kinds of pictures, however different those are. Pure: numbers in, a sentence or nothing out.

import type { Losses } from '#nets';

/** Times its usual size that a number must be, and for how many steps, to be called running away. */
const AWAY = 40, STEPS = 8;
/** Numbers that are small are noise, whatever they were before. */
const SMALL = 5;
/** Share of the spread at the beginning, or of the pictures' own where that is smaller, below which pictures have collapsed. */
const COLLAPSED_BELOW = .4;
/** Share of the kinds below which they are no longer painted. */
const LOST_BELOW = .5;

const middle = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** The first number that is none, as a sentence. */
export const notANumber = (losses: Losses): string => {
  const bad = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
  return bad ? `${bad[0]} became ${bad[1]}` : '';
};

/** Watches for losses and gradients that grow without end; told every step's. */
export const createDivergence = (): ((losses: Losses) => string) => {
  const usual = new Map<string, number[]>(), away = new Map<string, number>();
  return (losses) => {
    let found = '';
    for (const [name, value] of Object.entries(losses)) {
      const seen = usual.get(name) ?? [], size = Math.abs(value);
      usual.set(name, seen);
      const runs = seen.length >= STEPS && size > SMALL && size > AWAY * middle(seen);
      away.set(name, runs ? (away.get(name) ?? 0) + 1 : 0);
      if (away.get(name)! >= STEPS) found ||= `${name} runs away: ${value.toPrecision(3)}, where ${middle(seen).toPrecision(2)} was usual. Undo, and try a smaller learning rate or another loss.`;
      // What runs away does not become usual.
      if (!runs && seen.push(size) > 64) seen.shift();
    }
    return found;
  };
};

/** Mean distances of pairs: of what is painted now, of what was before, and of the pictures to learn from (undefined for one picture). */
export interface Spreads { readonly now: number; readonly before: number; readonly pictures: number | undefined }

export const collapseAlarm = ({ now, before, pictures }: Spreads): string => {
  const due = Math.min(before, pictures ?? before);
  return now < COLLAPSED_BELOW * due ? `The pictures have become alike (${Math.round((100 * now) / due)} % of the variety that is due): the painter has collapsed. Undo, and try more pictures, "augment", or another loss.` : '';
};

/** Kinds of pictures, as `kinds.ts` counts them: painted now, the most that were, and those of the pictures to learn from. NaN where they are not known. */
export interface KindCounts { readonly now: number; readonly before: number; readonly pictures: number }

/** More kinds than the pictures have are not due: who comes nearer to them loses the others rightly. */
export const kindsAlarm = ({ now, before, pictures }: KindCounts): string => {
  const due = Math.min(before, pictures);
  return now < LOST_BELOW * due ? `Some kinds of pictures are no longer painted (about ${now.toFixed(1)} of ${due.toFixed(1)} are left): the painter is collapsing. Undo, and try more pictures, "augment", or another loss.` : '';
};
