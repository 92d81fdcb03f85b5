// A viewer on a small window, with plugins of a test's choice.

import { expect } from 'vitest';
import type { PluginDefinition } from '#api';
import { createNotices } from '../../src/core/notices.ts';
import { parseRecipe } from '../../src/core/recipe.ts';
import { createRegistry } from '../../src/engine/registry.ts';
import type { Gpu } from '../../src/gpu/device.ts';
import { createViewer, type Viewer } from '../../src/viewer.ts';
import { shippedWeights } from './shipped-weights.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a definition is typed by its own params
export const openSmallViewer = async (gpu: Gpu, definitions: readonly PluginDefinition<any>[], raw: object): Promise<Viewer & { readonly canvas: HTMLCanvasElement }> => {
  const registry = createRegistry(Object.fromEntries(definitions.map((definition) => [definition.id, () => Promise.resolve({ default: definition })])));
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'display: block; width: 64px; height: 48px';
  document.body.replaceChildren(canvas);
  const { recipe, problems } = await parseRecipe({ version: 1, clock: { time: 0, playing: false }, ...raw }, registry.load);
  expect(problems).toEqual([]);
  const viewer = await createViewer({ gpu, registry, notices: createNotices(), canvas, now: () => performance.now(), tensors: { open: () => Promise.resolve(), count: () => 0 }, loadWeights: shippedWeights, still: true }, recipe);
  return { ...viewer, canvas };
};
