// A round knob for one number: drag its middle up or down or its rim around, turn the wheel over it, or use the arrow
// keys; a double click resets it. Knows nothing of latents; it gives and takes a number in its range.

import { element } from '../elements.ts';
import { holdable } from './hold.ts';
import { svg } from '../svg.ts';

export interface Knob {
  readonly element: HTMLElement;
  /** The number that a person set. */
  setValue(value: number): void;
  /** The number of this moment, as a small mark on the rim. */
  setNow(value: number): void;
}

interface KnobOptions {
  readonly label: string;
  readonly hint?: string;
  readonly range: readonly [low: number, high: number];
  readonly start: number;
  /** `last` is false while the pointer or key is down. */
  change(value: number, last: boolean): void;
}

/** Half the angle that the knob turns through, in degrees from the top. */
const SWEEP = 135;
/** Pixels up that are the whole range; with shift ten times as many. */
const TRAVEL = 130;
/** Arrow presses and notches of the wheel from end to end; with shift ten times as many. */
const STEPS = 50;
/** Share of the knob's radius outside of which its rim is held. */
const RIM = .62;
const RADIUS = 17;
const ARROWS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };

const placeAt = (degrees: number, radius: number): readonly [number, number] => [radius * Math.sin((degrees * Math.PI) / 180), -radius * Math.cos((degrees * Math.PI) / 180)];
/** An arc between two angles in degrees from the top, as an SVG path. */
const arc = (a: number, b: number): string => {
  const [from, to] = a < b ? [a, b] : [b, a];
  const point = (degrees: number): string => placeAt(degrees, RADIUS).map((side) => side.toFixed(2)).join(' ');
  return `M${point(from)}A${RADIUS} ${RADIUS} 0 ${to - from > 180 ? 1 : 0} 1 ${point(to)}`;
};

export const createKnob = ({ label, hint, range: [low, high], start, change }: KnobOptions): Knob => {
  const filled = svg('path', { class: 'dl-knob-filled' }), hand = svg('line', { class: 'dl-knob-hand' }), dot = svg('circle', { class: 'dl-knob-dot', r: '2', cy: String(-RADIUS) });
  const drawing = svg('svg', { viewBox: '-22 -22 44 44', 'aria-hidden': 'true' }, svg('path', { class: 'dl-knob-track', d: arc(-SWEEP, SWEEP) }), filled, svg('circle', { class: 'dl-knob-cap', r: '11.5' }), hand, dot);
  const text = element('output', { class: 'dl-knob-value', 'aria-hidden': 'true' });
  const turner = element('div', { class: 'dl-knob-turner', tabindex: '0', role: 'slider', 'aria-label': label, 'aria-valuemin': String(low), 'aria-valuemax': String(high) }, drawing);
  const root = element('div', { class: 'dl-knob', title: `${hint ?? label}: drag the middle up or down or the rim around, turn the wheel, or use the arrow keys; a double click resets it` }, turner, element('span', { class: 'dl-knob-name' }, label), text);
  let value = start;

  const angleOf = (at: number): number => -SWEEP + (2 * SWEEP * (Math.min(high, Math.max(low, at)) - low)) / (high - low);
  const rest = angleOf(Math.min(high, Math.max(low, 0)));
  const setValue = (next: number): void => {
    value = next;
    const angle = angleOf(value), [x1, y1] = placeAt(angle, 5), [x2, y2] = placeAt(angle, 10.5);
    filled.setAttribute('d', arc(rest, angle));
    for (const [name, part] of Object.entries({ x1, y1, x2, y2 })) hand.setAttribute(name, part.toFixed(2));
    text.textContent = value.toFixed(2);
    turner.setAttribute('aria-valuenow', value.toFixed(2));
  };
  const set = (next: number, last: boolean): void => {
    setValue(Math.min(high, Math.max(low, next)));
    change(value, last);
  };

  /** From the middle, in pixels. */
  const placeOf = (event: PointerEvent): readonly [x: number, y: number] => {
    const { left, top, width, height } = turner.getBoundingClientRect();
    return [event.clientX - left - width / 2, event.clientY - top - height / 2];
  };
  /** What the pointer holds, and where it was last. */
  const grip = { rim: false, x: 0, y: 0 };
  holdable(turner, {
    press(event) {
      [grip.x, grip.y] = placeOf(event);
      grip.rim = Math.hypot(grip.x, grip.y) > (RIM * turner.getBoundingClientRect().width) / 2;
    },
    move(event, last) {
      const [x, y] = placeOf(event);
      let by = (grip.y - y) / TRAVEL;
      if (grip.rim) {
        // The shorter way around, so that passing below is no jump.
        const turned = Math.atan2(x, -y) - Math.atan2(grip.x, -grip.y);
        by = (((turned + 3 * Math.PI) % (2 * Math.PI)) - Math.PI) * (180 / Math.PI) / (2 * SWEEP);
      }
      [grip.x, grip.y] = [x, y];
      set(value + by * (high - low) * (event.shiftKey ? .1 : 1), last);
    },
    cancel: () => change(value, true),
  });
  turner.addEventListener('dblclick', () => set(start, true));

  /** Whether the wheel turns it: only under a hand that came to it, not when the panel scrolls past a resting pointer. */
  let meant = false, wheeled = false, entered: readonly [number, number] = [0, 0];
  turner.addEventListener('pointerenter', (event) => { entered = [event.clientX, event.clientY]; });
  turner.addEventListener('pointermove', (event) => { meant ||= event.clientX !== entered[0] || event.clientY !== entered[1]; });
  turner.addEventListener('wheel', (event) => {
    if ((!meant && document.activeElement !== turner) || event.ctrlKey || event.metaKey || event.deltaY === 0) return;
    event.preventDefault();
    wheeled = true;
    set(value - (Math.sign(event.deltaY) * (high - low)) / STEPS / (event.shiftKey ? 10 : 1), false);
  }, { passive: false });
  turner.addEventListener('pointerleave', () => {
    if (wheeled) change(value, true);
    meant = wheeled = false;
  });

  turner.addEventListener('keydown', (event) => {
    const step = ARROWS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    set(value + step * (high - low) / STEPS / (event.shiftKey ? 10 : 1), false);
  });
  turner.addEventListener('keyup', (event) => { if (event.key in ARROWS) change(value, true); });

  setValue(start);
  return { element: root, setValue, setNow: (now) => { dot.style.transform = `rotate(${angleOf(now)}deg)`; } };
};
