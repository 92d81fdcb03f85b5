// The times of the last frames as bars: low and even is calm. A hairline marks the screen's own interval; frames that miss
// one are of another colour.

import { element } from './elements.ts';
import { figure } from './quantities.ts';

export interface FrameGraph {
  readonly element: HTMLElement;
  /** Milliseconds between frames, the oldest first. */
  show(intervals: readonly number[]): void;
}

/** Bars, and the graph's pixels for each and in height. */
const BARS = 120, STEP = 4, HEIGHT = 80;
/** A frame longer than this many usual ones was missed. */
const MISSED = 1.5;

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

export const createFrameGraph = (): FrameGraph => {
  const canvas = element('canvas', { width: String(BARS * STEP), height: String(HEIGHT), role: 'img' });
  const rate = element('strong', {}), usual = element('span', {});
  const root = element('figure', { class: 'dl-frames' }, element('figcaption', {}, rate, usual), canvas);
  const context = canvas.getContext('2d')!;
  return {
    element: root,
    show(intervals) {
      const bars = intervals.slice(-BARS), sorted = [...bars].sort((a, b) => a - b);
      const [low, median, p99] = [.25, .5, .99].map((share) => quantile(sorted, share)) as [number, number, number];
      rate.textContent = median > 0 ? `${(1000 / median).toFixed(0)} frames / s` : 'No frames yet';
      usual.textContent = median > 0 ? `${figure(median)} ms, p99 ${figure(p99)}` : '';
      canvas.setAttribute('aria-label', `${rate.textContent}, ${usual.textContent}`);
      const style = getComputedStyle(root), calm = style.getPropertyValue('--brass'), late = style.getPropertyValue('--alarm'), hair = style.getPropertyValue('--soft');
      // Room for three usual frames; what is longer touches the top.
      const high = (milliseconds: number): number => Math.min(HEIGHT, Math.round((milliseconds / (3 * low)) * HEIGHT));
      context.clearRect(0, 0, canvas.width, HEIGHT);
      for (const [i, milliseconds] of bars.entries()) {
        const missed = milliseconds > MISSED * low, height = high(milliseconds);
        context.fillStyle = missed ? late : calm;
        context.globalAlpha = missed ? 1 : .3 + .4 * (i / bars.length);
        context.fillRect((BARS - bars.length + i) * STEP, HEIGHT - height, STEP - 1, height);
      }
      if (bars.length === 0) return;
      context.globalAlpha = .55;
      context.fillStyle = hair;
      context.fillRect(0, HEIGHT - high(low) - 1, canvas.width, 1);
    },
  };
};
