// The few HTML elements that the panel needs besides tweakpane's, and how they get into a tweakpane folder.

import type { BladeApi, FolderApi } from 'tweakpane';
import { icon, type IconName } from './icons.ts';

type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children. */
export const element = <K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

/** A button with a word on it. */
export const wordButton = (text: string, hint: string, click: () => void): HTMLButtonElement => {
  const button = element('button', { type: 'button', class: 'dl-button', title: hint }, text);
  button.addEventListener('click', click);
  return button;
};

export interface IconButton {
  readonly element: HTMLButtonElement;
  /** Puts another picture and meaning on the button. */
  show(name: IconName, hint: string): void;
}

/** A button with a picture on it; the hint is also what a screen reader says. */
export const iconButton = (name: IconName, hint: string, click: () => void): IconButton => {
  const button = element('button', { type: 'button', class: 'dl-icon-button' });
  button.addEventListener('click', click);
  let shown = '';
  const show = (nextName: IconName, nextHint: string): void => {
    if (shown === nextName + nextHint) return;
    shown = nextName + nextHint;
    button.replaceChildren(icon(nextName));
    button.title = nextHint;
    button.setAttribute('aria-label', nextHint.replace(/ \(.*\)$/, ''));
  };
  show(name, hint);
  return { element: button, show };
};

/** A line of buttons that share the width. */
export const buttonRow = (...buttons: readonly HTMLElement[]): HTMLElement => element('div', { class: 'dl-buttons' }, ...buttons);

/** Puts an element of ours among a folder's blades. Tweakpane has none for that; a separator is the emptiest it has. */
export const addElement = (folder: FolderApi, child: HTMLElement): BladeApi => {
  const blade = folder.addBlade({ view: 'separator' });
  blade.element.classList.remove('tp-sprv');
  blade.element.classList.add('dl-blade');
  blade.element.replaceChildren(child);
  return blade;
};

/** A row of ours where tweakpane has none: label and a button at the left, the control under the other rows' values. */
export const addOwnRow = (folder: FolderApi, { name, label, hint }: { readonly name: string; readonly label: string; readonly hint: string | undefined }, control: HTMLElement, button: HTMLElement): HTMLElement => {
  const row = element('div', { class: 'dl-own-row', 'data-param': name }, element('div', {}, element('span', {}, label), button), control);
  if (hint) row.title = hint;
  addElement(folder, row);
  return row;
};

/** Scrolls a folder of the panel into view, its title before its end. */
export const reveal = (folder: Element): void => {
  const body = folder.closest('.dl-body');
  if (!body) return;
  const view = body.getBoundingClientRect(), box = folder.getBoundingClientRect();
  const above = box.top - view.top, below = box.bottom - view.bottom;
  if (above < 0) body.scrollTop += above;
  else if (below > 0) body.scrollTop += Math.min(below, above);
};

/** Gives the keyboard back to the picture after a click on a button, so that space and arrows go on meaning it. */
export const keepFocusOffButtons = (root: HTMLElement): void => {
  root.addEventListener('mousedown', (event) => {
    if (!(event.target as Element).closest('button')) return;
    event.preventDefault();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
};
