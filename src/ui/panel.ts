// The panel: transport, a folder per piece, folders for the scene. It shows the document's recipe and edits it; the
// only things it remembers are which folders are open. Work happens when the recipe changes, and in `update`, which
// the host calls a few times a second; never per frame.

import './theme.css';
import './panel.css';
import * as essentials from '@tweakpane/plugin-essentials';
import { Pane } from 'tweakpane';
import type { Recipe } from '../core/recipe.ts';
import { addAddFolder } from './add-folder.ts';
import { element, keepFocusOffButtons, reveal } from './elements.ts';
import type { PanelHost } from './host.ts';
import { acceptArrivals } from './inputs/arrivals.ts';
import { createNoticeStack } from './notice-stack.ts';
import { createOverlay } from './overlay.ts';
import { createPieceFolders } from './piece-folders.ts';
import { addPresetsFolder } from './presets-folder.ts';
import { addRecordFolder } from './record/record-folder.ts';
import { addPrintFolder } from './print/print-folder.ts';
import { createSampleSheet } from './samples/sheet.ts';
import { addSettings } from './settings-folders.ts';
import { createToast } from './toast.ts';
import { createTransport } from './transport.ts';

export interface Panel {
  /** The panel's box on the page; `hidden` while it is put away. */
  readonly element: HTMLElement;
  readonly hidden: boolean;
  /** Follows what is no part of the recipe: time, focus, costs. */
  update(): void;
  /** Hides or shows the panel. */
  toggle(): void;
  /** Hides or shows the list of keys. */
  overlay(): void;
  /** Opens or closes the wall of samples of the piece in focus. */
  wall(): void;
  /** Keeps the point that the piece in focus is at. */
  keep(): void;
  /** Opens what chooses for the piece in focus what flows in. */
  choose(): void;
  /** Records as the folder Record says, or ends what is recorded. */
  record(): void;
  /** Lets the piece in focus begin to learn what it is taught, or pauses it. */
  learn(): void;
  dispose(): void;
}

export const createPanel = (host: PanelHost, parent: HTMLElement): Panel => {
  const overlay = createOverlay(), toast = createToast();
  const transport = createTransport(host, { hide: () => toggle(), overlay: overlay.toggle, done: (text) => toast.show(text) });
  const body = element('div', { class: 'dl-body' });
  const root = element('aside', { class: 'dl-ui dl-panel', 'aria-label': 'Panel' }, transport.element, body);
  const hint = element('p', { class: 'dl-ui dl-hint', 'aria-hidden': 'true' }, element('kbd', {}, '?'), ' keys', element('kbd', {}, 'H'), ' panel');
  hint.addEventListener('animationend', () => hint.remove());
  const notices = createNoticeStack(host.notices), samples = createSampleSheet(host);
  const parts = [root, samples.element, hint, notices.element, toast.element, overlay.element];
  parent.append(...parts);
  keepFocusOffButtons(root);
  // What opens at the bottom opens out of sight.
  body.addEventListener('click', (event) => {
    const folder = (event.target as Element).closest('.tp-fldv_b')?.parentElement;
    if (folder?.classList.contains('tp-fldv-expanded')) reveal(folder);
  });

  const pane = new Pane({ container: body });
  pane.registerPlugin(essentials);
  const pieces = createPieceFolders(pane, host);
  addAddFolder(pane, host, pieces.update);
  const settings = addSettings(pane, host);
  const recording = addRecordFolder(pane, host);
  const print = addPrintFolder(pane, host);
  addPresetsFolder(pane, host);

  const show = (recipe: Recipe): void => {
    if (root.hidden) return;
    pieces.show(recipe);
    settings.show(recipe);
    transport.update();
  };
  const update = (): void => {
    samples.update();
    if (root.hidden) return;
    transport.update();
    pieces.update();
    settings.update();
    recording.update();
    print.update();
  };
  const toggle = (): void => {
    root.hidden = !root.hidden;
    if (root.hidden) {
      hint.remove();
      pieces.rest();
    }
    show(host.document.recipe);
    update();
  };
  show(host.document.recipe);
  update();
  const stops = [host.document.subscribe(show), acceptArrivals(host, parent), notices.dispose];
  return {
    element: root,
    get hidden() { return Boolean(root.hidden); },
    update,
    toggle,
    overlay: overlay.toggle,
    wall: samples.toggleFocused,
    keep: samples.keepFocused,
    choose() {
      if (root.hidden) toggle();
      pieces.choose();
    },
    record: recording.toggle,
    learn() {
      if (root.hidden) toggle();
      pieces.learn();
    },
    dispose() {
      for (const stop of stops) stop();
      samples.dispose();
      print.dispose();
      pane.dispose();
      for (const part of parts) part.remove();
    },
  };
};
