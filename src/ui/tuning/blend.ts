// Before and now: how much of what was learnt is shown, the twin with the weights before beside it, and the figures.

import { element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { createLines } from '../readings.ts';
import type { TuningState } from './desk.ts';

export interface Blend { readonly element: HTMLElement; update(state: TuningState): void }

export const createBlend = (host: PanelHost, id: string): Blend => {
  const { tuning: desk } = host, figures = createLines();
  const slider = element('input', { type: 'range', class: 'dl-range', min: '0', max: '1', step: '.01', 'aria-label': 'Mix of the weights before and now' });
  const compare = element('button', { type: 'button', class: 'dl-button', title: 'Hangs the piece with the weights before beside it, at the same point' }, 'Compare');
  compare.addEventListener('click', () => {
    desk.compare(id, !desk.state(id).comparing);
    update(desk.state(id));
  });
  const show = (share: number): void => {
    if (slider.valueAsNumber !== share) slider.value = String(share);
    slider.style.setProperty('--at', `${100 * slider.valueAsNumber}%`);
  };
  slider.addEventListener('input', () => {
    desk.mix(id, slider.valueAsNumber);
    show(slider.valueAsNumber);
  });
  slider.addEventListener('dblclick', () => {
    desk.mix(id, 1);
    show(1);
  });
  const root = element('div', { class: 'dl-stack' }, figures.element,
    element('div', { class: 'dl-blend' }, element('label', { class: 'dl-slide', title: 'How much of what was learnt is shown; a double click shows all' }, element('span', {}, 'before'), slider, element('span', {}, 'now')), compare));
  const update = ({ mix, comparing, figures: told }: TuningState): void => {
    show(mix);
    compare.setAttribute('aria-pressed', String(comparing));
    figures.show(told);
  };
  return { element: root, update };
};
