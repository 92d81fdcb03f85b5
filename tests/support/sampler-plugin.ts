// A definition with a param of every kind that is never created: for tests of parsing and editing alone.

import { definePlugin, p, type PluginDefinition } from '#api';

export const samplerPlugin = definePlugin({
  id: 'sampler', title: 'Sampler', summary: 'One param of each kind.', papers: [], engine: '^1',
  params: {
    amount: p.number({ min: -1, max: 3, default: .5 }),
    count: p.int({ apply: 'rebuild', min: 1, max: 9, default: 4 }),
    on: p.toggle({ default: true }),
    mode: p.choice({ options: ['soft', 'hard'], default: 'soft' }),
    tint: p.color({ default: '#336699' }),
    centre: p.vec2({ min: -2, max: 2, default: [0, 1] }),
    seed: p.seed(),
    drawing: p.sketch({ width: 6, height: 5 }),
    gates: p.mask({ count: 5 }),
    z: p.latent({ dims: 4, distribution: 'normal', default: { center: [1, 2] } }),
    mood: p.latent({ dims: 3, distribution: 'categorical' }),
  },
  presets: { loud: { amount: 3, mode: 'hard' }, elsewhere: { seed: 99 } },
  output: { width: 16, height: 16, resolutionFree: true },
  budget: { every: 1, levels: ['full'] },
  create: () => Promise.reject(new Error('the sampler paints nothing')),
}) as unknown as PluginDefinition;

export const samplerDefinitions: ReadonlyMap<string, PluginDefinition> = new Map([['sampler', samplerPlugin]]);

/** Loads the sampler; rejects any other id, as the registry does. */
export const loadSampler = (id: string): Promise<PluginDefinition> =>
  id === 'sampler' ? Promise.resolve(samplerPlugin) : Promise.reject(new Error(`There is no plugin "${id}".`));
