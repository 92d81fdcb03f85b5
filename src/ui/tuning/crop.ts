// Dragging the square that is learnt from along a picture's longer side: the whole picture shows, dimmed, around its cell,
// and follows the pointer. The crop changes once, when the pointer is let go.

import { element } from '../elements.ts';

/** Pixels of the page that a picture of this shape stands out of a square cell, on both sides together. */
export const slackOf = (width: number, height: number, cell: number): number => cell * (Math.max(width, height) / Math.min(width, height) - 1);

/** -1..1 after a drag by so many pixels; the picture goes where the pointer goes, so the square goes the other way. */
export const croppedBy = (crop: number, pixels: number, slack: number): number =>
  (slack < 1 ? crop : Math.round(1000 * Math.min(1, Math.max(-1, crop - (2 * pixels) / slack))) / 1000 + 0);

/** Pixels that a pointer moves before a click has become a drag. */
const SLACK = 3;

interface Options {
  crop(): number;
  /** The address of a small picture of the whole. */
  preview(): Promise<string | undefined>;
  change(crop: number): void;
}

export interface Crop {
  readonly dragging: boolean;
  /** The cell shows what was cut by now. */
  done(): void;
}

/** Lets the picture on `pick`, which fills `cell`, be dragged. */
export const letCrop = (cell: HTMLElement, pick: HTMLElement, { crop, preview, change }: Options): Crop => {
  const around = element('img', { alt: '', draggable: 'false' }), inside = element('img', { alt: '', draggable: 'false' });
  const ghost = element('div', { class: 'dl-crop', 'aria-hidden': 'true' }, around, inside);
  let drag: { readonly pointer: number; readonly x: number; readonly y: number; moved: boolean } | undefined, next = 0;

  const show = (): void => {
    const { naturalWidth: width, naturalHeight: height } = around, wide = width > height, side = cell.clientWidth, place = (next + 1) / 2;
    const at = `${-place * slackOf(width, height, side)}px`;
    Object.assign(around.style, wide ? { height: '100%', width: 'auto', left: at, top: '0' } : { width: '100%', height: 'auto', top: at, left: '0' });
    inside.style.objectPosition = wide ? `${100 * place}% 0` : `0 ${100 * place}%`;
    if (!ghost.isConnected) cell.append(ghost);
  };
  pick.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || drag) return;
    drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
    next = crop();
    pick.setPointerCapture(event.pointerId);
    void preview().then((address) => { if (address !== undefined && address !== inside.src) around.src = inside.src = address; }, () => undefined);
  });
  pick.addEventListener('pointermove', (event) => {
    if (drag?.pointer !== event.pointerId || !around.naturalWidth) return;
    const { naturalWidth: width, naturalHeight: height } = around, slack = slackOf(width, height, cell.clientWidth);
    const pixels = width > height ? event.clientX - drag.x : event.clientY - drag.y;
    if (slack < 1 || (!drag.moved && Math.abs(pixels) < SLACK)) return;
    drag.moved = true;
    next = croppedBy(crop(), pixels, slack);
    show();
  });
  const end = (event: PointerEvent, keep: boolean): void => {
    if (drag?.pointer !== event.pointerId) return;
    const { moved } = drag;
    drag = undefined;
    if (moved && keep && next !== crop()) change(next);
    else ghost.remove();
  };
  pick.addEventListener('pointerup', (event) => end(event, true));
  pick.addEventListener('pointercancel', (event) => end(event, false));
  return {
    get dragging() { return drag !== undefined; },
    done() { if (!drag) ghost.remove(); },
  };
};
