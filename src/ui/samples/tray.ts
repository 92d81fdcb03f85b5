// A tray of samples: one canvas that the piece's plugin paints, and over each picture a button. A click chooses, a drag
// takes it away, arrows go from one to the next. Its wall follows the piece's other params; it keeps no sample.

import { cellCorner } from '../../core/sample-grid.ts';
import { reason } from '../../core/errors.ts';
import type { Point } from '../../core/latent-samples.ts';
import { element } from '../elements.ts';
import type { SampleWall } from '../host.ts';
import { icon, type IconName } from '../icons.ts';
import type { LatentTools } from '../latent/tools.ts';
import { pieceOf } from '../piece-edits.ts';
import { letDrag, type Dragged } from './drag.ts';

/** A small button in a corner of a cell: the first at the right, the second at the left. */
interface Corner { readonly icon: IconName; hint(index: number): string; click(index: number): void }

export interface TrayOptions {
  readonly tools: LatentTools;
  readonly piece: string;
  readonly key: string;
  readonly from: Dragged['from'];
  /** What a screen reader calls it. */
  readonly label: string;
  readonly columns: number;
  /** Pixels of a picture's side. */
  readonly side: number;
  /** Cells that are shown where there are fewer samples. */
  readonly slots?: number;
  hint(index: number): string;
  choose(index: number, event: MouseEvent): void;
  readonly corners?: readonly Corner[];
  /** A key pressed on a cell, as `KeyboardEvent.key`; answers whether it was of use. */
  press?(key: string, index: number, event: KeyboardEvent): boolean;
  /** Puts marks on a cell, as data attributes. */
  dress?(cell: HTMLElement, index: number): void;
}

export interface Tray {
  readonly element: HTMLElement;
  readonly points: readonly Point[];
  /** What it paints of what is shown, and why it does not; '' where all is well. */
  readonly painted: number;
  readonly problem: string;
  /** Shows points, row by row; what is painted already is not painted again. */
  show(points: readonly Point[], columns?: number): void;
  /** Paints what could not be painted before: it was out of sight, or had failed and the piece has changed. */
  update(): void;
  /** Gives the wall back, for it can no longer be seen; the next update in sight paints anew. */
  rest(): void;
  /** The number of the cell that an element lies in; -1 for none. */
  indexOf(at: Element): number;
  focus(index: number): void;
  dispose(): void;
}

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export const createTray = (options: TrayOptions): Tray => {
  const { tools, piece, key, corners = [] } = options, { host } = tools;
  const holder = element('div', { class: 'dl-tray-picture' }), cells = element('div', { class: 'dl-tray-cells' });
  const trouble = element('p', { class: 'dl-tray-trouble', hidden: '' });
  const root = element('div', { class: 'dl-tray', role: 'group', 'aria-label': options.label, 'data-from': options.from }, holder, cells, trouble);
  let points: readonly Point[] = [], columns = options.columns;
  let wall: SampleWall | undefined, grid = { columns, rows: 0, side: options.side };
  let dirty = false, failure = '';
  let params = pieceOf(host.document.recipe, piece)?.params;

  const say = (text: string): void => {
    trouble.textContent = text;
    trouble.hidden = text === '';
  };
  const paint = (): void => {
    dirty = true;
    if (!root.checkVisibility() || (points.length === 0 && !wall)) return;
    const rows = Math.max(1, Math.ceil(Math.max(points.length, options.slots ?? 0) / columns));
    try {
      if (!wall || grid.rows !== rows || grid.columns !== columns) {
        wall?.dispose();
        wall = undefined;
        grid = { columns, rows, side: options.side };
        wall = host.samples.wall(piece, key, grid);
        holder.replaceChildren(wall.canvas);
      }
      wall.show(points);
      failure = '';
    } catch (error) {
      failure = reason(error);
    }
    say(failure);
    dirty = false;
  };

  const rest = (): void => {
    wall?.dispose();
    wall = undefined;
    holder.replaceChildren();
    dirty = true;
  };

  const makeCell = (index: number): HTMLElement => {
    const pick = element('button', { type: 'button', class: 'dl-cell-pick', tabindex: index === 0 ? '0' : '-1' });
    const cell = element('div', { class: 'dl-cell' }, pick);
    cell.append(...corners.map((corner) => element('button', { type: 'button', class: 'dl-cell-corner', tabindex: '-1' }, icon(corner.icon))));
    return cell;
  };
  const dress = (cell: HTMLElement, index: number): void => {
    const pick = cell.firstElementChild as HTMLButtonElement, there = index < points.length;
    pick.disabled = !there;
    pick.title = there ? options.hint(index) : '';
    pick.setAttribute('aria-label', there ? options.hint(index).split(':')[0]! : 'Empty');
    for (const [i, corner] of corners.entries()) {
      const small = cell.children[i + 1] as HTMLElement;
      small.hidden = !there;
      if (there) small.title = small.ariaLabel = corner.hint(index);
    }
    options.dress?.(cell, index);
  };
  const indexOf = (at: Element): number => [...cells.children].indexOf(at.closest('.dl-cell')!);
  const focus = (index: number): void => (cells.children[index]?.firstElementChild as HTMLElement | undefined)?.focus();

  cells.addEventListener('click', (event) => {
    const at = event.target as Element, index = indexOf(at);
    if (index < 0 || index >= points.length) return;
    const small = at.closest('.dl-cell-corner');
    if (small) corners[[...cells.children[index]!.children].indexOf(small) - 1]!.click(index);
    else options.choose(index, event);
  });
  cells.addEventListener('keydown', (event) => {
    const index = indexOf(event.target as Element), arrow = ARROWS[event.key];
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const used = options.press?.(event.key, index, event) ?? false;
    if (used) event.preventDefault();
    if (used || !arrow) return;
    event.preventDefault();
    const x = (index % columns) + arrow[0];
    if (x >= 0 && x < columns && index + arrow[0] + arrow[1] * columns < points.length) focus(index + arrow[0] + arrow[1] * columns);
  });
  cells.addEventListener('focusin', (event) => {
    const at = indexOf(event.target as Element);
    for (const [i, cell] of [...cells.children].entries()) (cell.firstElementChild as HTMLElement).tabIndex = i === at ? 0 : -1;
  });
  letDrag(cells, (pressed) => {
    const index = indexOf(pressed), point = points[index];
    if (!point || pressed.closest('.dl-cell-corner')) return undefined;
    return {
      latent: tools.name, point, from: options.from, index,
      draw(canvas) { if (wall) canvas.getContext('2d')!.drawImage(wall.canvas, ...cellCorner(grid, index), grid.side, grid.side, 0, 0, canvas.width, canvas.height); },
    };
  });

  return {
    element: root, indexOf, focus, rest,
    get points() { return points; },
    get painted() { return wall?.painted ?? 0; },
    get problem() { return failure || (wall?.problem ?? ''); },
    show(next, across = columns) {
      const count = Math.max(next.length, options.slots ?? 0), moved = across !== columns || next.length !== points.length || next.some((point, i) => point !== points[i]);
      points = next;
      columns = across;
      root.style.setProperty('--columns', String(columns));
      root.style.setProperty('--rows', String(Math.max(1, Math.ceil(count / columns))));
      while (cells.children.length > count) cells.lastElementChild!.remove();
      while (cells.children.length < count) cells.append(makeCell(cells.children.length));
      if (![...cells.children].some((cell) => (cell.firstElementChild as HTMLElement).tabIndex === 0)) cells.firstElementChild?.firstElementChild?.setAttribute('tabindex', '0');
      for (const [i, cell] of [...cells.children].entries()) dress(cell as HTMLElement, i);
      if (moved) paint();
    },
    update() {
      const next = pieceOf(host.document.recipe, piece)?.params;
      // The wall itself begins anew then: asked again at each step of a drag, it would never come to its end.
      if (failure && next && params && next !== params && Object.keys(next).some((each) => each !== key && next[each as never] !== params![each as never])) dirty = true;
      params = next;
      if (dirty) paint();
      else if (wall && !failure) say(wall.problem);
    },
    dispose: rest,
  };
};
