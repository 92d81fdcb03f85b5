// Plugins in Node: the command line reads the same declarations as the viewer, from the same folders.

import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createRegistry, type Registry } from '../engine/registry.ts';
import { inRoot } from './root.ts';

/** Folders of plugins/, sorted. One that begins with "_" is not a plugin but material for some. */
export const pluginFolders = ({ all = false } = {}): string[] =>
  readdirSync(inRoot('plugins'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (all || !entry.name.startsWith('_')) && existsSync(inRoot('plugins', entry.name, 'index.ts')))
    .map(({ name }) => name).sort();

/** The default and other exports of a plugin's `index.ts`. */
export const importPlugin = (folder: string): Promise<unknown> => import(/* @vite-ignore */ pathToFileURL(inRoot('plugins', folder, 'index.ts')).href);

export const openRegistry = (options?: { all?: boolean }): Registry =>
  createRegistry(Object.fromEntries(pluginFolders(options).map((id) => [id, () => importPlugin(id)])));
