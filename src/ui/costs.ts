// What the pictures cost, under the budget that pays for them: the times of frames, a line per piece and stage, and what
// is alive on the device.

import type { FolderApi } from 'tweakpane';
import { createCostRows } from './cost-rows.ts';
import { addElement, element } from './elements.ts';
import { createFrameGraph } from './frame-graph.ts';
import type { PanelHost } from './host.ts';
import { figure, megabytes } from './quantities.ts';

export interface Costs { update(): void }

export const createCosts = (folder: FolderApi, host: PanelHost): Costs => {
  const graph = createFrameGraph(), rows = createCostRows();
  const spent = element('span'), alive = element('span'), rest = element('span');
  addElement(folder, element('div', { class: 'dl-costs' }, graph.element, rows.element, element('p', { class: 'dl-alive' }, spent, alive, rest)));
  return {
    update() {
      const { pieces, intervals, budget, readbacks, textures, buffers, tensors, bytes } = host.stats();
      graph.show(intervals);
      rows.show(pieces);
      const total = pieces.reduce((sum, { median, gpuMs }) => sum + (median || gpuMs), 0);
      spent.textContent = `All pictures ${figure(total)} ms, ${figure(budget)} of it a frame`;
      alive.textContent = `${textures} textures ${megabytes(bytes.textures)} · ${buffers} buffers ${megabytes(bytes.buffers)}`;
      rest.textContent = `${tensors} tensors · ${readbacks} readbacks`;
    },
  };
};
