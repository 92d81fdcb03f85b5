// The rows of a record of params: how a piece's params, its view and the settings of the scene all get into a folder.

import type { FolderApi } from 'tweakpane';
import type { Param, Params } from '#api';
import type { Document } from '../core/document.ts';
import { same } from '../core/params.ts';
import type { Recipe } from '../core/recipe.ts';
import { addRow, type Change, type Row } from './bindings.ts';
import { addMaskRow } from './mask-row.ts';
import { addSketchRow } from './sketch-row.ts';

/** Where a record of states lives in the recipe, and how one of them is set. */
export interface Place {
  /** Names rows and gestures: `cppn`, `cppn.view`, `camera`. */
  readonly path: string;
  /** The states in a recipe; undefined when their piece is gone. */
  states(recipe: Recipe): Readonly<Record<string, unknown>> | undefined;
  edit(key: string, state: unknown): (recipe: Recipe) => Recipe;
}

export interface Rows {
  /** Shows what differs from what is shown. */
  show(recipe: Recipe): void;
}

/**
 * Writes a state to the document unless it is there already. Everything between pointer down and up bears one
 * gesture's name and so is one step of undo.
 */
export const write = (document: Document, place: Place, key: string, state: unknown, last: boolean, gesture = `${place.path}.${key}`): void => {
  const states = place.states(document.recipe);
  if (states && !same(states[key], state)) document.edit(place.edit(key, state), gesture);
  if (last) document.settle();
};

type RowParam = Exclude<Param, { kind: 'latent' }>;

const addRowOf = (folder: FolderApi, param: RowParam, name: string, label: string, start: unknown, change: Change): Row => {
  switch (param.kind) {
    case 'sketch': return addSketchRow(folder, param, name, label, start, change);
    case 'mask': return addMaskRow(folder, param, name, label, start, change);
    default: return addRow(folder, param, name, label, start, change);
  }
};

const isRow = (entry: [string, Param]): entry is [string, RowParam] => entry[1].kind !== 'latent';

export const addRows = (folder: FolderApi, params: Params, document: Document, place: Place): Rows => {
  const start = place.states(document.recipe) ?? {};
  const rows = new Map<string, Row>();
  const shown = new Map<string, unknown>();
  for (const [key, param] of Object.entries(params).filter(isRow)) {
    shown.set(key, start[key]);
    const row = addRowOf(folder, param, `${place.path}.${key}`, param.label ?? key, start[key], (state, last) => {
      // The row shows it already: a refresh in the middle of a drag would fight with the pointer.
      shown.set(key, state);
      write(document, place, key, state, last);
    });
    rows.set(key, row);
  }
  return {
    show(recipe) {
      const states = place.states(recipe);
      if (!states) return;
      for (const [key, row] of rows) {
        if (same(shown.get(key), states[key])) continue;
        shown.set(key, states[key]);
        row.show(states[key]);
      }
    },
  };
};
