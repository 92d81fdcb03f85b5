// The rows of how it learns, as its trainer offers them.

import type { FolderApi } from 'tweakpane';
import type { Params } from '#api';
import { editTuning } from '../../core/edits.ts';
import { tuningParams } from '../../core/tuning.ts';
import type { PanelHost } from '../host.ts';
import { pieceOf } from '../piece-edits.ts';
import { addRows, type Rows } from '../rows.ts';
import type { TuningOffer } from './desk.ts';
import { tuningOf } from './lack.ts';

/** The rows that mean something: what the offer names, in the order of their declaration, and no more layers than there are. */
export const offered = ({ settings, layers }: Pick<TuningOffer, 'settings' | 'layers'>): Params => Object.fromEntries(
  Object.entries(tuningParams as Params).filter(([key]) => settings.includes(key)).flatMap(([key, param]) => {
    const most = { ...layers } as Readonly<Record<string, number>>;
    if (param.kind !== 'int' || most[key] === undefined) return [[key, param]];
    return most[key] > 0 ? [[key, { ...param, max: Math.min(param.max, most[key]) }]] : [];
  }));

export const addSettingsRows = (parent: FolderApi, host: PanelHost, id: string, offer: TuningOffer): Rows => {
  const folder = parent.addFolder({ title: 'Settings', expanded: false });
  folder.element.dataset['part'] = 'tuning-settings';
  let rows: Rows | undefined;
  const show: Rows['show'] = (recipe) => {
    if (!folder.expanded) return;
    if (rows) return rows.show(recipe);
    rows = addRows(folder, offered(offer), host.document, {
      path: `${id}.tuning`,
      states: (recipe) => (pieceOf(recipe, id) ? tuningOf(recipe, id).settings : undefined),
      edit: (key, state) => editTuning(id, (tuning) => ({ ...tuning, settings: { ...tuning.settings, [key]: state } })),
    });
  };
  folder.on('fold', () => show(host.document.recipe));
  return { show };
};
