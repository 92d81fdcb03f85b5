// Photographs that ship, and pictures kept in this browser, to learn from: a click lays one on the heap, a click on one that
// lies there takes it away.

import { editTuning } from '../../core/edits.ts';
import type { Recipe } from '../../core/recipe.ts';
import { sourceKey, type OutsideSource } from '../../core/sources.ts';
import { MOST_PICTURES, type TuningPicture } from '../../core/tuning.ts';
import { element, wordButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { createPictureGrid, type GridItem } from '../inputs/picture-grid.ts';
import { heapOf, tuningOf } from './lack.ts';

export interface Choose { readonly element: HTMLElement; show(recipe: Recipe): void }

type Pictured = TuningPicture['source'];
const isPictured = (source: OutsideSource): source is Pictured => source.from === 'image' || source.from === 'still';

export const createChoose = (host: PanelHost, id: string, heap: () => number): Choose => {
  const { document: recipes, sources } = host;
  const lay = (chosen: readonly Pictured[]): void => {
    const laid = chosen.slice(0, MOST_PICTURES - tuningOf(recipes.recipe, id).pictures.length).map((source): TuningPicture => ({ source, heap: heap(), crop: 0 }));
    recipes.edit(editTuning(id, (tuning) => ({ ...tuning, pictures: [...tuning.pictures, ...laid] })));
    recipes.settle();
  };
  const lying = (): ReadonlySet<string> => new Set(heapOf(recipes.recipe, id, heap()).map(({ picture }) => sourceKey(picture.source)));
  const toggle = ({ key, source }: GridItem): void => {
    if (!isPictured(source)) return;
    if (!lying().has(key)) return lay([source]);
    recipes.edit(editTuning(id, (tuning) => ({ ...tuning, pictures: tuning.pictures.filter((picture) => picture.heap !== heap() || sourceKey(picture.source) !== key) })));
    recipes.settle();
  };
  const part = (title: string, items: () => readonly GridItem[]): { readonly element: HTMLElement; show(): void } => {
    const grid = createPictureGrid(host, { label: title, choose: toggle });
    const all = wordButton('All', `Lays all of them on the heap`, () => {
      const there = lying();
      lay(items().flatMap(({ key, source }) => (!there.has(key) && isPictured(source) ? [source] : [])));
    });
    const root = element('section', { class: 'dl-chooser-part' }, element('h3', {}, element('span', {}, title), grid.caption, all), grid.element);
    return {
      element: root,
      show() {
        const shown = items();
        root.hidden = shown.length === 0;
        grid.show(shown, lying());
      },
    };
  };
  const item = (source: Pictured, title: string): GridItem => ({ key: sourceKey(source), title, source });
  const parts = [
    part('Photographs', () => sources.stills.map(({ still, title }) => item({ from: 'still', still }, title))),
    part('Kept files', () => sources.files.flatMap(({ from, file, name }) => (from === 'image' ? [item({ from, file, name }, name)] : []))),
  ];
  return {
    element: element('div', { class: 'dl-chooser', role: 'group', 'aria-label': 'Photographs and kept files' }, ...parts.map((each) => each.element)),
    show() { for (const each of parts) each.show(); },
  };
};
