// Plugins by id: loaded when first needed, checked once, replaced in place when a file is saved.

import type { PluginDefinition } from '#api';
import { pluginUnknown, EngineError, pluginInvalid, reason } from '../core/errors.ts';
import { checkDefinition } from './definition.ts';

export interface Registry {
  /** Every plugin there is, sorted. */
  readonly ids: readonly string[];
  /** Definitions loaded so far. */
  readonly loaded: ReadonlyMap<string, PluginDefinition>;
  /** The definition, loaded and checked once; rejects with an `EngineError` that names the plugin. */
  load(id: string): Promise<PluginDefinition>;
  /** Checks a module's default export and puts it in place of the plugin's definition. Throws, changing nothing. */
  replace(id: string, module: unknown): PluginDefinition;
}

/** `loaders` import a plugin's `index.ts`, by id. */
export const createRegistry = (loaders: Readonly<Record<string, () => Promise<unknown>>>): Registry => {
  const loaded = new Map<string, PluginDefinition>();
  const loading = new Map<string, Promise<PluginDefinition>>();
  const replace = (id: string, module: unknown): PluginDefinition => {
    const definition = checkDefinition((module as { default?: unknown } | undefined)?.default, id);
    loaded.set(id, definition);
    return definition;
  };
  return {
    ids: Object.keys(loaders).sort(),
    loaded,
    replace,
    load(id) {
      const known = loaded.get(id);
      if (known) return Promise.resolve(known);
      const loader = Object.hasOwn(loaders, id) ? loaders[id] : undefined;
      if (!loader) return Promise.reject(pluginUnknown(id));
      let promise = loading.get(id);
      if (!promise) {
        promise = loader()
          .then((module) => loaded.get(id) ?? replace(id, module))
          .catch((error: unknown) => { throw error instanceof EngineError ? error : pluginInvalid(id, [reason(error)]); })
          .finally(() => loading.delete(id));
        loading.set(id, promise);
      }
      return promise;
    },
  };
};
