// The notices at the bottom left, newest last, each with a button that takes it away.

import type { Notices } from '../core/notices.ts';
import { element, iconButton } from './elements.ts';

export const createNoticeStack = (notices: Notices): { readonly element: HTMLElement; dispose(): void } => {
  const root = element('section', { class: 'dl-ui dl-notices', 'aria-live': 'polite', 'aria-label': 'Notices' });
  const cards = new Map<string, { text: string; card: HTMLElement }>();
  const show = (): void => {
    const keys = new Set(notices.list.map(({ key }) => key));
    for (const [key, { card }] of cards) {
      if (keys.has(key)) continue;
      card.remove();
      cards.delete(key);
    }
    for (const { key, text } of notices.list) {
      const known = cards.get(key);
      if (known?.text === text) continue;
      // What counts up counts where it is.
      if (known && known.card === root.lastElementChild) {
        known.text = text;
        known.card.firstElementChild!.textContent = text;
        continue;
      }
      known?.card.remove();
      const card = element('div', { class: 'dl-notice' }, element('p', {}, text), iconButton('close', 'Dismiss', () => notices.remove(key)).element);
      cards.set(key, { text, card });
      root.append(card);
    }
  };
  show();
  return { element: root, dispose: notices.subscribe(show) };
};
