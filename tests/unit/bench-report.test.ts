// The bench's figures: what a run's intervals come to, and when the target is met.

import { expect, test } from 'vitest';
import { bench } from '../../src/cli/bench.ts';
import { figuresOf, growth, quantile, tableOf, targetOf, type CaseFigures, type Report } from '../../src/cli/bench/report.ts';
import { trainingReport, trainingTable } from '../../src/cli/bench/training.ts';
import type { FrameTimes, Held } from '../../src/cli/bench/session.ts';

const framesOf = (intervals: readonly number[], times: Partial<FrameTimes> = {}): FrameTimes[] =>
  [0, ...intervals.keys()].map((_, i) => ({ begun: intervals.slice(0, i).reduce((sum, one) => sum + one, 0), late: 0, loop: 1, device: 2, ...times }));
const run = (name: string, loop: CaseFigures['loop'], ...intervals: number[]): CaseFigures => figuresOf(name, loop, { frames: framesOf(intervals), firstPicture: 120, pictures: 60 });
const many = (usual: number, worst: number, count: number): number[] => Array.from({ length: 200 }, (_, i) => (i < count ? worst : usual));

test('what is not understood is answered with a sentence, before anything is opened', async () => {
  const none = { node: () => Promise.reject(new Error('opened')), page: () => Promise.reject(new Error('opened')) };
  await expect(bench([], none)).rejects.toThrow('Say which bench: there are "scheduler" and "training".');
  await expect(bench(['speed'], none)).rejects.toThrow('There is no bench "speed"');
  await expect(bench(['scheduler', '--seconds', '0'], none)).rejects.toThrow('--seconds must be a whole number 1 to 600; got "0".');
  await expect(bench(['scheduler', '--fast'], none)).rejects.toThrow('--help');
});

const heldOf = (heap: number): Held => ({ buffers: 9, textures: 8, bytes: 2 ** 22, tensors: 1, heap });

test('quantiles are values that occurred', () => {
  expect(quantile([4, 1, 3, 2], .5)).toBe(2);
  expect(quantile(many(16, 99, 2), .99)).toBe(16);
  expect(quantile(many(16, 99, 3), .99)).toBe(99);
  expect(quantile([], .5)).toBeNaN();
});

test('the target is met where the scheduler holds its frames and the naive loop does not', () => {
  const empty = run('0 pieces', 'scheduled', 16, 17), even = run('load', 'scheduled', 17, 20), long = run('load', 'naive', 100, 100);
  expect(targetOf(empty, even, long)).toEqual({ scheduled: 20 / 17, naive: 100 / 17, met: true });
  expect(targetOf(empty, run('load', 'scheduled', 17, 40), long).met).toBe(false);
  // Who shows no difference has shown nothing.
  expect(targetOf(empty, even, even).met).toBe(false);
});

test('the table has a line for each scene and loop, and the verdict last', () => {
  const cases = [run('0 pieces', 'scheduled', 16.7), run('16 pieces', 'naive', 250)];
  const report: Report = {
    bench: 'scheduler', host: 'node', adapter: 'an adapter', software: true, cases, load: { milliseconds: 83, frames: 5 }, arrival: { usual: 16.7, longest: 120, loop: 9 },
    memory: { frames: 10_000, held: [heldOf(2 ** 20), heldOf(2 ** 20), heldOf(2 ** 21)] }, target: { scheduled: 1.2, naive: 6, met: true },
  };
  const lines = tableOf(report).split('\n');
  expect(lines[0]).toBe('an adapter (software), the engine in Node, no scene');
  expect(lines[3]).toMatch(/^0 pieces +scheduled +1 +16\.7 +16\.7 +120 +60\.0 +–$/);
  expect(lines.at(-8)).toBe('While three pieces come: frames of 16.7 ms, the longest 120; its loop at most 9.0.');
  expect(lines.slice(-7, -1)).toEqual([
    'Memory over 10000 frames, from the first tenth to the end:', '  textures 8 to 8 (+0.00 in 1000 frames)', '  buffers 9 to 9 (+0.00 in 1000 frames)',
    '  MiB of both 4.0 to 4.0 (+0.000 in 1000 frames)', '  tensors 1 to 1 (+0.00 in 1000 frames)', '  MiB of heap 1.0 to 2.0 (+0.150 in 1000 frames)',
  ]);
  expect(lines.at(-1)).toMatch(/scheduled 1\.20 .* naive 6\.00 .*: met\.$/);
});

test('frames that slip are told by what held them up', () => {
  const slips = (interval: number, times: Partial<FrameTimes>): unknown => figuresOf('a', 'scheduled', { frames: framesOf([16, 16, 16, interval, 16, 16], times), firstPicture: 1, pictures: 1 }).slips;
  const none = { timer: 0, loop: 0, device: 0, other: 0 };
  expect(slips(17, { device: 20 })).toEqual(none);
  expect(slips(33, { device: 20 })).toEqual({ ...none, device: 1 });
  expect(slips(33, { loop: 20 })).toEqual({ ...none, loop: 1 });
  expect(slips(33, { late: 18 })).toEqual({ ...none, timer: 1 });
  expect(slips(33, {})).toEqual({ ...none, other: 1 });
});

test('growth is the slope of all that was seen, not of two moments', () => {
  const held = [10, 12, 14, 16, 18].map((heap) => heldOf(heap));
  expect(growth({ frames: 500, held }, 'heap')).toBeCloseTo(20, 9);
  expect(growth({ frames: 500, held: [10, 90, 10, 90, 10].map((heap) => heldOf(heap)) }, 'heap')).toBeCloseTo(0, 9);
});

test('learning meets its target where the longest frames stay, and says what frames cost it', () => {
  const report = (worst: number) => trainingReport({ adapter: 'some', software: false }, {
    place: 'graphics device', off: framesOf(many(16, 20, 3)), on: framesOf(many(16, worst, 3)), naive: framesOf(many(90, 99, 3)), steps: 3, naiveSteps: 4,
  });
  expect(report(30)).toMatchObject({ on: { frames: 200, p50: 16, p99: 30 }, cost: .25, target: { over: 1.5, naive: 4.95, met: true } });
  expect(report(31).target.met).toBe(false);
  expect(trainingTable(report(31))).toMatch(/25 % of the steps[^]*1\.55 \(at most 1\.5\), naive 4\.95: missed\./);
});
