// The grid of a heap's pictures. It scrolls; they are cut when they come into sight. By keyboard: Tab to the grid, arrows
// within, Shift with them moves the cut, Delete takes a picture away.

import { editTuning } from '../../core/edits.ts';
import type { TuningRecipe } from '../../core/tuning.ts';
import { element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { createWhenSeen } from '../inputs/when-seen.ts';
import { createHeapCell, type HeapCell } from './heap-cell.ts';
import type { Placed } from './lack.ts';

export interface HeapGrid {
  readonly element: HTMLElement;
  /** Shows pictures; `chosen` is the place of one that is drawn on. */
  show(pictures: readonly Placed[], chosen: number | undefined): void;
}

export const COLUMNS = 6;
/** Pictures cut at a time. */
const AT_ONCE = 4;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS, Home: -Infinity, End: Infinity };
/** How far a key moves the cut. */
const NUDGE = .1;

/** Whether one picture became the other by an edit: the cut was moved, or more was drawn. */
const changedInto = (before: Placed, after: Placed): boolean => {
  const from = before.picture.source, to = after.picture.source;
  return from === to || (from.from === 'drawing' && to.from === 'drawing' && before.index === after.index);
};

export const createHeapGrid = (host: PanelHost, id: string, press: (placed: Placed) => void): HeapGrid => {
  const root = element('div', { class: 'dl-pictures dl-heap', role: 'group', 'aria-label': 'Pictures to learn from', style: `--columns: ${COLUMNS}` });
  const seen = createWhenSeen(root, AT_ONCE);
  let cells: HeapCell[] = [];
  const edit = (change: (pictures: TuningRecipe['pictures']) => TuningRecipe['pictures']): void => {
    host.document.edit(editTuning(id, (tuning) => ({ ...tuning, pictures: change(tuning.pictures) })));
    host.document.settle();
  };
  const crop = ({ index }: Placed, to: number): void => edit((pictures) => pictures.map((picture, i) => (i === index ? { ...picture, crop: to } : picture)));
  const remove = ({ index }: Placed): void => edit((pictures) => pictures.filter((_, i) => i !== index));

  root.addEventListener('keydown', (event) => {
    const at = cells.findIndex(({ pick }) => pick === event.target), cell = cells[at], step = STEPS[event.key];
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      return remove(cell.placed);
    }
    if (step === undefined) return;
    event.preventDefault();
    if (event.shiftKey && Number.isFinite(step)) return crop(cell.placed, Math.min(1, Math.max(-1, Math.round(100 * (cell.placed.picture.crop + NUDGE * Math.sign(step))) / 100)));
    (Number.isFinite(step) ? cells[at + step] : cells.at(step < 0 ? 0 : -1))?.pick.focus();
  });
  root.addEventListener('focusin', ({ target }) => { for (const { pick } of cells) pick.tabIndex = pick === target ? 0 : -1; });

  /** The cells that showed these pictures before; one whose picture was changed goes on to show it in its place. */
  const matched = (pictures: readonly Placed[]): HeapCell[] => {
    const free = new Map(cells.map((cell) => [cell.placed.picture, cell])), same = pictures.map(({ picture }) => {
      const cell = free.get(picture);
      free.delete(picture);
      return cell;
    }), left = new Set(free.values());
    const next = pictures.map((placed, i) => {
      const there = cells[i], cell = same[i] ?? (there && changedInto(there.placed, placed) && left.delete(there) ? there : undefined), made = cell ?? createHeapCell(host, id, placed, { crop, remove, press });
      if (made.show(placed) || !cell) seen.watch(made.element, made.cut);
      return made;
    });
    for (const gone of left) seen.forget(gone.element);
    return next;
  };
  return {
    element: root,
    show(pictures, chosen) {
      const focused = cells.findIndex(({ pick }) => pick === document.activeElement), before = cells;
      cells = matched(pictures);
      if (cells.length !== before.length || cells.some((cell, i) => cell !== before[i])) {
        root.replaceChildren(...cells.map(({ element: cell }) => cell));
        // Who has taken one away goes on with the next.
        if (focused >= 0) cells[Math.min(focused, cells.length - 1)]?.pick.focus();
        else if (cells[0]) cells[0].pick.tabIndex = 0;
      }
      for (const { pick, placed } of cells) pick.setAttribute('aria-pressed', String(placed.index === chosen));
    },
  };
};
