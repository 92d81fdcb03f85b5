// One picture of a heap: the square that is learnt from, cut; a drag along the longer side moves the cut, and a small cross
// takes the picture away.

import { reason } from '../../core/errors.ts';
import type { TuningPicture } from '../../core/tuning.ts';
import { element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { icon } from '../icons.ts';
import { sourceName } from '../inputs/words.ts';
import { letCrop } from './crop.ts';
import type { Placed } from './lack.ts';

export interface HeapCell {
  readonly element: HTMLElement;
  readonly pick: HTMLButtonElement;
  readonly placed: Placed;
  /** Shows a picture; answers whether it has to be cut anew. */
  show(placed: Placed): boolean;
  /** Cuts it. Never rejects: what cannot be cut says why. */
  cut(): Promise<void>;
}

interface Verbs {
  crop(placed: Placed, crop: number): void;
  remove(placed: Placed): void;
  press(placed: Placed): void;
}

/** Puts pixels on a canvas of their size; enlarged they stay pixels. */
export const putPixels = (canvas: HTMLCanvasElement, picture: ImageData): void => {
  if (canvas.width !== picture.width || canvas.height !== picture.height) [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext('2d')!.putImageData(picture, 0, 0);
  canvas.toggleAttribute('data-crisp', picture.width < canvas.clientWidth * devicePixelRatio);
};

export const createHeapCell = (host: PanelHost, id: string, first: Placed, { crop, remove, press }: Verbs): HeapCell => {
  const canvas = element('canvas', { width: '1', height: '1' }), trouble = element('span', { class: 'dl-cut-trouble' }, icon('alarm'));
  const pick = element('button', { type: 'button', class: 'dl-picture', tabindex: '-1' }, canvas), corner = element('button', { type: 'button', class: 'dl-cell-corner', tabindex: '-1' }, icon('close'));
  const root = element('div', { class: 'dl-picture-cell' }, pick, corner);
  let placed = first, shown: TuningPicture | undefined, turn = 0, hint = '';
  const cropping = letCrop(root, pick, {
    crop: () => placed.picture.crop,
    preview: () => host.sources.preview(placed.picture.source),
    change: (next) => crop(placed, next),
  });
  corner.addEventListener('click', () => remove(placed));
  pick.addEventListener('click', () => press(placed));

  const show = (next: Placed): boolean => {
    const before = shown, { source } = next.picture;
    placed = next;
    shown = next.picture;
    if (before?.source === source) return before.crop !== next.picture.crop;
    const name = sourceName(host, source);
    pick.title = hint = `${name}${source.from === 'drawing' ? ': a click draws on' : ': a drag moves the square that is cut from it'}`;
    pick.setAttribute('aria-label', name);
    corner.title = corner.ariaLabel = `Take ${name} out`;
    return true;
  };
  show(first);
  return {
    element: root, pick, show,
    get placed() { return placed; },
    async cut() {
      const mine = ++turn;
      try {
        const picture = await host.tuning.cut(id, placed.index);
        if (mine !== turn) return;
        putPixels(canvas, picture);
        trouble.remove();
        pick.title = hint;
      } catch (error) {
        if (mine !== turn) return;
        pick.append(trouble);
        pick.title = reason(error);
      }
      cropping.done();
    },
  };
};
