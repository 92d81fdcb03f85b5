// The strip of samples that were kept: a click goes there, a drag takes one into a bin of the desk or onto the ring, and
// the cross takes it away. What is dropped on it is kept.

import type { Point } from '../../core/latent-samples.ts';
import { element } from '../elements.ts';
import type { LatentTools } from '../latent/tools.ts';
import { keep, pressed, restsAt } from './actions.ts';
import { takeSamples } from './drag.ts';
import { binned, unkept } from './moves.ts';
import { createTray, type Tray } from './tray.ts';

export interface Kept extends Pick<Tray, 'update' | 'rest' | 'dispose'> {
  readonly element: HTMLElement;
  show(): void;
}

export const createKept = (tools: LatentTools, piece: string, key: string, { columns, choose }: { readonly columns: number; choose(point: Point): void }): Kept => {
  const { state, change } = tools;
  const point = (i: number): Point => state().saved[i]!.point;
  const remove = (i: number): void => change('keep', unkept(state(), i), true);
  const tray = createTray({
    tools, piece, key, from: 'kept', label: 'Kept samples', columns, side: 96, slots: columns,
    hint: (i) => `Kept sample ${i + 1}: a click goes there, a drag takes it to the desk or the ring, A, B and C put it into a bin, Delete takes it away`,
    choose: (i) => choose(point(i)),
    corners: [{ icon: 'close', hint: () => 'Keep it no longer', click: remove }],
    press(name, i) {
      if (name !== 'Delete' && name !== 'Backspace') return pressed(tools, name, point(i));
      remove(i);
      tray.focus(Math.min(i, state().saved.length - 1));
      return true;
    },
    dress(cell, i) {
      const sample = state().saved[i];
      cell.dataset['bin'] = sample?.bin ?? '';
      cell.toggleAttribute('data-here', sample !== undefined && restsAt(tools, sample.point));
    },
  });
  const count = element('span', {});
  const help = element('p', { class: 'dl-about' }, 'Nothing yet. K keeps what is seen now, the star a sample of the wall.');
  const part = element('section', { class: 'dl-samples-part', 'data-part': 'kept' }, element('h3', {}, 'Kept ', count), tray.element, help);
  // What is taken out of a bin is put back here.
  takeSamples(part, ({ latent, from }) => latent === tools.name && from !== 'kept', (dragged) => {
    const at = state().saved.findIndex((one) => one.point === dragged.point);
    if (dragged.from === 'bin') change('bin', binned(state(), at, ''), true);
    else keep(tools, dragged.point);
  });
  return {
    element: part,
    show() {
      const { saved } = state();
      count.textContent = saved.length > 0 ? String(saved.length) : '';
      help.hidden = saved.length > 0;
      tray.element.hidden = saved.length === 0;
      tray.show(saved.map((one) => one.point));
    },
    update: tray.update,
    rest: tray.rest,
    dispose: tray.dispose,
  };
};
