// The bench's figures: what a run's intervals come to, and when the target is met.

import { expect, test } from 'vitest';
import { bench } from '../../src/cli/bench.ts';
import { figuresOf, quantile, tableOf, targetOf, type CaseFigures, type Report } from '../../src/cli/bench/report.ts';

const run = (name: string, loop: CaseFigures['loop'], ...intervals: number[]): CaseFigures => figuresOf(name, loop, { intervals, firstPicture: 120, pictures: 60 });
const many = (usual: number, worst: number, count: number): number[] => Array.from({ length: 200 }, (_, i) => (i < count ? worst : usual));

test('what is not understood is answered with a sentence, before anything is opened', async () => {
  const none = { node: () => Promise.reject(new Error('opened')), page: () => Promise.reject(new Error('opened')) };
  await expect(bench([], none)).rejects.toThrow('Say which bench: there is "scheduler".');
  await expect(bench(['speed'], none)).rejects.toThrow('There is no bench "speed"');
  await expect(bench(['scheduler', '--seconds', '0'], none)).rejects.toThrow('--seconds must be a whole number 1 to 600; got "0".');
  await expect(bench(['scheduler', '--fast'], none)).rejects.toThrow('--help');
});

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
    bench: 'scheduler', host: 'node', adapter: 'an adapter', software: true, cases, load: { milliseconds: 83, frames: 5 },
    memory: { frames: 100, before: { buffers: 9, textures: 8, heap: 2 ** 20 }, after: { buffers: 9, textures: 8, heap: 2 ** 21 } }, target: { scheduled: 1.2, naive: 6, met: true },
  };
  const lines = tableOf(report).split('\n');
  expect(lines[0]).toBe('an adapter (software), the engine in Node, no scene');
  expect(lines[3]).toMatch(/^0 pieces +scheduled +1 +16\.7 +16\.7 +120 +60\.0$/);
  expect(lines.at(-2)).toBe('Memory over 100 frames: 9 to 9 buffers, 8 to 8 textures, heap 1.0 to 2.0 MiB.');
  expect(lines.at(-1)).toMatch(/scheduled 1\.20 .* naive 6\.00 .*: met\.$/);
});
