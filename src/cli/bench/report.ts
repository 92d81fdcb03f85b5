// From what was measured to figures: quantiles, the target, a table. Pure.

import type { Measured, Memory } from './session.ts';

export interface CaseFigures {
  readonly name: string;
  readonly loop: 'scheduled' | 'naive';
  readonly frames: number;
  /** Milliseconds between frames. */
  readonly p50: number;
  readonly p99: number;
  readonly firstPicture: number;
  readonly picturesPerSecond: number;
}

export interface Report {
  readonly bench: 'scheduler';
  readonly host: 'page' | 'node';
  readonly adapter: string;
  readonly software: boolean;
  readonly cases: readonly CaseFigures[];
  /** The picture of known cost: what its device takes for it, in milliseconds and in frames of the empty scene. */
  readonly load: { readonly milliseconds: number; readonly frames: number };
  readonly memory: Memory | undefined;
  readonly target: Target;
}

/** p99 under the load over p99 of the empty scene, by loop. */
export interface Target { readonly scheduled: number; readonly naive: number; readonly met: boolean }

/** Frames' worth of work that the target is about; how much longer than the empty scene's the scheduler's frames may be then, and how long the naive loop's must be for the comparison to say anything. */
export const LOAD_FRAMES = 5, MOST_SCHEDULED = 1.5, LEAST_NAIVE = 5;

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
};

export const figuresOf = (name: string, loop: CaseFigures['loop'], { intervals, firstPicture, pictures }: Measured): CaseFigures =>
  ({ name, loop, frames: intervals.length, p50: quantile(intervals, .5), p99: quantile(intervals, .99), firstPicture, picturesPerSecond: pictures });

/** A naive loop that does not suffer means that the load was none: then nothing is shown. */
export const targetOf = (empty: CaseFigures, scheduled: CaseFigures, naive: CaseFigures): Target => {
  const over = ({ p99 }: CaseFigures): number => p99 / empty.p99;
  return { scheduled: over(scheduled), naive: over(naive), met: over(scheduled) <= MOST_SCHEDULED && over(naive) >= LEAST_NAIVE };
};

const number = (value: number): string => (Number.isFinite(value) ? value.toFixed(value < 100 ? 1 : 0) : '–');

const columns = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) => row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ').trimEnd()).join('\n');
};

export const tableOf = ({ adapter, host, software, cases, load, memory, target }: Report): string => {
  const rows = cases.map(({ name, loop, frames, p50, p99, firstPicture, picturesPerSecond }) =>
    [name, loop, String(frames), number(p50), number(p99), number(firstPicture), number(picturesPerSecond)]);
  const held = memory && `Memory over ${memory.frames} frames: ${memory.before.buffers} to ${memory.after.buffers} buffers, ${memory.before.textures} to ${memory.after.textures} textures, heap ${(memory.before.heap / 2 ** 20).toFixed(1)} to ${(memory.after.heap / 2 ** 20).toFixed(1)} MiB.`;
  return [
    `${adapter}${software ? ' (software)' : ''}, ${host === 'page' ? 'the viewer in Chromium' : 'the engine in Node, no scene'}`, '',
    columns([['scene', 'loop', 'frames', 'p50 ms', 'p99 ms', 'first picture ms', 'pictures/s'], ...rows]), '',
    `The load takes the device ${number(load.milliseconds)} ms a picture, ${number(load.frames)} frames of the empty scene.`,
    ...(held ? [held] : []),
    `p99 under it, over the empty scene's: scheduled ${target.scheduled.toFixed(2)} (at most ${MOST_SCHEDULED}), naive ${target.naive.toFixed(2)} (at least ${LEAST_NAIVE}): ${target.met ? 'met' : 'missed'}.`,
  ].join('\n');
};
