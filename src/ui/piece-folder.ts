// The folder of one piece: what flows in, its presets, latents, params, view, and what can be done to it as a whole. Its
// inside is made when it is first opened.

import type { FolderApi } from 'tweakpane';
import type { PluginDefinition } from '#api';
import { applyPreset, duplicatePiece, removePiece, reseedPiece, setParam, setView } from '../core/edits.ts';
import type { PieceRecipe, Recipe } from '../core/recipe.ts';
import { viewParams, type View } from '../core/settings.ts';
import { sentence } from './bindings.ts';
import { addElement, buttonRow, wordButton } from './elements.ts';
import type { PieceStats } from '../engine/stats.ts';
import { upscalable } from '../engine/upscale.ts';
import type { PanelHost } from './host.ts';
import { addInputs, type Inputs } from './inputs/inputs.ts';
import { addLatent, type Latent } from './latent/latent.ts';
import { pieceOf, presetOf, resetPiece } from './piece-edits.ts';
import { addAbout, addFigures, type ReadingRows } from './readings.ts';
import { addRows, type Place, type Rows } from './rows.ts';
import { pieceTitle } from './titles.ts';
import { isOn } from './tuning/controls.ts';
import { addTuning, type Tuning } from './tuning/tuning.ts';

export interface PieceFolder {
  readonly id: string;
  readonly definition: PluginDefinition;
  readonly folder: FolderApi;
  show(recipe: Recipe): void;
  /** What moves by itself: the state beside the title, the dots on the pads. */
  update(stats: PieceStats | undefined): void;
  /** Chooses what flows in, where the folder is open. */
  choose(): void;
  /** Begins to learn what it is taught, or pauses. */
  learn(): void;
  /** It can no longer be seen. */
  rest(): void;
}

/** A list of a plugin's presets that shows which one the piece stands at. */
const addPresets = (folder: FolderApi, host: PanelHost, id: string, definition: PluginDefinition): Rows => {
  const names = Object.keys(definition.presets);
  if (names.length === 0) return { show: () => undefined };
  const current = (recipe: Recipe): string => {
    const piece = pieceOf(recipe, id);
    return piece ? presetOf(definition, piece.params) : '';
  };
  const board = { preset: current(host.document.recipe) };
  const options = [{ text: '—', value: '' }, ...names.map((name) => ({ text: sentence(name), value: name }))];
  const binding = folder.addBinding(board, 'preset', { label: 'Preset', options });
  binding.element.dataset['param'] = `${id}.preset`;
  binding.element.title = 'Settings by name; the seed and the place in the latent stay.';
  const show = (recipe: Recipe): void => {
    const name = current(recipe);
    if (name === board.preset) return;
    board.preset = name;
    binding.refresh();
  };
  binding.on('change', ({ value }) => {
    const name = value;
    if (name === current(host.document.recipe)) return;
    // The dash is where one is, not where one can go.
    if (name === '') return show(host.document.recipe);
    host.document.edit(applyPreset(id, definition, name));
    host.document.settle();
  });
  return { show };
};

/** The rows of the view; the upscaler is offered as long as there is a small picture to enlarge. */
const addView = (folder: FolderApi, host: PanelHost, definition: PluginDefinition, id: string, place: Place): Rows => {
  const rows = addRows(folder, viewParams, host.document, place), row = folder.element.querySelector<HTMLElement>(`[data-param="${place.path}.upscale"]`);
  const offer = (recipe: Recipe): void => {
    const piece = pieceOf(recipe, id);
    row?.style.setProperty('display', piece && upscalable(definition, piece) ? '' : 'none');
  };
  offer(host.document.recipe);
  return {
    show(recipe) {
      rows.show(recipe);
      offer(recipe);
    },
  };
};

export const addPieceFolder = (parent: FolderApi, host: PanelHost, piece: PieceRecipe, definition: PluginDefinition, index: number, followFocus: () => void): PieceFolder => {
  const { id } = piece;
  const title = pieceTitle(id, definition);
  const folder = parent.addFolder({ title, expanded: false, index });
  folder.element.classList.add('dl-piece');
  folder.element.dataset['piece'] = id;
  // The style sheet writes it behind the title.
  if (!title.startsWith(definition.title)) folder.element.querySelector('.tp-fldv_t')?.setAttribute('data-plugin', definition.title);
  const { document } = host;
  const rows: Rows[] = [], latents: Latent[] = [], readings: ReadingRows[] = [];
  let inputs: Inputs | undefined, tuning: Tuning | undefined;

  const act = (edit: (recipe: Recipe) => Recipe): void => {
    document.edit(edit);
    document.settle();
  };
  const duplicate = (): void => {
    act(duplicatePiece(id));
    host.focus(document.recipe.pieces.at(-1)?.id);
    followFocus();
  };
  const build = (): void => {
    const params: Place = { path: id, states: (recipe) => pieceOf(recipe, id)?.params, edit: (key, state) => setParam(id, key, state) };
    const view: Place = { path: `${id}.view`, states: (recipe) => pieceOf(recipe, id)?.view, edit: (key, state) => setView(id, key as keyof View, state) };
    readings.push(addFigures(folder));
    inputs = addInputs(folder, host, id, definition, (other) => {
      host.focus(other);
      followFocus();
    });
    rows.push(inputs);
    rows.push(addPresets(folder, host, id, definition));
    for (const [key, param] of Object.entries(definition.params)) {
      if (param.kind === 'latent') latents.push(addLatent(folder, host, params, key, param, latents.length === 0));
    }
    rows.push(addRows(folder, definition.params, document, params));
    const hanging = folder.addFolder({ title: 'View', expanded: false });
    rows.push(addView(hanging, host, definition, id, view));
    tuning = addTuning(folder, host, id);
    rows.push(tuning);
    readings.push(addAbout(folder, definition));
    addElement(folder, buttonRow(
      wordButton('New seed', 'Another draw of everything random (R)', () => act(reseedPiece(id, definition))),
      wordButton('Reset', 'All params back to their defaults', () => act(resetPiece(id, definition))),
      wordButton('Duplicate', 'Hangs a copy beside it', duplicate),
      wordButton('Remove', 'Takes the piece down; undo brings it back', () => act(removePiece(id))),
    ));
  };
  const show = (recipe: Recipe): void => {
    if (!folder.expanded) return;
    if (rows.length === 0) return build();
    for (const part of [...rows, ...latents]) part.show(recipe);
  };
  const rest = (): void => {
    inputs?.rest();
    for (const latent of latents) latent.rest();
  };
  folder.on('fold', ({ expanded }) => { if (expanded) show(document.recipe); else rest(); });

  return {
    id, definition, folder, show, rest,
    choose: () => inputs?.open(),
    learn: () => tuning?.toggle(),
    update(stats) {
      const state = stats?.state ?? 'loading', taught = host.tuning.state(id);
      if (folder.element.dataset['state'] !== state) folder.element.dataset['state'] = state;
      folder.element.toggleAttribute('data-learning', isOn(taught));
      folder.element.toggleAttribute('data-alarm', taught.alarm !== '');
      if (!folder.expanded) return;
      inputs?.update();
      tuning?.update(taught);
      for (const latent of latents) latent.update();
      const told = host.readings(id);
      for (const lines of readings) lines.update(told);
    },
  };
};
