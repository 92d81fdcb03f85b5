// What a piece learns from: the heaps, the pictures of the open one, the ways to bring more, and how the judge sees them.

import type { Recipe } from '../../core/recipe.ts';
import { editTuning } from '../../core/edits.ts';
import { element, iconButton } from '../elements.ts';
import { chooseFiles, chooseFolder } from '../files.ts';
import type { PanelHost } from '../host.ts';
import { icon, type IconName } from '../icons.ts';
import { createBring } from './bring.ts';
import { createChoose } from './choose.ts';
import type { TuningOffer, TuningState } from './desk.ts';
import { createDraw } from './draw.ts';
import { droppedFiles, seenIn } from './dropped.ts';
import { createHeapGrid } from './heap-grid.ts';
import { createHeapTabs } from './heap-tabs.ts';
import { countsOf, countWords, heapOf } from './lack.ts';
import { createPreviewRow } from './preview-row.ts';

export interface Pictures {
  readonly element: HTMLElement;
  /** Lays what is dropped on the open heap, or on the one whose tab it fell on. Its list is read before this returns. */
  drop(transfer: DataTransfer, at: EventTarget | null): void;
  show(recipe: Recipe): void;
  update(state: TuningState): void;
}

export const createPictures = (host: PanelHost, id: string, { heaps }: TuningOffer): Pictures => {
  const { document: recipes, tuning: desk } = host, bring = createBring(host, id);
  let heap = 0, tray: 'draw' | 'choose' | undefined;
  const tabs = createHeapTabs(heaps, (next) => {
    heap = next;
    draw.open(undefined);
    show(recipes.recipe);
  });
  const grid = createHeapGrid(host, id, ({ picture, index }) => { if (picture.source.from === 'drawing') openTray('draw', index); });
  const title = element('span'), count = element('span', { class: 'dl-part-count' });
  const clear = iconButton('close', 'Takes all pictures of this heap out; undo brings them back', () => {
    recipes.edit(editTuning(id, (tuning) => ({ ...tuning, pictures: tuning.pictures.filter((picture) => picture.heap !== heap) })));
    recipes.settle();
  });
  const preview = createPreviewRow(host, id, heaps);
  const draw = createDraw(host, id, () => heap, () => openTray(undefined)), choose = createChoose(host, id, () => heap);
  const place = element('div', { class: 'dl-heap-tray', hidden: '' });
  const openTray = (next: typeof tray, at?: number): void => {
    tray = next;
    place.hidden = tray === undefined;
    place.replaceChildren(...(tray === 'draw' ? [draw.element] : tray === 'choose' ? [choose.element] : []));
    draw.open(tray === 'draw' ? at : undefined);
    drawing.setAttribute('aria-expanded', String(tray === 'draw'));
    choosing.setAttribute('aria-expanded', String(tray === 'choose'));
    show(recipes.recipe);
  };

  const way = (name: IconName, text: string, hint: string, click: () => void): HTMLButtonElement => {
    const button = element('button', { type: 'button', class: 'dl-button dl-simple', title: hint }, icon(name), element('span', {}, text));
    button.addEventListener('click', click);
    return button;
  };
  /** Frames that are on their way. */
  let shots = 0;
  const shoot = async (): Promise<void> => {
    shot.toggleAttribute('data-busy', ++shots > 0);
    await bring.takeWhenThere(desk.shoot().then((file) => [file]), heap, 'No frame was taken');
    shot.toggleAttribute('data-busy', --shots > 0);
  };
  const kept = desk.kept.bind(desk);
  const shot = way('camera', 'Take a frame', 'What the camera sees now; press it again and again', () => void shoot());
  const drawing = way('rename', 'Draw', 'A sheet to draw on', () => openTray(tray === 'draw' ? undefined : 'draw'));
  const choosing = way('picture', 'Photographs', 'Photographs that ship, and files kept in this browser', () => openTray(tray === 'choose' ? undefined : 'choose'));
  const ways = element('div', { class: 'dl-heap-ways' },
    way('file', 'Files…', 'Pictures from this computer; dropped on this folder they come, too', () => chooseFiles('image/*', (files) => bring.take(files, heap))),
    way('open', 'Folder…', 'All pictures of a folder of this computer', () => chooseFolder((files) => bring.take(seenIn(files), heap))),
    choosing, shot, drawing,
    way('star', 'Kept samples', 'The samples that are kept on the wall of this piece (W, K): it learns to paint more like them', () => void bring.takeWhenThere(kept(id), heap, 'No samples were taken')));
  const help = element('p', { class: 'dl-about' }, 'Drop pictures or a folder here.');
  const root = element('div', { class: 'dl-tuning-pictures' },
    element('section', { class: 'dl-samples-part', 'aria-label': 'Pictures' }, element('h3', { class: 'dl-part-head' }, title, count, clear.element), tabs.element, grid.element, help, ways, place), preview.element);

  let words = '';
  const showCount = (counts: readonly number[]): void => {
    words = bring.words;
    const text = words || countWords(counts[heap] ?? 0, heaps[heap]!.least);
    if (count.textContent !== text) count.textContent = text;
  };
  const show = (recipe: Recipe): void => {
    const counts = countsOf(recipe, id, heaps), pictures = heapOf(recipe, id, heap), { title: name, hint } = heaps[heap]!;
    tabs.show(heap, counts);
    // The tabs say which.
    title.textContent = heaps.length > 1 ? 'Pictures' : name;
    title.parentElement!.title = hint;
    showCount(counts);
    count.toggleAttribute('data-lacking', (counts[heap] ?? 0) < heaps[heap]!.least);
    clear.element.hidden = help.hidden = pictures.length === 0;
    help.hidden = !help.hidden;
    grid.element.hidden = pictures.length === 0;
    if (tray === 'draw') draw.show(recipe);
    if (tray === 'choose') choose.show(recipe);
    grid.show(pictures, tray === 'draw' ? draw.at : undefined);
    preview.show(recipe, heap);
  };
  return {
    element: root, show,
    drop(transfer, at) {
      tabs.openAt(at);
      void bring.takeWhenThere(droppedFiles(transfer), heap, 'Nothing was taken');
    },
    update(state) {
      bring.update();
      if (words !== bring.words) showCount(countsOf(recipes.recipe, id, heaps));
      // Files come to the shelf from elsewhere, too.
      if (tray === 'choose') choose.show(recipes.recipe);
      if (bring.words === '') preview.update(state);
    },
  };
};
