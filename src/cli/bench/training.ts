// The training bench: what learning costs the picture, and what the picture costs the learning. Pure, but for the host.

import { MOST_SCHEDULED, quantile } from './report.ts';
import type { BenchHost, FrameTimes, Taught } from './session.ts';

export interface Intervals {
  readonly frames: number;
  /** Milliseconds between frames. */
  readonly p50: number;
  readonly p99: number;
}

export interface TrainingReport {
  readonly bench: 'training';
  readonly adapter: string;
  readonly software: boolean;
  /** Where the learning was computed. */
  readonly place: string;
  readonly off: Intervals;
  readonly on: Intervals;
  /** A whole step, then a frame. */
  readonly naive: Intervals;
  readonly stepsPerSecond: { readonly on: number; readonly naive: number };
  /** Of the naive loop's steps a second, what the frames' budget costs: 0 nothing, 1 all. */
  readonly cost: number;
  /** p99 with learning over p99 without. */
  readonly target: { readonly over: number; readonly naive: number; readonly met: boolean };
}

const intervalsOf = (frames: readonly FrameTimes[]): Intervals => {
  const intervals = frames.slice(1).map(({ begun }, i) => begun - frames[i]!.begun);
  return { frames: intervals.length, p50: quantile(intervals, .5), p99: quantile(intervals, .99) };
};

export const trainingReport = ({ adapter, software }: Pick<BenchHost, 'adapter' | 'software'>, { place, off, on, naive, steps, naiveSteps }: Taught): TrainingReport => {
  const [without, beside, before] = [off, on, naive].map(intervalsOf) as [Intervals, Intervals, Intervals], over = beside.p99 / without.p99;
  return {
    bench: 'training', adapter, software, place, off: without, on: beside, naive: before,
    stepsPerSecond: { on: steps, naive: naiveSteps }, cost: 1 - steps / naiveSteps, target: { over, naive: before.p99 / without.p99, met: over <= MOST_SCHEDULED },
  };
};

export const benchTraining = async (host: BenchHost, seconds: number): Promise<TrainingReport> => trainingReport(host, await host.training(seconds));

const figure = (value: number): string => value.toFixed(value < 100 ? 1 : 0);

export const trainingTable = ({ adapter, software, place, off, on, naive, stepsPerSecond, cost, target }: TrainingReport): string => {
  const rows: readonly (readonly [string, Intervals, string])[] = [['learning off', off, '–'], ['learning beside the frames', on, stepsPerSecond.on.toFixed(2)], ['a step, then a frame', naive, stepsPerSecond.naive.toFixed(2)]];
  return [
    `${adapter}${software ? ' (software)' : ''}, the viewer in Chromium, learning on the ${place}`, '',
    `${'loop'.padEnd(26)}  frames   p50 ms   p99 ms   steps/s`,
    ...rows.map(([name, { frames, p50, p99 }, steps]) => `${name.padEnd(26)}  ${String(frames).padStart(6)}  ${figure(p50).padStart(7)}  ${figure(p99).padStart(7)}  ${steps.padStart(8)}`), '',
    cost >= 0 ? `The frames cost ${Math.round(100 * cost)} % of the steps of a loop that cares for none.` : `Beside the frames it takes ${Math.round(-100 * cost)} % more steps than in between them.`,
    `p99 with learning over p99 without: ${target.over.toFixed(2)} (at most ${MOST_SCHEDULED}), naive ${target.naive.toFixed(2)}: ${target.met ? 'met' : 'missed'}.`,
  ].join('\n');
};
