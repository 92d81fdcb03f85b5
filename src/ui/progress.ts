// A hairline at the bottom centre while something is fetched or compiled.

import './theme.css';
import { element } from './elements.ts';

export interface Progress {
  /** `fraction` 0..1. */
  show(text: string, fraction: number): void;
  done(): void;
}

export const createProgress = (parent: HTMLElement): Progress => {
  const text = element('span', {});
  const bar = element('div', { class: 'dl-progress-bar' });
  const root = element('div', { class: 'dl-ui dl-progress', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100', hidden: '' }, text, element('div', { class: 'dl-progress-line' }, bar));
  parent.append(root);
  return {
    show(what, fraction) {
      const share = Math.min(1, Math.max(0, fraction));
      root.hidden = false;
      text.textContent = what;
      bar.style.transform = `scaleX(${share})`;
      root.setAttribute('aria-valuenow', String(Math.round(100 * share)));
      root.setAttribute('aria-label', what);
    },
    done() { root.hidden = true; },
  };
};
