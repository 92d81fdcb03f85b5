// Dragging a sample from where it is shown to where something takes it, by pointer events, so that mouse, pen and finger
// do it alike. A small picture follows the pointer; Escape ends the drag.

import type { Point } from '../../core/latent-samples.ts';
import { element } from '../elements.ts';

/** What hangs on the pointer. */
export interface Dragged {
  /** Latent that it is a point of: `cppn.z`. */
  readonly latent: string;
  readonly point: Point;
  /** What it was taken from, and its number there. */
  readonly from: 'wall' | 'kept' | 'visited' | 'ring' | 'bin' | 'result';
  readonly index: number;
  /** Draws its picture into a canvas. */
  draw(canvas: HTMLCanvasElement): void;
}

interface Target { takes(dragged: Dragged): boolean; drop(dragged: Dragged, at: Element): void }

const targets = new WeakMap<Element, Target>();

/** An element that samples can be dropped on; `at` is what lay under the pointer, the element itself or something in it. */
export const takeSamples = (place: Element, takes: Target['takes'], drop: Target['drop']): void => {
  place.setAttribute('data-takes', '');
  targets.set(place, { takes, drop });
};

/** Pixels that a pointer moves before a click has become a drag. */
const SLACK = 5;
const GHOST = 64;

interface Drag { readonly dragged: Dragged; readonly ghost: HTMLElement; over: Element | undefined }

/** Lets what `pick` answers for a pressed element be dragged away; `root` swallows the click that ends a drag. */
export const letDrag = (root: HTMLElement, pick: (pressed: Element) => Dragged | undefined): void => {
  let pressed: { readonly pointer: number; readonly x: number; readonly y: number; readonly target: Element } | undefined;
  let drag: Drag | undefined, dragged = false;

  const mark = (next: Element | undefined): void => {
    if (!drag || drag.over === next) return;
    drag.over?.removeAttribute('data-over');
    next?.setAttribute('data-over', '');
    drag.over = next;
  };
  /** What would take the sample at a place of the window. */
  const under = (x: number, y: number): readonly [place: Element, at: Element] | undefined => {
    const at = document.elementFromPoint(x, y), place = at?.closest('[data-takes]');
    return at && place && drag && targets.get(place)?.takes(drag.dragged) ? [place, at] : undefined;
  };
  const begin = (what: Dragged, pointer: number): Drag => {
    const canvas = element('canvas', { width: String(2 * GHOST), height: String(2 * GHOST) });
    what.draw(canvas);
    const ghost = element('div', { class: 'dl-ui dl-ghost', 'aria-hidden': 'true' }, canvas);
    document.body.append(ghost);
    root.setPointerCapture(pointer);
    return { dragged: what, ghost, over: undefined };
  };
  const end = (): void => {
    mark(undefined);
    drag?.ghost.remove();
    listen('removeEventListener');
    drag = pressed = undefined;
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !drag) return;
    event.preventDefault();
    event.stopPropagation();
    end();
  };
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== pressed?.pointer) return;
    // It was let go of outside.
    if (event.buttons === 0) return end();
    if (!drag) {
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLACK) return;
      const what = pick(pressed.target);
      if (!what) return end();
      dragged = true;
      drag = begin(what, event.pointerId);
    }
    drag.ghost.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
    mark(under(event.clientX, event.clientY)?.[0]);
  };
  const drop = (event: PointerEvent): void => {
    if (event.pointerId !== pressed?.pointer) return;
    const found = drag && under(event.clientX, event.clientY), what = drag?.dragged;
    end();
    if (found && what) targets.get(found[0])!.drop(what, found[1]);
  };
  // On the window: the first move may have left the root already.
  const listen = (how: 'addEventListener' | 'removeEventListener'): void => {
    window[how]('pointermove', move as (event: Event) => void, true);
    window[how]('pointerup', drop as (event: Event) => void, true);
    window[how]('pointercancel', end, true);
    window[how]('keydown', escape as (event: Event) => void, true);
  };
  root.addEventListener('pointerdown', (event) => {
    dragged = false;
    if (event.button !== 0 || pressed) return;
    pressed = { pointer: event.pointerId, x: event.clientX, y: event.clientY, target: event.target as Element };
    // A finger's pointer is captured by what it pressed, which may go away meanwhile.
    if (pressed.target.hasPointerCapture(event.pointerId)) pressed.target.releasePointerCapture(event.pointerId);
    listen('addEventListener');
  });
  root.addEventListener('click', (event) => {
    if (!dragged || event.detail === 0) return;
    dragged = false;
    event.stopPropagation();
    event.preventDefault();
  }, true);
};
