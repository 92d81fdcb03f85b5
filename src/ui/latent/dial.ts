// A dial of categories: they lie around a circle with their names, and a hand stands at one or between two neighbours.
// Drag the circle to turn it, click a name to choose it, Shift-click a second one to mix the two. Knows nothing of
// latents; it gives and takes shares.

import { halfAndHalf, middleOf, placeOf, rested, sharesAt, sharesText, turnAt, turnOf } from './dial-turn.ts';
import { element } from '../elements.ts';
import { holdable } from './hold.ts';
import { svg } from '../svg.ts';

export interface Dial {
  readonly element: HTMLElement;
  /** The shares that a person chose. */
  setShares(shares: ArrayLike<number>): void;
  /** The shares of this moment. */
  setNow(shares: ArrayLike<number>): void;
}

interface DialOptions {
  readonly label: string;
  readonly names: readonly string[];
  /** `last` is false while the pointer or key is down. */
  change(shares: number[], last: boolean): void;
}

/** Radius of the circle, and of that on which the names lie, in units of a drawing that is 100 wide. */
const RADIUS = 33, NAMES = 44;
/** More categories than this are told by the hand alone. */
const MOST_NAMES = 24;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
/** Part of the way to the neighbour that an arrow with shift goes. */
const FINE = .1;

export const createDial = ({ label, names, change }: DialOptions): Dial => {
  const count = names.length;
  const marks = names.map((_name, i) => {
    const [x, y] = placeOf(i, count);
    return svg('circle', { class: 'dl-dial-mark', cx: String(RADIUS * x), cy: String(RADIUS * y), r: '1' });
  });
  const hand = svg('line', { class: 'dl-dial-hand', x1: '0', y1: '0' }), point = svg('circle', { class: 'dl-dial-point', r: '4.5' }), dot = svg('circle', { class: 'dl-dial-dot', r: '2.4' });
  const drawing = svg('svg', { viewBox: '-50 -50 100 100', 'aria-hidden': 'true' }, svg('circle', { class: 'dl-dial-circle', r: String(RADIUS) }), hand, ...marks, point, dot);
  const turner = element('div', { class: 'dl-dial-turner', tabindex: '0', role: 'slider', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': String(count), title: `${label}: drag around to turn and mix neighbours, or use the arrow keys (Shift: a tenth)` }, drawing);
  const buttons = (count > MOST_NAMES ? [] : names).map((name, i) => {
    const [x, y] = placeOf(i, count);
    // A long name grows away from the circle.
    const side = Math.abs(x) < .2 ? -50 : x > 0 ? 0 : -100;
    const button = element('button', { type: 'button', class: 'dl-dial-name', tabindex: '-1', title: `${name}: click chooses it, Shift-click mixes it half and half with what is chosen`, style: `left: calc(50% + ${x * NAMES} * var(--share)); top: calc(50% + ${y * NAMES} * var(--share)); --side: ${side}%` }, name);
    button.addEventListener('click', (event) => set(event.shiftKey ? halfAndHalf(shares, i) : sharesAt(i, count), true));
    return button;
  });
  const short = names.every((name) => name.length <= 2);
  const root = element('div', { class: 'dl-dial', role: 'group', 'aria-label': label, ...(short ? {} : { 'data-wide': '' }) }, turner, ...buttons);
  let shares: number[] = sharesAt(0, count);

  const show = (next: ArrayLike<number>): void => {
    shares = Array.from(next);
    const [x, y] = middleOf(shares).map((part) => String(RADIUS * part)) as [string, string];
    hand.setAttribute('x2', x);
    hand.setAttribute('y2', y);
    point.setAttribute('cx', x);
    point.setAttribute('cy', y);
    for (const [i, mark] of marks.entries()) mark.style.setProperty('--held', String(shares[i]));
    for (const [i, button] of buttons.entries()) button.toggleAttribute('data-held', shares[i]! > .05);
    turner.setAttribute('aria-valuenow', turnOf(shares).toFixed(2));
    turner.setAttribute('aria-valuetext', sharesText(shares, names));
  };
  const set = (next: number[], last: boolean): void => {
    show(next);
    change(next, last);
  };
  const turnTo = (event: PointerEvent, last: boolean): void => {
    const { left, top, width, height } = turner.getBoundingClientRect();
    set(sharesAt(rested(turnAt(event.clientX - left - width / 2, event.clientY - top - height / 2, count)), count), last);
  };
  holdable(turner, { move: turnTo, cancel: () => change(shares, true) });
  let turning = false;
  turner.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    turning = true;
    const turn = turnOf(shares), next = turn + step;
    // A whole step from between two ends on the nearer of both.
    set(sharesAt(event.shiftKey ? Math.round((turn + step * FINE) / FINE) * FINE : step > 0 ? Math.floor(next + 1e-6) : Math.ceil(next - 1e-6), count), false);
  });
  turner.addEventListener('keyup', (event) => {
    // A key that went down elsewhere has turned nothing.
    if (!turning || !(event.key in STEPS)) return;
    turning = false;
    change(shares, true);
  });

  show(shares);
  return {
    element: root,
    setShares: show,
    setNow(now) {
      const [x, y] = middleOf(now);
      // A transform moves without layout, and glides between two updates.
      dot.style.transform = `translate(${RADIUS * x}px, ${RADIUS * y}px)`;
    },
  };
};
