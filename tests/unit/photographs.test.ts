// The network of photographs as a judge: same pictures, same features; what is more disturbed is farther; and it says so where
// the model is another.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Looks } from '#nets';
import { frechetDistance } from '#metrics';
import { openTraining } from '../../src/cli/backends.ts';
import { openJudges, type Judges } from '../../src/cli/evaluate/judges.ts';
import { heldOutOf } from '../../src/cli/evaluate/held-out.ts';
import { openLooker } from '../../src/train/evaluator/photographs.ts';

const COUNT = 24, AREA = 64 * 64 * 3;
let judges: Judges, faces: Float32Array, real: Looks, others: Looks;
beforeAll(async () => {
  await openTraining('wasm');
  judges = openJudges();
  faces = (await heldOutOf('posters', 2 * COUNT)).items;
  [real, others] = [await judges.look(faces.subarray(0, COUNT * AREA), 64), await judges.look(faces.subarray(COUNT * AREA), 64)];
}, 120_000);
afterAll(() => judges.dispose());

test('it answers with 96 and 320 numbers a picture, the same however many are looked at at once', async () => {
  expect([real.middle.size, real.middle.count, real.last.size, real.last.count]).toEqual([96, COUNT, 320, COUNT]);
  const alone = await judges.look(faces.subarray(5 * AREA, 6 * AREA), 64);
  alone.middle.data.forEach((x, k) => expect(x).toBeCloseTo(real.middle.data[5 * 96 + k]!, 3));
});

test('faces are nearest to faces, then softened ones, then noise', async () => {
  const soft = faces.slice(0, COUNT * AREA).map((_, i, all) => ((all[i] ?? 0) + (all[i - 3] ?? 0) + (all[i + 3] ?? 0) + (all[i - 192] ?? 0) + (all[i + 192] ?? 0)) / 5);
  const noise = soft.map((x, i) => x + .3 * Math.sin(i * 12.9898 * (1 + i % 7)));
  const [same, softened, noisy] = [real, await judges.look(soft, 64), await judges.look(noise, 64)].map(({ middle }) => frechetDistance(others.middle, middle)) as [number, number, number];
  expect(same).toBeLessThan(softened);
  expect(softened).toBeLessThan(noisy);
}, 60_000);

test('another model is refused', async () => {
  const other = { topology: { model_config: { config: { layers: [{ name: 'input_1', config: {} }], output_layers: [] } } }, specs: [], bytes: new Uint8Array() };
  await expect(openLooker(other)).rejects.toThrow('The network of photographs cannot be read: it has no layer block_16_project_BN.');
});
