// The inside of the folder that teaches a piece, for one offer of its trainer: pictures, settings, what moves the learning,
// what is seen of it, and checkpoints.

import type { FolderApi } from 'tweakpane';
import type { Recipe } from '../../core/recipe.ts';
import type { TuningRecipe } from '../../core/tuning.ts';
import { addElement, element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { createBlend } from './blend.ts';
import { addCheckpoints, isWeights } from './checkpoints.ts';
import { createControls } from './controls.ts';
import type { TuningOffer, TuningState } from './desk.ts';
import { createFilm } from './film.ts';
import { tuningOf } from './lack.ts';
import { createPictures } from './pictures.ts';
import { createPlots } from './plots.ts';
import { addSettingsRows } from './settings.ts';

export interface Body {
  drop(transfer: DataTransfer, at: EventTarget | null): void;
  show(recipe: Recipe): void;
  update(state: TuningState): void;
}

/** Whether there is anything before which now could be held. */
const hasLearnt = ({ step, undoes, redoes, comparing, mix }: TuningState): boolean => step > 0 || undoes > 0 || redoes > 0 || comparing || mix < 1;

export const addBody = (folder: FolderApi, host: PanelHost, id: string, offer: TuningOffer): Body => {
  const pictures = createPictures(host, id, offer);
  addElement(folder, pictures.element);
  const rows = addSettingsRows(folder, host, id, offer), controls = createControls(host, id, offer);
  addElement(folder, controls.element);
  const plots = createPlots(), film = createFilm(offer.shape[1]), blend = createBlend(host, id);
  const watched = addElement(folder, element('div', { class: 'dl-tuning-watch' }, plots.element, film.element, blend.element));
  const checkpoints = addCheckpoints(folder, host, id);
  let version: number | undefined, shown: TuningRecipe | undefined;
  return {
    drop(transfer, at) {
      const weights = [...transfer.files].find(isWeights);
      if (weights) void checkpoints.import(weights);
      else pictures.drop(transfer, at);
    },
    show(recipe) {
      // What else is edited is no concern of a thousand pictures.
      const next = tuningOf(recipe, id);
      if (next === shown) return;
      shown = next;
      pictures.show(recipe);
      rows.show(recipe);
      controls.show(recipe);
    },
    update(state) {
      pictures.update(state);
      controls.update(state);
      blend.update(state);
      watched.hidden = !hasLearnt(state);
      if (state.version === version) return;
      version = state.version;
      plots.show(state.plots);
      film.show(state.sheets);
    },
  };
};
