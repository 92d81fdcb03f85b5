// Curves as paths of SVG, and what they say at a step. Pure functions.

import { heightOn, type Axis } from './axis.ts';
import type { TuningCurve, TuningPlot } from './desk.ts';

/** The steps that a plot shows, from `first` to `last`. */
export interface Span { readonly first: number; readonly last: number }

/** The span of all plots: they lie below each other and share it. */
export const spanOf = (plots: readonly TuningPlot[]): Span => {
  let first = Infinity, last = -Infinity;
  for (const { curves } of plots) {
    for (const { steps } of curves) {
      if (steps.length === 0) continue;
      first = Math.min(first, steps[0]!);
      last = Math.max(last, steps[steps.length - 1]!);
    }
  }
  return first > last ? { first: 0, last: 1 } : { first, last: Math.max(last, first + 1) };
};

export const shareOf = ({ first, last }: Span, step: number): number => (step - first) / (last - first);

/** All values of a plot. */
export const valuesOf = function* ({ curves }: TuningPlot): Generator<number> {
  for (const { values } of curves) for (let i = 0; i < values.length; i++) yield values[i]!;
};

/** Fewer points than these are shown as they are. */
const FEW = 48;

/** The same curve with each value the mean of those around it, of as many before as after; numbers that are none do not count. */
export const smoothed = ({ name, steps, values }: TuningCurve): TuningCurve => {
  const count = Math.min(steps.length, values.length), most = count < FEW ? 0 : Math.round(count / 24);
  const mean = (at: number): number => {
    const reach = Math.min(most, at, count - 1 - at);
    let sum = 0, numbers = 0;
    for (let i = at - reach; i <= at + reach; i++) {
      if (!Number.isFinite(values[i])) continue;
      sum += values[i]!;
      numbers++;
    }
    return Number.isFinite(values[at]) ? sum / numbers : NaN;
  };
  return { name, steps, values: Float64Array.from({ length: count }, (_, at) => mean(at)) };
};

/** `width` x `height` units, the top left corner at 0; a value that is no number leaves a gap. */
export const pathOf = ({ steps, values }: TuningCurve, span: Span, axis: Axis, width: number, height: number): string => {
  let path = '', pen = false;
  for (let i = 0; i < Math.min(steps.length, values.length); i++) {
    const up = heightOn(axis, values[i]!);
    if (Number.isNaN(up)) {
      pen = false;
      continue;
    }
    path += `${pen ? 'L' : 'M'}${(width * shareOf(span, steps[i]!)).toFixed(1)} ${(height * (1 - up)).toFixed(1)}`;
    // One point alone shows as a dot: its cap is round.
    if (!pen && !Number.isFinite(values[i + 1])) path += 'h0';
    pen = true;
  }
  return path;
};

/** Where the entry nearest to a step is, by bisection; -1 where there is none. */
export const nearest = (steps: ArrayLike<number>, step: number): number => {
  if (steps.length === 0) return -1;
  let low = 0, high = steps.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= step) low = middle; else high = middle;
  }
  return step - steps[low]! <= steps[high]! - step ? low : high;
};

/** What a curve says at a step, or now; undefined before its first. */
export const valueAt = ({ steps, values }: TuningCurve, step: number | undefined): number | undefined =>
  values[step === undefined ? Math.min(steps.length, values.length) - 1 : nearest(steps, step)];
