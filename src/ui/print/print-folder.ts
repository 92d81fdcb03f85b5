// The folder that prints: what, on which paper, how fine; the pixels that makes; a button that becomes a bar of progress.

import type { FolderApi } from 'tweakpane';
import type { Param } from '#api';
import { reason } from '../../core/errors.ts';
import { defaults } from '../../core/params.ts';
import { addRow, type PaneParam } from '../bindings.ts';
import { addElement, element } from '../elements.ts';
import { fileName } from '../files.ts';
import type { PanelHost } from '../host.ts';
import { createWork } from '../latent/work.ts';
import { pieceOf } from '../piece-edits.ts';
import { titleOf } from '../titles.ts';
import { chooseDestination } from './destination.ts';
import { asksFor, printParams, sizeOf, sizeWords, type PrintSettings } from './settings.ts';

export interface PrintFolder {
  /** Another piece may be in focus. */
  update(): void;
  /** The panel goes: nothing is printed for nobody. */
  dispose(): void;
}

export const addPrintFolder = (parent: FolderApi, host: PanelHost): PrintFolder => {
  const folder = parent.addFolder({ title: 'Print', expanded: false });
  folder.element.dataset['group'] = 'print';
  let settings: PrintSettings = defaults(printParams);
  const about = element('p', { class: 'dl-about', 'aria-live': 'polite' });

  /** How far a print is; '' while there is none. */
  let under = '';

  /** The piece whose picture is meant. */
  const meant = (): string | undefined => (pieceOf(host.document.recipe, host.focused) ?? host.document.recipe.pieces[0])?.id;
  const words = (): string => {
    try {
      const size = sizeWords(sizeOf(settings));
      if (settings.what === 'scene') return size;
      const piece = pieceOf(host.document.recipe, meant());
      return piece ? `${titleOf(host, piece)}: ${size}` : 'No piece hangs here that could be printed.';
    } catch (error) {
      return reason(error);
    }
  };
  const rows = Object.entries(printParams as Readonly<Record<string, Param>>).map(([key, param]) => ({
    key,
    row: addRow(folder, param as PaneParam, `print.${key}`, param.label ?? key, settings[key as keyof PrintSettings], (state) => {
      settings = { ...settings, [key]: state };
      show();
    }),
  }));
  const show = (): void => {
    for (const { key, row } of rows) row.element.hidden = !asksFor(key, settings);
    const text = under || words();
    if (about.textContent !== text) about.textContent = text;
  };

  const work = createWork(host, {
    text: 'Print to a file', hint: 'Writes a PNG file of this moment; the scene waits until it is written', failure: 'The print was not written', key: 'print',
    async run(progress, signal) {
      const size = sizeOf(settings), { what, depth, upscaler } = settings, piece = what === 'piece' ? meant() : undefined;
      if (what === 'piece' && piece === undefined) throw new Error(words());
      const name = `${host.document.recipe.title || 'driftloom'} ${piece ?? ''} ${size.width}x${size.height}`;
      const file = await chooseDestination(fileName(name, 'png'), 'image/png', '.png');
      if (!file) return;
      try {
        const told = (share: number): void => {
          progress(share);
          under = `${Math.floor(100 * share)} % of ${sizeWords(size)}`;
          show();
        };
        told(0);
        await host.print({ piece, ...size, depth: depth === '16' ? 16 : 8, upscale: upscaler }, file.write.bind(file), { progress: told, signal });
        await file.close();
      } catch (error) {
        await file.abort().catch(() => undefined);
        throw error;
      } finally {
        under = '';
        show();
      }
    },
  });
  addElement(folder, element('div', { class: 'dl-stack' }, about, work.element));
  folder.on('fold', ({ expanded }) => { if (expanded) show(); });
  show();
  return { update() { if (folder.expanded) show(); }, dispose: work.stop };
};
