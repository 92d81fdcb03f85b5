// Latent maths: where a latent is at a time. A pure function of its state and the time, so that a walk can be entered
// at any moment and repeats exactly.
//
// The point: key points (draws of the prior by seed, or anchors) -> the walk between them -> around the centre -> moved
// along the directions -> truncated -> back into the set of the prior.

import type { Distribution, LatentParam, LatentState } from '#api';
import { random } from './random.ts';

const SEEDS = 2 ** 32;

/** Slider range of one dimension, and for a uniform prior the borders of the space. */
export const latentRange = ({ distribution, range }: Pick<LatentParam, 'distribution' | 'range'>): readonly [number, number] =>
  range ?? (distribution === 'uniform' ? [-1, 1] : distribution === 'categorical' ? [0, 1] : [-3, 3]);

/** Scales in place to length sqrt(dims); the origin becomes the first axis. */
const toSphere = (point: Float32Array): void => {
  let square = 0;
  for (const x of point) square += x * x;
  if (square < 1e-12) point[0] = square = 1;
  const scale = Math.sqrt(point.length / square);
  for (let i = 0; i < point.length; i++) point[i]! *= scale;
};

/** Folds a line into low..high like a mirror, so that a walk past the border turns back and never sticks. */
const fold = (x: number, low: number, high: number): number => {
  const span = high - low, t = (((x - low) % (2 * span)) + 2 * span) % (2 * span);
  return t < span ? low + t : high - (t - span);
};

/** Scales in place to non-negative shares that sum to 1; nothing becomes the first category. */
const toSimplex = (point: Float32Array): void => {
  let sum = 0;
  for (let i = 0; i < point.length; i++) sum += point[i] = Math.max(0, point[i]!);
  if (sum < 1e-6) point[0] = sum = 1;
  for (let i = 0; i < point.length; i++) point[i]! /= sum;
};

/** Puts a point into the set of the prior, in place. */
const settle = (param: LatentParam, point: Float32Array): void => {
  if (param.distribution === 'uniform') {
    const [low, high] = latentRange(param);
    for (let i = 0; i < point.length; i++) point[i] = fold(point[i]!, low, high);
  } else if (param.distribution === 'sphere') toSphere(point);
  else if (param.distribution === 'categorical') toSimplex(point);
};

/** The point of the prior's set that any numbers mean, `[dims]`: a list that ends early goes on with zeros. Written to `out`. */
export const settled = (param: LatentParam, numbers: ArrayLike<number>, out: Float32Array = new Float32Array(param.dims)): Float32Array => {
  for (let i = 0; i < out.length; i++) out[i] = numbers[i] ?? 0;
  settle(param, out);
  return out;
};

/** The prior's draw of a seed, `[dims]`; written to `out`. A uniform prior is drawn from -1..1 whatever its range. */
export const drawPoint = ({ dims, distribution }: Pick<LatentParam, 'dims' | 'distribution'>, seed: number, out: Float32Array = new Float32Array(dims)): Float32Array => {
  const source = random(((Math.floor(seed) % SEEDS) + SEEDS) % SEEDS, 'point');
  if (distribution === 'categorical') {
    out.fill(0);
    out[source.int(dims)] = 1;
  } else for (let i = 0; i < dims; i++) out[i] = distribution === 'uniform' ? 2 * source.uniform() - 1 : source.normal();
  if (distribution === 'sphere') toSphere(out);
  return out;
};

/** One dimension of a centre or an anchor whose end may be left out; an absent category is the first one. */
export const centerAt = ({ distribution }: Pick<LatentParam, 'distribution'>, center: readonly number[], i: number): number =>
  center[i] ?? (distribution === 'categorical' && i === 0 && center.length === 0 ? 1 : 0);

/** One dimension of what truncation leads to; where nothing is said, of categories all alike. */
export const middleAt = ({ distribution, dims }: LatentParam, { middle }: LatentState, i: number): number =>
  middle[i] ?? (distribution === 'categorical' && middle.length === 0 ? 1 / dims : 0);

/** Links stay short: a thousandth is finer than a hand and an eye. */
export const thousandth = (x: number): number => Math.round(x * 1000) / 1000 + 0;

/** Key points of a walk that are in use, so that frames draw none but where a key point is passed. */
interface Keys { readonly param: LatentParam; readonly points: readonly Float32Array[]; readonly held: Float64Array }
/** States and declarations are immutable, so identity is enough. */
const keysInUse = new WeakMap<LatentState, Keys>();
/** A walk looks at four key points: before, from, to, after. */
const LOOKED_AT = 4;

const keysOf = (param: LatentParam, state: LatentState): Keys => {
  const known = keysInUse.get(state);
  if (known?.param === param) return known;
  const count = Math.max(LOOKED_AT, period(state));
  const keys: Keys = { param, points: Array.from({ length: Number.isFinite(count) ? count : LOOKED_AT }, () => new Float32Array(param.dims)), held: new Float64Array(Number.isFinite(count) ? count : LOOKED_AT).fill(NaN) };
  keysInUse.set(state, keys);
  return keys;
};

const keyAt = (param: LatentParam, state: LatentState, { points, held }: Keys, index: number): Float32Array => {
  const round = period(state), key = Number.isFinite(round) ? ((index % round) + round) % round : index;
  const place = ((key % points.length) + points.length) % points.length, point = points[place]!;
  if (held[place] === key) return point;
  held[place] = key;
  if (state.anchors.length === 0) return drawPoint(param, state.seed + key, point);
  for (let i = 0; i < point.length; i++) point[i] = centerAt(param, state.anchors[key]!, i);
  return point;
};

/** Key points until the walk is back where it was; Infinity where it never is. */
export const period = ({ anchors, loop }: LatentState): number => anchors.length || loop || Infinity;

/** Position on the walk in key points, from the first. */
export const walkPosition = (state: LatentState, time: number): number => state.phase + (time * state.speed) / (60 * state.beats);

const smooth = (t: number): number => t * t * (3 - 2 * t);

const EASED: Readonly<Record<Exclude<LatentState['ease'], 'flow'>, (t: number) => number>> = {
  linear: (t) => t,
  smooth,
  // The first and the last quarter of the way rest.
  linger: (t) => smooth(Math.min(1, Math.max(0, 2 * t - .5))),
};

const length = (point: Float32Array): number => {
  let square = 0;
  for (const x of point) square += x * x;
  return Math.sqrt(square);
};

/**
 * The way from `a` to `b` at 0..1, written to `out`. On normal and sphere priors along the arc, the length changing
 * evenly (Shoemake's slerp, 1985), because what lies straight between two draws is nearer to the origin than any draw
 * is; straight elsewhere.
 */
export const between = (distribution: Distribution, a: Float32Array, b: Float32Array, t: number, out: Float32Array): Float32Array => {
  let from = 1 - t, to = t;
  if (distribution === 'normal' || distribution === 'sphere') {
    const la = length(a), lb = length(b);
    let dot = 0;
    for (let i = 0; i < a.length; i++) dot += a[i]! * b[i]!;
    const angle = Math.acos(Math.min(1, Math.max(-1, dot / (la * lb || 1)))), sine = Math.sin(angle);
    if (la > 1e-6 && lb > 1e-6 && sine > 1e-3) {
      const now = la + (lb - la) * t;
      from = (Math.sin((1 - t) * angle) / sine) * (now / la);
      to = (Math.sin(t * angle) / sine) * (now / lb);
    }
  }
  for (let i = 0; i < out.length; i++) out[i] = from * a[i]! + to * b[i]!;
  return out;
};

/** A Catmull-Rom spline through four key points; on normal and sphere priors with the length of what lies around it. */
const flow = (distribution: Distribution, k0: Float32Array, k1: Float32Array, k2: Float32Array, k3: Float32Array, t: number, out: Float32Array): void => {
  for (let i = 0; i < out.length; i++) {
    const a = k0[i]!, b = k1[i]!, c = k2[i]!, d = k3[i]!;
    out[i] = .5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
  }
  if (distribution !== 'normal' && distribution !== 'sphere') return;
  const wanted = length(k1) + (length(k2) - length(k1)) * smooth(t), now = length(out);
  // Bounded: between opposite key points the way leads through the origin, where no length can be given.
  const scale = wanted / Math.max(now, wanted / 2, 1e-9);
  for (let i = 0; i < out.length; i++) out[i]! *= scale;
};

/** The latent at `time` (seconds), written to `out` `[dims]`; allocates nothing but where it passes a key point. */
export const latentAt = (param: LatentParam, state: LatentState, time: number, out: Float32Array): Float32Array => {
  const { dims, distribution } = param, { center, psi } = state;
  const keys = keysOf(param, state), position = walkPosition(state, time), start = Math.floor(position), t = position - start;
  const from = keyAt(param, state, keys, start), to = keyAt(param, state, keys, start + 1);
  // Shares that a spline overshoots would not sum to 1.
  if (distribution === 'categorical') between(distribution, from, to, state.ease === 'flow' ? smooth(t) : EASED[state.ease](t), out);
  else if (state.ease === 'flow') flow(distribution, keyAt(param, state, keys, start - 1), from, to, keyAt(param, state, keys, start + 2), t, out);
  else between(distribution, from, to, EASED[state.ease](t), out);
  if (state.anchors.length === 0) {
    const stays = distribution === 'categorical' ? 1 - state.radius : 1;
    for (let i = 0; i < dims; i++) out[i] = stays * centerAt(param, center, i) + state.radius * out[i]!;
  }
  for (const { vector, amount } of state.directions) for (let i = 0; i < vector.length && i < dims; i++) out[i]! += amount * vector[i]!;
  if (psi !== 1) for (let i = 0; i < dims; i++) {
    const rest = middleAt(param, state, i);
    out[i] = rest + psi * (out[i]! - rest);
  }
  settle(param, out);
  return out;
};

/** The state with another tempo that is at the same place at `time`. */
export const withTempo = (state: LatentState, tempo: Partial<Pick<LatentState, 'speed' | 'beats'>>, time: number): LatentState => placed({ ...state, ...tempo }, walkPosition(state, time), time);

/** The state whose walk is at `position` at `time`. An endless walk begins at another seed where it must, and so keeps its points. */
export const placed = (state: LatentState, position: number, time: number): LatentState => {
  const phase = position - walkPosition({ ...state, phase: 0 }, time), round = period(state);
  if (Number.isFinite(round)) return { ...state, phase: ((phase % round) + round) % round };
  const whole = Math.floor(phase);
  return { ...state, seed: (((state.seed + whole) % SEEDS) + SEEDS) % SEEDS, phase: phase - whole };
};

/** Digits of an address behind the point. */
const ADDRESS_DIGITS = 4;

/**
 * The name of the walk's point at `time`: a seed and the fraction of the way to the next, such as 57.25. It names the
 * point alone where the centre is the origin and the walk has no end; one that closes leads from its last seed to its
 * first. Anchors have the number of the anchor for a seed.
 */
export const addressAt = (state: LatentState, time: number): number => {
  const round = period(state), position = walkPosition(state, time), at = Number.isFinite(round) ? ((position % round) + round) % round : position;
  return Number(((state.anchors.length > 0 ? 0 : state.seed) + at).toFixed(ADDRESS_DIGITS)) % SEEDS;
};

/**
 * The walk set down, at `time`, at the point of this name. It goes on from there; centre and anchors are let go. A walk
 * that closes and passes the address already stays as it is; else it begins there.
 */
export const atAddress = (state: LatentState, address: number, time: number): LatentState => {
  const passes = state.anchors.length === 0 && address >= state.seed && address < state.seed + state.loop;
  const seed = passes ? state.seed : Math.floor(address);
  return placed({ ...state, seed: ((seed % SEEDS) + SEEDS) % SEEDS, center: [], anchors: [], radius: 1, phase: 0 }, address - seed, time);
};

/** A centre drawn from the prior, rounded so that a link stays short. */
export const randomCenter = (param: LatentParam, seed: number): number[] => Array.from(drawPoint(param, seed), thousandth);
