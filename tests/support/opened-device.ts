// The device of a file of tests: opened before the first of them, given back after the last, without one error between.

import { afterAll, beforeAll, expect } from 'vitest';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';

/** `take` is handed the device before the first test. */
export const withDevice = (take: (gpu: Gpu) => void): void => {
  let gpu: Gpu;
  beforeAll(async () => { take(gpu = await openDevice(navigator.gpu)); });
  afterAll(() => {
    expect(gpu.audit.errors).toEqual([]);
    gpu.dispose();
  });
};
