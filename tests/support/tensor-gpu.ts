// The device of a test file with tfjs on it: opened before its first test, and closed after its last, when the device must
// not have complained of anything.

import { afterAll, beforeAll, expect } from 'vitest';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { openTensors, type Tensors } from '../../src/gpu/tf-backend.ts';

/** Call once at the top of a file; `take` hands over what was opened. */
export const withTensorGpu = (take: (gpu: Gpu, tensors: Tensors) => void): void => {
  let opened: { readonly gpu: Gpu; readonly tensors: Tensors } | undefined;
  beforeAll(async () => {
    const gpu = await openDevice(navigator.gpu);
    opened = { gpu, tensors: await openTensors(gpu) };
    take(gpu, opened.tensors);
  });
  afterAll(() => {
    expect(opened?.gpu.audit.errors).toEqual([]);
    opened?.tensors.dispose();
    opened?.gpu.dispose();
  });
};
