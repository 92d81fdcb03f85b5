// What of a scene depends on the frames before: such frames cannot be painted by themselves.

import type { PluginDefinition } from '#api';
import type { PieceRecipe, Recipe } from './recipe.ts';

const pieceRemembers = (piece: PieceRecipe, definition: PluginDefinition | undefined): boolean =>
  (definition?.output.remembers?.(piece.params) ?? false) || (definition?.budget.every ?? 1) > 1 || Object.values(piece.inputs ?? {}).some((source) => source.from === 'piece' && source.delayed);

/** Whether some picture depends on pictures before it: by its plugin, its pace, or an input that sees the frame before. */
export const picturesRemember = ({ pieces }: Recipe, definitions: ReadonlyMap<string, PluginDefinition>): boolean =>
  pieces.some((piece) => pieceRemembers(piece, definitions.get(piece.plugin)));

/** Whether what a frame shows depends on the frames before it. */
export const framesRemember = (recipe: Recipe, definitions: ReadonlyMap<string, PluginDefinition>): boolean => recipe.post.trails > 0 || picturesRemember(recipe, definitions);
