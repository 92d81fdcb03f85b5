// How far a recording is: the last frame, a hairline, and a line of words.

import { element } from '../elements.ts';
import type { RecordDesk } from '../host.ts';

export interface ProgressLine { readonly element: HTMLElement; update(): void }

const PREVIEW = 284;

/** `m:ss` */
const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
const megabytes = (bytes: number): string => (bytes < 1e7 ? (bytes / 1e6).toFixed(1) : (bytes / 1e6).toFixed(0));

/** `left` is rounded up: a recording is not done before it is. */
export const progressWords = ({ phase, done, frames, left, bytes, dropped }: RecordDesk['state']): string => {
  if (phase === 'idle') return '';
  if (phase === 'finishing') return `Finishing the file · ${megabytes(bytes)} MB`;
  if (phase === 'live') return `Live · ${done} frames · ${dropped} dropped · ${megabytes(bytes)} MB`;
  const far = `${done} of ${frames} frames`;
  if (phase === 'paused') return `Paused · ${far}`;
  return `${far}${left === undefined ? '' : ` · ${clock(Math.ceil(left))} left`} · ${megabytes(bytes)} MB`;
};

export const createProgressLine = (desk: RecordDesk): ProgressLine => {
  const canvas = element('canvas', { class: 'dl-record-preview', width: String(PREVIEW), height: '160', hidden: '' }), bar = element('div', { class: 'dl-progress-bar' }), words = element('p', { class: 'dl-about', 'aria-live': 'off' });
  const line = element('div', { class: 'dl-progress-line', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-label': 'Recording' }, bar);
  const root = element('div', { class: 'dl-record-progress', hidden: '' }, canvas, line, words);
  return {
    element: root,
    update() {
      const { state } = desk, share = state.frames > 0 ? state.done / state.frames : 0;
      root.hidden = state.phase === 'idle';
      root.dataset['phase'] = state.phase;
      if (root.hidden) return;
      line.hidden = state.frames === 0;
      bar.style.transform = `scaleX(${share})`;
      line.setAttribute('aria-valuenow', String(Math.round(100 * share)));
      words.textContent = progressWords(state);
      canvas.hidden = !desk.preview(canvas);
    },
  };
};
