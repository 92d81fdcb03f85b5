// MobileNetV2 as the package nsfwjs holds it, its modules loaded when pictures are first compared; the package itself is not
// run. On the tfjs backend that is set.

import { openLooker, type Looker, type StoredModel } from '../train/evaluator/photographs.ts';

interface Stored { readonly modelJson: () => Promise<unknown>; readonly weightBundles: readonly (() => Promise<unknown>)[] }

/** What a module of theirs holds, however it was bundled. */
const held = (module: unknown): unknown => (module as { readonly default?: unknown }).default ?? module;

const load = async (): Promise<Looker> => {
  const { MobileNetV2Model: { modelJson, weightBundles } } = await import('nsfwjs/models/mobilenet_v2') as unknown as { readonly MobileNetV2Model: Stored };
  const { modelTopology, weightsManifest } = held(await modelJson()) as { readonly modelTopology: StoredModel['topology']; readonly weightsManifest: readonly { readonly weights: StoredModel['specs'] }[] };
  const text = held(await weightBundles[0]!()) as string;
  return openLooker({ topology: modelTopology, specs: weightsManifest[0]!.weights, bytes: Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) });
};

let opened: Promise<Looker> | undefined;

/** One for the page's or the worker's life. */
export const openStoredLooker = (): Promise<Looker> => opened ??= load();
