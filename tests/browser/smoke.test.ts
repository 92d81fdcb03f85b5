import { expect, test } from 'vitest';
import { openDevice } from '../../src/gpu/device.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createClock } from '../../src/core/clock.ts';
import { createNotices } from '../../src/core/notices.ts';
import { parseRecipe } from '../../src/core/recipe.ts';
import { createRegistry } from '../../src/engine/registry.ts';

test('smoke', async () => {
  const gpu = await openDevice(navigator.gpu);
  const clock = createClock(), notices = createNotices();
  const registry = createRegistry({ cppn: () => import('../../plugins/cppn/index.ts') });
  const engine = createEngine({ gpu, clock, notices, now: () => performance.now() });
  const { recipe, problems } = await parseRecipe({ version: 1, pieces: [{ plugin: 'cppn', size: [64, 64] }] }, registry.load);
  expect(problems).toEqual([]);
  engine.apply(recipe, registry.loaded);
  await engine.settled();
  engine.complete();
  const picture = engine.pieces[0]!.picture!;
  console.log(notices.list, picture.count, gpu.audit.errors, gpu.software, engine.pieces[0]!.state);
  expect(picture.count).toBe(1);
  expect(gpu.audit.errors).toEqual([]);
});
