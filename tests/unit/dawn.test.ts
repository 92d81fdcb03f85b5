// The engine below scene and ui in Node, on Dawn: where training, evaluation and benches will run.

import { afterAll, beforeAll, expect, test } from 'vitest';
import cppn from '../../plugins/cppn/index.ts';
import { openDawn } from '../../src/cli/dawn.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { CLASSICS, expectedOf, pieceOf, type Still } from '../support/cppn-still.ts';
import { psnr, srgbOf } from '../support/pixels.ts';
import { openStudio } from '../support/studio.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(await openDawn()); });
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  gpu.dispose();
});

const still: Still = { ...CLASSICS['A']!, colour: 'rgb', init: 'classic', seed: 4, z: [.5, -.75, .25, 0, -.125, 1, -.5, .375], size: [48, 32] };

test('a CPPN painted in Node is the reference: 45 dB or better', async () => {
  const studio = openStudio(gpu, [cppn]);
  await studio.show({ pieces: [pieceOf(still)] });
  studio.exact();
  expect(studio.notices.list).toEqual([]);
  expect(psnr(srgbOf(await studio.read('still')), expectedOf(still))).toBeGreaterThan(45);
  studio.engine.dispose();
});

test('live frames in Node paint, learn their cost and leave nothing behind', async () => {
  const before = [gpu.audit.buffers, gpu.audit.textures];
  const studio = openStudio(gpu, [cppn]);
  await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [48, 48], params: { width: 12, depth: 2 } }] });
  for (let frame = 0; frame < 40 && !(studio.piece('a').cost > 0); frame++) {
    studio.live();
    await gpu.device.queue.onSubmittedWorkDone();
  }
  expect(studio.piece('a').picture!.count).toBeGreaterThan(1);
  expect(studio.piece('a').cost).toBeGreaterThan(0);
  studio.engine.dispose();
  expect([gpu.audit.buffers, gpu.audit.textures]).toEqual(before);
});
