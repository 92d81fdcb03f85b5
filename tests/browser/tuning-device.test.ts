// Learning on the device that paints: the same numbers as on the processor, and only what frames leave.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyTuning } from '../../src/core/tuning.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { openTensors } from '../../src/gpu/tf-backend.ts';
import { openerOf, type PlaceHost } from '../../src/tuning/place.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => { gpu.dispose(); });

const SIDE = 128;
/** A picture that is bright where `light` is. */
const picture = (light: (x: number, y: number) => boolean): { pixels: Uint8Array; heap: number } =>
  ({ pixels: Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => (i % 4 === 3 || light((i >> 2) % SIDE, (i >> 2) / SIDE) ? 255 : 30)), heap: 0 });
const plan = {
  plugin: 'cppn', variant: 'fit', weights: undefined,
  pictures: [picture((x) => x < SIDE / 2), picture((_, y) => y < SIDE / 3)], settings: { ...emptyTuning.settings, batch: 2, seed: 3 },
};
/** A host whose frames the test hands out. */
const hostOf = (software: boolean): PlaceHost & { frame(left: number, budget: number): void } => {
  let tell: (left: number, budget: number) => void = () => undefined;
  return {
    software, now: () => performance.now(), onLeft: (listener) => { tell = listener; }, frame: (left, budget) => tell(left, budget),
    tensors: async () => { await openTensors(gpu); },
  };
};
const turn = (): Promise<void> => new Promise((done) => { setTimeout(done); });
/** Hands out frames until the work is done; answers how many it took. */
const during = async (host: ReturnType<typeof hostOf>, left: number, budget: number, work: Promise<unknown>): Promise<number> => {
  let frames = 0, going = true;
  void work.catch(() => undefined).finally(() => { going = false; });
  while (going) {
    host.frame(left, budget);
    frames++;
    await turn();
  }
  await work;
  return frames;
};

test('steps on the device are those of the processor, wait for frames that leave something, and shrink until they fit', { timeout: 120_000 }, async () => {
  const host = hostOf(false), [device, processor] = [await openerOf(host)(plan), await openerOf(hostOf(true))(plan)];
  expect([device.place, processor.place]).toEqual(['graphics device', 'processor']);
  const first = device.tuner.advance(1), expected = await processor.tuner.advance(1);
  let done = false;
  void first.then(() => { done = true; });
  for (let i = 0; i < 20; i++) await turn();
  expect(done).toBe(false);
  await during(host, 1e6, 1e6, first);
  const { losses, step } = await first;
  expect(step).toBe(1);
  for (const [name, value] of Object.entries(expected.losses)) expect(losses[name]! / value, name).toBeCloseTo(1, 2);
  const [a, b] = [await device.tuner.shown(false), await processor.tuner.shown(false)];
  // Adam makes whole steps of gradients that are next to nothing, either way: a few weights part, the rest agree.
  for (const [name, { data }] of b) expect(a.get(name)!.data.reduce((sum, x, i) => sum + Math.abs(x - data[i]!), 0) / data.length, name).toBeLessThan(2e-5);

  // Frames of some milliseconds: a step is dearer than all that can be saved up, so it is split, and paid off before the next.
  const frames = await during(host, 40, 80, device.tuner.advance(1));
  expect(frames).toBeGreaterThan(5);
  const after = await device.tuner.state();
  expect(after.get('run/counts')!.data[0]).toBe(2);
  device.tuner.dispose();
  processor.tuner.dispose();
});
