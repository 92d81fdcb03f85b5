// The keyboard: one table, which the keys follow and the overlay lists. Keys typed into a field are the field's.

import { focusNeighbour, reseedFocused, saveStill, stepOnce, toggleFullScreen, togglePlay } from './actions.ts';
import type { PanelHost } from './host.ts';
import { tapFocused } from './latent/tap.ts';

/** The parts of the panel that keys move. */
export interface KeyPanel {
  toggle(): void;
  overlay(): void;
  wall(): void;
  keep(): void;
  choose(): void;
  record(): void;
  learn(): void;
  update(): void;
}

interface Key {
  /** As `KeyboardEvent.key` gives it, lower case. */
  readonly key: string;
  readonly shift?: boolean;
  /** How the overlay writes it. */
  readonly shown: string;
  readonly label: string;
  /** Whether holding the key down does it again and again. */
  readonly repeats?: boolean;
  /** `time` of the key in milliseconds. */
  run(host: PanelHost, panel: KeyPanel, time: number): void;
}

export const KEYS: readonly Key[] = [
  { key: ' ', shown: 'Space', label: 'Play, pause', run: togglePlay },
  { key: '.', shown: '.', label: 'One frame on', run: stepOnce },
  { key: 'arrowleft', shown: '←', label: 'Piece before', repeats: true, run: (host) => focusNeighbour(host, -1) },
  { key: 'arrowright', shown: '→', label: 'Next piece', repeats: true, run: (host) => focusNeighbour(host, 1) },
  { key: 'r', shown: 'R', label: 'New seed', run: reseedFocused },
  { key: 't', shown: 'T', label: 'Tap the tempo of its walk', run: (host, _panel, time) => tapFocused(host, time) },
  { key: 'w', shown: 'W', label: 'Wall of samples around it', run: (_host, panel) => panel.wall() },
  { key: 'k', shown: 'K', label: 'Keep this point', run: (_host, panel) => panel.keep() },
  { key: 'i', shown: 'I', label: 'Choose what flows in', run: (_host, panel) => panel.choose() },
  { key: 'l', shown: 'L', label: 'Learn, pause learning', run: (_host, panel) => panel.learn() },
  { key: 'u', shown: 'U', label: 'Undo', repeats: true, run: (host) => host.document.undo() },
  { key: 'u', shift: true, shown: 'Shift U', label: 'Redo', repeats: true, run: (host) => host.document.redo() },
  { key: 's', shown: 'S', label: 'Save a still', run: saveStill },
  { key: 'v', shown: 'V', label: 'Record, stop recording', run: (_host, panel) => panel.record() },
  { key: 'f', shown: 'F', label: 'Full screen', run: toggleFullScreen },
  { key: 'h', shown: 'H', label: 'Hide or show the panel', run: (_host, panel) => panel.toggle() },
  { key: '?', shown: '?', label: 'These keys', run: (_host, panel) => panel.overlay() },
];

/** What the overlay lists besides: `inputs/arrivals.ts` listens for it. */
export const PASTE = { shown: 'Ctrl V', label: 'Paste a picture or a film' };

const FIELDS = 'textarea, select, [contenteditable=""], [contenteditable="true"], input:not([type=checkbox], [type=radio], [type=range], [type=button])';

/** Whether an element is for text or a choice of its own. */
export const isField = (target: EventTarget | null): boolean => target instanceof Element && target.closest(FIELDS) !== null;

/** Whether the focused element has its own use for a key. */
const isTaken = (event: KeyboardEvent): boolean => {
  const target = event.target;
  if (event.defaultPrevented || !(target instanceof Element)) return event.defaultPrevented;
  if (isField(target)) return true;
  if (event.key === ' ') return target.closest('button, a, summary, input') !== null;
  // Sliders, pads and radio buttons move by arrows.
  if (event.key.startsWith('Arrow')) return target.closest('.dl-panel') !== null && target.closest('button') === null;
  return false;
};

/** Listens on the window; returns the way to stop. */
export const bindKeys = (host: PanelHost, panel: KeyPanel, target: Window = window): (() => void) => {
  const listen = (event: KeyboardEvent): void => {
    if (isTaken(event) || event.altKey) return;
    const name = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (name !== 'z') return;
      event.preventDefault();
      if (event.shiftKey) host.document.redo(); else host.document.undo();
      return panel.update();
    }
    // A question mark needs shift on most keyboards; only letters tell the two apart.
    const key = KEYS.find((one) => one.key === name && (name.length > 1 || !/[a-z]/.test(name) || (one.shift ?? false) === event.shiftKey));
    if (!key || (event.repeat && !key.repeats)) return;
    event.preventDefault();
    key.run(host, panel, event.timeStamp);
    panel.update();
  };
  target.addEventListener('keydown', listen);
  return () => target.removeEventListener('keydown', listen);
};
