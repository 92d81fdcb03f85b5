// The card that lists the keys.

import { element, iconButton } from './elements.ts';
import { KEYS, PASTE } from './keys.ts';

export interface Overlay {
  readonly element: HTMLElement;
  toggle(): void;
}

export const createOverlay = (): Overlay => {
  const close = iconButton('close', 'Close (Escape)', () => toggle());
  const list = element('dl', {}, ...[...KEYS, PASTE].flatMap(({ shown, label }) => [
    element('dt', {}, ...shown.split(' ').map((part) => element('kbd', {}, part))), element('dd', {}, label),
  ]));
  const card = element('div', { class: 'dl-card', role: 'dialog', tabindex: '-1', 'aria-modal': 'true', 'aria-label': 'Keys' }, element('header', {}, element('h2', {}, 'Keys'), close.element), list);
  const root = element('div', { class: 'dl-ui dl-overlay', hidden: '' }, card);
  let before: Element | null = null;
  const toggle = (): void => {
    root.hidden = !root.hidden;
    if (root.hidden) return void (before instanceof HTMLElement && before.focus());
    before = document.activeElement;
    card.focus();
  };
  root.addEventListener('click', (event) => { if (event.target === root) toggle(); });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    toggle();
  });
  return { element: root, toggle };
};
