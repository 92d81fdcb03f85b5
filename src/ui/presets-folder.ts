// The folder of saved scenes: save under a name, load, export, delete; and recipes as files.

import type { FolderApi } from 'tweakpane';
import { reason } from '../core/errors.ts';
import { addElement, buttonRow, element, iconButton, wordButton } from './elements.ts';
import { chooseRecipe, downloadRecipe, importFile } from './files.ts';
import type { PanelHost } from './host.ts';
import { deletePreset, LONGEST_NAME, readPresets, savePreset } from './presets.ts';

export const addPresetsFolder = (parent: FolderApi, host: PanelHost): void => {
  const { notices, store } = host;
  const folder = parent.addFolder({ title: 'Presets', expanded: false });
  folder.element.dataset['group'] = 'presets';

  /** Runs what touches the store; a full or forbidden one becomes a notice. True where it went well. */
  const withStore = (act: () => void): boolean => {
    try {
      act();
      notices.remove('presets');
      return true;
    } catch (error) {
      notices.add('presets', `The browser did not keep the preset (${reason(error)}). Export writes it to a file instead.`);
      return false;
    }
  };
  const list = element('ul', { class: 'dl-presets' });
  const line = (sceneName: string, recipe: unknown): HTMLElement => {
    const open = element('button', { type: 'button', class: 'dl-preset', title: `Load ${sceneName}` }, sceneName);
    open.addEventListener('click', () => void host.load(recipe).catch((error: unknown) => notices.add('presets', reason(error))));
    const save = iconButton('save', `Export ${sceneName} to a file`, () => downloadRecipe(recipe, sceneName));
    const remove = iconButton('close', `Delete ${sceneName}`, () => {
      // There is no undo for it, so it takes two clicks.
      if (remove.element.classList.contains('dl-sure')) {
        withStore(() => deletePreset(store, sceneName));
        return show();
      }
      remove.element.classList.add('dl-sure');
      remove.show('close', `Click again to delete ${sceneName}`);
    });
    remove.element.addEventListener('pointerleave', () => {
      remove.element.classList.remove('dl-sure');
      remove.show('close', `Delete ${sceneName}`);
    });
    return element('li', {}, open, save.element, remove.element);
  };
  const show = (): void => {
    let presets: ReturnType<typeof readPresets> = { whole: true, scenes: new Map() };
    try {
      presets = readPresets(store);
    } catch {
      // A forbidden store is told when something is saved.
    }
    if (!presets.whole) notices.add('presets', 'The saved presets are damaged and cannot be read. A copy of them is kept when you save a new one.');
    list.replaceChildren(...[...presets.scenes].map(([sceneName, recipe]) => line(sceneName, recipe)));
    list.hidden = presets.scenes.size === 0;
  };

  const name = element('input', { type: 'text', class: 'dl-text', placeholder: 'Name of this scene', maxlength: String(LONGEST_NAME), 'aria-label': 'Name of the preset', spellcheck: 'false' });
  const keep = (): void => {
    const chosen = name.value.trim() || host.document.recipe.title || 'Untitled';
    if (!withStore(() => savePreset(store, chosen, host.snapshot()))) return;
    name.value = '';
    show();
  };
  name.addEventListener('keydown', (event) => { if (event.key === 'Enter') keep(); });
  const form = element('div', { class: 'dl-beside' }, name, wordButton('Save', 'Keeps the whole scene in this browser', keep));
  const files = buttonRow(
    wordButton('Export to file', 'The whole scene as JSON', () => downloadRecipe(host.snapshot(), name.value.trim() || host.document.recipe.title || 'driftloom')),
    wordButton('Import…', 'A recipe from a file; dropping one on the window does the same', () => chooseRecipe((file) => void importFile(host, file))),
  );
  addElement(folder, element('div', { class: 'dl-stack' }, form, list, files));
  folder.on('fold', ({ expanded }) => { if (expanded) show(); });
};
