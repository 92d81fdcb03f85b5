// The sheets of samples over time: one of them large, a strip of the same sample as it changes, and a slider through time.

import { element } from '../elements.ts';
import { whole } from './axis.ts';
import type { TuningSheet } from './desk.ts';

export interface Film { readonly element: HTMLElement; show(sheets: readonly TuningSheet[]): void }

/** Pictures on the strip. */
const FRAMES = 10;

/** Which sheets lie on the strip: the first, the last, and as evenly between as it gets. */
export const stripOf = (count: number): readonly number[] => {
  const frames = Math.min(FRAMES, count);
  return Array.from({ length: frames }, (_, i) => (frames === 1 ? 0 : Math.round((i * (count - 1)) / (frames - 1))));
};

/** `side` is that of one picture on a sheet, in pixels. */
export const createFilm = (side: number): Film => {
  const large = element('canvas', { class: 'dl-film-sheet', role: 'img' }), strip = element('canvas', { height: String(side), 'aria-hidden': 'true' });
  const here = element('span', { class: 'dl-film-here', 'aria-hidden': 'true' });
  const slider = element('input', { type: 'range', class: 'dl-range', min: '0', step: '1', 'aria-label': 'Through time', title: 'Samples of the same points, through time' });
  const step = element('output', {});
  const root = element('section', { class: 'dl-film', 'aria-label': 'Samples over time', hidden: '' }, large, element('div', { class: 'dl-film-strip' }, strip, here), element('div', { class: 'dl-slide' }, slider, step));
  let sheets: readonly TuningSheet[] = [], at = 0, painted: ImageData | undefined;

  const paint = (): void => {
    const sheet = sheets[at];
    if (!sheet) return;
    if (painted !== sheet.picture) {
      painted = sheet.picture;
      if (large.width !== painted.width || large.height !== painted.height) [large.width, large.height] = [painted.width, painted.height];
      large.getContext('2d')!.putImageData(painted, 0, 0);
      large.toggleAttribute('data-crisp', painted.width < large.clientWidth);
    }
    const share = sheets.length > 1 ? at / (sheets.length - 1) : 1;
    slider.value = String(at);
    slider.style.setProperty('--at', `${100 * share}%`);
    here.style.transform = `translateX(${100 * Math.round(share * (stripOf(sheets.length).length - 1))}%)`;
    step.textContent = `step ${whole(sheet.step)}`;
    large.setAttribute('aria-label', `Samples at step ${whole(sheet.step)}`);
  };
  const paintStrip = (): void => {
    const chosen = stripOf(sheets.length), context = strip.getContext('2d')!;
    strip.width = chosen.length * side;
    strip.parentElement!.style.setProperty('--frames', String(FRAMES));
    for (const [i, of] of chosen.entries()) context.putImageData(sheets[of]!.picture, i * side, 0, 0, 0, side, side);
    strip.style.width = `${(100 * chosen.length) / FRAMES}%`;
  };
  slider.addEventListener('input', () => {
    at = slider.valueAsNumber;
    paint();
  });
  strip.addEventListener('click', ({ offsetX }) => {
    const chosen = stripOf(sheets.length);
    at = chosen[Math.min(chosen.length - 1, Math.floor((chosen.length * offsetX) / strip.clientWidth))] ?? at;
    paint();
  });
  return {
    element: root,
    show(next) {
      // Who looks at the newest goes on to do so.
      const newest = at >= sheets.length - 1, changed = next.length !== sheets.length || next.some(({ picture }, i) => picture !== sheets[i]!.picture), step = sheets[at]?.step ?? 0;
      if (!changed) return;
      sheets = next;
      root.hidden = sheets.length === 0;
      if (sheets.length === 0) return;
      // Sheets are thinned as there are more: the same step, not the same place.
      const kept = sheets.findIndex((sheet) => sheet.step >= step);
      at = newest || kept < 0 ? sheets.length - 1 : kept;
      slider.max = String(sheets.length - 1);
      slider.disabled = sheets.length < 2;
      paintStrip();
      paint();
    },
  };
};
