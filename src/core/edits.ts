// Edits of a recipe, as pure functions: what the panel, the keyboard and scripts do to the document.

import type { LatentState, PluginDefinition, States } from '#api';
import { refusal } from './chain.ts';
import { nextSeed } from './random.ts';
import { acceptAll, defaults } from './params.ts';
import { freeId, newPiece, type PieceRecipe, type Recipe } from './recipe.ts';
import type { SettingsGroup, View } from './settings.ts';
import type { Source } from './sources.ts';
import { emptyTuning, type TuningRecipe } from './tuning.ts';

type Edit = (recipe: Recipe) => Recipe;

export const editPiece = (id: string, change: (piece: PieceRecipe) => PieceRecipe): Edit => (recipe) =>
  ({ ...recipe, pieces: recipe.pieces.map((piece) => (piece.id === id ? change(piece) : piece)) });

export const setParam = (id: string, key: string, state: unknown): Edit =>
  editPiece(id, (piece) => ({ ...piece, params: { ...piece.params, [key]: state } as States }));

export const setView = (id: string, key: keyof View, state: unknown): Edit =>
  editPiece(id, (piece) => ({ ...piece, view: { ...piece.view, [key]: state } }));

/** Changes what a piece is taught. */
export const editTuning = (id: string, change: (tuning: TuningRecipe) => TuningRecipe): Edit =>
  editPiece(id, (piece) => ({ ...piece, tuning: change(piece.tuning ?? emptyTuning) }));

export const setSetting = (group: SettingsGroup, key: string, state: unknown): Edit => (recipe) =>
  ({ ...recipe, [group]: { ...recipe[group], [key]: state } });

/** Hangs a new piece of a plugin at the right end of what hangs already. */
export const addPiece = (definition: PluginDefinition): Edit => (recipe) => {
  const piece = newPiece(recipe, definition);
  return inView({ ...recipe, pieces: [...recipe.pieces, { ...piece, view: { ...piece.view, x: freeX(recipe, piece.view.width) } }] });
};

/** Room left beside the outermost pieces, in metres, and the aspect of window that a scene is framed for. */
const MARGIN = 1.2, ASPECT = 1.6;

/** The camera in the middle of what hangs, stepped back where it must be to see it all. */
const inView = (recipe: Recipe): Recipe => {
  const { camera, pieces } = recipe;
  const left = Math.min(...pieces.map(({ view }) => view.x - view.width / 2)), right = Math.max(...pieces.map(({ view }) => view.x + view.width / 2));
  const wide = ((right - left) / 2 + MARGIN) / (ASPECT * Math.tan((camera.lens * Math.PI) / 360));
  return { ...recipe, camera: { ...camera, targetX: Math.round(500 * (left + right)) / 1000, distance: Math.min(20, Math.max(camera.distance, Math.round(1000 * wide) / 1000)) } };
};

const freeX = (recipe: Recipe, width: number): number => {
  const right = Math.max(0, ...recipe.pieces.map(({ view }) => view.x + view.width / 2));
  return recipe.pieces.length === 0 ? 0 : Math.min(12, right + .6 + width / 2);
};

/** The piece with those of its inputs that `keep` keeps. */
const keepInputs = (piece: PieceRecipe, keep: (input: string, source: Source) => boolean): PieceRecipe => {
  const { inputs, ...rest } = piece, entries = Object.entries(inputs ?? {}), kept = entries.filter(([input, source]) => keep(input, source));
  if (kept.length === entries.length) return piece;
  return kept.length > 0 ? { ...rest, inputs: Object.fromEntries(kept) } : rest;
};

/** Lets `source` flow into an input; the recipe stays as it was where `chain.ts` says why it cannot. */
export const connectInput = (id: string, input: string, source: Source): Edit => (recipe) =>
  (refusal(recipe, id, source) ? recipe : editPiece(id, (piece) => ({ ...piece, inputs: { ...piece.inputs, [input]: source } }))(recipe));

export const disconnectInput = (id: string, input: string): Edit => (recipe) =>
  (recipe.pieces.some((piece) => piece.id === id && piece.inputs?.[input]) ? editPiece(id, (piece) => keepInputs(piece, (other) => other !== input))(recipe) : recipe);

/** Without the piece, its tracks, and what flowed from it. */
export const removePiece = (id: string): Edit => (recipe) => ({
  ...recipe,
  pieces: recipe.pieces.filter((piece) => piece.id !== id).map((piece) => keepInputs(piece, (_, source) => source.from !== 'piece' || source.piece !== id)),
  tracks: recipe.tracks.filter((track) => track.piece !== id),
});

/** The same beside it, fed by the same; what feeds on itself goes on to do so. */
export const duplicatePiece = (id: string): Edit => (recipe) => {
  const piece = recipe.pieces.find((other) => other.id === id);
  if (!piece) return recipe;
  const copy = freeId(recipe, piece.id), own = (source: Source): Source => (source.from === 'piece' && source.piece === id ? { ...source, piece: copy } : source);
  const inputs = piece.inputs && { inputs: Object.fromEntries(Object.entries(piece.inputs).map(([input, source]) => [input, own(source)])) };
  return inView({ ...recipe, pieces: [...recipe.pieces, { ...piece, ...inputs, id: copy, view: { ...piece.view, x: freeX(recipe, piece.view.width) } }] });
};

/** Pieces of a plugin that was replaced: the params and inputs that still fit. */
export const refitPieces = ({ id, params, inputs = {} }: PluginDefinition): Edit => (recipe) => ({
  ...recipe,
  pieces: recipe.pieces.map((piece) => (piece.plugin === id ? keepInputs({ ...piece, params: acceptAll(params, piece.params, piece.id).states }, (input) => Object.hasOwn(inputs, input)) : piece)),
});

/** A new draw of everything random in a piece: its seeds and the walks of its latents. */
export const reseedPiece = (id: string, definition: PluginDefinition): Edit => editPiece(id, (piece) => ({
  ...piece,
  params: Object.fromEntries(Object.entries(piece.params).map(([key, state]) => {
    const kind = definition.params[key]?.kind;
    if (kind === 'seed') return [key, nextSeed(state as number)];
    if (kind === 'latent') return [key, { ...(state as LatentState), seed: nextSeed((state as LatentState).seed) }];
    return [key, state];
  })),
}));

/** A plugin's preset over its defaults; the seed and the place in the latent stay where the preset does not name them. */
export const applyPreset = (id: string, definition: PluginDefinition, preset: string): Edit => editPiece(id, (piece) => {
  const kept = Object.fromEntries(Object.entries(piece.params).filter(([key]) => ['seed', 'latent'].includes(definition.params[key]?.kind ?? '')));
  return { ...piece, params: { ...defaults(definition.params), ...kept, ...definition.presets[preset] } as States };
});

export const setSettings = <G extends SettingsGroup>(group: G, settings: Recipe[G]): Edit => (recipe) => ({ ...recipe, [group]: settings });
