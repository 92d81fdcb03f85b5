// All plots of a learning, below each other over the same steps. The pointer on one of them reads all of them at its step.

import { element } from '../elements.ts';
import { whole } from './axis.ts';
import { spanOf, type Span } from './curve-path.ts';
import type { TuningPlot } from './desk.ts';
import { createPlot, type Plot } from './plot.ts';

export interface Plots { readonly element: HTMLElement; show(plots: readonly TuningPlot[]): void }

export const createPlots = (): Plots => {
  const list = element('div', { class: 'dl-plot-list' }), first = element('span'), at = element('span', { class: 'dl-plot-at', hidden: '' }), last = element('span');
  const root = element('div', { class: 'dl-plots' }, list, element('div', { class: 'dl-plot-steps' }, first, at, last));
  let plots: Plot[] = [], span: Span = { first: 0, last: 1 };

  const point = (step: number | undefined): void => {
    for (const plot of plots) plot.point(step);
    at.hidden = step === undefined;
    if (step !== undefined) at.textContent = `step ${whole(step)}`;
  };
  list.addEventListener('pointermove', ({ target, clientX }) => {
    const area = (target as Element).closest('.dl-plot-area')?.getBoundingClientRect();
    if (area) point(span.first + (span.last - span.first) * Math.min(1, Math.max(0, (clientX - area.left) / area.width)));
  });
  list.addEventListener('pointerleave', () => point(undefined));
  return {
    element: root,
    show(next) {
      root.hidden = next.length === 0;
      span = spanOf(next);
      if (next.length !== plots.length) {
        plots = next.map((_, i) => plots[i] ?? createPlot());
        list.replaceChildren(...plots.map((plot) => plot.element));
      }
      for (const [i, plot] of next.entries()) plots[i]!.show(plot, span);
      first.textContent = whole(span.first);
      last.textContent = `${whole(span.last)} steps`;
    },
  };
};
