// Tracks: keyframes of a param over time. A pure function of time, like everything that moves.

import type { Param, Params, States } from '#api';
import { accept } from './params.ts';

export type Easing = 'linear' | 'smooth' | 'hold';
export const EASINGS: readonly Easing[] = ['linear', 'smooth', 'hold'];

export interface Key { readonly time: number; readonly value: unknown; readonly ease: Easing }

export interface Track {
  /** Id of the piece. */
  readonly piece: string;
  readonly param: string;
  /** In order of time; `ease` shapes the way to the next key. */
  readonly keys: readonly Key[];
  /** Seconds after which the track starts again; 0 holds the last key. */
  readonly loop: number;
}

const mix = (a: unknown, b: unknown, t: number): unknown => {
  if (typeof a === 'number' && typeof b === 'number') return a + (b - a) * t;
  if (Array.isArray(a) && Array.isArray(b)) return a.map((x, i) => mix(x, b[i] ?? x, t));
  if (typeof a === 'string' && typeof b === 'string' && a.startsWith('#') && b.startsWith('#')) {
    const channel = (text: string, i: number): number => parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16);
    return `#${[0, 1, 2].map((i) => Math.round(channel(a, i) + (channel(b, i) - channel(a, i)) * t).toString(16).padStart(2, '0')).join('')}`;
  }
  return a;
};

/** The value of a track at `time`, or undefined where it has no keys. Values that cannot be mixed are held. */
export const trackAt = (track: Track, param: Param, time: number): unknown => {
  const { keys, loop } = track;
  if (keys.length === 0) return undefined;
  const now = loop > 0 ? time % loop : time;
  const next = keys.findIndex((key) => key.time > now);
  const from = next < 0 ? keys[keys.length - 1]! : next === 0 ? keys[0]! : keys[next - 1]!;
  if (next <= 0 || from.ease === 'hold') return accept(param, from.value).value;
  const to = keys[next]!;
  const t = (now - from.time) / (to.time - from.time);
  return accept(param, mix(from.value, to.value, from.ease === 'smooth' ? t * t * (3 - 2 * t) : t)).value;
};

/** A piece's states at `time`, overridden by its tracks; the same object where no track moves any of `params`. */
export const trackedStates = (params: Params, states: States, tracks: readonly Track[], time: number): States => {
  const moving = tracks.filter(({ param }) => Object.hasOwn(params, param));
  if (moving.length === 0) return states;
  const moved = moving.map((track) => [track.param, trackAt(track, params[track.param]!, time)] as const);
  return { ...states, ...Object.fromEntries(moved.filter(([, value]) => value !== undefined)) } as States;
};
