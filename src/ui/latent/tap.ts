// Tempo by tapping: the beats per minute of a series of taps, and which latents a tap is for. The times of the taps are
// those of their events, so that a busy page does not drag the beat.

import type { LatentState } from '#api';
import { setParam } from '../../core/edits.ts';
import { withTempo } from '../../core/latent.ts';
import { LATENT_LIMITS } from '../../core/params.ts';
import type { PanelHost } from '../host.ts';
import { pieceOf } from '../piece-edits.ts';

/** Milliseconds without a tap that end a series, and below which two taps are one that bounced. */
const PAUSE = 2500, BOUNCE = 150;
/** Last taps that count. */
const COUNTED = 9;

/** The series with a tap at `time` in milliseconds: joined, or begun anew after a pause. */
export const tapped = (series: readonly number[], time: number): readonly number[] => {
  const last = series.at(-1);
  if (last === undefined || time - last > PAUSE || time < last) return [time];
  return time - last < BOUNCE ? series : [...series, time].slice(-COUNTED);
};

/** Beats per minute of a series, to a tenth; undefined before the second tap. The median forgives a beat that came late or not at all. */
export const tapTempo = (series: readonly number[]): number | undefined => {
  const beats = series.slice(1).map((time, i) => time - series[i]!).sort((a, b) => a - b), half = beats.length / 2;
  if (beats.length === 0) return undefined;
  const median = (beats[Math.ceil(half) - 1]! + beats[Math.floor(half)]!) / 2;
  return Math.min(LATENT_LIMITS.speed[1], Math.round(600_000 / median) / 10);
};

/** Keys of the latents of a piece that a tap is for: those that walk, or all where none does. */
const walking = (latents: readonly (readonly [key: string, state: LatentState])[]): readonly (readonly [string, LatentState])[] => {
  const moving = latents.filter(([, { speed }]) => speed > 0);
  return moving.length > 0 ? moving : latents;
};

interface Taps { readonly target: string; readonly times: readonly number[]; readonly from: number }
/** One series at a time: whoever taps elsewhere begins anew. */
const series = new WeakMap<PanelHost, Taps>();

/**
 * A tap at `time` (milliseconds of its event) for one latent of a piece, or for all that walk. From the second on it sets
 * their tempo and keeps their place; a series is one step of undo.
 */
export const tapPiece = (host: PanelHost, id: string, time: number, only?: string): void => {
  const piece = pieceOf(host.document.recipe, id), definition = piece && host.registry.loaded.get(piece.plugin);
  if (!piece || !definition) return;
  const target = `${id}.${only ?? ''}`, before = series.get(host);
  const times = tapped(before?.target === target ? before.times : [], time), from = times.length > 1 ? before!.from : time;
  series.set(host, { target, times, from });
  const speed = tapTempo(times);
  if (speed === undefined) return;
  const latents = Object.keys(definition.params).filter((key) => definition.params[key]?.kind === 'latent' && (only === undefined || key === only));
  const states = walking(latents.map((key) => [key, piece.params[key as never] as LatentState] as const));
  if (states.every(([, state]) => state.speed === speed)) return;
  host.document.edit((recipe) => states.reduce((next, [key, state]) => setParam(id, key, withTempo(state, { speed }, host.time()))(next), recipe), `${target} tapped from ${from}`);
};

/** A tap for the piece in focus, or the first where none is. */
export const tapFocused = (host: PanelHost, time: number): void => {
  const piece = pieceOf(host.document.recipe, host.focused) ?? host.document.recipe.pieces[0];
  if (piece) tapPiece(host, piece.id, time);
};
