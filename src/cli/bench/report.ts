// From what was measured to figures: quantiles, the target, a table. Pure.

import type { Arrival, FrameTimes, Held, Measured, Memory } from './session.ts';

export interface CaseFigures {
  readonly name: string;
  readonly loop: 'scheduled' | 'naive';
  readonly frames: number;
  /** Milliseconds between frames. */
  readonly p50: number;
  readonly p99: number;
  /** Frames that took more than one and a half times the usual, by what held them up. */
  readonly slips: Slips;
  readonly firstPicture: number;
  readonly picturesPerSecond: number;
}

/** The host's timer, the loop on the processor, the device; or nobody of these. */
export interface Slips { readonly timer: number; readonly loop: number; readonly device: number; readonly other: number }

export interface Report {
  readonly bench: 'scheduler';
  readonly host: 'page' | 'node';
  readonly adapter: string;
  readonly software: boolean;
  readonly cases: readonly CaseFigures[];
  /** The picture of known cost: what its device takes for it, in milliseconds and in frames of the empty scene. */
  readonly load: { readonly milliseconds: number; readonly frames: number };
  /** The frames around pieces that come while the scene runs. */
  readonly arrival: Arrival;
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

/** A frame that took so many usual ones has slipped. */
const SLIPPED = 1.5;

const slipsOf = (frames: readonly FrameTimes[], intervals: readonly number[], usual: number): Slips => {
  const slips = { timer: 0, loop: 0, device: 0, other: 0 };
  for (const [i, interval] of intervals.entries()) {
    if (interval <= SLIPPED * usual) continue;
    const parts = { timer: frames[i + 1]!.late, loop: frames[i]!.loop, device: frames[i]!.device };
    const [cause, milliseconds] = (Object.entries(parts) as [keyof typeof parts, number][]).reduce((a, b) => (b[1] > a[1] ? b : a));
    slips[milliseconds > (interval - usual) / 2 ? cause : 'other']++;
  }
  return slips;
};

export const figuresOf = (name: string, loop: CaseFigures['loop'], { frames, firstPicture, pictures }: Measured): CaseFigures => {
  const intervals = frames.slice(1).map(({ begun }, i) => begun - frames[i]!.begun), p50 = quantile(intervals, .5);
  return { name, loop, frames: intervals.length, p50, p99: quantile(intervals, .99), slips: slipsOf(frames, intervals, p50), firstPicture, picturesPerSecond: pictures };
};

/** What a figure grows by in a thousand frames: the slope of the line nearest to its values. */
export const growth = ({ frames, held }: Memory, figure: keyof Held): number => {
  const middle = (held.length - 1) / 2, mean = held.reduce((sum, one) => sum + one[figure], 0) / held.length;
  const [over, under] = held.reduce<[number, number]>(([a, b], one, i) => [a + (i - middle) * (one[figure] - mean), b + (i - middle) ** 2], [0, 0]);
  return (over / under) * (1000 * held.length / frames);
};

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

const MIB = 2 ** 20;

const memoryLines = (memory: Memory): readonly string[] => {
  const first = memory.held[0]!, last = memory.held.at(-1)!;
  const line = (name: string, figure: keyof Held, unit = 1, digits = 0): string =>
    `${name} ${(first[figure] / unit).toFixed(digits)} to ${(last[figure] / unit).toFixed(digits)} (${growth(memory, figure) < 0 ? '' : '+'}${(growth(memory, figure) / unit).toFixed(digits + 2)} in 1000 frames)`;
  return [`Memory over ${memory.frames} frames, from the first tenth to the end:`, ...[line('textures', 'textures'), line('buffers', 'buffers'), line('MiB of both', 'bytes', MIB, 1), line('tensors', 'tensors'), line('MiB of heap', 'heap', MIB, 1)].map((text) => `  ${text}`)];
};

const slipText = (slips: Slips): string => Object.entries(slips).filter(([, count]) => count > 0).map(([cause, count]) => `${count} ${cause}`).join(', ') || '–';

export const tableOf = ({ adapter, host, software, cases, load, arrival, memory, target }: Report): string => {
  const rows = cases.map(({ name, loop, frames, p50, p99, slips, firstPicture, picturesPerSecond }) =>
    [name, loop, String(frames), number(p50), number(p99), number(firstPicture), number(picturesPerSecond), slipText(slips)]);
  return [
    `${adapter}${software ? ' (software)' : ''}, ${host === 'page' ? 'the viewer in Chromium' : 'the engine in Node, no scene'}`, '',
    columns([['scene', 'loop', 'frames', 'p50 ms', 'p99 ms', 'first picture ms', 'pictures/s', 'slips'], ...rows]), '',
    `The load takes the device ${number(load.milliseconds)} ms a picture, ${number(load.frames)} frames of the empty scene.`,
    `While three pieces come: frames of ${number(arrival.usual)} ms, the longest ${number(arrival.longest)}; its loop at most ${number(arrival.loop)}.`,
    ...(memory ? memoryLines(memory) : []),
    `p99 under it, over the empty scene's: scheduled ${target.scheduled.toFixed(2)} (at most ${MOST_SCHEDULED}), naive ${target.naive.toFixed(2)} (at least ${LEAST_NAIVE}): ${target.met ? 'met' : 'missed'}.`,
  ].join('\n');
};
