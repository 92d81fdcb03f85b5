// A slider per dimension of a latent's centre, eight at a time, those first that change the picture most once that was
// measured.

import type { FolderApi } from 'tweakpane';
import { p } from '#api';
import { latentRange } from '../../core/latent.ts';
import { addRow, type Row } from '../bindings.ts';
import { addElement, element, iconButton } from '../elements.ts';
import { dimensionNames, dimensionOrder, fullCenter, moved } from './moves.ts';
import type { LatentPart, LatentTools } from './tools.ts';
import { createWork, type WorkOptions } from './work.ts';

const PAGE = 8;

const percent = (share: number): string => `${share < .1 ? (100 * share).toFixed(1) : Math.round(100 * share)} %`;

/** Behind the label of a row, a bar as long as its share beside the largest. */
const showShare = (row: HTMLElement, share: number, most: number): void => {
  row.classList.add('dl-measured');
  row.style.setProperty('--share', String(most > 0 ? share / most : 0));
  row.title = `${percent(share)} of what the dimensions change in the picture, each by itself`;
};

/** Resolves to the share of the picture's variance by dimension. */
export type Measure = (...about: Parameters<WorkOptions['run']>) => Promise<readonly number[]>;

/** `measured` is called when the importance is known. */
export const addDimensions = (parent: FolderApi, tools: LatentTools, measure: Measure, measured: () => void): LatentPart => {
  const { host, param, name, state, change } = tools;
  const folder = parent.addFolder({ title: 'Dimensions', expanded: false });
  folder.element.dataset['part'] = 'dimensions';
  folder.element.title = 'The centre, dimension by dimension';
  const [min, max] = latentRange(param);
  const slider = p.number({ default: 0, min, max });
  const names = dimensionNames(param);
  const pages = Math.ceil(param.dims / PAGE);
  let page = 0;
  /** Dimension and row. */
  let rows: (readonly [number, Row])[] = [];
  let shown: readonly number[] = [];
  let drop = (): void => undefined;

  const build = (): void => {
    drop();
    const before = new Set(folder.children);
    const center = fullCenter(param, state()), { importance } = tools, most = Math.max(...importance ?? []);
    rows = dimensionOrder(param.dims, importance).slice(page * PAGE, (page + 1) * PAGE).map((i) => {
      const row = addRow(folder, slider, `${name}.${i}`, names[i]!, center[i], (value, last) => change(`centre.${i}`, moved(param, state(), { [i]: value as number }), last));
      if (importance) showShare(row.element, importance[i]!, most);
      return [i, row];
    });
    shown = center;
    const made = folder.children.filter((blade) => !before.has(blade));
    drop = () => { for (const blade of made) blade.dispose(); };
  };
  const turn = (to: number): void => {
    page = Math.min(pages - 1, Math.max(0, to));
    build();
    showPage();
  };
  const label = element('span', { class: 'dl-page', 'aria-live': 'polite' });
  const previous = iconButton('previous', 'Dimensions before', () => turn(page - 1)), next = iconButton('next', 'Dimensions after', () => turn(page + 1));
  const showPage = (): void => {
    label.textContent = `${page * PAGE + 1}–${Math.min(param.dims, (page + 1) * PAGE)} of ${param.dims}`;
    previous.element.disabled = page === 0;
    next.element.disabled = page === pages - 1;
  };
  const work = createWork(host, {
    text: 'Measure', hint: 'Paints samples and lists first the dimensions that change the picture most; a bar behind each name says how much',
    failure: `The dimensions of ${name} were not measured`, key: `measure ${name}`,
    async run(progress, signal) {
      tools.importance = await measure(progress, signal);
      turn(0);
      measured();
    },
  });
  const pager = element('div', { class: 'dl-pager' }, ...(pages > 1 ? [previous.element, label, next.element] : [label]), element('span', { class: 'dl-gap' }), work.element);
  // There is no order to find in one dimension.
  if (param.dims > 1) addElement(folder, pager).controller.viewProps.handleDispose(work.stop);
  showPage();
  // Most people never open it: the sliders are made when somebody does.
  folder.on('fold', ({ expanded }) => { if (expanded && rows.length === 0) build(); });

  return {
    show() {
      if (rows.length === 0) return;
      const center = fullCenter(param, state());
      for (const [i, row] of rows) if (tools.hand !== `centre.${i}` && shown[i] !== center[i]) row.show(center[i]);
      shown = center;
    },
  };
};
