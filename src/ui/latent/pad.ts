// A square on which a point is dragged: by pointer, or by arrow keys. Shows besides where the walk is, and its outline.
// Knows nothing of latents; it gives and takes positions in its range.

import { element } from '../elements.ts';
import { holdable } from './hold.ts';
import { svg } from '../svg.ts';

export interface Pad {
  readonly element: HTMLElement;
  /** What the square spans. */
  setRange(across: Range, up: Range): void;
  /** The ring that a person drags. */
  setPoint(x: number, y: number): void;
  /** The dot that moves by itself. */
  setDot(x: number, y: number): void;
  /** The line the dot follows. */
  setOutline(points: readonly (readonly [number, number])[]): void;
}

type Range = readonly [low: number, high: number];

interface PadOptions {
  readonly label: string;
  /** `last` is false while the pointer or key is down. */
  change(x: number, y: number, last: boolean): void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** Arrow presses from edge to edge; with shift a tenth of it. */
const STEPS = 50;

export const createPad = ({ label, change }: PadOptions): Pad => {
  const ring = element('div', { class: 'dl-pad-point' });
  const dot = element('div', { class: 'dl-pad-dot' });
  const line = svg('polyline'), drawing = svg('svg', { viewBox: '0 0 100 100' }, line);
  // The plane lies a little inside the square, so that the ring is whole at the border too.
  const plane = element('div', { class: 'dl-pad-plane' }, drawing, dot, ring);
  const root = element('div', { class: 'dl-pad', tabindex: '0', role: 'slider', 'aria-label': label, title: `${label}: drag, or use the arrow keys` }, plane);
  let point: readonly [number, number] = [0, 0];
  let across: Range = [-1, 1], up: Range = [-1, 1];

  const clamp = (value: number, [low, high]: Range): number => Math.min(high, Math.max(low, value));
  const share = (value: number, range: Range): number => (clamp(value, range) - range[0]) / (range[1] - range[0]);
  /** Position in percent of the pad, from the left and from the top. */
  const percent = (x: number, y: number): readonly [number, number] => [100 * share(x, across), 100 - 100 * share(y, up)];
  const put = (mark: HTMLElement, x: number, y: number): void => {
    const [left, top] = percent(x, y);
    // Percentages of a full-size layer: a transform moves without layout.
    mark.style.transform = `translate(${left}%, ${top}%)`;
  };
  const setPoint = (x: number, y: number): void => {
    point = [x, y];
    put(ring, x, y);
    root.setAttribute('aria-valuetext', `${x.toFixed(2)}, ${y.toFixed(2)}`);
    root.setAttribute('aria-valuenow', x.toFixed(2));
  };
  const move = (x: number, y: number, last: boolean): void => {
    setPoint(clamp(x, across), clamp(y, up));
    change(...point, last);
  };
  const drag = (event: PointerEvent, last: boolean): void => {
    const { left, top, width, height } = plane.getBoundingClientRect();
    move(across[0] + ((across[1] - across[0]) * (event.clientX - left)) / width, up[1] - ((up[1] - up[0]) * (event.clientY - top)) / height, last);
  };

  holdable(root, { move: drag, cancel: () => change(...point, true) });
  root.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const steps = STEPS * (event.shiftKey ? 10 : 1);
    move(point[0] + (arrow[0] * (across[1] - across[0])) / steps, point[1] + (arrow[1] * (up[1] - up[0])) / steps, false);
  });
  root.addEventListener('keyup', (event) => { if (ARROWS[event.key]) change(...point, true); });

  return {
    element: root,
    setRange(nextAcross, nextUp) {
      [across, up] = [nextAcross, nextUp];
      root.setAttribute('aria-valuemin', String(across[0]));
      root.setAttribute('aria-valuemax', String(across[1]));
    },
    setPoint,
    setDot: (x, y) => put(dot, x, y),
    setOutline: (points) => line.setAttribute('points', points.map(([x, y]) => percent(x, y).map((side) => side.toFixed(1)).join()).join(' ')),
  };
};
