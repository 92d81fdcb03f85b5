// The ring of anchors in a latent's folder: the points that the walk passes, round and round, in place of its own draws.
// Samples are dropped among them, dragged to another place, taken away; a mark shows where the walk is.

import { passed, type Point } from '../../core/latent-samples.ts';
import { MOST_ANCHORS } from '../../core/params.ts';
import { buttonRow, element, wordButton } from '../elements.ts';
import type { LatentTools } from '../latent/tools.ts';
import { anchor } from './actions.ts';
import { takeSamples } from './drag.ts';
import { anchorMoved, letGo, passing, ringPosition, unanchored } from './moves.ts';
import { createTray } from './tray.ts';

export interface Ring {
  readonly element: HTMLElement;
  show(): void;
  /** Moves the mark. */
  update(): void;
  /** Gives its wall back, as a tray does. */
  rest(): void;
  dispose(): void;
}

const COLUMNS = 5;

export const createRing = (tools: LatentTools, piece: string, key: string): Ring => {
  const { host, param, state, change } = tools;
  const mark = element('div', { class: 'dl-ring-mark', hidden: '' });
  const tray = createTray({
    tools, piece, key, from: 'ring', label: 'Ring', columns: COLUMNS, side: 96, slots: COLUMNS,
    hint: (i) => `Anchor ${i + 1}: a click sets the walk down here, a drag or Shift and an arrow moves it, Delete takes it away`,
    choose: (i) => change('ring', passing(state(), i, host.time()), true),
    corners: [{ icon: 'close', hint: () => 'Take it from the ring', click: (i) => change('anchors', unanchored(state(), i, host.time()), true) }],
    press(name, i, event) {
      const by = event.shiftKey ? { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[name] : undefined;
      if (by !== undefined) {
        change('anchors', anchorMoved(state(), i, i + by, host.time()), true);
        tray.focus(Math.min(state().anchors.length - 1, Math.max(0, i + by)));
      } else if (name === 'Delete' || name === 'Backspace') {
        change('anchors', unanchored(state(), i, host.time()), true);
        tray.focus(Math.min(i, state().anchors.length - 1));
      } else return false;
      return true;
    },
  });
  tray.element.append(mark);
  takeSamples(tray.element, ({ latent }) => latent === tools.name, (dragged, at) => {
    const over = tray.indexOf(at), { length } = state().anchors, place = over < 0 || over >= length ? length : over;
    if (dragged.from === 'ring') change('anchors', anchorMoved(state(), dragged.index, place, host.time()), true);
    else anchor(tools, dragged.point, place);
  });

  const add = wordButton('Add this point', 'The point of this moment as another anchor of the ring', () => anchor(tools, tools.point()));
  const free = wordButton('Let go', 'The walk goes its own way again', () => change('anchors', letGo(state()), true));
  const help = element('p', { class: 'dl-about' }, 'Two points or more, and the walk plays between them. Drag kept samples here.');

  let row = -1, last = -1;
  const update = (): void => {
    tray.update();
    const { length } = state().anchors;
    mark.hidden = length === 0;
    if (length === 0) return;
    const position = ringPosition(state(), host.time()), from = Math.floor(position), along = position - from;
    // Out at the right of one picture and in at the left of the next, wherever that is.
    const cell = along < .5 ? from : (from + 1) % length, x = (cell % COLUMNS) + (along < .5 ? along : along - 1), y = Math.floor(cell / COLUMNS);
    mark.toggleAttribute('data-leaps', y !== row || x < last);
    [row, last] = [y, x];
    mark.style.transform = `translate(${x * 100}%, ${y * 100}%)`;
    mark.style.height = `${100 / Math.ceil(Math.max(length, COLUMNS) / COLUMNS)}%`;
  };
  let shown: readonly Point[] = [], seen: unknown[] = [];
  return {
    element: element('section', { class: 'dl-samples-part', 'data-part': 'ring' }, element('h3', {}, 'Ring'), tray.element, help, buttonRow(add, free)),
    show() {
      const { anchors, psi, middle, directions } = state(), now: unknown[] = [anchors, psi, middle, directions];
      // Anchors are shown as the walk passes them: directions and truncation move them all.
      if (now.some((each, i) => each !== seen[i])) shown = anchors.map((one) => Array.from(passed(param, state(), one)));
      seen = now;
      tray.show(shown);
      help.hidden = anchors.length > 1;
      add.disabled = anchors.length >= MOST_ANCHORS;
      free.disabled = anchors.length === 0;
      update();
    },
    update,
    rest: tray.rest,
    dispose: tray.dispose,
  };
};
