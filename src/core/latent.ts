// Latent maths: where a latent is at a time. A pure function of its state and the time, so that a walk can be entered
// at any moment and repeats exactly.

import type { Distribution, LatentParam, LatentState } from '#api';
import { random } from './random.ts';

/** Key points of a closed walk. */
export const WALK_KEYS = 8;

/** `[WALK_KEYS, dims]`: the seeded key points of a walk, drawn from the prior. */
export const walkKeys = (dims: number, distribution: Distribution, seed: number): Float32Array => {
  const source = random(seed, 'walk');
  const keys = new Float32Array(WALK_KEYS * dims);
  for (let k = 0; k < WALK_KEYS; k++) {
    const key = keys.subarray(k * dims, (k + 1) * dims);
    if (distribution === 'categorical') key[source.int(dims)] = 1;
    else for (let i = 0; i < dims; i++) key[i] = distribution === 'uniform' ? 2 * source.uniform() - 1 : source.normal();
    if (distribution === 'sphere') toSphere(key);
  }
  return keys;
};

/** Key points of walks in use, so that frames draw none; states and declarations are immutable, so identity is enough. */
const keysInUse = new WeakMap<LatentState, { readonly param: LatentParam; readonly keys: Float32Array }>();

const keysOf = (param: LatentParam, state: LatentState): Float32Array => {
  const known = keysInUse.get(state);
  if (known?.param === param) return known.keys;
  const keys = walkKeys(param.dims, param.distribution, state.seed);
  keysInUse.set(state, { param, keys });
  return keys;
};

/** Scales in place to length sqrt(dims); the origin becomes the first axis. */
const toSphere = (point: Float32Array): void => {
  let square = 0;
  for (const x of point) square += x * x;
  if (square < 1e-12) point[0] = square = 1;
  const scale = Math.sqrt(point.length / square);
  for (let i = 0; i < point.length; i++) point[i]! *= scale;
};

/** Folds a line into -1..1 like a mirror, so that a walk past the border turns back and never sticks. */
const fold = (x: number): number => {
  const t = (((x + 1) % 4) + 4) % 4;
  return t < 2 ? t - 1 : 3 - t;
};

/** Scales in place to non-negative shares that sum to 1; nothing becomes the first category. */
const toSimplex = (point: Float32Array): void => {
  let sum = 0;
  for (let i = 0; i < point.length; i++) sum += point[i] = Math.max(0, point[i]!);
  if (sum < 1e-6) point[0] = sum = 1;
  for (let i = 0; i < point.length; i++) point[i]! /= sum;
};

const keyOffset = (key: number, dims: number): number => (((key % WALK_KEYS) + WALK_KEYS) % WALK_KEYS) * dims;

/** Position on the walk in key points. */
export const walkPosition = (state: LatentState, time: number): number => state.phase + (time * state.speed) / 60;

/**
 * The latent at `time` (seconds), written to `out` `[dims]`; allocates nothing once the walk's keys are known.
 * Between keys runs a closed Catmull-Rom spline (straight lines for categories, which must stay shares).
 */
export const latentAt = (param: LatentParam, state: LatentState, time: number, out: Float32Array): Float32Array => {
  const { dims, distribution } = param;
  const keys = keysOf(param, state);
  const position = walkPosition(state, time);
  const start = Math.floor(position);
  const t = position - start;
  const a = keyOffset(start - 1, dims), b = keyOffset(start, dims), c = keyOffset(start + 1, dims), d = keyOffset(start + 2, dims);
  const share = distribution === 'categorical' ? state.radius : 0;
  for (let i = 0; i < dims; i++) {
    const k0 = keys[a + i]!, k1 = keys[b + i]!, k2 = keys[c + i]!, k3 = keys[d + i]!;
    const walk = distribution === 'categorical'
      ? k1 + (k2 - k1) * t * t * (3 - 2 * t)
      : .5 * (2 * k1 + t * (k2 - k0 + t * (2 * k0 - 5 * k1 + 4 * k2 - k3 + t * (3 * (k1 - k2) + k3 - k0))));
    out[i] = (1 - share) * (state.center[i] ?? (share > 0 && i === 0 ? 1 : 0)) + state.radius * walk;
  }
  if (distribution === 'uniform') for (let i = 0; i < dims; i++) out[i] = fold(out[i]!);
  if (distribution === 'sphere') toSphere(out);
  if (distribution === 'categorical') toSimplex(out);
  return out;
};

/** The state with another walking speed that is at the same place at `time`. */
export const withSpeed = (state: LatentState, speed: number, time: number): LatentState => {
  const phase = state.phase + (time * (state.speed - speed)) / 60;
  return { ...state, speed, phase: ((phase % WALK_KEYS) + WALK_KEYS) % WALK_KEYS };
};

/** Slider range of one dimension of the centre. */
export const latentRange = (distribution: Distribution): readonly [number, number] =>
  distribution === 'uniform' ? [-1, 1] : distribution === 'categorical' ? [0, 1] : [-3, 3];

/** A centre drawn from the prior, rounded so that a link stays short. */
export const randomCenter = (param: LatentParam, seed: number): number[] =>
  Array.from(walkKeys(param.dims, param.distribution, seed).subarray(0, param.dims), (x) => Math.round(x * 1000) / 1000);
