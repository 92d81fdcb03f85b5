// Procedural sets of points, on which one sees whether a generator finds every mode and keeps to the curve: a ring and a
// grid of Gaussians and the swiss roll, with the figures of Gulrajani et al., "Improved Training of Wasserstein GANs".

import { random } from '../../core/random.ts';
import type { DataDraft } from './data-set.ts';

/** Radius 2, deviation .02, all over sqrt 2: a deviation of about 1 in each coordinate. */
export const RING = { modes: 8, radius: 2 / 1.414, deviation: .02 / 1.414 } as const;
/** 5 x 5 modes two apart, deviation .05, all over 2 sqrt 2. */
export const GRID = { side: 5, step: 2 / 2.828, deviation: .05 / 2.828 } as const;
/** (t cos t, t sin t) for t from 1.5 pi to 4.5 pi, noise .25, all over 7.5. */
export const ROLL = { from: 1.5 * Math.PI, to: 4.5 * Math.PI, scale: 7.5, deviation: .25 / 7.5 } as const;

export interface PointOptions { readonly count: number; readonly seed: number }

const OURS = { licence: 'none needed: made by the program', credits: [], sources: [] } as const;

const mixture = (title: string, centres: readonly (readonly [number, number])[], deviation: number, { count, seed }: PointOptions): DataDraft => {
  const chance = random(seed, title);
  const items = new Float32Array(count * 2), mode = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const k = chance.int(centres.length);
    mode[i] = k;
    for (const axis of [0, 1] as const) items[i * 2 + axis] = centres[k]![axis] + deviation * chance.normal();
  }
  return { title, shape: [2], items, columns: { mode: { values: mode, shape: [], classes: centres.map((_, k) => `${k}`) } }, ...OURS };
};

/** Eight modes on a circle, counter-clockwise from the right. */
export const gaussiansRing = (options: PointOptions): DataDraft =>
  mixture('Eight Gaussians on a ring', Array.from({ length: RING.modes }, (_, k) => {
    const angle = (2 * Math.PI * k) / RING.modes;
    return [RING.radius * Math.cos(angle), RING.radius * Math.sin(angle)] as const;
  }), RING.deviation, options);

/** Twenty-five modes, row by row from the bottom left. */
export const gaussiansGrid = (options: PointOptions): DataDraft =>
  mixture('Twenty-five Gaussians on a grid', Array.from({ length: GRID.side ** 2 }, (_, k) => {
    const place = (n: number): number => (n - (GRID.side - 1) / 2) * GRID.step;
    return [place(k % GRID.side), place(Math.floor(k / GRID.side))] as const;
  }), GRID.deviation, options);

/** A spiral of one and a half turns; `turn` is how far along it a point lies, 0..1. */
export const swissRoll = ({ count, seed }: PointOptions): DataDraft => {
  const title = 'Swiss roll in the plane';
  const chance = random(seed, title);
  const items = new Float32Array(count * 2), turn = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    turn[i] = chance.uniform();
    const t = ROLL.from + (ROLL.to - ROLL.from) * turn[i]!;
    items[i * 2] = (t * Math.cos(t)) / ROLL.scale + ROLL.deviation * chance.normal();
    items[i * 2 + 1] = (t * Math.sin(t)) / ROLL.scale + ROLL.deviation * chance.normal();
  }
  return { title, shape: [2], items, columns: { turn: { values: turn, shape: [] } }, ...OURS };
};
