// A recipe that came from outside takes the document's place, as one undoable edit; or the scene stays, and a notice says why.

import type { Document } from './core/document.ts';
import type { Notices } from './core/notices.ts';
import type { Recipe } from './core/recipe.ts';

/** An empty scene that was meant to be empty. */
const asksForNothing = (raw: unknown): boolean => {
  const pieces: unknown = (raw as { pieces?: unknown } | null)?.pieces;
  return Array.isArray(pieces) && pieces.length === 0;
};

/** `raw` is what `recipe` was read from; answers what could not be used. */
export const openRecipe = (raw: unknown, { recipe, problems }: { readonly recipe: Recipe; readonly problems: string[] }, document: Document, notices: Notices): string[] => {
  if (recipe.pieces.length === 0 && !asksForNothing(raw)) {
    notices.add('recipe', `There is nothing in it that can be shown, so the scene stays as it was: ${problems.join('; ') || 'it lists no pieces'}.`);
    return problems.length > 0 ? problems : ['it lists no pieces'];
  }
  document.edit(() => recipe);
  if (problems.length > 0) notices.add('recipe', `Not everything in the recipe could be used: ${problems.join('; ')}.`);
  else notices.remove('recipe');
  return problems;
};
