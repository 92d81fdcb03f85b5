// What trays, desk and ring do with a sample alike: each is one edit of the latent and one step of undo; what there is no
// room for is said in a notice.

import { atPoint, behind, samePoint, type Point } from '../../core/latent-samples.ts';
import { MOST_ANCHORS, MOST_SAVED } from '../../core/params.ts';
import type { LatentTools } from '../latent/tools.ts';
import { anchored, kept, keptAt, pointBinned, unkept, type Bin } from './moves.ts';
import type { LatentState } from '#api';

const NOTICE = 'samples';

/** Makes a move, or says why it cannot be made. */
const make = ({ host, state, change }: LatentTools, hand: string, next: LatentState, refusal: string): void => {
  if (next === state() && refusal) return host.notices.add(NOTICE, refusal);
  host.notices.remove(NOTICE);
  change(hand, next, true);
};

const full = (state: LatentState): string => (state.saved.length >= MOST_SAVED ? `${MOST_SAVED} samples are kept, and there is no room for more: take one away first.` : '');

/** Goes to a point and rests there. */
export const goTo = (tools: LatentTools, point: Point): void => make(tools, 'go', atPoint(tools.param, tools.state(), point), '');

export const keep = (tools: LatentTools, point: ArrayLike<number>): void => {
  const state = tools.state(), next = kept(tools.param, state, point);
  make(tools, 'keep', next, next === state && keptAt(state, Array.from(point)) < 0 ? full(state) : '');
};

/** Keeps a sample, or takes it from the kept where it is one of them. */
export const toggleKept = (tools: LatentTools, point: Point): void => {
  const at = keptAt(tools.state(), point);
  if (at < 0) keep(tools, point);
  else make(tools, 'keep', unkept(tools.state(), at), '');
};

/** Puts a sample into a bin of the desk; it is kept by that. */
export const putInto = (tools: LatentTools, point: Point, bin: Bin, slot?: number): void => {
  const state = tools.state();
  make(tools, 'bin', pointBinned(tools.param, state, point, bin, slot), keptAt(state, point) < 0 ? full(state) : '');
};

/** Makes a point an anchor of the ring, before that of `index` or at the end. */
export const anchor = (tools: LatentTools, point: ArrayLike<number>, index?: number): void => {
  const state = tools.state();
  make(tools, 'anchors', anchored(tools.param, state, point, tools.host.time(), index), state.anchors.length >= MOST_ANCHORS ? `A ring has ${MOST_ANCHORS} points at most: take one away first.` : '');
};

/** Whether the latent rests at a point. */
export const restsAt = ({ param, state }: LatentTools, point: Point): boolean => {
  const { radius, anchors, center } = state();
  const wanted = radius === 0 && anchors.length === 0 ? behind(param, state(), point) : undefined;
  return wanted !== undefined && samePoint(wanted, center);
};

/** Keys that put a sample into a bin. */
const BIN_KEYS: readonly string[] = ['a', 'b', 'c'];

/** A key pressed on a sample: K keeps it or takes it away, A, B and C put it into that bin. Answers whether it was one. */
export const pressed = (tools: LatentTools, key: string, point: Point): boolean => {
  const letter = key.toLowerCase();
  if (letter === 'k') toggleKept(tools, point);
  else if (BIN_KEYS.includes(letter)) putInto(tools, point, letter as Bin);
  else return false;
  return true;
};
