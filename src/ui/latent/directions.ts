// The directions of a latent: found in the page or made on the desk. Each is a slider in sigmas, with a name that can be
// changed; all of them are in the recipe.

import type { FolderApi } from 'tweakpane';
import { p, type LatentState } from '#api';
import { LONGEST_NAME } from '../../core/params.ts';
import { addRow, beside, type Row } from '../bindings.ts';
import { addElement, element, iconButton } from '../elements.ts';
import { SIGMAS } from './axes.ts';
import { renamed, turnedAlong, without } from './moves.ts';
import type { LatentPart, LatentTools } from './tools.ts';
import { createWork, type WorkOptions } from './work.ts';

const sigmas = p.number({ default: 0, min: -SIGMAS, max: SIGMAS });

/** How far one sigma of a direction leads. */
const unit = (vector: readonly number[]): string => Math.hypot(...vector).toFixed(2);

/** Puts a field in the place of a row's name until Enter or leaving it; Escape keeps the name. */
const editName = (row: HTMLElement, name: string, done: (name: string) => void): void => {
  const label = row.querySelector<HTMLElement>('.tp-lblv_l')!, kept = [...label.childNodes];
  const field = element('input', { type: 'text', class: 'dl-text', maxlength: String(LONGEST_NAME), 'aria-label': `New name of ${name}` });
  field.value = name;
  let open = true;
  const end = (take: boolean): void => {
    if (!open) return;
    open = false;
    label.replaceChildren(...kept);
    if (take) done(field.value);
  };
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    end(event.key === 'Enter');
  });
  field.addEventListener('blur', () => end(true));
  label.replaceChildren(field);
  field.focus();
  field.select();
};

/** `find` puts directions into the state. */
export const addDirections = (parent: FolderApi, tools: LatentTools, find: WorkOptions['run']): LatentPart => {
  const { host, name, state, change } = tools;
  const folder = parent.addFolder({ title: 'Directions', expanded: false });
  folder.element.dataset['part'] = 'directions';
  folder.element.title = 'Ways through the latent along which many dimensions change at once';
  const work = createWork(host, {
    text: 'Find', hint: 'Paints 2,000 samples and keeps the 8 directions along which they differ most, with the share of the differences that each explains',
    failure: `The directions of ${name} were not found`, key: `find ${name}`, run: find,
  });
  const told = element('span', { class: 'dl-page' });
  addElement(folder, element('div', { class: 'dl-pager' }, told, element('span', { class: 'dl-gap' }), work.element)).controller.viewProps.handleDispose(work.stop);
  let rows: Row[] = [], blades: { dispose(): void }[] = [];
  let shown: LatentState['directions'] = [];

  const addDirection = ({ name: title, vector, amount }: LatentState['directions'][number], i: number): Row => {
    const row = addRow(folder, sigmas, `${name}.direction.${i}`, title, amount, (value, last) => change(`direction.${i}`, turnedAlong(state(), i, value as number), last));
    const label = row.element.querySelector<HTMLElement>('.tp-lblv_l')!;
    row.element.classList.add('dl-direction');
    row.element.title = `${title}: in sigmas; one sigma leads ${unit(vector)} through the latent. A double click on the name changes it`;
    const edit = (): void => editName(row.element, title, (text) => change('name', renamed(state(), i, text), true));
    label.addEventListener('dblclick', edit);
    beside(row, iconButton('rename', `Rename ${title}`, edit).element);
    beside(row, iconButton('close', `Remove ${title}`, () => change('remove', without(state(), i), true)).element);
    return row;
  };
  const build = (): void => {
    for (const blade of blades) blade.dispose();
    const before = new Set(folder.children);
    rows = state().directions.map(addDirection);
    blades = folder.children.filter((blade) => !before.has(blade));
    told.textContent = rows.length === 0 ? 'None yet' : `${rows.length} in the recipe`;
  };
  build();
  shown = state().directions;
  return {
    show() {
      const { directions } = state();
      if (directions === shown) return;
      const alike = directions.length === shown.length && directions.every(({ name: title, vector }, i) => title === shown[i]!.name && vector === shown[i]!.vector);
      const before = shown;
      shown = directions;
      if (!alike) return build();
      for (const [i, row] of rows.entries()) if (tools.hand !== `direction.${i}` && directions[i]!.amount !== before[i]!.amount) row.show(directions[i]!.amount);
    },
  };
};
