// What the panel asks about a piece and does to it beyond `core/edits.ts`; pure functions.

import type { PluginDefinition, States } from '#api';
import { editPiece } from '../core/edits.ts';
import { defaults, same } from '../core/params.ts';
import type { PieceRecipe, Recipe } from '../core/recipe.ts';
import { viewParams } from '../core/settings.ts';

/** The preset a piece stands at, or '' where a person has turned something. Seeds and latents do not count. */
export const presetOf = (definition: PluginDefinition, params: States): string => {
  const counts = Object.entries(definition.params).filter(([, { kind }]) => kind !== 'seed' && kind !== 'latent');
  const found = Object.entries(definition.presets).find(([, preset]) =>
    counts.every(([key, param]) => same(params[key], Object.hasOwn(preset, key) ? preset[key] : param.default)));
  return found?.[0] ?? '';
};

/** Every param back to its default. The view keeps its place in the room: a reset picture should not jump off the wall. */
export const resetPiece = (id: string, definition: PluginDefinition): ((recipe: Recipe) => Recipe) => editPiece(id, (piece) => {
  const { x, y, z, turn, width } = piece.view;
  return { ...piece, params: defaults(definition.params), view: { ...defaults(viewParams), x, y, z, turn, width } };
});

export const pieceOf = (recipe: Recipe, id: string | undefined): PieceRecipe | undefined => recipe.pieces.find((piece) => piece.id === id);

/** The piece `by` places further round from the one in focus; from none, the first or the last. */
export const neighbour = (recipe: Recipe, focused: string | undefined, by: 1 | -1): string | undefined => {
  const ids = recipe.pieces.map(({ id }) => id);
  const at = focused === undefined ? -1 : ids.indexOf(focused);
  return at < 0 ? ids.at(by > 0 ? 0 : -1) : ids[(at + by + ids.length) % ids.length];
};
