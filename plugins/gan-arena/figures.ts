// What the arena measures while it learns, without allocating: which modes are found and how cleanly, how far drawn and real
// points differ by histograms (Jensen-Shannon) and by how far one would have to be carried to the other (Wasserstein, sliced),
// and whether the generator has collapsed. Held to '#metrics' in gan-arena.test.ts.

import { deviationOf, placesOf, type Data } from './data.ts';

/** Reach of a mode, in deviations. */
const QUALITY = 3;
/** Cells of the histogram, from -REACH to REACH. */
const CELLS = 20, REACH = 2.5;
const DIRECTIONS = 12;
/** A shift by s is one by s 2 / pi along a random line. */
const SLICED = Math.PI / 2;
/** Where drawn points spread over less than this share of the modes for so many looks on end, after so many looks, the alarm rises; it falls again well above. */
const COLLAPSED = .5, RECOVERED = .6, PATIENCE = 3, GRACE = 20;

export interface Figures {
  /** Places with at least one good point; how many there are. */
  readonly modes: number;
  readonly places: number;
  /** Share of drawn points within three deviations of a place. */
  readonly quality: number;
  /** Number of places over which the drawn points spread: exp of the entropy of the nearest places. */
  readonly spread: number;
  readonly js: number;
  readonly w: number;
  readonly collapsed: boolean;
  /** Whether each place is found. */
  readonly found: Uint8Array;
  start(data: Data): void;
  /** The place nearest to the i-th of points `[count, 2]`. */
  placeOf(points: Float64Array, i: number): number;
  /** Looks at drawn and real points, `[count, 2]` each. */
  look(drawn: Float64Array, real: Float64Array, width: number): void;
}

const cell = (x: number): number => Math.max(0, Math.min(CELLS - 1, Math.floor(((x + REACH) / (2 * REACH)) * CELLS)));

/** Jensen-Shannon divergence of counts that sum to `count` each, in nats. */
const divergence = (a: Float64Array, b: Float64Array, count: number): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const p = a[i]! / count, q = b[i]! / count, m = (p + q) / 2;
    if (p > 0) sum += p * Math.log(p / m);
    if (q > 0) sum += q * Math.log(q / m);
  }
  return Math.max(0, sum / 2);
};

/** For sets of `count` points. */
export const createFigures = (count: number): Figures => {
  const drawnCells = new Float64Array(CELLS ** 2), realCells = new Float64Array(CELLS ** 2);
  const drawnLine = new Float64Array(count), realLine = new Float64Array(count);
  const shares = new Float64Array(32), found = new Uint8Array(32);
  let data: Data = 'ring', places = placesOf(data), modes = 0, quality = 0, spread = 0, js = 0, w = 0, collapsed = false, looks = 0, bad = 0;

  const histogram = (points: Float64Array, cells: Float64Array): void => {
    cells.fill(0);
    for (let i = 0; i < count; i++) cells[cell(points[2 * i]!) * CELLS + cell(points[2 * i + 1]!)]!++;
  };
  const sliced = (drawn: Float64Array, real: Float64Array): number => {
    let sum = 0;
    for (let line = 0; line < DIRECTIONS; line++) {
      const x = Math.cos((Math.PI * line) / DIRECTIONS), y = Math.sin((Math.PI * line) / DIRECTIONS);
      for (let i = 0; i < count; i++) {
        drawnLine[i] = x * drawn[2 * i]! + y * drawn[2 * i + 1]!;
        realLine[i] = x * real[2 * i]! + y * real[2 * i + 1]!;
      }
      drawnLine.sort();
      realLine.sort();
      for (let i = 0; i < count; i++) sum += Math.abs(drawnLine[i]! - realLine[i]!);
    }
    return (SLICED * sum) / (DIRECTIONS * count);
  };
  /** Squared distance of the i-th point from a place. */
  const farOff = (points: Float64Array, i: number, place: number): number => (points[2 * i]! - places[2 * place]!) ** 2 + (points[2 * i + 1]! - places[2 * place + 1]!) ** 2;
  const placeOf = (points: Float64Array, i: number): number => {
    let nearest = 0, least = Infinity;
    for (let k = 0; k < places.length / 2; k++) {
      const distance = farOff(points, i, k);
      if (distance < least) {
        least = distance;
        nearest = k;
      }
    }
    return nearest;
  };
  const visit = (drawn: Float64Array, width: number): void => {
    const number = places.length / 2, limit = (QUALITY * deviationOf(data, width)) ** 2;
    shares.fill(0);
    found.fill(0);
    let good = 0;
    for (let i = 0; i < count; i++) {
      const nearest = placeOf(drawn, i);
      shares[nearest]! += 1 / count;
      if (farOff(drawn, i, nearest) <= limit) {
        good++;
        found[nearest] = 1;
      }
    }
    let entropy = 0;
    modes = 0;
    for (let k = 0; k < number; k++) {
      modes += found[k]!;
      if (shares[k]! > 0) entropy -= shares[k]! * Math.log(shares[k]!);
    }
    quality = good / count;
    spread = Math.exp(entropy);
  };
  return {
    found, placeOf,
    get modes() { return modes; },
    get places() { return places.length / 2; },
    get quality() { return quality; },
    get spread() { return spread; },
    get js() { return js; },
    get w() { return w; },
    get collapsed() { return collapsed; },
    start(of) {
      data = of;
      places = placesOf(of);
      collapsed = false;
      modes = quality = spread = js = w = looks = bad = 0;
      found.fill(0);
    },
    look(drawn, real, width) {
      histogram(drawn, drawnCells);
      histogram(real, realCells);
      js = divergence(drawnCells, realCells, count);
      w = sliced(drawn, real);
      if (places.length === 0) return;
      visit(drawn, width);
      looks++;
      const share = spread / (places.length / 2);
      bad = share < COLLAPSED ? bad + 1 : 0;
      if (looks > GRACE && bad >= PATIENCE) collapsed = true;
      else if (share > RECOVERED) collapsed = false;
    },
  };
};
