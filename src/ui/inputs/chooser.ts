// What chooses a source for one input: nothing, a drawing, files, camera, screen, other pieces, photographs, kept files.
// It stays open while one tries one after the other; Escape closes it.

import type { Recipe } from '../../core/recipe.ts';
import type { FileSource, Source } from '../../core/sources.ts';
import { reason } from '../../core/errors.ts';
import { element } from '../elements.ts';
import { chooseFiles } from '../files.ts';
import type { PanelHost } from '../host.ts';
import { icon, type IconName } from '../icons.ts';
import { intakeOf, PICTURES } from './intake.ts';
import { createPictureGrid, type GridItem } from './picture-grid.ts';
import { createPieceList } from './piece-list.ts';

export interface Chooser {
  readonly element: HTMLElement;
  show(recipe: Recipe, connected: Source | undefined): void;
  /** Pieces go on painting. */
  update(): void;
  focus(): void;
  /** It can no longer be seen. */
  rest(): void;
}

interface ChooserOptions {
  readonly host: PanelHost;
  readonly piece: string;
  readonly input: string;
  /** How a screen reader calls it. */
  readonly label: string;
  choose(source: Source | undefined): void;
  close(): void;
}

const part = (title: string, child: HTMLElement, ...caption: HTMLElement[]): HTMLElement => element('section', { class: 'dl-chooser-part' }, element('h3', {}, element('span', {}, title), ...caption), child);

export const createChooser = ({ host, piece, input, label, choose, close }: ChooserOptions): Chooser => {
  const { sources, notices } = host;
  let connected: Source | undefined;
  const simple = (name: IconName, text: string, hint: string, from: string, click: () => void): HTMLButtonElement => {
    const button = element('button', { type: 'button', class: 'dl-button dl-simple', title: hint, 'data-from': from }, icon(name), element('span', {}, text));
    button.addEventListener('click', click);
    return button;
  };
  const simples = [
    simple('nothing', 'Nothing', 'Nothing flows in', 'nothing', () => choose(undefined)),
    simple('rename', 'Drawing', 'A sheet to draw on, here', 'drawing', () => (connected?.from === 'drawing' ? close() : choose({ from: 'drawing', drawing: '' }))),
    simple('camera', 'Camera', 'What the camera sees; the browser asks for permission', 'webcam', () => choose({ from: 'webcam' })),
    simple('screen', 'Screen', 'A screen or window of this computer; the browser asks which', 'screen', () => choose({ from: 'screen' })),
    simple('open', 'Open a file…', 'A picture or a film from this computer; dropped on the window or pasted it comes, too', 'file', () => chooseFiles(PICTURES, (files) => intakeOf(host).take(files, { piece, input }))),
  ];
  const pieces = createPieceList(host, piece, choose);
  const stills = createPictureGrid(host, { label: 'Photographs', choose: ({ source }) => choose(source) });
  const forget = async (file: FileSource): Promise<void> => {
    try {
      await sources.forget(file);
      notices.remove('files.forget');
    } catch (error) {
      notices.add('files.forget', `${file.name} was not forgotten: ${reason(error)}`);
    }
  };
  const files = createPictureGrid(host, { label: 'Kept files', choose: ({ source }) => choose(source), remove: ({ source }) => void forget(source as FileSource) });
  const photographs = part('Photographs', stills.element, stills.caption), kept = part('Kept files', files.element, files.caption);
  const root = element('div', { class: 'dl-chooser', role: 'group', 'aria-label': `What flows into ${label}` },
    element('div', { class: 'dl-simples' }, ...simples), part('Pieces', pieces.element), photographs, kept);
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });

  return {
    element: root, update: pieces.update, rest: pieces.rest,
    show(recipe, source) {
      connected = source;
      const from = connected?.from ?? 'nothing';
      for (const button of simples) button.setAttribute('aria-pressed', String(button.dataset['from'] === from));
      pieces.show(recipe, connected);
      const still = (each: (typeof sources.stills)[number]): GridItem => ({ key: each.still, title: each.title, source: { from: 'still', still: each.still } });
      stills.show(sources.stills.map(still), new Set(connected?.from === 'still' ? [connected.still] : []));
      files.show(sources.files.map((file) => ({ key: file.file, title: file.name, source: file })), new Set(connected?.from === 'image' || connected?.from === 'video' ? [connected.file] : []));
      photographs.hidden = sources.stills.length === 0;
      kept.hidden = sources.files.length === 0;
    },
    focus() { (root.querySelector<HTMLElement>('[aria-pressed=true]') ?? simples[0])?.focus(); },
  };
};
