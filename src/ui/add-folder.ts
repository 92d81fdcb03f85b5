// The folder that hangs a new piece: which plugin, and a button. A plugin's code is fetched when it is chosen.

import type { FolderApi } from 'tweakpane';
import { addPiece } from '../core/edits.ts';
import { reason } from '../core/errors.ts';
import { addElement, buttonRow, element, wordButton } from './elements.ts';
import type { PanelHost } from './host.ts';

export const addAddFolder = (parent: FolderApi, host: PanelHost, followFocus: () => void): void => {
  const { registry, document, notices } = host;
  const folder = parent.addFolder({ title: 'Add a piece', expanded: false });
  folder.element.dataset['group'] = 'add';
  const board = { plugin: registry.ids[0] ?? '' };
  const about = element('p', { class: 'dl-about', 'aria-live': 'polite' });
  const choice = folder.addBinding(board, 'plugin', { label: 'Plugin', options: registry.ids.map((id) => ({ text: registry.loaded.get(id)?.title ?? id, value: id })) });
  choice.element.dataset['param'] = 'add.plugin';

  const describe = async (): Promise<void> => {
    const id = board.plugin;
    about.textContent = 'Loading…';
    try {
      const { summary } = await registry.load(id);
      if (board.plugin === id) about.textContent = summary;
    } catch (error) {
      if (board.plugin === id) about.textContent = reason(error);
    }
  };
  const hang = async (): Promise<void> => {
    add.disabled = true;
    add.textContent = 'Loading…';
    try {
      const definition = await registry.load(board.plugin);
      document.edit(addPiece(definition));
      document.settle();
      host.focus(document.recipe.pieces.at(-1)?.id);
      followFocus();
    } catch (error) {
      notices.add(`add.${board.plugin}`, reason(error));
    } finally {
      add.disabled = false;
      add.textContent = 'Add';
    }
  };
  const add = wordButton('Add', 'Hangs a new piece beside the others', () => void hang());
  add.disabled = registry.ids.length === 0;
  addElement(folder, element('div', { class: 'dl-stack' }, about, buttonRow(add)));
  choice.on('change', () => void describe());
  folder.on('fold', ({ expanded }) => { if (expanded && board.plugin !== '') void describe(); });
};
