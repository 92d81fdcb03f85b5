// Moves on a latent, as pure functions: of its centre, and of the walk's outline for the pad. The maths is `core/latent.ts`.

import type { LatentParam, LatentState } from '#api';
import { latentAt, period, randomCenter } from '../core/latent.ts';
import { random } from '../core/random.ts';

/** The centre with every dimension written out; an absent category is the first one. */
export const fullCenter = (param: LatentParam, { center }: LatentState): number[] =>
  Array.from({ length: param.dims }, (_none, i) => center[i] ?? (param.distribution === 'categorical' && i === 0 && center.length === 0 ? 1 : 0));

/** The state with some dimensions of its centre set, to a thousandth; zeros at the end are left out, for short links. */
export const moved = (param: LatentParam, state: LatentState, to: Readonly<Record<number, number>>): LatentState => {
  const center = fullCenter(param, state);
  for (const [i, value] of Object.entries(to)) center[Number(i)] = Math.round(value * 1000) / 1000;
  if (param.distribution !== 'categorical') while (center.at(-1) === 0) center.pop();
  return { ...state, center };
};

/** Another centre from the prior; drawn from the present one, so that each press gives a new one and undo the old. */
export const randomised = (param: LatentParam, state: LatentState): LatentState =>
  ({ ...state, center: randomCenter(param, random(state.seed, `centre ${state.center.join()}`).int(2 ** 32)) });

export const atOrigin = (state: LatentState): LatentState => ({ ...state, center: [] });

/** Names of a latent's dimensions as people count them. */
export const dimensionNames = (param: LatentParam): string[] =>
  Array.from({ length: param.dims }, (_none, i) => param.names?.[i] ?? String(i + 1));

/** Key points of an endless walk that its outline shows. */
const SHOWN_KEYS = 8;

/** The line that the walk draws on two dimensions: `samples` points between each two of its keys. */
export const walkOutline = (param: LatentParam, state: LatentState, across: number, up: number, samples = 10): [number, number][] => {
  // One key point a second, whatever the speed: the outline does not depend on it.
  const paced = { ...state, speed: 60, beats: 1, phase: 0 }, round = period(state);
  const point = new Float32Array(param.dims);
  return Array.from({ length: (Number.isFinite(round) ? round : SHOWN_KEYS) * samples + 1 }, (_none, i) => {
    latentAt(param, paced, i / samples, point);
    return [point[across]!, point[up]!];
  });
};
