// The latent instrument: something to play it on, its walk, truncation, dimensions and directions. The same for every
// latent of every plugin, derived from its declaration. Its inside is made when it is first opened.

import './latent.css';
import type { FolderApi } from 'tweakpane';
import type { LatentParam } from '#api';
import type { Recipe } from '../../core/recipe.ts';
import { MOST_DIRECTIONS } from '../../core/params.ts';
import { sentence } from '../bindings.ts';
import { addElement } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { addDimensions, type Measure } from './dimensions.ts';
import { addDirections } from './directions.ts';
import { coversAll, createForm } from './form.ts';
import { findDirections, measureImportance } from './measures.ts';
import { foundDirection, roomForFound, withFound } from './moves.ts';
import { latentTools, type LatentPart } from './tools.ts';
import { addTruncation } from './truncation.ts';
import { addWalk } from './walk.ts';
import type { Place } from '../rows.ts';
import type { WorkOptions } from './work.ts';
import { addSamples } from '../samples/samples.ts';

export interface Latent {
  show(recipe: Recipe): void;
  /** Moves the dot to where the walk is at this moment. */
  update(): void;
  /** It can no longer be seen. */
  rest(): void;
}

/** Directions that are kept of those found. */
const FOUND = 8;

const counted = ({ dims, distribution }: LatentParam): string => {
  const [one, more] = distribution === 'categorical' ? ['category', 'categories'] : ['dimension', 'dimensions'];
  return `${dims} ${dims === 1 ? one : more}`;
};

/** Adds the folder of a latent; of several of a piece the first is the open one. */
export const addLatent = (parent: FolderApi, host: PanelHost, place: Place, key: string, param: LatentParam, expanded: boolean): Latent => {
  const tools = latentTools(host, place, key, param);
  const folder = parent.addFolder({ title: `${sentence(param.label ?? key)} · ${counted(param)}`, expanded });
  folder.element.dataset['param'] = tools.name;
  folder.element.classList.add('dl-latent-folder');
  if (param.hint) folder.element.title = param.hint;

  const measure: Measure = (progress, signal) => measureImportance(host.samples, place.path, key, param, progress, signal);
  const find: WorkOptions['run'] = async (progress, signal) => {
    if (roomForFound(tools.state()) === 0) throw new Error(`${MOST_DIRECTIONS} directions are kept, and there is no room for more: remove one first.`);
    const found = await findDirections(host.samples, place.path, key, param, FOUND, progress, signal);
    tools.change('find', withFound(tools.state(), found.map(({ share, vector }, i) => foundDirection(i, share, vector))), true);
  };
  let parts: LatentPart[] = [];
  const build = (): void => {
    const form = createForm(tools);
    addElement(folder, form.element);
    parts = [form, addWalk(folder, tools, place.path, key)];
    parts.push(addSamples(folder, host, place, key, tools), addTruncation(folder, tools));
    if (!coversAll(param)) parts.push(addDimensions(folder, tools, measure, form.measured));
    // Categories are directions themselves.
    if (param.distribution !== 'categorical') parts.push(addDirections(folder, tools, find));
  };
  let shown = tools.state();
  const show = (): void => {
    if (!folder.expanded) return;
    const next = tools.state();
    if (parts.length === 0) build();
    else if (next !== shown) for (const part of parts) part.show();
    shown = next;
  };
  const rest = (): void => { for (const part of parts) part.rest?.(); };
  folder.on('fold', ({ expanded }) => (expanded ? show : rest)());
  show();
  return {
    show, rest,
    update() { if (folder.expanded) for (const part of parts) part.update?.(); },
  };
};
