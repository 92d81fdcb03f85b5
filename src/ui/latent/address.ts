// The address of a walk: a seed and a fraction that name where it is. Shown as it moves on; typing another goes there.

import { addressAt, atAddress } from '../../core/latent.ts';
import { element, iconButton } from '../elements.ts';
import { readAddress } from './moves.ts';
import type { LatentPart, LatentTools } from './tools.ts';

/** Updates of the panel for which the copy button says that it has copied. */
const SAID = 5;

export const createAddress = ({ host, name, state, change }: LatentTools): LatentPart & { readonly element: HTMLElement } => {
  const field = element('input', { type: 'text', class: 'dl-text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Address' });
  const problem = element('p', { class: 'dl-problem', role: 'alert', hidden: '' });
  const now = (): string => String(addressAt(state(), host.time()));
  const tell = (sentence: string): void => {
    problem.textContent = sentence;
    problem.hidden = sentence === '';
    field.setAttribute('aria-invalid', String(sentence !== ''));
  };
  const update = (): void => {
    if (said > 0 && --said === 0) copy.show('copy', COPY);
    if (document.activeElement === field || !problem.hidden) return;
    const text = now();
    if (field.value !== text) field.value = text;
  };
  const go = (): void => {
    const read = readAddress(field.value);
    if (typeof read === 'string') return tell(read);
    tell('');
    change('address', atAddress(state(), read, host.time()), true);
    field.blur();
    update();
  };
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Enter') return go();
    tell('');
    field.blur();
    update();
  });
  field.addEventListener('focus', () => field.select());
  field.addEventListener('input', () => tell(''));
  // Left without Enter: it was only looked at; what is wrong stays to be mended.
  field.addEventListener('blur', update);

  const COPY = 'Copy the address';
  let said = 0;
  const copy = iconButton('copy', COPY, () => {
    navigator.clipboard.writeText(field.value).then(() => {
      said = SAID;
      copy.show('done', 'Copied');
    }, () => {
      // Refused: it lies marked in the field, to be copied by hand.
      field.focus();
      field.select();
    });
  });
  const row = element('div', { class: 'dl-row', 'data-param': `${name}.address`, title: 'The name of the point where the walk is: a seed and the fraction of the way to the next. Type another and press Enter to go there; centre and anchors are let go' },
    element('span', {}, 'Address'), element('div', { class: 'dl-beside' }, field, copy.element));
  update();
  return { element: element('div', {}, row, problem), show: update, update };
};
