// The row above the folders: play, step, undo, redo, the time; link, still, keys and hiding.

import { saveStill, stepOnce, togglePlay } from './actions.ts';
import { element, iconButton } from './elements.ts';
import type { PanelHost } from './host.ts';

export interface Transport {
  readonly element: HTMLElement;
  /** Shows whether it plays, the time, and what can be undone. */
  update(): void;
}

/** `m:ss.t` */
const clockText = (time: number): string => {
  const tenths = Math.floor(time * 10);
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
};

export const createTransport = (host: PanelHost, actions: { hide(): void; overlay(): void; done(text: string): void }): Transport => {
  const { document } = host;
  const then = (act: () => void) => (): void => {
    act();
    update();
  };
  const play = iconButton('pause', 'Pause (space)', then(() => togglePlay(host)));
  const step = iconButton('step', 'One frame on (.)', then(() => stepOnce(host)));
  const undo = iconButton('undo', 'Undo (U)', then(() => document.undo())), redo = iconButton('redo', 'Redo (Shift+U)', then(() => document.redo()));
  const time = element('output', { class: 'dl-time', 'aria-label': 'Time', 'aria-live': 'off' });

  // Shown only where the clipboard is refused: the link to copy by hand.
  const field = element('input', { type: 'text', class: 'dl-text', readonly: '', 'aria-label': 'Link to this moment' });
  const fallback = element('div', { class: 'dl-link', hidden: '' }, field, iconButton('close', 'Close the link', () => { fallback.hidden = true; }).element);
  const copyLink = async (): Promise<void> => {
    const link = host.link();
    try {
      await navigator.clipboard.writeText(link);
      fallback.hidden = true;
      actions.done('Link copied');
    } catch {
      field.value = link;
      fallback.hidden = false;
      field.focus();
      field.select();
    }
  };
  const row = element('div', { class: 'dl-transport', role: 'toolbar', 'aria-label': 'Transport' },
    play.element, step.element, time, undo.element, redo.element, element('span', { class: 'dl-gap' }),
    iconButton('link', 'Copy a link to this moment', () => void copyLink()).element,
    iconButton('still', 'Save a still (S)', () => saveStill(host)).element,
    iconButton('keys', 'Keys (?)', actions.overlay).element,
    iconButton('close', 'Hide the panel (H)', actions.hide).element);
  const update = (): void => {
    play.show(host.playing ? 'pause' : 'play', host.playing ? 'Pause (space)' : 'Play (space)');
    undo.element.disabled = !document.canUndo;
    redo.element.disabled = !document.canRedo;
    const text = clockText(host.time());
    if (time.textContent !== text) time.textContent = text;
  };
  update();
  return { element: element('div', {}, row, fallback), update };
};
