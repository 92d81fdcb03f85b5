// A grid of small pictures to choose from: photographs, kept files. It scrolls; pictures are fetched when they come into
// sight. By keyboard: Tab to the one that is chosen, arrows within, Enter or Space chooses.

import type { OutsideSource } from '../../core/sources.ts';
import { element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { icon } from '../icons.ts';
import { createThumb } from './thumb.ts';
import { createWhenSeen } from './when-seen.ts';

export interface GridItem { readonly key: string; readonly title: string; readonly source: OutsideSource }

interface GridOptions {
  readonly label: string;
  choose(item: GridItem): void;
  /** Where they can be taken away: a second small button, which asks once more. */
  remove?(item: GridItem): void;
}

export interface PictureGrid {
  readonly element: HTMLElement;
  /** The title of the picture under the pointer or in focus, else of the one that is chosen. */
  readonly caption: HTMLElement;
  /** Shows items, and which of them are chosen, by key. */
  show(items: readonly GridItem[], chosen: ReadonlySet<string>): void;
}

const COLUMNS = 4;
/** Pictures fetched at a time. */
const AT_ONCE = 4;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS, Home: -Infinity, End: Infinity };

interface Cell { readonly item: GridItem; readonly element: HTMLElement; readonly pick: HTMLButtonElement; fetch(): Promise<void> }

export const createPictureGrid = (host: PanelHost, { label, choose, remove }: GridOptions): PictureGrid => {
  const root = element('div', { class: 'dl-pictures', role: 'group', 'aria-label': label, style: `--columns: ${COLUMNS}` });
  const caption = element('span', { class: 'dl-caption', 'aria-hidden': 'true' });
  let cells: Cell[] = [], items: readonly GridItem[] = [], chosenTitle = '';
  const seen = createWhenSeen(root, AT_ONCE);

  const removal = (item: GridItem): HTMLButtonElement => {
    const button = element('button', { type: 'button', class: 'dl-cell-corner', tabindex: '-1' }, icon('close'));
    const say = (sure: boolean): void => {
      button.classList.toggle('dl-sure', sure);
      button.title = button.ariaLabel = sure ? `Click again to forget ${item.title}: there is no undo` : `Forget ${item.title}`;
    };
    button.addEventListener('click', () => (button.classList.contains('dl-sure') ? remove?.(item) : say(true)));
    button.addEventListener('pointerleave', () => say(false));
    button.addEventListener('blur', () => say(false));
    say(false);
    return button;
  };
  const make = (item: GridItem): Cell => {
    const thumb = createThumb(host);
    const pick = element('button', { type: 'button', class: 'dl-picture', tabindex: '-1', title: item.title, 'aria-label': item.title }, thumb.element);
    if (item.source.from === 'video') pick.append(element('span', { class: 'dl-picture-film' }, icon('film')));
    pick.addEventListener('click', () => choose(item));
    const cell = element('div', { class: 'dl-picture-cell' }, pick, ...(remove ? [removal(item)] : []));
    return { item, element: cell, pick, fetch: () => thumb.show(item.source) };
  };
  root.addEventListener('keydown', (event) => {
    const at = cells.findIndex(({ element: cell }) => cell.contains(event.target as Node)), cell = cells[at];
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (remove && event.key === 'Delete') {
      event.preventDefault();
      (cell.element.querySelector<HTMLElement>('.dl-cell-corner'))?.click();
      return;
    }
    const step = STEPS[event.key], to = at + (step ?? 0);
    if (step === undefined) return;
    event.preventDefault();
    const next = Number.isFinite(step) ? cells[to] : cells.at(step < 0 ? 0 : -1);
    next?.pick.focus();
  });
  const say = ({ target }: Event): void => { caption.textContent = cells.find(({ element: cell }) => cell.contains(target as Node))?.item.title ?? chosenTitle; };
  const unsay = (): void => { caption.textContent = chosenTitle; };
  root.addEventListener('pointerover', say);
  root.addEventListener('focusin', say);
  root.addEventListener('pointerleave', unsay);
  root.addEventListener('focusout', unsay);
  root.addEventListener('focusin', (event) => { for (const { pick, element: cell } of cells) pick.tabIndex = cell.contains(event.target as Node) ? 0 : -1; });

  return {
    element: root, caption,
    show(next, chosen) {
      if (next.length !== items.length || next.some(({ key }, i) => key !== items[i]!.key)) {
        const known = new Map(cells.map((cell) => [cell.item.key, cell])), focused = cells.findIndex(({ pick }) => pick === document.activeElement);
        items = next;
        seen.clear();
        cells = items.map((item) => known.get(item.key) ?? make(item));
        root.replaceChildren(...cells.map(({ element: cell }) => cell));
        for (const { element: cell, fetch } of cells) seen.watch(cell, fetch);
        // Who has taken one away goes on with the next.
        if (focused >= 0) cells[Math.min(focused, cells.length - 1)]?.pick.focus();
      }
      const title = (chosen.size === 1 && items.find(({ key }) => chosen.has(key))?.title) || '';
      if (title !== chosenTitle) caption.textContent = chosenTitle = title;
      const at = Math.max(0, cells.findIndex(({ item }) => chosen.has(item.key)));
      for (const [i, { item, pick }] of cells.entries()) {
        pick.setAttribute('aria-pressed', String(chosen.has(item.key)));
        if (!root.contains(document.activeElement)) pick.tabIndex = i === at ? 0 : -1;
      }
    },
  };
};
