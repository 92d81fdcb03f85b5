// Values of params: parsing what comes from outside, comparing, and resolving to what a plugin sees. One record of
// small functions per kind; adding a kind means adding one entry here and one binding in `ui`.

import { sketchInk, sketchLength, sketchOf, WALK_EASES, BINS, type LatentDirection, type LatentSample, type LatentParam, type LatentState, type MaskParam, type Param, type ParamKind, type Params, type SketchParam, type States, type Values } from '#api';
import { latentAt } from './latent.ts';

/** What was read, and what was wrong with it ('' where nothing was). */
interface Accepted<T> { readonly value: T; readonly problem: string }

interface Kind<P extends Param, T> {
  /** Reads an untrusted value; falls back to the nearest good one and says why. */
  accept(param: P, raw: unknown): Accepted<T>;
}

const good = <T>(value: T): Accepted<T> => ({ value, problem: '' });
const finite = (raw: unknown): raw is number => typeof raw === 'number' && Number.isFinite(raw);
const record = (raw: unknown): raw is Record<string, unknown> => typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** Values out of untrusted text, short enough for a notice. */
export const shown = (raw: unknown): string => {
  const text = typeof raw === 'string' ? JSON.stringify(raw) : Array.isArray(raw) ? `${raw.length} values` : record(raw) ? 'an object' : String(raw);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
};

const bounded = (raw: unknown, min: number, max: number, fallback: number, integer: boolean): Accepted<number> => {
  const must = `must be ${integer ? 'an integer ' : ''}${min} to ${max}; got ${shown(raw)}`;
  if (!finite(raw)) return { value: fallback, problem: must };
  const value = Math.min(max, Math.max(min, integer ? Math.round(raw) : raw)) + 0; // never -0, which JSON forgets
  return value === raw ? good(value) : { value, problem: must };
};

const SEED_MAX = 2 ** 32 - 1;
/** Bounds of the numbers of a latent's state. */
export const LATENT_LIMITS = { seed: [0, SEED_MAX], speed: [0, 240], beats: [1, 64], loop: [0, 64], radius: [0, 2], phase: [0, 1e6], psi: [-1, 2] } as const;
type LatentNumber = keyof typeof LATENT_LIMITS;
const WHOLE: readonly string[] = ['seed', 'beats', 'loop'];
/** Farthest that a coordinate of a point may be, and a latent be moved along a direction. */
export const FARTHEST = 8;
export const MOST_ANCHORS = 10, MOST_DIRECTIONS = 24, LONGEST_NAME = 40, MOST_SAVED = 48;

/** At most `dims` numbers; what is no number becomes 0. */
const acceptPoint = (raw: unknown, dims: number): { point: number[]; whole: boolean } => {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [];
  return {
    point: Array.from(list.slice(0, dims), (x) => (finite(x) ? Math.min(FARTHEST, Math.max(-FARTHEST, x)) + 0 : 0)),
    whole: Array.isArray(raw) && list.length <= dims && list.every(finite),
  };
};

const acceptDirections = (raw: unknown, dims: number, problems: string[]): LatentDirection[] => {
  const list: readonly unknown[] = Array.isArray(raw) ? raw.slice(0, MOST_DIRECTIONS) : [];
  const good = list.flatMap((entry): LatentDirection[] => {
    if (!record(entry) || typeof entry['name'] !== 'string' || !Array.isArray(entry['vector']) || !finite(entry['amount'])) return [];
    return [{ name: entry['name'].slice(0, LONGEST_NAME), vector: acceptPoint(entry['vector'], dims).point, amount: Math.min(FARTHEST, Math.max(-FARTHEST, entry['amount'])) + 0 }];
  });
  if (!same(good, raw)) problems.push(`directions must be at most ${MOST_DIRECTIONS} of {name, vector, amount}, with numbers up to ${FARTHEST} and ${dims} of them in a vector; got ${shown(raw)}`);
  return good;
};

const acceptSaved = (raw: unknown, dims: number, problems: string[]): LatentSample[] => {
  const list: readonly unknown[] = Array.isArray(raw) ? raw.slice(0, MOST_SAVED) : [];
  const good = list.flatMap((entry): LatentSample[] => {
    if (!record(entry) || !Array.isArray(entry['point'])) return [];
    const bin = entry['bin'] as LatentSample['bin'];
    return [{ point: acceptPoint(entry['point'], dims).point, bin: BINS.includes(bin as 'a') ? bin : '' }];
  });
  if (!same(good, raw)) problems.push(`saved must be at most ${MOST_SAVED} of {point, bin}, with ${dims} numbers up to ${FARTHEST} in a point and a bin of '', ${BINS.join(', ')}; got ${shown(raw)}`);
  return good;
};

const acceptLatent = (param: LatentParam, raw: unknown): Accepted<LatentState> => {
  if (!record(raw)) return { value: param.default, problem: `must be a latent {seed, center, speed, radius, ...}; got ${shown(raw)}` };
  const problems: string[] = [];
  const number = (key: LatentNumber): number => {
    if (raw[key] === undefined) return param.default[key];
    const [min, max] = LATENT_LIMITS[key];
    const { value, problem } = bounded(raw[key], min, max, param.default[key], WHOLE.includes(key));
    if (problem) problems.push(`${key} ${problem}`);
    return value;
  };
  const point = (key: 'center' | 'middle'): readonly number[] => {
    if (raw[key] === undefined) return param.default[key];
    const { point: read, whole } = acceptPoint(raw[key], param.dims);
    if (!whole) problems.push(`${key} must be at most ${param.dims} numbers; got ${shown(raw[key])}`);
    return Array.isArray(raw[key]) ? read : param.default[key];
  };
  const anchors = (): LatentState['anchors'] => {
    const list = raw['anchors'];
    if (list === undefined) return param.default.anchors;
    const read = (Array.isArray(list) ? list.slice(0, MOST_ANCHORS) : []).map((one: unknown) => acceptPoint(one, param.dims));
    if (!Array.isArray(list) || list.length > MOST_ANCHORS || read.some(({ whole }) => !whole)) problems.push(`anchors must be at most ${MOST_ANCHORS} points of at most ${param.dims} numbers; got ${shown(list)}`);
    return read.map(({ point: anchor }) => anchor);
  };
  const ease = (): LatentState['ease'] => {
    const wanted = raw['ease'] ?? param.default.ease;
    if (WALK_EASES.includes(wanted as LatentState['ease'])) return wanted as LatentState['ease'];
    problems.push(`ease must be one of ${WALK_EASES.join(', ')}; got ${shown(wanted)}`);
    return param.default.ease;
  };
  const value: LatentState = {
    seed: number('seed'), center: point('center'), speed: number('speed'), beats: number('beats'), ease: ease(), loop: number('loop'),
    radius: number('radius'), phase: number('phase'), anchors: anchors(), psi: number('psi'), middle: point('middle'),
    directions: raw['directions'] === undefined ? param.default.directions : acceptDirections(raw['directions'], param.dims, problems),
    saved: raw['saved'] === undefined ? param.default.saved : acceptSaved(raw['saved'], param.dims, problems),
  };
  return { value, problem: problems.join(', ') };
};

const acceptSketch = ({ width, height, default: start }: SketchParam, raw: unknown): Accepted<string> => {
  const length = sketchLength(width, height);
  if (raw === '') return good('');
  if (typeof raw !== 'string' || raw.length !== length || !/^[\w-]+$/.test(raw)) return { value: start, problem: `must be a sketch of ${width} x ${height}, ${length} letters of base64url, or ''; got ${shown(raw)}` };
  // One text for one drawing: blank paper is '', and bits beyond the last cell are 0.
  return good(sketchOf(sketchInk(raw, width, height)));
};

const acceptMask = ({ count, default: start }: MaskParam, raw: unknown): Accepted<string> => {
  if (typeof raw === 'string' && raw.length === count && /^[01]+$/.test(raw)) return good(raw);
  const text = typeof raw === 'string' ? raw : '';
  const value = Array.from({ length: count }, (_, i) => (/[01]/.test(text.charAt(i)) ? text.charAt(i) : start.charAt(i))).join('');
  return { value, problem: `must be ${count} of 0 and 1; got ${shown(raw)}` };
};

const KINDS: { readonly [K in ParamKind]: Kind<Extract<Param, { kind: K }>, unknown> } = {
  number: { accept: (param, raw) => bounded(raw, param.min, param.max, param.default, false) },
  int: { accept: (param, raw) => bounded(raw, param.min, param.max, param.default, true) },
  seed: { accept: (param, raw) => bounded(raw, 0, SEED_MAX, param.default, true) },
  toggle: { accept: (param, raw) => (typeof raw === 'boolean' ? good(raw) : { value: param.default, problem: `must be true or false; got ${shown(raw)}` }) },
  choice: { accept: (param, raw) => (param.options.includes(raw as string) ? good(raw) : { value: param.default, problem: `must be one of ${param.options.join(', ')}; got ${shown(raw)}` }) },
  color: { accept: (param, raw) => (typeof raw === 'string' && /^#[0-9a-f]{6}$/i.test(raw) ? good(raw.toLowerCase()) : { value: param.default, problem: `must be a colour like #1a2b3c; got ${shown(raw)}` }) },
  vec2: {
    accept: (param, raw) => {
      if (!Array.isArray(raw) || raw.length !== 2) return { value: param.default, problem: `must be two numbers ${param.min} to ${param.max}; got ${shown(raw)}` };
      const parts = [0, 1].map((i) => bounded(raw[i], param.min, param.max, param.default[i]!, false));
      return { value: parts.map((part) => part.value), problem: parts.find((part) => part.problem)?.problem ?? '' };
    },
  },
  sketch: { accept: acceptSketch },
  mask: { accept: acceptMask },
  latent: { accept: acceptLatent },
};

/** Reads one untrusted value of a param. */
export const accept = (param: Param, raw: unknown): Accepted<unknown> => (KINDS[param.kind] as Kind<Param, unknown>).accept(param, raw);

export const defaults = <S extends Params>(params: S): States<S> =>
  Object.fromEntries(Object.entries(params).map(([key, param]) => [key, param.default])) as States<S>;

/** Reads a record of untrusted values: every param gets a good value, `problems` lists what was wrong under `path`. */
export const acceptAll = <S extends Params>(params: S, raw: unknown, path: string): { states: States<S>; problems: string[] } => {
  const problems: string[] = [];
  const source = record(raw) ? raw : {};
  if (raw !== undefined && !record(raw)) problems.push(`${path} must be an object; got ${shown(raw)}`);
  for (const key of Object.keys(source)) if (!Object.hasOwn(params, key)) problems.push(`${path}.${key.slice(0, 40)} is not a param`);
  const states = Object.entries(params).map(([key, param]) => {
    if (!Object.hasOwn(source, key)) return [key, param.default];
    const { value, problem } = accept(param, source[key]);
    if (problem) problems.push(`${path}.${key} ${problem}`);
    return [key, value];
  });
  return { states: Object.fromEntries(states) as States<S>, problems };
};

/** Deep equality of two param states (numbers, strings, flat lists, latents). */
export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => same(x, b[i]));
  if (record(a) && record(b)) return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => same(a[key], b[key]));
  return false;
};

const differing = (states: object, from: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(states).filter(([key, state]) => !same(state, (from as Record<string, unknown>)[key])));

/** The states that differ from the defaults, of a latent only its fields that do: what a link needs to carry. */
export const changed = <S extends Params>(params: S, states: States<S>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(states as States).filter(([key, state]) => !same(state, params[key]?.default)).map(([key, state]) => {
    const param = params[key];
    return [key, param?.kind === 'latent' ? differing(state as LatentState, param.default) : state];
  }));

/** A record of values that `resolve` fills; made once per instance so that frames allocate nothing. */
export const valuesFor = <S extends Params>(params: S): Values<S> =>
  Object.fromEntries(Object.entries(params).map(([key, param]) => [key, param.kind === 'latent' ? new Float32Array(param.dims) : param.default])) as Values<S>;

/** Writes what the plugin sees at `time` into `values`; a param without a state has its default. */
export const resolve = <S extends Params>(params: S, states: States<S>, time: number, values: Values<S>): void => {
  const target = values as Record<string, unknown>;
  for (const key in params) {
    const param = params[key]!;
    const state = states[key] ?? param.default;
    if (param.kind === 'latent') latentAt(param, state as LatentState, time, target[key] as Float32Array);
    else target[key] = state;
  }
};
