// A word that something was done, which goes by itself. What a person must know or act on is a notice instead.

import { element } from './elements.ts';

export interface Toast { readonly element: HTMLElement; show(text: string): void }

export const createToast = (): Toast => {
  const live = element('div', { class: 'dl-ui dl-toasts', role: 'status' });
  return {
    element: live,
    show(text) {
      const toast = element('div', { class: 'dl-toast' }, text);
      // The style sheet's animation is its life; there is no timer to forget.
      toast.addEventListener('animationend', () => toast.remove());
      live.replaceChildren(toast);
    },
  };
};
