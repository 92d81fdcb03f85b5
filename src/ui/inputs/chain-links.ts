// The way of a picture through pieces, as links in the order in which it flows: what comes from outside, pieces, the view.
// Pure functions of the recipe; who shows them is `chain.ts`.

import type { PieceRecipe, Recipe } from '../../core/recipe.ts';
import type { Source } from '../../core/sources.ts';
import { pieceOf } from '../piece-edits.ts';

export interface Link {
  /** A piece, or what flows into the chain from outside. */
  readonly source: Source;
  /** It reaches the next link a frame after it was painted. */
  readonly delayed: boolean;
  /** The chain goes on behind it where it has been already: round and round. */
  readonly again: boolean;
}

/** The source that the chain of a piece goes on with: its first connected input, in the order of the plugin's inputs. */
const firstSource = (piece: PieceRecipe, order: (piece: PieceRecipe) => readonly string[]): Source | undefined =>
  order(piece).map((input) => piece.inputs?.[input]).find((source) => source !== undefined);

/**
 * What flows into an input of a piece, the farthest link first; the piece itself is not among them. Of a piece with several
 * inputs the chain follows the first that is connected. `order` gives the inputs of a piece as its plugin lists them.
 */
export const linksInto = (recipe: Recipe, id: string, input: string, order: (piece: PieceRecipe) => readonly string[]): readonly Link[] => {
  const links: Link[] = [], passed = new Set([id]);
  let source = pieceOf(recipe, id)?.inputs?.[input];
  while (source) {
    const piece = source.from === 'piece' ? pieceOf(recipe, source.piece) : undefined;
    const again: boolean = piece !== undefined && passed.has(piece.id);
    links.unshift({ source, delayed: source.from === 'piece' && source.delayed, again });
    if (!piece || again) break;
    passed.add(piece.id);
    source = firstSource(piece, order);
  }
  return links;
};

/** Pieces into which a piece flows, in the order of the recipe, each once. */
export const fedBy = (recipe: Recipe, id: string): readonly PieceRecipe[] =>
  recipe.pieces.filter(({ inputs }) => Object.values(inputs ?? {}).some((source) => source.from === 'piece' && source.piece === id));
