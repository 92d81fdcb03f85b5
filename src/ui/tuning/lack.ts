// How many pictures a heap holds, and what is missing before learning can begin; pure functions.

import type { Recipe } from '../../core/recipe.ts';
import { emptyTuning, type TuningPicture, type TuningRecipe } from '../../core/tuning.ts';
import { pieceOf } from '../piece-edits.ts';
import type { TuningHeap } from './desk.ts';

export const tuningOf = (recipe: Recipe, id: string): TuningRecipe => pieceOf(recipe, id)?.tuning ?? emptyTuning;

/** A picture, and where it is among all of the piece. */
export interface Placed { readonly picture: TuningPicture; readonly index: number }

export const heapOf = (recipe: Recipe, id: string, heap: number): readonly Placed[] =>
  tuningOf(recipe, id).pictures.map((picture, index) => ({ picture, index })).filter(({ picture }) => picture.heap === heap);

/** Pictures in each heap. */
export const countsOf = (recipe: Recipe, id: string, heaps: readonly TuningHeap[]): readonly number[] => {
  const counts = heaps.map(() => 0);
  for (const { heap } of tuningOf(recipe, id).pictures) if (heap < counts.length) counts[heap]!++;
  return counts;
};

/** `12 of at least 4`. */
export const countWords = (count: number, least: number): string => (least > 1 || count === 0 ? `${count} of at least ${least}` : String(count));

/** What is missing, as words; '' where nothing is. */
export const lackWords = (recipe: Recipe, id: string, heaps: readonly TuningHeap[]): string => {
  const lacking = countsOf(recipe, id, heaps).map((count, i) => ({ title: heaps[i]!.title, missing: heaps[i]!.least - count })).filter(({ missing }) => missing > 0);
  const [first] = lacking;
  if (!first) return '';
  if (heaps.length === 1) return `${first.missing} more picture${first.missing === 1 ? '' : 's'} to begin`;
  return lacking.length === heaps.length && heaps.length > 3 ? 'no heap has enough pictures' : `too few: ${lacking.map(({ title }) => title).join(', ')}`;
};
