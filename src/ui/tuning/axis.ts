// The axes of a plot, and numbers in few figures. Pure functions.

/** A vertical axis from `low` to `high`; on a logarithmic one they and the ticks are powers of ten. */
export interface Axis { readonly log: boolean; readonly low: number; readonly high: number; readonly ticks: readonly number[] }

/** Positive numbers that span more than this factor lie on a logarithmic axis. */
const WIDE = 40;
const MOST_TICKS = 4;
/** Farthest that an axis reaches: beyond, something has diverged, and how far tells nothing more. */
const LARGEST = 1e12, SMALLEST = 1e-12;

/** Every other tick, and every other of those, until there are few. */
const thinned = (ticks: readonly number[]): readonly number[] => (ticks.length <= MOST_TICKS ? ticks : thinned(ticks.filter((_, i) => i % 2 === (ticks.length - 1) % 2)));

/** The round step of which two or three fill a span: 1, 2 or 5 times a power of ten. */
const stepFor = (span: number): number => {
  const raw = span / 2.5, power = 10 ** Math.floor(Math.log10(raw)), lead = raw / power;
  return power * (lead <= 1.2 ? 1 : lead <= 2.4 ? 2 : lead <= 6 ? 5 : 10);
};

const linear = (least: number, most: number): Axis => {
  const span = Math.max(most - least, 1e-9, 1e-3 * Math.max(Math.abs(least), Math.abs(most))), step = stepFor(span);
  // A hair above a tick does not earn it another step.
  const first = Math.floor(least / step + .02), last = Math.max(first + 1, Math.ceil(most / step - .02));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { log: false, low: ticks[0]!, high: ticks.at(-1)!, ticks: thinned(ticks) };
};

const logarithmic = (least: number, most: number): Axis => {
  const first = Math.floor(Math.log10(least) + .02), last = Math.max(first + 1, Math.ceil(Math.log10(most) - .02));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`));
  return { log: true, low: ticks[0]!, high: ticks.at(-1)!, ticks: thinned(ticks) };
};

/** The axis that shows all of these; what is no number does not count. */
export const axisOf = (values: Iterable<number>): Axis => {
  let least = Infinity, most = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return { log: false, low: 0, high: 1, ticks: [0, 1] };
  [least, most] = [Math.max(-LARGEST, least), Math.min(LARGEST, most)];
  return least > 0 && most / least > WIDE ? logarithmic(Math.max(SMALLEST, least), most) : linear(least, most);
};

/** How high a value lies, 0..1 of the axis; what is beyond an end lies there, NaN stays NaN. */
export const heightOn = ({ log, low, high }: Axis, value: number): number => {
  const share = log ? Math.log10(Math.max(low, value) / low) / Math.log10(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, share));
};

/** Three figures: `0.693`, `−12.4`, `1,240`, `3.1e7`. */
export const short = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value), sign = value < 0 ? '−' : '';
  if (size === 0) return '0';
  if (size >= 1e5 || size < 1e-3) return sign + size.toExponential(1).replace('e+', 'e').replace('e-', 'e−');
  return sign + (size < .9995 ? size.toFixed(3) : size < 9.995 ? size.toFixed(2) : size < 99.95 ? size.toFixed(1) : whole(size));
};

/** A count, its thousands apart: `12,400`. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** A tick's number, with no more digits than it needs. */
export const tickText = (value: number): string => {
  const size = Math.abs(value), sign = value < 0 ? '−' : '';
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) return sign + size.toExponential().replace('e+', 'e').replace('e-', 'e−');
  return sign + (size >= 1000 ? whole(size) : String(Number(size.toPrecision(4))));
};
