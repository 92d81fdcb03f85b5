// The pad, for pictures that are drawn to be learnt from. The first stroke on an empty sheet lays it on the heap, and every
// further one changes it there; so the past of the document holds every stroke.

import { editTuning } from '../../core/edits.ts';
import type { Recipe } from '../../core/recipe.ts';
import { MOST_PICTURES } from '../../core/tuning.ts';
import { buttonRow, element, wordButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { createPad } from '../inputs/pad.ts';
import { tuningOf } from './lack.ts';

export interface Draw {
  readonly element: HTMLElement;
  /** The place of the picture that is drawn on, among all of the piece; undefined for a sheet without a stroke. */
  readonly at: number | undefined;
  /** Draws on at one that is there, or begins a new sheet. */
  open(at: number | undefined): void;
  show(recipe: Recipe): void;
}

export const createDraw = (host: PanelHost, id: string, heap: () => number, close: () => void): Draw => {
  const { document: recipes } = host;
  let at: number | undefined, sheet = 0;
  /** Undo may have taken it away. */
  const drawn = (recipe: Recipe): string | undefined => {
    const source = at === undefined ? undefined : tuningOf(recipe, id).pictures[at]?.source;
    return source?.from === 'drawing' ? source.drawing : undefined;
  };
  const pad = createPad(host, 'the picture', (drawing, last) => {
    const { pictures } = tuningOf(recipes.recipe, id), fresh = drawn(recipes.recipe) === undefined;
    if (fresh && pictures.length >= MOST_PICTURES) return host.notices.add('tuning.brought', `${MOST_PICTURES} pictures are the most that a piece learns from.`);
    if (fresh) at = pictures.length;
    const source = { from: 'drawing', drawing } as const;
    recipes.edit(editTuning(id, (tuning) => ({
      ...tuning, pictures: fresh ? [...tuning.pictures, { source, heap: heap(), crop: 0 }] : tuning.pictures.map((picture, i) => (i === at ? { ...picture, source } : picture)),
    })), `${id}.tuning.drawing.${sheet}`);
    if (last) recipes.settle();
  });
  const show = (recipe: Recipe): void => {
    const text = drawn(recipe);
    if (text === undefined) at = undefined;
    pad.show(text ?? '');
  };
  const open = (next: number | undefined): void => {
    at = next;
    sheet++;
    show(recipes.recipe);
  };
  const root = element('div', { class: 'dl-stack' }, pad.element, buttonRow(wordButton('Another sheet', 'This one is on the heap; an empty one to draw on', () => open(undefined)), wordButton('Done', 'Puts the pad away', close)));
  return { element: root, open, show, get at() { return at; } };
};
