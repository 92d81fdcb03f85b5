// Time where the device has no timestamps: all passes of a frame together, shared out by their work.

import { expect, test } from 'vitest';
import { createTimer } from '../../src/gpu/timer.ts';

test('passes are told by their share of the work, so that a tile of a step is not taken for half a frame', async () => {
  let now = 100, done = (): void => undefined;
  const device = { features: new Set(), queue: { onSubmittedWorkDone: () => new Promise<void>((resolve) => { done = resolve; }) } } as unknown as GPUDevice;
  const told: [string, number][] = [];
  const timer = createTimer<string>(device, (key, milliseconds) => void told.push([key, milliseconds]), () => now);
  expect(timer.pass('whole', 63)).toEqual({});
  timer.pass('tile', 1);
  timer.collect();
  // What is queued behind them is not measured with them.
  timer.pass('later', 1);
  timer.collect();
  now = 132;
  done();
  await Promise.resolve();
  await Promise.resolve();
  expect(told).toEqual([['whole', 31.5], ['tile', .5]]);
});
