// The tools of a pad: colours, brush, eraser, undo and clear. What is chosen is the hand's, no part of the recipe.

import { element, iconButton } from '../elements.ts';

export interface PadTools {
  readonly element: HTMLElement;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly erases: boolean;
  /** Diameter of the brush as a share of the sheet; the eraser is wider. */
  readonly size: number;
  show(state: { readonly empty: boolean; readonly canUndo: boolean }): void;
  /** A key pressed on the sheet; answers whether it was one of the tools'. */
  press(key: string): boolean;
}

/** Ink and a few colours that go together on white paper; any other is chosen beside them. */
const COLOURS = [['Ink', '#1b1815'], ['Clay', '#b4532a'], ['Ochre', '#dba13a'], ['Moss', '#5d7a3a'], ['Tide', '#2f6f8f'], ['Plum', '#7a3b69'], ['Paper', '#ffffff']] as const;
/** Shares of the sheet's side: a hair, and a broad brush; a step of the keys changes it by a fifth. */
const THINNEST = .004, BROADEST = .2, STEP = 1.2;
const RUBBER = 1.8;

export const createPadTools = ({ undo, clear }: { undo(): void; clear(): void }): PadTools => {
  let colour: string = COLOURS[0][1], erases = false, size = .02;
  const swatches = COLOURS.map(([name, value]) => {
    const button = element('button', { type: 'button', class: 'dl-swatch', title: `${name} ${value}`, 'aria-label': name, style: `--swatch: ${value}` });
    button.addEventListener('click', () => choose(value));
    return [button, value] as const;
  });
  const other = element('input', { type: 'color', class: 'dl-swatch', value: '#884433', title: 'Any other colour', 'aria-label': 'Another colour' });
  const brush = element('input', { type: 'range', class: 'dl-range', min: '0', max: '1', step: '.01', title: 'Size of the brush ([ and ])', 'aria-label': 'Size of the brush' });
  const dot = element('span', { class: 'dl-brush', 'aria-hidden': 'true' }, element('span', {}));
  const rubber = iconButton('eraser', 'Eraser (E)', () => erase(!erases));
  const back = iconButton('undo', 'Take the last stroke back (U)', undo);
  const empty = iconButton('close', 'Clear the sheet (Delete)', clear);
  const root = element('div', { class: 'dl-pad-tools' },
    element('div', { class: 'dl-swatches', role: 'group', 'aria-label': 'Colour' }, ...swatches.map(([button]) => button), other),
    element('div', { class: 'dl-pad-hand' }, dot, brush, rubber.element, back.element, empty.element));

  const show = (): void => {
    for (const [button, value] of swatches) button.setAttribute('aria-pressed', String(!erases && value === colour));
    other.toggleAttribute('data-chosen', !erases && swatches.every(([, value]) => value !== colour));
    rubber.element.setAttribute('aria-pressed', String(erases));
    // The slider runs by ratio: a hair needs finer steps than a broad brush.
    brush.value = String(Math.log(size / THINNEST) / Math.log(BROADEST / THINNEST));
    brush.style.setProperty('--at', `${100 * Number(brush.value)}%`);
    dot.style.setProperty('--brush', `${Math.max(2, 24 * Math.sqrt(size / BROADEST))}px`);
    dot.style.setProperty('--swatch', erases ? 'transparent' : colour);
  };
  const choose = (next: string): void => {
    [colour, erases] = [next, false];
    show();
  };
  const erase = (next: boolean): void => {
    erases = next;
    show();
  };
  const resize = (next: number): void => {
    size = Math.min(BROADEST, Math.max(THINNEST, next));
    show();
  };
  other.addEventListener('input', () => choose(other.value));
  brush.addEventListener('input', () => resize(THINNEST * (BROADEST / THINNEST) ** brush.valueAsNumber));
  show();

  return {
    element: root,
    get colour() { return colour; },
    get erases() { return erases; },
    get size() { return Math.min(1, size * (erases ? RUBBER : 1)); },
    show(state) {
      back.element.disabled = !state.canUndo;
      empty.element.disabled = state.empty;
    },
    press(key) {
      if (key === '[') resize(size / STEP);
      else if (key === ']') resize(size * STEP);
      else if (key.toLowerCase() === 'e') erase(!erases);
      else return false;
      return true;
    },
  };
};
