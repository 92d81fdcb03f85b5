// Pictures of the open heap as the judge sees them: cut, mirrored, changed. They are asked for by the button, since all
// pictures are read for it; and while it learns, when they are, whenever something has changed.

import { reason } from '../../core/errors.ts';
import type { Recipe } from '../../core/recipe.ts';
import { element, wordButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import type { TuningHeap, TuningState } from './desk.ts';
import { putPixels } from './heap-cell.ts';
import { COLUMNS } from './heap-grid.ts';
import { heapOf, lackWords, tuningOf } from './lack.ts';

export interface PreviewRow {
  readonly element: HTMLElement;
  show(recipe: Recipe, heap: number): void;
  update(state: TuningState): void;
}

export const createPreviewRow = (host: PanelHost, id: string, heaps: readonly TuningHeap[]): PreviewRow => {
  const list = element('div', { class: 'dl-pictures dl-preview', style: `--columns: ${COLUMNS}`, hidden: '' }), trouble = element('p', { class: 'dl-problem', hidden: '' });
  const look = wordButton('Show', '', () => void ask());
  const root = element('section', { class: 'dl-samples-part', 'aria-label': 'As the judge sees them', hidden: '' }, element('h3', { class: 'dl-part-head' }, element('span', {}, 'As the judge sees them'), look), list, trouble);
  let heap = 0, facts: readonly unknown[] = [], stale = false, busy = false, lack = '';

  const ask = async (): Promise<void> => {
    const asked = facts;
    stale = false;
    busy = look.disabled = true;
    try {
      const seen = await host.tuning.preview(id, heap, COLUMNS);
      list.replaceChildren(...seen.map(() => element('canvas', {})));
      list.hidden = false;
      for (const [i, picture] of seen.entries()) putPixels(list.children[i] as HTMLCanvasElement, picture);
      trouble.hidden = true;
      list.toggleAttribute('data-stale', facts !== asked);
      look.textContent = 'Again';
    } catch (error) {
      trouble.textContent = reason(error);
      trouble.hidden = false;
    }
    busy = false;
    look.disabled = lack !== '';
  };
  return {
    element: root,
    show(recipe, open) {
      const { settings: { augment, mirror } } = tuningOf(recipe, id), pictures = heapOf(recipe, id, open), now = [open, augment, mirror, ...pictures.map(({ picture }) => picture)];
      root.hidden = pictures.length === 0;
      lack = lackWords(recipe, id, heaps);
      look.disabled = busy || lack !== '';
      look.title = lack ? `Cut and changed as they are learnt from: ${lack}` : 'Cut and changed as they are learnt from';
      if (now.length === facts.length && now.every((fact, i) => fact === facts[i])) return;
      // Those of another heap are not shown as if they were of this one.
      if (open !== heap) list.hidden = true;
      [heap, facts, stale] = [open, now, true];
      list.toggleAttribute('data-stale', true);
    },
    update({ phase }) { if (phase === 'learning' && stale && !busy && lack === '' && !root.hidden) void ask(); },
  };
};
