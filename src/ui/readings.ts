// What a piece tells of itself, as quiet lines: its figures under the title of its folder, and in a folder of its own what
// it is, what it was taught with and how well it does.

import type { FolderApi } from 'tweakpane';
import type { PluginDefinition, Reading } from '#api';
import type { Readings } from '../engine/readings.ts';
import { sentence } from './bindings.ts';
import { addElement, element } from './elements.ts';

export interface Lines {
  readonly element: HTMLElement;
  /** Shows these; hidden where there are none. */
  show(readings: readonly Reading[]): void;
}

/** The same element for the same line, so that text can be selected while a figure beside it moves. */
export const createLines = (): Lines => {
  const list = element('dl', { class: 'dl-readings', hidden: '' });
  let labels = '', values: HTMLElement[] = [];
  return {
    element: list,
    show(readings) {
      const wanted = readings.map(({ label }) => label).join('\n');
      if (wanted !== labels) {
        labels = wanted;
        values = readings.map(() => element('dd'));
        list.replaceChildren(...readings.map(({ label }, i) => element('div', {}, element('dt', {}, sentence(label)), values[i]!)));
        list.hidden = readings.length === 0;
      }
      for (const [i, { value }] of readings.entries()) if (values[i]!.textContent !== value) values[i]!.textContent = value;
    },
  };
};

export interface ReadingRows { update(readings: Readings): void }

/** Puts the moving figures at the end of what the folder holds now. */
export const addFigures = (folder: FolderApi): ReadingRows => {
  const lines = createLines(), { element: blade } = addElement(folder, lines.element);
  blade.hidden = true;
  return {
    update({ now }) {
      lines.show(now);
      blade.hidden = lines.element.hidden;
    },
  };
};

/** A folder with what the piece is, closed at first. */
export const addAbout = (parent: FolderApi, { summary, papers }: PluginDefinition): ReadingRows => {
  const folder = parent.addFolder({ title: 'About', expanded: false }), lines = createLines();
  folder.element.dataset['about'] = '';
  const sources = papers.map(({ title, url }) => element('a', { href: url, target: '_blank', rel: 'noreferrer' }, title));
  addElement(folder, element('div', { class: 'dl-piece-about' }, element('p', {}, summary), lines.element, ...sources));
  return { update: ({ about }) => { if (folder.expanded) lines.show(about); } };
};
