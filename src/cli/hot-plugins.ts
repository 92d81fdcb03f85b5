// Dev server: a saved plugin file does not reload the page; the page is told which plugin to fetch anew.

import { relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Name of the message the page listens for, with `{ id, stamp }`. */
export const PLUGIN_SAVED = 'driftloom:plugin-saved';

export const hotPlugins = (): Plugin => ({
  name: 'driftloom-hot-plugins',
  apply: 'serve',
  hotUpdate({ file, modules, server, timestamp }) {
    const [folder, id] = relative(server.config.root, file).split(sep);
    if (folder !== 'plugins' || !id || !file.endsWith('.ts') || file.endsWith('.test.ts')) return undefined;
    if (this.environment.name !== 'client') return [];
    const seen = new Set<(typeof modules)[number]>();
    for (const module of modules) this.environment.moduleGraph.invalidateModule(module, seen, timestamp, true);
    this.environment.hot.send(PLUGIN_SAVED, { id, stamp: timestamp });
    return [];
  },
});
