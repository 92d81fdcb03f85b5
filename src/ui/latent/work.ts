// A button for work that takes a while: it becomes a bar of progress with a way to stop. What goes wrong is a notice.

import { reason } from '../../core/errors.ts';
import { element, wordButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';

export interface Work {
  readonly element: HTMLElement;
  /** Ends what is under way; nothing changes. */
  stop(): void;
}

export interface WorkOptions {
  readonly text: string;
  readonly hint: string;
  /** What could not be done, for the notice: `The directions were not found`. */
  readonly failure: string;
  /** The notice's key, unique in the panel. */
  readonly key: string;
  /** `progress` takes 0..1; rejects when the signal stops it. */
  run(progress: (done: number) => void, signal: AbortSignal): Promise<void>;
}

export const createWork = (host: PanelHost, { text, hint, failure, key, run }: WorkOptions): Work => {
  const bar = element('div', { class: 'dl-progress-bar' });
  const line = element('div', { class: 'dl-progress-line', role: 'progressbar', 'aria-label': text, 'aria-valuemin': '0', 'aria-valuemax': '100' }, bar);
  let stop: AbortController | undefined;
  const show = (done: number): void => {
    bar.style.transform = `scaleX(${done})`;
    line.setAttribute('aria-valuenow', String(Math.round(100 * done)));
  };
  const start = async (): Promise<void> => {
    const mine = stop = new AbortController();
    begin.hidden = true;
    busy.hidden = false;
    show(0);
    host.notices.remove(key);
    try {
      await run((done) => { if (!mine.signal.aborted) show(done); }, mine.signal);
    } catch (error) {
      if (!mine.signal.aborted) host.notices.add(key, `${failure}: ${reason(error)}`);
    }
    begin.hidden = false;
    busy.hidden = true;
  };
  const begin = wordButton(text, hint, () => void start());
  const busy = element('div', { class: 'dl-busy', hidden: '' }, line, wordButton('Stop', 'Stops; nothing changes', () => stop?.abort()));
  return { element: element('div', { class: 'dl-work' }, begin, busy), stop: () => stop?.abort() };
};
