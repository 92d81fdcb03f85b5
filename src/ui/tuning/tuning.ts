// The folder that teaches a piece: closed at first, its inside made when it is first opened, and anew when what can be
// learnt changes. Where nothing can, a sentence says why. Files dropped on it are learnt from, or are weights.

import './tuning.css';
import type { FolderApi } from 'tweakpane';
import { reason } from '../../core/errors.ts';
import { same } from '../../core/params.ts';
import type { Recipe } from '../../core/recipe.ts';
import { addElement, element, reveal } from '../elements.ts';
import { isRecipe } from '../files.ts';
import type { PanelHost } from '../host.ts';
import { pieceOf } from '../piece-edits.ts';
import { addBody, type Body } from './body.ts';
import { isOn, toggleLearning } from './controls.ts';
import type { TuningOffer, TuningState } from './desk.ts';

export interface Tuning {
  show(recipe: Recipe): void;
  update(state: TuningState): void;
  /** Opens the folder, and begins to learn or pauses. */
  toggle(): void;
}

export const addTuning = (parent: FolderApi, host: PanelHost, id: string): Tuning => {
  const folder = parent.addFolder({ title: 'Fine-tune', expanded: false }), { element: root } = folder, { document: recipes } = host;
  root.classList.add('dl-tuning');
  let offer: TuningOffer | string | undefined, body: Body | undefined, askedFor: unknown, asking = false;

  const make = (next: TuningOffer | string): void => {
    if (same(next, offer)) return;
    const first = offer === undefined;
    offer = next;
    for (const blade of [...folder.children]) blade.dispose();
    body = undefined;
    if (typeof next === 'string') addElement(folder, element('p', { class: 'dl-about' }, next));
    else body = addBody(folder, host, id, next);
    body?.show(recipes.recipe);
    body?.update(host.tuning.state(id));
    if (first) reveal(root);
  };
  /** Asks what can be learnt, unless that is known for the params as they stand. */
  const ask = async (): Promise<void> => {
    const params = pieceOf(recipes.recipe, id)?.params;
    if (asking || !params || params === askedFor) return;
    askedFor = params;
    asking = true;
    const next = await host.tuning.offer(id).catch(reason);
    asking = false;
    if (root.isConnected) make(next);
  };
  const show = (recipe: Recipe): void => { if (folder.expanded) body?.show(recipe); };
  folder.on('fold', ({ expanded }) => {
    if (!expanded) return;
    void ask();
    show(recipes.recipe);
  });

  const hover = (over: boolean): void => { root.toggleAttribute('data-over', over); };
  root.addEventListener('dragover', (event) => {
    if (!body || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    hover(true);
  });
  root.addEventListener('dragleave', (event) => { if (!root.contains(event.relatedTarget as Node | null)) hover(false); });
  root.addEventListener('drop', (event) => {
    hover(false);
    const { dataTransfer } = event;
    // A scene is opened by the window.
    if (!body || !dataTransfer || dataTransfer.files.length === 0 || [...dataTransfer.files].every(isRecipe)) return;
    event.preventDefault();
    body.drop(dataTransfer, event.target);
  });

  return {
    show,
    update(state) {
      root.dataset['phase'] = isOn(state) ? 'learning' : state.phase;
      root.toggleAttribute('data-alarm', state.alarm !== '');
      if (!folder.expanded) return;
      void ask();
      body?.update(state);
    },
    toggle() {
      folder.expanded = true;
      toggleLearning(host, id);
      reveal(root);
    },
  };
};
