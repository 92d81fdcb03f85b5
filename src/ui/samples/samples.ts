// The samples of a latent in its folder: the way to the wall, where one has been, what was kept, and the ring.

import type { FolderApi } from 'tweakpane';
import type { Point } from '../../core/latent-samples.ts';
import { addElement, buttonRow, element, wordButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import type { LatentPart, LatentTools } from '../latent/tools.ts';
import { createRing } from './ring.ts';
import type { Place } from '../rows.ts';
import { goTo, keep, pressed, restsAt, toggleKept } from './actions.ts';
import { createKept } from './kept.ts';
import { sheetOf } from './sheet.ts';
import { createTray } from './tray.ts';

const COLUMNS = 6;

export const addSamples = (folder: FolderApi, host: PanelHost, place: Place, key: string, tools: LatentTools): LatentPart => {
  const piece = place.path, inside = folder.addFolder({ title: 'Samples', expanded: false });
  inside.element.dataset['part'] = 'samples';

  const past = createTray({
    tools, piece, key, from: 'visited', label: 'Visited', columns: COLUMNS, side: 96, slots: COLUMNS,
    hint: (i) => `Visited ${i === 0 ? 'last' : `${i + 1} ago`}: a click returns there, Shift-click keeps it`,
    choose: (i, event) => (event.shiftKey ? toggleKept : goTo)(tools, past.points[i]!),
    press: (name, i) => pressed(tools, name, past.points[i]!),
    dress(cell, i) { cell.toggleAttribute('data-here', past.points[i] !== undefined && restsAt(tools, past.points[i])); },
  });
  const visited = element('section', { class: 'dl-samples-part', 'data-part': 'visited' }, element('h3', {}, 'Visited'), past.element);
  const keptStrip = createKept(tools, piece, key, { columns: COLUMNS, choose: (point: Point) => goTo(tools, point) });
  const ring = createRing(tools, piece, key);
  const blade = addElement(inside, element('div', { class: 'dl-samples-parts' },
    buttonRow(
      wordButton('Wall of samples', 'Pictures around where it is now, and the arithmetic desk (W)', () => sheetOf(host)?.toggle(piece, key)),
      wordButton('Keep this', 'Keeps what is seen now (K)', () => keep(tools, Array.from(tools.point())))),
    visited, keptStrip.element, ring.element));
  blade.controller.viewProps.handleDispose(() => {
    for (const part of [past, keptStrip, ring]) part.dispose();
  });

  const showVisits = (): void => {
    const points = sheetOf(host)?.visits.of(tools.name) ?? [];
    visited.hidden = points.length === 0;
    past.show(points);
  };
  const show = (): void => {
    showVisits();
    keptStrip.show();
    ring.show();
  };
  inside.on('fold', ({ expanded }) => (expanded ? update : rest)());
  const update = (): void => {
    if (!inside.expanded) return;
    showVisits();
    for (const part of [past, keptStrip, ring]) part.update();
  };
  const rest = (): void => { for (const part of [past, keptStrip, ring]) part.rest(); };
  show();
  return { show, update, rest };
};
