// Pieces hung twice, to compare: one as it is and one as it was. A twin is in no recipe; it follows its original in all but
// what that is taught.

import { freeId, type PieceRecipe, type Recipe } from './recipe.ts';

/** Metres between a piece and its twin. */
const GAP = .25;

/** The recipe with a twin at the left of each named piece, both half as far from where it hung, and by which name each twin goes. */
export const twinned = (recipe: Recipe, ids: ReadonlySet<string>): Recipe => {
  if (!recipe.pieces.some(({ id }) => ids.has(id))) return recipe;
  const pieces: PieceRecipe[] = [];
  for (const piece of recipe.pieces) {
    if (!ids.has(piece.id)) {
      pieces.push(piece);
      continue;
    }
    const { tuning: _, ...rest } = piece, away = (piece.view.width + GAP) / 2;
    const id = freeId({ pieces: [...recipe.pieces, ...pieces] }, `${piece.id.slice(0, 30)}-before`);
    // Pictures that fill the window have no place beside each other.
    const view = piece.view.kind === 'full' ? { ...piece.view, kind: 'panel' as const } : piece.view;
    pieces.push({ ...rest, id, view: { ...view, x: view.x - away } }, { ...piece, view: { ...view, x: view.x + away } });
  }
  // Tracks move both.
  const twins = pieces.filter(({ id }) => !recipe.pieces.some((piece) => piece.id === id));
  const twinOf = (id: string): string => pieces[pieces.findIndex((piece) => piece.id === id) - 1]!.id;
  return { ...recipe, pieces, tracks: [...recipe.tracks, ...recipe.tracks.flatMap((track) => (ids.has(track.piece) && twins.length > 0 ? [{ ...track, piece: twinOf(track.piece) }] : []))] };
};
