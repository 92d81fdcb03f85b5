// What the pictures cost, under the budget that pays for them: a graph of frames a second, one line per piece, and
// what is alive on the device.

import type { FolderApi } from 'tweakpane';
import { addElement, element } from './elements.ts';
import type { PieceStats } from '../engine/stats.ts';
import type { PanelHost } from './host.ts';

export interface Costs { update(timestamp: number | undefined): void }

const COLUMNS = ['Piece', 'ms', 'Level', 'Age', 'State'] as const;
const cellsOf = ({ id, gpuMs, level, age, state }: PieceStats): string[] => [id, gpuMs > 0 ? gpuMs.toFixed(2) : '–', level, String(age), state];

export const createCosts = (folder: FolderApi, host: PanelHost): Costs => {
  const board = { frames: 0 };
  // Interval 0: it moves when it is refreshed, not by a timer of its own.
  const graph = folder.addBinding(board, 'frames', { readonly: true, view: 'graph', label: 'Frames / s', min: 0, max: 75, interval: 0, bufferSize: 64, rows: 2 });
  const body = element('tbody');
  const spent = element('span'), alive = element('span');
  const head = element('thead', {}, element('tr', {}, ...COLUMNS.map((name) => element('th', { scope: 'col' }, name))));
  addElement(folder, element('div', { class: 'dl-costs' }, element('table', {}, head, body), element('p', { class: 'dl-alive' }, spent, alive)));
  const lines: HTMLTableCellElement[][] = [];
  const resize = (count: number): void => {
    while (lines.length < count) {
      const cells = COLUMNS.map(() => element('td'));
      lines.push(cells);
      body.append(element('tr', {}, ...cells));
    }
    while (lines.length > count) {
      lines.pop();
      body.lastElementChild?.remove();
    }
  };
  let last: { timestamp: number; frames: number } | undefined;
  return {
    update(timestamp) {
      const { pieces, frames, readbacks, textures, buffers, tensors } = host.stats();
      if (timestamp !== undefined) {
        const elapsed = last ? timestamp - last.timestamp : 0;
        if (last && elapsed > 0 && elapsed < 3000) {
          board.frames = (1000 * (frames - last.frames)) / elapsed;
          graph.refresh();
          graph.label = `${board.frames.toFixed(0)} frames / s`;
        }
        if (!last || elapsed > 0) last = { timestamp, frames };
      }
      graph.hidden = timestamp === undefined;
      resize(pieces.length);
      for (const [i, piece] of pieces.entries()) {
        for (const [column, text] of cellsOf(piece).entries()) {
          const cell = lines[i]![column]!;
          if (cell.textContent !== text) cell.textContent = text;
          if (column === 4) cell.dataset['state'] = piece.state;
        }
      }
      const total = pieces.reduce((sum, { gpuMs }) => sum + gpuMs, 0);
      spent.textContent = `All pieces ${total.toFixed(2)} ms · ${readbacks} readbacks`;
      alive.textContent = `${textures} textures · ${buffers} buffers · ${tensors} tensors`;
    },
  };
};
