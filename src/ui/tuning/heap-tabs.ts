// The heaps of a trainer that learns from several: one is open. A hairline below each says how full it is.

import { element } from '../elements.ts';
import type { TuningHeap } from './desk.ts';

export interface HeapTabs {
  readonly element: HTMLElement;
  /** Shows which is open, and how many pictures each holds. */
  show(open: number, counts: readonly number[]): void;
  /** Opens the one whose tab lies at a place of the page, if any does. */
  openAt(at: EventTarget | null): void;
}

export const createHeapTabs = (heaps: readonly TuningHeap[], open: (heap: number) => void): HeapTabs => {
  const tabs = heaps.map(({ title }, i) => {
    const tab = element('button', { type: 'button', role: 'tab', class: 'dl-heap-tab' }, element('span', {}, title));
    tab.addEventListener('click', () => open(i));
    return tab;
  });
  const root = element('div', { class: 'dl-heap-tabs', role: 'tablist', 'aria-label': 'Heaps of pictures', hidden: '' }, ...tabs);
  root.hidden = heaps.length < 2;
  root.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key], at = tabs.indexOf(event.target as HTMLButtonElement);
    if (by === undefined || at < 0) return;
    event.preventDefault();
    const next = (at + by + tabs.length) % tabs.length;
    open(next);
    tabs[next]!.focus();
  });
  return {
    element: root,
    openAt(at) {
      const found = tabs.findIndex((tab) => at instanceof Node && tab.contains(at));
      if (found >= 0) open(found);
    },
    show(at, counts) {
      for (const [i, tab] of tabs.entries()) {
        const { title, hint, least } = heaps[i]!, count = counts[i] ?? 0;
        tab.setAttribute('aria-selected', String(i === at));
        tab.tabIndex = i === at ? 0 : -1;
        tab.title = `${title}: ${count} of at least ${least}. ${hint}`;
        tab.style.setProperty('--full', String(Math.min(1, count / Math.max(1, least))));
      }
    },
  };
};
