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
  /** The cell shows what was cut by now. */
  done(): void;
}

/** Lets the picture on `pick`, which fills `cell`, be dragged. */
export const letCrop = (cell: HTMLElement, pick: HTMLElement, { crop, preview, change }: Options): Crop => {
  const around = element('img', { alt: '', draggable: 'false' }), inside = element('img', { alt: '', draggable: 'false' });
  const ghost = element('div', { class: 'dl-crop', 'aria-hidden': 'true' }, around, inside);
  let drag: { readonly pointer: number; readonly x: number; readonly y: number; moved: boolean } | undefined, next = 0, whole: Promise<void> | undefined;
  /** Fetches the whole picture, once; without one there is nothing to drag. */
  const fetchWhole = (): Promise<void> => (whole ??= preview().then(async (address) => {
    if (address === undefined) return;
    around.src = inside.src = address;
    await around.decode();
  }).catch(() => { whole = undefined; }));

  const show = (): void => {
    const { naturalWidth: width, naturalHeight: height } = around, wide = width > height, side = cell.clientWidth, place = (next + 1) / 2;
    const at = `${-place * slackOf(width, height, side)}px`;
    Object.assign(around.style, wide ? { height: '100%', width: 'auto', left: at, top: '0' } : { width: '100%', height: 'auto', top: at, left: '0' });
    inside.style.objectPosition = wide ? `${100 * place}% 0` : `0 ${100 * place}%`;
    if (!ghost.isConnected) cell.append(ghost);
  };
  /** Where a drag has come to; false while it is a click yet, or nothing can be dragged. */
  const follow = (now: NonNullable<typeof drag>, { clientX, clientY }: PointerEvent): boolean => {
    const { naturalWidth: width, naturalHeight: height } = around, slack = width > 0 ? slackOf(width, height, cell.clientWidth) : 0;
    const pixels = width > height ? clientX - now.x : clientY - now.y;
    if (slack < 1 || (!now.moved && Math.abs(pixels) < SLACK)) return false;
    now.moved = true;
    next = croppedBy(crop(), pixels, slack);
    return true;
  };
  pick.addEventListener('pointerenter', () => void fetchWhole());
  pick.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || drag) return;
    drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
    pick.setPointerCapture(event.pointerId);
    void fetchWhole();
  });
  pick.addEventListener('pointermove', (event) => { if (drag?.pointer === event.pointerId && follow(drag, event)) show(); });
  pick.addEventListener('pointerup', (event) => {
    const now = drag;
    if (now?.pointer !== event.pointerId) return;
    drag = undefined;
    // A quick hand is done before the picture is there.
    void fetchWhole().then(() => {
      if (follow(now, event) && next !== crop()) change(next);
      else ghost.remove();
    });
  });
  pick.addEventListener('pointercancel', (event) => {
    if (drag?.pointer !== event.pointerId) return;
    drag = undefined;
    ghost.remove();
  });
  return {
    done() { if (!drag) ghost.remove(); },
  };
};
