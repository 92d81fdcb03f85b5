// The axes a pad may have: dimensions of a latent, and directions through it. Pure: where the centre is on one, what
// moving along it does to the state, and where the walk is seen on it.

import type { LatentParam, LatentState } from '#api';
import { latentAt, latentRange, period } from '../../core/latent.ts';
import { fullCenter, moved, turnedAlong } from './moves.ts';

export type Axis = { readonly kind: 'dimension' | 'direction'; readonly index: number };

/** Sigmas that a slider of a direction spans to both sides. */
export const SIGMAS = 3;

/** As a list's value: `n3` is a dimension, `d0` a direction. */
export const axisCode = ({ kind, index }: Axis): string => `${kind === 'dimension' ? 'n' : 'd'}${index}`;
export const axisOf = (code: string): Axis => ({ kind: code.startsWith('d') ? 'direction' : 'dimension', index: Number(code.slice(1)) });

/** The axis where it still exists; `spare` where its direction has gone. */
export const axisOr = (axis: Axis, { directions }: LatentState, spare: Axis): Axis => (axis.kind === 'dimension' || axis.index < directions.length ? axis : spare);

export const axisRange = (param: LatentParam, { kind }: Axis): readonly [number, number] => (kind === 'dimension' ? latentRange(param) : [-SIGMAS, SIGMAS]);

/** Where the ring is on an axis: the centre's number, or the sigmas along a direction. */
export const axisValue = (param: LatentParam, state: LatentState, { kind, index }: Axis): number =>
  (kind === 'dimension' ? fullCenter(param, state)[index] : state.directions[index]?.amount) ?? 0;

/** The state with the ring at `value` on an axis. */
export const axisMoved = (param: LatentParam, state: LatentState, { kind, index }: Axis, value: number): LatentState =>
  (kind === 'dimension' ? moved(param, state, { [index]: value }) : turnedAlong(state, index, value));

/** Where a point is seen on an axis; along a direction in sigmas from the centre, so that the ring is in the walk's midst. */
export const axisSeen = ({ center, anchors, directions }: LatentState, { kind, index }: Axis, point: ArrayLike<number>): number => {
  if (kind === 'dimension') return point[index] ?? 0;
  const vector = directions[index]?.vector ?? [];
  let along = 0, square = 0;
  for (const [i, x] of vector.entries()) {
    along += x * ((point[i] ?? 0) - (anchors.length > 0 ? 0 : center[i] ?? 0));
    square += x * x;
  }
  return square > 0 ? along / square : 0;
};

/** Key points of an endless walk that its outline shows. */
const SHOWN_KEYS = 8;

/** The line that the walk draws on two axes: `samples` points between each two of its keys. */
export const walkOutline = (param: LatentParam, state: LatentState, across: Axis, up: Axis, samples = 10): [number, number][] => {
  // One key point a second, whatever the speed: the outline does not depend on it.
  const paced = { ...state, speed: 60, beats: 1, phase: 0 }, round = period(state);
  const point = new Float32Array(param.dims);
  return Array.from({ length: (Number.isFinite(round) ? round : SHOWN_KEYS) * samples + 1 }, (_none, i) => {
    latentAt(param, paced, i / samples, point);
    return [axisSeen(state, across, point), axisSeen(state, up, point)];
  });
};
