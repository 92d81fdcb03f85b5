// One plot: its title, a legend of colours and current values, and the curves over the steps: every value faint, their way
// bold.

import { element } from '../elements.ts';
import { svg } from '../svg.ts';
import { axisOf, heightOn, short, tickText } from './axis.ts';
import { pathOf, shareOf, smoothed, valueAt, valuesOf, type Span } from './curve-path.ts';
import type { TuningPlot } from './desk.ts';

export interface Plot {
  readonly element: HTMLElement;
  show(plot: TuningPlot, span: Span): void;
  /** Points at a step: a hairline, and what the curves said then in place of now. */
  point(step: number | undefined): void;
}

/** Units of the drawing, about the pixels that it gets; the lines keep their width however it is stretched. */
const WIDTH = 260, HEIGHT = 64;
/** Room above and below, for half a number of the axis. */
const RIM = 6;
const thin = { 'vector-effect': 'non-scaling-stroke' };

export const createPlot = (): Plot => {
  const title = element('span', { class: 'dl-plot-title' }), legend = element('span', { class: 'dl-plot-legend' });
  const grid = svg('g', { class: 'dl-plot-grid' }), lines = svg('g', { class: 'dl-plot-lines' });
  const raw = svg('g', { class: 'dl-plot-raw' });
  const picture = svg('svg', { viewBox: `0 ${-RIM} ${WIDTH} ${HEIGHT + 2 * RIM}`, preserveAspectRatio: 'none', role: 'img' }, grid, raw, lines);
  const numbers = element('div', { class: 'dl-plot-numbers', 'aria-hidden': 'true' }), hair = element('div', { class: 'dl-plot-hair', hidden: '' });
  const root = element('figure', { class: 'dl-plot' }, element('figcaption', {}, title, legend), element('div', { class: 'dl-plot-frame' }, numbers, element('div', { class: 'dl-plot-area' }, picture, hair)));
  let shown: TuningPlot = { title: '', hint: '', curves: [] }, span: Span = { first: 0, last: 1 }, names = '', ticked = '', at: number | undefined;
  let values: HTMLElement[] = [];

  const say = (): void => {
    for (const [i, curve] of shown.curves.entries()) {
      const value = valueAt(curve, at);
      values[i]!.textContent = value === undefined ? '–' : short(value);
    }
  };
  /** Lines and numbers of the axis, made anew only when it changes. */
  const showAxis = (axis: ReturnType<typeof axisOf>): void => {
    const text = `${axis.log} ${axis.ticks.join()}`;
    if (text === ticked) return;
    ticked = text;
    const heights = axis.ticks.map((tick) => 1 - heightOn(axis, tick));
    grid.replaceChildren(...heights.map((down) => svg('path', { d: `M0 ${HEIGHT * down}h${WIDTH}`, ...thin })));
    numbers.replaceChildren(...axis.ticks.map((tick, i) => element('span', { style: `top: ${(100 * (RIM + HEIGHT * heights[i]!)) / (HEIGHT + 2 * RIM)}%` }, tickText(tick))));
  };
  return {
    element: root,
    show(plot, next) {
      shown = plot;
      span = next;
      const wanted = plot.curves.map(({ name }) => name).join('\n');
      if (title.textContent !== plot.title) title.textContent = plot.title;
      root.title = plot.hint;
      if (wanted !== names) {
        names = wanted;
        values = plot.curves.map(() => element('b'));
        // One alone is what the title says.
        legend.replaceChildren(...plot.curves.map(({ name }, i) => (plot.curves.length > 1 ? element('span', { 'data-curve': String(i) }, name, values[i]!) : values[i]!)));
        for (const group of [raw, lines]) group.replaceChildren(...plot.curves.map((_, i) => svg('path', { 'data-curve': String(i), ...thin })));
      }
      const axis = axisOf(valuesOf(plot));
      showAxis(axis);
      for (const [i, curve] of plot.curves.entries()) {
        raw.children[i]!.setAttribute('d', pathOf(curve, span, axis, WIDTH, HEIGHT));
        lines.children[i]!.setAttribute('d', pathOf(smoothed(curve), span, axis, WIDTH, HEIGHT));
      }
      say();
      picture.setAttribute('aria-label', `${plot.title}: ${plot.curves.map((curve) => `${curve.name} ${short(valueAt(curve, undefined) ?? NaN)}`).join(', ')}${axis.log ? ', logarithmic' : ''}`);
    },
    point(step) {
      at = step;
      hair.hidden = step === undefined;
      if (step !== undefined) hair.style.left = `${100 * Math.min(1, Math.max(0, shareOf(span, step)))}%`;
      say();
    },
  };
};
