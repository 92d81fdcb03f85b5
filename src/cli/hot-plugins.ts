// Dev server: a saved file of a plugin does not reload the page; the page is told which plugin to fetch anew. Its files
// are the code in plugins/<id>/ and the weights in assets/<id>/.

import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Name of the message the page listens for, with `{ id, stamp }`. */
export const PLUGIN_SAVED = 'driftloom:plugin-saved';

/** The plugin whose file was saved. A weights file that is new or gone changes the page's list of them, which is another matter. */
const savedPlugin = (root: string, file: string, type: 'create' | 'update' | 'delete'): string | undefined => {
  const [folder, id] = relative(root, file).split(sep);
  const code = folder === 'plugins' && file.endsWith('.ts') && !file.endsWith('.test.ts');
  const weights = folder === 'assets' && file.endsWith('.safetensors') && type === 'update';
  return id && (code || (weights && existsSync(join(root, 'plugins', id, 'index.ts')))) ? id : undefined;
};

export const hotPlugins = (): Plugin => ({
  name: 'driftloom-hot-plugins',
  apply: 'serve',
  hotUpdate({ type, file, modules, server, timestamp }) {
    const id = savedPlugin(server.config.root, file, type);
    if (id === undefined) return undefined;
    if (this.environment.name !== 'client') return [];
    const seen = new Set<(typeof modules)[number]>();
    if (file.endsWith('.ts')) for (const module of modules) this.environment.moduleGraph.invalidateModule(module, seen, timestamp, true);
    this.environment.hot.send(PLUGIN_SAVED, { id, stamp: timestamp });
    return [];
  },
});
