// Pictures of the open heap as the judge sees them: cut, mirrored, changed. They are asked for when the heap or what changes
// them has changed, and by the button.

import { reason } from '../../core/errors.ts';
import type { Recipe } from '../../core/recipe.ts';
import { element, iconButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { putPixels } from './heap-cell.ts';
import { COLUMNS } from './heap-grid.ts';
import { heapOf, tuningOf, type Placed } from './lack.ts';

export interface PreviewRow {
  readonly element: HTMLElement;
  show(recipe: Recipe, heap: number): void;
  /** Asks, where there is something new to see. */
  update(): void;
}

export const createPreviewRow = (host: PanelHost, id: string): PreviewRow => {
  const list = element('div', { class: 'dl-pictures dl-preview', style: `--columns: ${COLUMNS}` }), trouble = element('p', { class: 'dl-problem', hidden: '' });
  const again = iconButton('again', 'Others, changed otherwise', () => { stale = true; update(); });
  const root = element('section', { class: 'dl-samples-part', 'aria-label': 'As the judge sees them', hidden: '' }, element('h3', { class: 'dl-part-head' }, element('span', {}, 'As the judge sees them'), again.element), list, trouble);
  let heap = 0, pictures: readonly Placed[] = [], facts: readonly unknown[] = [], stale = false, busy = false;

  const ask = async (): Promise<void> => {
    stale = false;
    busy = true;
    try {
      const seen = await host.tuning.preview(id, heap, COLUMNS);
      list.replaceChildren(...seen.map(() => element('canvas', {})));
      for (const [i, picture] of seen.entries()) putPixels(list.children[i] as HTMLCanvasElement, picture);
      trouble.hidden = true;
    } catch (error) {
      trouble.textContent = reason(error);
      trouble.hidden = false;
    }
    list.hidden = !trouble.hidden;
    busy = false;
  };
  const update = (): void => { if (stale && !busy && pictures.length > 0) void ask(); };
  return {
    element: root, update,
    show(recipe, open) {
      const { settings: { augment, mirror } } = tuningOf(recipe, id);
      heap = open;
      pictures = heapOf(recipe, id, heap);
      root.hidden = pictures.length === 0;
      const now = [heap, augment, mirror, ...pictures.map(({ picture }) => picture)];
      if (now.length === facts.length && now.every((fact, i) => fact === facts[i])) return;
      facts = now;
      stale = true;
    },
  };
};
