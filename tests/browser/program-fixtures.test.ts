// Compiled programs against PyTorch: every layer type and the small networks of the stored fixtures.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { sized, type Network } from '#nets';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { runProgram } from '../support/run-program.ts';
import { errorOf, layerFixtures, networkFixtures, weightsOf, type StoredByName } from '../support/torch-fixtures/index.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  expect(gpu.audit.buffers).toBe(0);
  gpu.dispose();
});

/** The network at the size of its inputs. */
const atSize = (net: Network, inputs: StoredByName): Network => {
  const picture = Object.values(inputs).find(({ shape }) => shape.length === 4);
  return picture ? sized(net, picture.shape[1]!, picture.shape[2]!) : net;
};

test.each(Object.entries({ ...layerFixtures, ...networkFixtures }))('%s', async (_, { network, inputs, weights, output }) => {
  const numbers = Object.fromEntries(Object.entries(inputs).map(([name, { data }]) => [name, data]));
  // Where the device has no f16, `best` is f32 again.
  for (const precision of ['f32', 'best'] as const) {
    const { data, shape, tolerance } = await runProgram(gpu.device, atSize(network, inputs), weightsOf(weights), numbers, { batch: Object.values(inputs)[0]!.shape[0]!, precision });
    expect(shape).toEqual(output.shape);
    expect(errorOf(data, output), precision).toBeLessThan(tolerance);
  }
});
