// Two sets of one shape at a distance: what Jensen-Shannon and what Wasserstein say of it, exactly. Whatever is moved as a
// whole is carried to itself at the cost of the distance, so that W is the distance for any shape; JS knows only overlap.

import { LINE, moundOf } from './data.ts';

const GRAINS = 400, TAIL = 6;

/** Of two Gaussians of deviation 1 whose middles are `distance` apart: integrated along the line through both. */
const moundsJs = (distance: number): number => {
  const from = -TAIL, width = (distance + 2 * TAIL) / GRAINS, scale = 1 / Math.sqrt(2 * Math.PI);
  let sum = 0;
  for (let i = 0; i < GRAINS; i++) {
    const x = from + (i + .5) * width, p = scale * Math.exp(-x * x / 2), q = scale * Math.exp(-((x - distance) ** 2) / 2), m = (p + q) / 2;
    if (p > 0) sum += p * Math.log(p / m);
    if (q > 0) sum += q * Math.log(q / m);
  }
  return Math.min(Math.LN2, Math.max(0, (sum * width) / 2));
};

/** In nats, 0 to log 2. Upright lines side by side share nothing, however close they are; one above the other share what overlaps. */
export const pairJs = (data: 'lines' | 'mounds', x: number, y: number, spread: number): number =>
  (data === 'mounds' ? moundsJs(Math.hypot(x, y) / moundOf(spread)) : x !== 0 ? Math.LN2 : Math.LN2 * Math.min(1, Math.abs(y) / (2 * LINE)));

export const pairW = (x: number, y: number): number => Math.hypot(x, y);
