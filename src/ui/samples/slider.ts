// A slider outside of tweakpane's folders: label, track, value. Its value is what it was last shown or dragged to.

import { element } from '../elements.ts';

export interface Slider { readonly element: HTMLElement; show(value: number): void }

interface SliderOptions {
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** `last` is false while a pointer or key is still down. */
  change(value: number, last: boolean): void;
}

export const createSlider = ({ label, hint, min, max, step, change }: SliderOptions): Slider => {
  const input = element('input', { type: 'range', class: 'dl-range', min: String(min), max: String(max), step: String(step), 'aria-label': label });
  const value = element('output', {});
  const show = (next: number): void => {
    input.value = String(next);
    input.style.setProperty('--at', `${(100 * (Number(input.value) - min)) / (max - min)}%`);
    value.textContent = next.toFixed(2);
  };
  const send = (last: boolean): void => {
    show(input.valueAsNumber);
    change(input.valueAsNumber, last);
  };
  input.addEventListener('input', () => send(false));
  input.addEventListener('change', () => send(true));
  return { element: element('label', { class: 'dl-slide', title: hint }, element('span', {}, label), input, value), show };
};
