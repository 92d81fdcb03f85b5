// One param as one row of a tweakpane folder: a record of kinds, as in `core/params.ts`. A latent is no row; it has its
// own instrument. Sketches and masks are rows of ours: `sketch-row.ts`, `mask-row.ts`. A row shows a state and reports changes; it keeps nothing that the recipe does not say.

import type { BindingParams, FolderApi } from 'tweakpane';
import type { ChoiceParam, Param } from '#api';
import { accept } from '../core/params.ts';
import { nextSeed } from '../core/random.ts';
import { wordButton } from './elements.ts';

/** What tweakpane has a row for. */
export type PaneParam = Exclude<Param, { kind: 'latent' | 'sketch' | 'mask' }>;

export interface Row {
  readonly element: HTMLElement;
  /** Shows a state that came from elsewhere: undo, a preset, a link. */
  show(state: unknown): void;
}

/** `last` is false while a pointer or key is still down. */
export type Change = (state: unknown, last: boolean) => void;

type Options<P> = (param: P, name: string) => BindingParams;

/** Digits after the point that a range deserves: a share shows hundredths, an angle whole degrees. */
const digitsFor = (span: number): number => (span <= .2 ? 3 : span <= 50 ? 2 : span <= 200 ? 1 : 0);

/** Where a slider's pixel would be more than a hundred values wide, there is a field alone; what is typed is held to the range all the same. */
const POINTED = 20_000;

const numeric = ({ min, max }: { readonly min: number; readonly max: number }): BindingParams => {
  const digits = digitsFor(max - min);
  return { ...(max - min > POINTED ? {} : { min, max }), format: (value: number) => value.toFixed(digits) };
};

/** Few short options lie side by side; more go into a list. */
const sideBySide = ({ options }: ChoiceParam): boolean => options.length <= 4 && options.join('').length + 2 * options.length <= 24;

const OPTIONS: { readonly [K in PaneParam['kind']]: Options<Extract<PaneParam, { kind: K }>> } = {
  number: (param) => ({ ...numeric(param), ...(param.step === undefined ? {} : { step: param.step }) }),
  int: (param) => ({ ...numeric(param), step: 1, format: (value: number) => value.toFixed(0) }),
  seed: () => ({ step: 1, format: (value: number) => value.toFixed(0) }),
  toggle: () => ({}),
  choice: (param, name) => sideBySide(param)
    ? { view: 'radiogrid', groupName: name, size: [param.options.length, 1], cells: (x: number) => ({ title: param.options[x], value: param.options[x] }) }
    : { options: param.options.map((option) => ({ text: option, value: option })) },
  color: () => ({ view: 'color', picker: 'inline', expanded: false }),
  vec2: (param) => ({ picker: 'inline', expanded: false, x: numeric(param), y: { ...numeric(param), inverted: true } }),
};

/** Sentence case: `weight std` -> `Weight std`, `targetX` -> `Target x`; `kNN` stays. */
export const sentence = (text: string): string => {
  if (/^[a-z][A-Z]{2}/.test(text)) return text;
  const words = text.replace(/([a-z0-9])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * What tweakpane edits: points as objects, where recipes hold pairs. A state that does not fit its declaration (the
 * plugin was edited a moment ago, its recipe not yet) shows as the nearest that does.
 */
const toPane = (param: PaneParam, raw: unknown): unknown => {
  const state = accept(param, raw).value;
  if (param.kind !== 'vec2') return state;
  const [x, y] = state as readonly [number, number];
  return { x, y };
};

/** A slider answers with sixteen digits; two more than are shown are enough, and keep links short. */
const tidy = (param: PaneParam, state: unknown): unknown => {
  if (param.kind === 'vec2') {
    const { x, y } = state as { x: number; y: number };
    return [x, y].map((value) => tidy({ ...param, kind: 'number', default: 0 }, value));
  }
  return param.kind === 'number' ? Number((state as number).toFixed(digitsFor(param.max - param.min) + 2)) : state;
};

/** Adds the row of `param`; `name` is unique in the panel and names the row for tests: `data-param`. */
export const addRow = (folder: FolderApi, param: PaneParam, name: string, label: string, start: unknown, change: Change): Row => {
  // Tweakpane writes into an object; this one is only its blackboard, rewritten from the recipe by `show`.
  const board = { value: toPane(param, start) };
  let showing = false;
  const options = (OPTIONS[param.kind] as Options<PaneParam>)(param, name);
  const binding = folder.addBinding(board, 'value', { label: sentence(label), ...options });
  binding.element.dataset['param'] = name;
  if (param.hint) binding.element.title = param.hint;
  const row: Row = {
    element: binding.element,
    show(state) {
      showing = true;
      board.value = toPane(param, state);
      binding.refresh();
      // A refresh writes the pane's rounded value back; the recipe's own is the true one.
      board.value = toPane(param, state);
      showing = false;
    },
  };
  binding.on('change', ({ value, last }) => {
    if (showing) return;
    const state = accept(param, tidy(param, value)).value;
    // What was typed may have been out of range.
    if (last) row.show(state);
    change(state, last);
  });
  if (param.kind === 'seed') {
    beside(row, wordButton('New', 'Another seed', () => {
      const state = nextSeed(board.value as number);
      row.show(state);
      change(state, true);
    }));
  }
  return row;
};

/** Puts a button at the right of a row's value. */
export const beside = (row: Row, button: HTMLElement): void => {
  const holder = row.element.querySelector('.tp-lblv_v');
  holder?.classList.add('dl-beside');
  holder?.append(button);
};
