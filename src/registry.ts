// The viewer's plugins: every folder of plugins/ whose name does not begin with an underscore, loaded when first needed;
// and the addresses of the weights files in assets/.

import { createRegistry, type Registry } from './engine/registry.ts';
import { reason } from './core/errors.ts';

const modules = import.meta.glob(['../plugins/*/index.ts', '!../plugins/_*/index.ts']);

export const viewerRegistry = (): Registry =>
  createRegistry(Object.fromEntries(Object.entries(modules).map(([path, load]) => [path.split('/').at(-2)!, load])));

const WEIGHTS = import.meta.glob<string>('/assets/**/*.safetensors', { eager: true, query: '?url', import: 'default' });

/** Where this page finds each weights file, by its path under assets/. */
export const weightsAddresses: ReadonlyMap<string, string> = new Map(Object.entries(WEIGHTS).map(([path, address]) => [path.replace(/^\/assets\//, ''), address]));

/**
 * While developing: a saved plugin takes its predecessor's place without a reload. `replaced` is told the id, `failed`
 * why a save could not be used.
 */
export const followSaves = (registry: Registry, replaced: (id: string) => void, failed: (id: string, why: string) => void): void => {
  import.meta.hot?.on('driftloom:plugin-saved', ({ id, stamp }: { id: string; stamp: number }) => {
    import(/* @vite-ignore */ `/plugins/${id}/index.ts?t=${stamp}`)
      .then((module: unknown) => {
        registry.replace(id, module);
        replaced(id);
      })
      .catch((error: unknown) => failed(id, reason(error)));
  });
};
