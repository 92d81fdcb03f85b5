// The wall of samples around a point of one latent, with the desk beside it and what was kept below: what the sheet over
// the picture shows. The point is the one of the moment when the wall was made; the walk goes on meanwhile.

import { around, type Point } from '../../core/latent-samples.ts';
import { createDesk } from './desk.ts';
import { element, wordButton } from '../elements.ts';
import type { LatentTools } from '../latent/tools.ts';
import { goTo, pressed, putInto, restsAt, toggleKept } from './actions.ts';
import { createDropped } from './dropped.ts';
import { BIN_SIZE, inBin, keptAt } from './moves.ts';
import { createTray } from './tray.ts';
import { createKept } from './kept.ts';
import { createSlider } from './slider.ts';

/** What a wall is like; it outlives the sheet, for the session. */
export interface WallLook { across: number; spread: number; seed: number; readonly dropped: Map<string, readonly Point[]> }

export interface Wall {
  readonly element: HTMLElement;
  /** The state has changed. */
  show(): void;
  update(): void;
  /** Another wall around the point of this moment. */
  again(): void;
  /** Brings the sample back that was dropped last; answers whether there was one, and nothing was edited since. */
  undo(): boolean;
  /** Gives up what was begun, such as a bin that waits for samples; answers whether there was something. */
  giveUp(): boolean;
  focus(): void;
  dispose(): void;
}

const HELP = 'Click goes there · K or Shift-click keeps · X drops · drag into A, B, C or onto the ring';

/** Keys that drop a sample, and bring it back. */
const DROP_KEYS: readonly string[] = ['x', 'X', 'Delete', 'Backspace'];
const LEAST = 2, MOST = 8, FARTHEST = 1.5;
/** Pixels of the whole wall's side, and of one picture's at most; more where the screen has more. */
const WHOLE = 640, LARGEST = 320;
const sideOf = (across: number): number => Math.min(LARGEST, Math.round((WHOLE * Math.min(1.5, devicePixelRatio)) / across));

export const createWall = (tools: LatentTools, piece: string, key: string, look: WallLook, head: { readonly left: readonly HTMLElement[]; readonly right: readonly HTMLElement[] }): Wall => {
  const { param, state } = tools;
  let middle: Point = Array.from(tools.point()), points: readonly Point[] = [], hovered = -1;

  const desk = createDesk(tools, piece, key), dropped = createDropped(tools, look.dropped, () => marks());
  /** A click on a sample: back where it was dropped, into the bin that waits for one, or there. */
  const choose = (point: Point): void => {
    if (dropped.has(point)) return dropped.bring(point);
    if (desk.armed === '') return goTo(tools, point);
    putInto(tools, point, desk.armed);
    if (inBin(state(), desk.armed).length >= BIN_SIZE) desk.armed = '';
  };
  const still = (): number | undefined => (look.across % 2 === 1 ? (look.across ** 2 - 1) / 2 : undefined);
  const place = (i: number): string => `Sample ${i + 1} of ${points.length}, row ${Math.floor(i / look.across) + 1}, column ${(i % look.across) + 1}${i === still() ? ', the middle' : ''}`;
  const makeTray = (): ReturnType<typeof createTray> => createTray({
    tools, piece, key, from: 'wall', label: 'Wall of samples', columns: look.across, side: sideOf(look.across),
    hint: (i) => (dropped.has(points[i]!) ? `${place(i)}, dropped: a click or X brings it back` : `${place(i)}: a click goes there, K or Shift-click keeps it, X drops it, a drag takes it along`),
    choose: (i, event) => (event.shiftKey ? toggleKept(tools, points[i]!) : choose(points[i]!)),
    corners: [
      { icon: 'star', hint: (i) => (keptAt(state(), points[i]!) < 0 ? 'Keep it' : 'Keep it no longer'), click: (i) => toggleKept(tools, points[i]!) },
      { icon: 'close', hint: (i) => (dropped.has(points[i]!) ? 'Bring it back' : 'Drop it'), click: (i) => dropped.toggle(points[i]!) },
    ],
    press(name, i) {
      if (!DROP_KEYS.includes(name)) return pressed(tools, name, points[i]!);
      dropped.toggle(points[i]!);
      return true;
    },
    dress(cell, i) {
      cell.toggleAttribute('data-dropped', dropped.has(points[i]!));
      cell.toggleAttribute('data-here', restsAt(tools, points[i]!));
      cell.toggleAttribute('data-kept', keptAt(state(), points[i]!) >= 0);
      cell.toggleAttribute('data-middle', i === still());
    },
  });
  let tray = makeTray();
  const holder = element('div', { class: 'dl-wall-picture' }, tray.element);
  const caption = element('p', { class: 'dl-wall-caption' });
  const keptStrip = createKept(tools, piece, key, { columns: 16, choose: (point) => choose(point) });

  const tell = (): void => {
    const text = tray.problem || (desk.armed && `Click the samples for ${desk.armed.toUpperCase()} · Escape ends`) || (hovered >= 0 ? `${place(hovered)}${dropped.has(points[hovered]!) ? ', dropped' : ''}` : tray.painted < points.length ? `Painting ${tray.painted} of ${points.length}` : HELP);
    if (caption.textContent !== text) caption.textContent = text;
  };
  /** Marks alone: the wall stays what it was. */
  const marks = (): void => tray.show(points, look.across);
  const make = (): void => {
    points = around(param, middle, look.spread, look.seed, look.across ** 2, still());
    tray.show(points, look.across);
    tell();
  };
  const hover = (at: EventTarget | null): void => {
    hovered = at instanceof Element ? tray.indexOf(at) : -1;
    tell();
  };
  holder.addEventListener('pointerover', (event) => hover(event.target));
  holder.addEventListener('pointerleave', () => hover(null));

  const grid = element('select', { class: 'dl-select', 'aria-label': 'Size of the wall', title: 'Samples across and down' },
    ...Array.from({ length: MOST - LEAST + 1 }, (_none, i) => new Option(`${i + LEAST} × ${i + LEAST}`, String(i + LEAST), false, i + LEAST === look.across)));
  grid.addEventListener('change', () => {
    look.across = Number(grid.value);
    // Another size of picture is another canvas.
    tray.dispose();
    tray = makeTray();
    holder.replaceChildren(tray.element);
    make();
  });
  const spread = createSlider({ label: 'Spread', hint: 'How far the samples stray from the middle', min: 0, max: FARTHEST, step: .01, change(value) {
    look.spread = value;
    make();
  } });
  spread.show(look.spread);
  const again = (): void => {
    look.seed++;
    dropped.clear();
    middle = Array.from(tools.point());
    make();
  };
  const root = element('div', { class: 'dl-wall' },
    element('header', {}, ...head.left, grid, spread.element, wordButton('New wall', 'Other samples, around where it is now (N)', again), element('span', { class: 'dl-gap' }), ...head.right),
    element('div', { class: 'dl-wall-main' }, element('div', { class: 'dl-wall-left' }, holder, caption), desk.element),
    keptStrip.element);
  return {
    element: root, again,
    undo: dropped.undo,
    show() {
      dropped.follow();
      marks();
      desk.show();
      keptStrip.show();
    },
    update() {
      for (const part of [tray, desk, keptStrip]) part.update();
      tell();
    },
    giveUp() {
      const waits = desk.armed !== '';
      desk.armed = '';
      tell();
      return waits;
    },
    focus() {
      if (points.length === 0) make();
      tray.focus(still() ?? 0);
    },
    dispose() {
      for (const part of [tray, desk, keptStrip]) part.dispose();
    },
  };
};
