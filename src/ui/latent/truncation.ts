// Truncation: how far the point is from a middle, as a share of where it would be, and what the middle is.

import type { FolderApi } from 'tweakpane';
import { p } from '#api';
import { rounded } from '../../core/latent-samples.ts';
import { LATENT_LIMITS } from '../../core/params.ts';
import { addRow } from '../bindings.ts';
import { addElement, buttonRow, element, wordButton } from '../elements.ts';
import type { LatentPart, LatentTools } from './tools.ts';

const [least, most] = LATENT_LIMITS.psi;
const psiParam = p.number({ label: 'psi', default: 1, min: least, max: most, hint: 'How far from the middle: 1 leaves the point where it is, less draws it in and makes it more typical, 0 is the middle, below 0 its opposite, above 1 exaggerates.' });

export const addTruncation = (parent: FolderApi, tools: LatentTools): LatentPart => {
  const { param, name, state, change, point } = tools;
  const folder = parent.addFolder({ title: 'Truncation', expanded: false });
  folder.element.dataset['part'] = 'truncation';
  folder.element.title = 'Draws every point of the walk towards a middle, or away from it';
  const row = addRow(folder, psiParam, `${name}.psi`, 'psi', state().psi, (psi, last) => change('psi', { ...state(), psi: psi as number }, last));
  const origin = param.distribution === 'categorical' ? 'all categories alike' : 'the origin';
  const told = element('span');
  addElement(folder, element('div', { class: 'dl-row', title: 'What truncation leads to' }, element('span', {}, 'Middle'), element('div', { class: 'dl-middle' }, told, buttonRow(
    wordButton('Here', 'The middle is the present point', () => change('middle', { ...state(), middle: rounded(param, point()) }, true)),
    wordButton('Origin', `The middle is ${origin}`, () => change('middle', { ...state(), middle: [] }, true)),
  ))));
  const tell = (): void => { told.textContent = state().middle.length === 0 ? 'origin' : 'a point'; };
  tell();
  let shown = state();
  return {
    show() {
      const next = state();
      if (tools.hand !== 'psi' && next.psi !== shown.psi) row.show(next.psi);
      shown = next;
      tell();
    },
  };
};
