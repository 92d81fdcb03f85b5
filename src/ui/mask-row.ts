// The row of a mask: a grid of small switches. A click turns one, a drag paints across them, Shift leaves that one
// alone on; one gesture is one step of undo. By keyboard: Tab to the grid, arrows within it, Space or Enter.

import type { FolderApi } from 'tweakpane';
import type { MaskParam } from '#api';
import { accept } from '../core/params.ts';
import { sentence, type Change, type Row } from './bindings.ts';
import { addOwnRow, element, wordButton } from './elements.ts';

const MOST_ACROSS = 8;
/** Longest names that fit on the switches; longer ones are told by their tooltip. */
const SHORT = 3;

type Mask = string;
const withSwitch = (mask: Mask, at: number, on: boolean): Mask => mask.slice(0, at) + (on ? '1' : '0') + mask.slice(at + 1);
const all = (count: number): Mask => '1'.repeat(count);
/** One alone, or all again where it is alone already. */
const solo = (mask: Mask, at: number): Mask => {
  const alone = withSwitch('0'.repeat(mask.length), at, true);
  return alone === mask ? all(mask.length) : alone;
};

/** Columns of a grid as even as it gets. */
const across = (count: number): number => Math.ceil(count / Math.ceil(count / MOST_ACROSS));

const switchButton = ({ names }: MaskParam, at: number): HTMLButtonElement => {
  const number = String(at + 1), name = names?.[at];
  const text = names?.every((each) => each.length <= SHORT) ? name! : number;
  return element('button', { type: 'button', tabindex: at === 0 ? '0' : '-1', title: `${name ?? number}: click or drag turns on and off, Shift-click leaves it alone on`, 'aria-label': name ?? number }, text);
};

/** Adds the row of a mask, as `addRow` adds the others. */
export const addMaskRow = (folder: FolderApi, param: MaskParam, name: string, label: string, start: unknown, change: Change): Row => {
  const title = sentence(label), columns = across(param.count);
  const pads = Array.from({ length: param.count }, (_, at) => switchButton(param, at));
  const grid = element('div', { class: 'dl-mask', role: 'group', 'aria-label': title, style: `grid-template-columns: repeat(${columns}, 1fr)` }, ...pads);
  let mask = all(param.count);
  /** What a switch under the pointer does to the mask, while the pointer is down. */
  let stroke: ((at: number) => Mask) | undefined;
  let last: readonly [x: number, y: number] = [0, 0];

  const show = (state: unknown): void => {
    mask = accept(param, state).value as Mask;
    for (const [at, pad] of pads.entries()) pad.setAttribute('aria-pressed', String(mask[at] === '1'));
    row.toggleAttribute('data-plain', !mask.includes('0'));
  };
  const set = (next: Mask, final: boolean): void => {
    show(next);
    change(next, final);
  };
  const padOf = (target: EventTarget | null): number => pads.indexOf((target as Element | null)?.closest?.('button') as HTMLButtonElement);

  grid.addEventListener('pointerdown', (event) => {
    const at = padOf(event.target);
    if (at < 0 || event.button !== 0) return;
    grid.setPointerCapture(event.pointerId);
    last = [event.clientX, event.clientY];
    const on = mask[at] !== '1', before = mask;
    stroke = event.shiftKey ? (over) => solo(before, over) : (over) => withSwitch(mask, over, on);
    set(stroke(at), false);
  });
  grid.addEventListener('pointermove', (event) => {
    if (!stroke || !grid.hasPointerCapture(event.pointerId)) return;
    // A fast pointer jumps over switches: look at each place on its way.
    const [x, y] = last, dx = event.clientX - x, dy = event.clientY - y, steps = Math.ceil(Math.hypot(dx, dy) / 6);
    for (let i = 1; i <= steps; i++) {
      const over = padOf(document.elementFromPoint(x + (dx * i) / steps, y + (dy * i) / steps));
      if (over >= 0) mask = stroke(over);
    }
    last = [event.clientX, event.clientY];
    set(mask, false);
  });
  const end = (): void => {
    if (!stroke) return;
    stroke = undefined;
    change(mask, true);
  };
  grid.addEventListener('pointerup', end);
  grid.addEventListener('pointercancel', end);
  // A pointer's own clicks are counted from 1; those of keys and of screen readers are 0.
  grid.addEventListener('click', (event) => {
    const at = padOf(event.target);
    if (at >= 0 && event.detail === 0) set(event.shiftKey ? solo(mask, at) : withSwitch(mask, at, mask[at] !== '1'), true);
  });
  grid.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    pads[padOf(event.target) + by]?.focus();
  });
  grid.addEventListener('focusin', (event) => { for (const pad of pads) pad.tabIndex = pad === event.target ? 0 : -1; });

  const row = addOwnRow(folder, { name, label: title, hint: param.hint }, grid, wordButton('All on', 'Every switch on', () => set(all(param.count), true)));
  show(start);
  return { element: row, show };
};
