// A slider per dimension of a latent's centre, eight at a time.

import type { FolderApi } from 'tweakpane';
import { p, type LatentParam, type LatentState } from '#api';
import { latentRange } from '../core/latent.ts';
import { addRow, type Row } from './bindings.ts';
import { addElement, element, iconButton } from './elements.ts';
import { dimensionNames, fullCenter } from './latent-moves.ts';

const PAGE = 8;

export interface Dimensions { show(): void }

export const addDimensions = (
  parent: FolderApi, param: LatentParam, name: string, state: () => LatentState, change: (dimension: number, value: number, last: boolean) => void,
): Dimensions => {
  const folder = parent.addFolder({ title: 'Dimensions', expanded: false });
  const [min, max] = latentRange(param);
  const slider = p.number({ default: 0, min, max });
  const names = dimensionNames(param);
  const pages = Math.ceil(param.dims / PAGE);
  let page = 0;
  let rows: Row[] = [];
  let shown: readonly number[] = [];
  /** The dimension under the hand, which shows its state already. */
  let held = -1;
  let drop = (): void => undefined;

  const build = (): void => {
    drop();
    const before = new Set(folder.children);
    const center = fullCenter(param, state());
    const first = page * PAGE;
    rows = names.slice(first, first + PAGE).map((label, i) =>
      addRow(folder, slider, `${name}.${first + i}`, label, center[first + i], (value, last) => {
        held = first + i;
        change(first + i, value as number, last);
        held = -1;
      }));
    shown = center;
    const made = folder.children.filter((blade) => !before.has(blade));
    drop = () => { for (const blade of made) blade.dispose(); };
  };
  const turn = (by: number): void => {
    page = Math.min(pages - 1, Math.max(0, page + by));
    build();
    showPage();
  };
  const label = element('span', { class: 'dl-page', 'aria-live': 'polite' });
  const previous = iconButton('previous', 'Dimensions before', () => turn(-1)), next = iconButton('next', 'Dimensions after', () => turn(1));
  const showPage = (): void => {
    label.textContent = `${page * PAGE + 1}–${Math.min(param.dims, (page + 1) * PAGE)} of ${param.dims}`;
    previous.element.disabled = page === 0;
    next.element.disabled = page === pages - 1;
  };
  if (pages > 1) addElement(folder, element('div', { class: 'dl-pager' }, previous.element, label, next.element));
  showPage();
  // Most people never open it: the sliders are made when somebody does.
  folder.on('fold', ({ expanded }) => { if (expanded && rows.length === 0) build(); });

  return {
    show() {
      if (rows.length === 0) return;
      const center = fullCenter(param, state());
      for (const [i, row] of rows.entries()) {
        const dimension = page * PAGE + i;
        if (dimension !== held && shown[dimension] !== center[dimension]) row.show(center[dimension]);
      }
      shown = center;
    },
  };
};
