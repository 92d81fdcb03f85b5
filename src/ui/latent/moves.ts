// Moves on a latent, as pure functions of its state. The maths of a walk is `core/latent.ts`.

import type { LatentDirection, LatentParam, LatentState } from '#api';
import { centerAt, period, placed, randomCenter, thousandth, walkPosition } from '../../core/latent.ts';
import { LATENT_LIMITS, LONGEST_NAME, MOST_DIRECTIONS } from '../../core/params.ts';
import { random } from '../../core/random.ts';

/** The centre with every dimension written out; an absent category is the first one. */
export const fullCenter = (param: LatentParam, { center }: LatentState): number[] =>
  Array.from({ length: param.dims }, (_none, i) => centerAt(param, center, i));

/** The state with some dimensions of its centre set, to a thousandth; zeros at the end are left out, for short links. */
export const moved = (param: LatentParam, state: LatentState, to: Readonly<Record<number, number>>): LatentState => {
  const center = fullCenter(param, state);
  for (const [i, value] of Object.entries(to)) center[Number(i)] = thousandth(value);
  if (param.distribution !== 'categorical') while (center.at(-1) === 0) center.pop();
  return { ...state, center };
};

/** Another centre from the prior; drawn from the present one, so that each press gives a new one and undo the old. */
export const randomised = (param: LatentParam, state: LatentState): LatentState => {
  const center = randomCenter(param, random(state.seed, `centre ${state.center.join()}`).int(2 ** 32));
  return param.distribution === 'categorical' ? chosen(state, center) : { ...state, center };
};

/** The centre at the origin, or the first category chosen. */
export const atOrigin = (param: LatentParam, state: LatentState): LatentState => (param.distribution === 'categorical' ? chosen(state, []) : { ...state, center: [] });

/** Names of a latent's dimensions as people count them. */
export const dimensionNames = (param: LatentParam): string[] =>
  Array.from({ length: param.dims }, (_none, i) => param.names?.[i] ?? String(i + 1));

/** A walk through all categories leaves no say to the one that was chosen: it ends when one is. */
export const chosen = (state: LatentState, shares: readonly number[]): LatentState =>
  ({ ...state, center: shares.map(thousandth), radius: state.radius >= 1 ? 0 : state.radius });

/** The state with another number of key points until its walk closes (0: endless), in the same place at `time`. */
export const looped = (state: LatentState, loop: number, time: number): LatentState => {
  if (state.anchors.length > 0) return { ...state, loop };
  const before = period(state), position = walkPosition(state, time);
  const at = Number.isFinite(before) ? ((position % before) + before) % before : position;
  // A shorter walk that does not reach this place begins at it instead.
  const skipped = loop > 0 && at >= loop ? Math.floor(at) : 0;
  return placed({ ...state, loop, seed: (((state.seed + skipped) % 2 ** 32) + 2 ** 32) % 2 ** 32 }, at - skipped, time);
};

/** What was typed as an address, or a sentence that says what one is. */
export const readAddress = (text: string): number | string => {
  const trimmed = text.trim(), address = Number(trimmed.replace(',', '.'));
  const highest = LATENT_LIMITS.seed[1];
  if (/^\d+([.,]\d*)?$/.test(trimmed) && address <= highest) return address;
  return `An address is a seed of 0 to ${highest} and a fraction, such as 57.25.`;
};

/** The state moved along one of its directions, by sigmas. */
export const turnedAlong = (state: LatentState, index: number, amount: number): LatentState =>
  ({ ...state, directions: state.directions.map((one, i) => (i === index ? { ...one, amount: thousandth(amount) } : one)) });

/** A direction by another name; one without a letter is none. */
export const renamed = (state: LatentState, index: number, name: string): LatentState => {
  const text = name.trim().slice(0, LONGEST_NAME);
  return text === '' ? state : { ...state, directions: state.directions.map((one, i) => (i === index ? { ...one, name: text } : one)) };
};

export const without = (state: LatentState, index: number): LatentState => ({ ...state, directions: state.directions.filter((_one, i) => i !== index) });

/** Names that are given to what is found; another name is a person's. */
const FOUND = /^PC \d+ · \d+ %$/;

/** A direction as the recipe keeps it: four digits are finer than what was measured. */
export const foundDirection = (index: number, share: number, vector: ArrayLike<number>): LatentDirection =>
  ({ name: `PC ${index + 1} · ${Math.round(100 * share)} %`, vector: Array.from(vector, (x) => Number(x.toPrecision(4)) + 0), amount: 0 });

/** What another search leaves: a direction with a name of its own, or one that moves the point. */
const keptDirections = ({ directions }: LatentState): LatentDirection[] => directions.filter(({ name, amount }) => amount !== 0 || !FOUND.test(name));

/** Directions for which a search has room. */
export const roomForFound = (state: LatentState): number => Math.max(0, MOST_DIRECTIONS - keptDirections(state).length);

/** New directions in the place of those found before; what has a name of its own or moves the point stays, as far as there is room. */
export const withFound = (state: LatentState, found: readonly LatentDirection[]): LatentState =>
  ({ ...state, directions: [...keptDirections(state), ...found].slice(0, MOST_DIRECTIONS) });

/** Dimensions in the order that the panel lists them: by their importance where it was measured. */
export const dimensionOrder = (dims: number, importance: readonly number[] | undefined): number[] => {
  const order = Array.from({ length: dims }, (_none, i) => i);
  return importance ? order.sort((a, b) => importance[b]! - importance[a]! || a - b) : order;
};
