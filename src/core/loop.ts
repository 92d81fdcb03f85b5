// Loops: the recipe whose walks and tracks, from `start` on, are back where they were after `seconds`, so that a recording
// of that length plays round and round without a seam. What moves goes as fast as before, or as little faster or slower
// as lets it close; each begins where it was. Pure functions.

import type { LatentState, Param, PluginDefinition, States } from '#api';
import { period, walkPosition } from './latent.ts';
import type { Recipe } from './recipe.ts';
import { trackAt, type Key, type Track } from './tracks.ts';

/** A stretch of time that is played round and round, in seconds. */
export interface Loop { readonly start: number; readonly seconds: number }

/** How often something of this period goes round in a loop: once at least. */
export const rounds = (seconds: number, round: number): number => Math.max(1, Math.round(seconds / round));

/** A wave of `period` seconds (0 at time 0), in a loop: as fast at its start as the free one, and closed. */
export const loopedWave = (time: number, period: number, phase: number, loop?: Loop): number => {
  const free = (at: number): number => Math.sin((2 * Math.PI * at) / period + phase);
  if (!loop) return free(time) - Math.sin(phase);
  const closed = loop.seconds / rounds(loop.seconds, period), angle = (2 * Math.PI * loop.start) / period + phase;
  const turn = (2 * Math.PI * (time - loop.start)) / closed;
  return free(loop.start) - Math.sin(phase) + (closed / period) * (Math.sin(angle + turn) - Math.sin(angle));
};

const SEEDS = 2 ** 32;
const within = (x: number, round: number): number => ((x % round) + round) % round;

/** A walk that closes already goes round a whole number of times; an endless one turns back to its first key point. */
const closedWalk = (state: LatentState, { start, seconds }: Loop): LatentState => {
  if (state.speed === 0 || (state.radius === 0 && state.anchors.length === 0)) return state;
  const pace = state.speed / (60 * state.beats), own = period(state), from = walkPosition(state, start);
  // Between one key point and itself there is no way: two are the least.
  const legs = Number.isFinite(own) ? own * rounds(seconds, own / pace) : Math.max(2, Math.round(seconds * pace));
  const speed = (60 * state.beats * legs) / seconds, passed = (start * legs) / seconds;
  if (Number.isFinite(own)) return { ...state, speed, phase: within(from - passed, own) };
  const first = Math.floor(from);
  return { ...state, speed, loop: legs, seed: within(state.seed + first, SEEDS), phase: within(from - first - passed, legs) };
};

/** Keys that a track may come to when it is written out; one that is longer closes, but may begin elsewhere. */
const MOST_KEYS = 100_000;

/** A track that goes round, written out from before the start of the loop to its end. */
const unrolled = (track: Track, param: Param, { start, seconds }: Loop): Track => {
  const { keys, loop } = track, times = rounds(seconds, loop), stretch = seconds / (times * loop);
  if (keys.length * (times + 2) > MOST_KEYS) return { ...track, loop: loop * stretch, keys: keys.map((key) => ({ ...key, time: key.time * stretch })) };
  // A round begins with its first key's value, and ends on whatever way it is by then.
  const played: readonly Key[] = [
    { time: 0, value: keys[0]!.value, ease: 'hold' }, ...keys.filter(({ time }) => time < loop), { time: loop, value: trackAt({ ...track, loop: 0 }, param, loop), ease: 'hold' },
  ];
  const round = (index: number): Key[] => played.map((key) => ({ ...key, time: start + (index * loop + key.time - start) * stretch }));
  return { ...track, loop: 0, keys: Array.from({ length: times + 2 }, (_, i) => round(Math.floor(start / loop) + i)).flat() };
};

/** A track that ends goes on to where it was at the start. */
const returned = (track: Track, now: unknown, { start, seconds }: Loop): Track => {
  const end = start + seconds;
  return { ...track, keys: [...track.keys.filter(({ time }) => time < end), { time: end, value: now, ease: 'hold' }] };
};

const closedTrack = (track: Track, definition: PluginDefinition | undefined, loop: Loop): Track => {
  const param = definition?.params[track.param];
  if (!param || track.keys.length === 0) return track;
  return track.loop > 0 ? unrolled(track, param, loop) : returned(track, trackAt(track, param, loop.start), loop);
};

/** The recipe whose walks and tracks close; films, feedback and what a plugin makes of the bare time are not its to close. */
export const closedRecipe = (recipe: Recipe, definitions: ReadonlyMap<string, PluginDefinition>, loop: Loop): Recipe => ({
  ...recipe,
  pieces: recipe.pieces.map((piece) => {
    const params = definitions.get(piece.plugin)?.params ?? {};
    const closed = Object.entries(piece.params).map(([key, state]) => [key, params[key]?.kind === 'latent' ? closedWalk(state as LatentState, loop) : state]);
    return { ...piece, params: Object.fromEntries(closed) as States };
  }),
  tracks: recipe.tracks.map((track) => closedTrack(track, definitions.get(recipe.pieces.find(({ id }) => id === track.piece)?.plugin ?? ''), loop)),
});
