// What is to be learnt: sets of points in the plane. The figures of ring, grid and roll are those of Gulrajani et al., 2017;
// the Gaussians' deviation is a knob. Lines and mounds are two sets that a person moves against each other.

import type { Random } from '#nets';

export const DATA = ['ring', 'grid', 'roll', 'lines', 'mounds'] as const;
export type Data = (typeof DATA)[number];

/** Data P and Q of a person's making, without a generator. */
export const isPair = (data: Data): data is 'lines' | 'mounds' => data === 'lines' || data === 'mounds';

const RING = 8, RADIUS = 2 / 1.414, SIDE = 5, STEP = 2 / 2.828;
const ROLL_FROM = 1.5 * Math.PI, ROLL_TO = 4.5 * Math.PI, ROLL_SCALE = 7.5, ROLL_NOISE = .25 / 7.5;
/** Half the length of a line; deviation of a mound, in spreads. */
export const LINE = .9;
const MOUND = 3;

/** `[modes, 2]`; none for what is no mixture. */
export const centresOf = (data: Data): Float64Array => {
  if (data === 'ring') return Float64Array.from({ length: 2 * RING }, (_, i) => RADIUS * (i % 2 ? Math.sin : Math.cos)((2 * Math.PI * (i >> 1)) / RING));
  if (data === 'grid') return Float64Array.from({ length: 2 * SIDE ** 2 }, (_, i) => STEP * ((i % 2 ? Math.floor((i >> 1) / SIDE) : (i >> 1) % SIDE) - (SIDE - 1) / 2));
  return new Float64Array();
};

/** Spots along the roll that are counted like modes. */
const SPOTS = 24;
const onRoll = (share: number, axis: number): number => {
  const t = ROLL_FROM + (ROLL_TO - ROLL_FROM) * share;
  return (t * (axis ? Math.sin(t) : Math.cos(t))) / ROLL_SCALE;
};

/** Places that should each have their share of what is drawn: the modes of a mixture, or spots along the roll. `[places, 2]`. */
export const placesOf = (data: Data): Float64Array =>
  (data === 'roll' ? Float64Array.from({ length: 2 * SPOTS }, (_, i) => onRoll(((i >> 1) + .5) / SPOTS, i % 2)) : centresOf(data));

/** Deviation around a place that still counts as good: a mode's own, or that of the roll with room along it. */
export const deviationOf = (data: Data, spread: number): number => (data === 'roll' ? 2 * ROLL_NOISE : spread);

/** Deviation of a mound around its middle. */
export const moundOf = (spread: number): number => MOUND * spread;

/** Writes `count` points of a pair's shape around `[x, y]` at `stride`; a line is upright and has no width. */
export const writeShape = (data: 'lines' | 'mounds', [x, y]: readonly [number, number], spread: number, chance: Random, out: Float64Array, count: number, stride: number): void => {
  for (let i = 0; i < count; i++) {
    const lines = data === 'lines';
    out[i * stride] = x + (lines ? 0 : moundOf(spread) * chance.normal());
    out[i * stride + 1] = y + (lines ? LINE * (2 * chance.uniform() - 1) : moundOf(spread) * chance.normal());
  }
};

/** Writes `count` points `[x, y]` at `stride`. `centres` are the data's. */
export const writeData = (data: Exclude<Data, 'lines' | 'mounds'>, centres: Float64Array, spread: number, chance: Random, out: Float64Array, count: number, stride: number): void => {
  for (let i = 0; i < count; i++) {
    let x = 0, y = 0, noise = spread;
    if (data === 'roll') {
      const share = chance.uniform();
      x = onRoll(share, 0);
      y = onRoll(share, 1);
      noise = ROLL_NOISE;
    } else {
      const mode = chance.int(centres.length / 2);
      x = centres[2 * mode]!;
      y = centres[2 * mode + 1]!;
    }
    out[i * stride] = x + noise * chance.normal();
    out[i * stride + 1] = y + noise * chance.normal();
  }
};
