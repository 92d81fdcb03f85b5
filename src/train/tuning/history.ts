// How numbers went with the steps, at a bounded length: when a curve is full, every two of its points become one.

import type { Losses } from '#nets';

/** Points of a curve at most. */
const MOST = 240;

export interface Curve { readonly steps: readonly number[]; readonly values: readonly number[] }

export interface History {
  /** By name, in the order of their first numbers. */
  readonly curves: ReadonlyMap<string, Curve>;
  /** Numbers that are none are left out. */
  push(step: number, numbers: Losses): void;
  /** Forgets what came after a step. */
  cut(step: number): void;
}

interface Line { steps: number[]; values: number[]; /** Numbers that make a point. */ grain: number; sum: number; count: number }

const halved = (line: Line): void => {
  const even = (_: number, i: number): boolean => i % 2 === 1;
  line.values = line.values.map((value, i) => (i % 2 === 1 ? (value + line.values[i - 1]!) / 2 : value)).filter(even);
  line.steps = line.steps.filter(even);
  line.grain *= 2;
};

export const createHistory = (): History => {
  const lines = new Map<string, Line>();
  return {
    curves: lines,
    push(step, numbers) {
      for (const [name, value] of Object.entries(numbers)) {
        if (!Number.isFinite(value)) continue;
        let line = lines.get(name);
        if (!line) lines.set(name, line = { steps: [], values: [], grain: 1, sum: 0, count: 0 });
        line.sum += value;
        if (++line.count < line.grain) continue;
        line.steps.push(step);
        line.values.push(line.sum / line.count);
        line.sum = line.count = 0;
        if (line.steps.length >= MOST) halved(line);
      }
    },
    cut(step) {
      for (const line of lines.values()) {
        const end = line.steps.findIndex((at) => at > step);
        if (end >= 0) line.steps.length = line.values.length = end;
        line.sum = line.count = 0;
      }
    },
  };
};
