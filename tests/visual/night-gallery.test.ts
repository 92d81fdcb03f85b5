// The default composition against a golden picture. After a wanted change: `npm test -- tests/visual -u`, look at the
// new golden, and commit it.

import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import nightGallery from '../../assets/compositions/night-gallery.json';
import { createNotices } from '../../src/core/notices.ts';
import { parseRecipe } from '../../src/core/recipe.ts';
import { openDevice } from '../../src/gpu/device.ts';
import { viewerRegistry } from '../../src/registry.ts';
import { openKeptFiles } from '../../src/sources/kept-files.ts';
import { createOpenFeed } from '../../src/sources/open.ts';
import { openStills } from '../../src/sources/stills.ts';
import { stillAddresses } from '../../src/stills.ts';
import { createViewer } from '../../src/viewer.ts';
import { shippedWeights } from '../support/shipped-weights.ts';

/** The composition with pictures of a third the side, and a painting of 64 pixels: what software WebGPU paints in seconds. */
const small = {
  ...nightGallery,
  clock: { time: 3, playing: false },
  pieces: nightGallery.pieces.map((piece) => ({
    ...piece, size: piece.size.map((side) => Math.round(side / 3)), ...(piece.plugin === 'cyclegan' ? { params: { ...piece.params, size: '64' } } : {}),
  })),
};

test('the night gallery looks as it did when it was last looked at', async () => {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'display: block; width: 480px; height: 270px';
  canvas.dataset['testid'] = 'stage';
  document.body.append(canvas);
  const gpu = await openDevice(navigator.gpu), registry = viewerRegistry(), notices = createNotices();
  const openFeed = createOpenFeed({ files: openKeptFiles(notices), stills: openStills(() => Promise.resolve(stillAddresses)), host: navigator });
  const { recipe, problems } = await parseRecipe(small, registry.load);
  expect(problems).toEqual([]);
  const viewer = await createViewer({ gpu, registry, notices, canvas, now: () => performance.now(), tensors: { open: () => Promise.resolve(), count: () => 0 }, loadWeights: shippedWeights, openFeed, still: true }, recipe);
  await viewer.step(0);
  expect(notices.list).toEqual([]);
  expect(gpu.audit.errors).toEqual([]);
  await expect.element(page.getByTestId('stage')).toMatchScreenshot('night-gallery', {
    comparatorName: 'pixelmatch',
    comparatorOptions: { threshold: .12, allowedMismatchedPixelRatio: .01 },
  });
  viewer.dispose();
  gpu.dispose();
});
