// What flows into a piece: the chain that it is part of, and a row for each of its inputs.

import './inputs.css';
import type { FolderApi } from 'tweakpane';
import type { PluginDefinition } from '#api';
import type { Recipe } from '../../core/recipe.ts';
import { addElement, element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { createChain } from './chain.ts';
import { createInputRow } from './row.ts';

export interface Inputs {
  show(recipe: Recipe): void;
  update(): void;
  /** Opens what chooses for the first input, and goes there. */
  open(): void;
  /** They can no longer be seen. */
  rest(): void;
}

/** Adds them to the folder of a piece; `open` opens the folder of another. */
export const addInputs = (folder: FolderApi, host: PanelHost, id: string, definition: PluginDefinition, open: (piece: string) => void): Inputs => {
  const rows = new Map(Object.entries(definition.inputs ?? {}).map(([key, input]) => [key, createInputRow(host, id, key, input)]));
  const inside = rows.size > 0 ? folder.addFolder({ title: rows.size > 1 ? 'Inputs' : 'Input' }) : folder;
  const choose = (input: string | undefined): void => {
    inside.expanded = true;
    rows.get(input ?? '')?.open();
  };
  const chain = createChain(host, id, definition, { open, choose });
  const parts = addElement(inside, element('div', { class: 'dl-inputs' }, chain.element, ...[...rows.values()].map((row) => row.element)));
  if (rows.size > 0) inside.element.dataset['part'] = 'inputs';
  const show = (recipe: Recipe): void => {
    chain.show(recipe);
    for (const row of rows.values()) row.show(recipe);
    // Without inputs there is something to see only where it flows on.
    parts.element.hidden = rows.size === 0 && chain.element.hidden;
  };
  show(host.document.recipe);
  return {
    show,
    update() { for (const row of rows.values()) row.update(); },
    open: () => choose([...rows.keys()][0]),
    rest() { for (const row of rows.values()) row.rest(); },
  };
};
