// Moves on what a latent's state keeps: samples, their bins, the anchors of its ring, and directions between two bins.
// Pure functions of the state; a move that cannot be made answers with the same state.

import type { LatentParam, LatentSample, LatentState } from '#api';
import { atPoint, behind, binsOf, rounded, samePoint, wayBetween, type Point } from '../../core/latent-samples.ts';
import { period, placed, settled, walkPosition } from '../../core/latent.ts';
import { LONGEST_NAME, MOST_ANCHORS, MOST_DIRECTIONS, MOST_SAVED } from '../../core/params.ts';

export type Bin = LatentSample['bin'];

/** Samples that one bin of the desk holds. */
export const BIN_SIZE = 3;

/** Which of the kept samples lies at a point; -1 for none. */
export const keptAt = ({ saved }: LatentState, point: Point): number => saved.findIndex((one) => samePoint(one.point, point));

/** Kept samples of a bin, as indices. */
export const inBin = ({ saved }: LatentState, bin: Bin): number[] => saved.flatMap((one, i) => (one.bin === bin ? [i] : []));

/** A point among the kept; the same state where it is already, or where there is no room. */
export const kept = (param: LatentParam, state: LatentState, point: ArrayLike<number>): LatentState => {
  const sample = rounded(param, settled(param, point));
  return keptAt(state, sample) >= 0 || state.saved.length >= MOST_SAVED ? state : { ...state, saved: [...state.saved, { point: sample, bin: '' }] };
};

export const unkept = (state: LatentState, index: number): LatentState => ({ ...state, saved: state.saved.filter((_one, i) => i !== index) });

const withBin = (state: LatentState, index: number, bin: Bin): LatentState =>
  (state.saved[index]?.bin === bin ? state : { ...state, saved: state.saved.map((one, i) => (i === index ? { ...one, bin } : one)) });

/** A kept sample in a bin, or in none. Of a full bin the sample in `slot`, or else its first, falls out. */
export const binned = (state: LatentState, index: number, bin: Bin, slot = 0): LatentState => {
  const there = inBin(state, bin);
  if (bin === '' || there.includes(index) || there.length < BIN_SIZE) return withBin(state, index, bin);
  return withBin(withBin(state, there[Math.min(slot, BIN_SIZE - 1)]!, ''), index, bin);
};

/** Any point in a bin: it is kept first. */
export const pointBinned = (param: LatentParam, state: LatentState, point: ArrayLike<number>, bin: Bin, slot?: number): LatentState => {
  const next = kept(param, state, point), index = keptAt(next, rounded(param, settled(param, point)));
  return index < 0 ? state : binned(next, index, bin, slot);
};

/** Other anchors, with the walk as far from the anchor that it has passed last as it was. */
const withAnchors = (state: LatentState, anchors: LatentState['anchors'], time: number): LatentState => {
  const next = { ...state, anchors };
  if (anchors.length === 0) return next;
  if (state.anchors.length === 0) return placed(next, 0, time);
  const position = ringPosition(state, time), last = Math.floor(position);
  const at = anchors.indexOf(state.anchors[last]!);
  return placed(next, at < 0 ? Math.min(last, anchors.length - 1) : at + position - last, time);
};

/** Where the walk is on its ring: the number of the anchor passed last, and the share of the way to the next. */
export const ringPosition = (state: LatentState, time: number): number => {
  const round = period(state), position = walkPosition(state, time);
  return ((position % round) + round) % round;
};

/** Beats per minute of a ring whose walk was at rest when it got something to go between. */
const RING_SPEED = 12;

/** A point among the anchors, before that of `index` or at the end; the walk passes it as it is seen now. */
export const anchored = (param: LatentParam, state: LatentState, point: ArrayLike<number>, time: number, index = state.anchors.length): LatentState => {
  if (state.anchors.length >= MOST_ANCHORS) return state;
  const anchor = behind(param, state, point);
  // Truncation or directions that lead nowhere near it are let go, as they are where a person goes to a point.
  const ground = anchor ? state : { ...atPoint(param, state, point), radius: state.radius, center: state.center, anchors: state.anchors };
  const added = anchor ?? rounded(param, settled(param, point));
  const next = withAnchors(ground, [...state.anchors.slice(0, index), added, ...state.anchors.slice(index)], time);
  return next.anchors.length === 2 && next.speed === 0 ? placed({ ...next, speed: RING_SPEED }, ringPosition(next, time), time) : next;
};

export const unanchored = (state: LatentState, index: number, time: number): LatentState => withAnchors(state, state.anchors.filter((_one, i) => i !== index), time);

/** The anchor of `from` at the place of `to`. */
export const anchorMoved = (state: LatentState, from: number, to: number, time: number): LatentState => {
  const moving = state.anchors[from], place = Math.min(state.anchors.length - 1, Math.max(0, to));
  if (!moving || place === from) return state;
  const others = state.anchors.filter((_one, i) => i !== from);
  return withAnchors(state, [...others.slice(0, place), moving, ...others.slice(place)], time);
};

/** The walk at one of its anchors now. */
export const passing = (state: LatentState, index: number, time: number): LatentState => placed(state, index, time);

/** The drawn walk again: anchors are let go. */
export const letGo = (state: LatentState): LatentState => ({ ...state, anchors: [] });

/** `name`, or the first of `name 2`, `name 3` that is free. */
const freeName = ({ directions }: LatentState, name: string): string => {
  const taken = (text: string): boolean => directions.some((one) => one.name === text);
  let text = name.slice(0, LONGEST_NAME);
  for (let i = 2; taken(text); i++) text = `${name.slice(0, LONGEST_NAME - 3)} ${i}`;
  return text;
};

/** Name of a direction that is given none. */
export const TURN_NAME = 'A - B';

/** A direction from the mean of bin B to the mean of bin A, with nothing turned yet; the same state where there is none to make or no room. */
export const withTurn = (param: LatentParam, state: LatentState, name: string): LatentState => {
  const { a, b } = binsOf(state.saved), vector = wayBetween(param, a, b);
  if (!vector || state.directions.length >= MOST_DIRECTIONS) return state;
  return { ...state, directions: [...state.directions, { name: freeName(state, name.trim() || TURN_NAME), vector, amount: 0 }] };
};

/** Points that the history of one latent shows. */
export const MOST_VISITED = 12;

/** The points visited, newest first; one that is visited again moves to the front. */
export const visit = (visited: readonly Point[], point: Point): readonly Point[] =>
  [point, ...visited.filter((one) => !samePoint(one, point))].slice(0, MOST_VISITED);
