// A new plugin's files out of plugins/_template. Knows folders, not the command.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { badArgument } from '../core/errors.ts';
import { inRoot } from './root.ts';

const TEMPLATE = '_template', TEMPLATE_TITLE = 'Template';

/** The name of a plugin as its folder has it; throws a sentence where it cannot be one. */
export const checkPluginId = (id: string): string => {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) throw badArgument(`A plugin's id is a lower-case letter, then letters, digits and dashes, 40 at most; got "${id}".`);
  return id;
};

/** `soft-landscape` as `Soft landscape`. */
const titleOf = (id: string): string => {
  const words = id.split('-').filter(Boolean).join(' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};

/** Writes the template under another name to `folder`, which must not exist; answers the files' paths. */
export const makePlugin = (id: string, folder: string): string[] => {
  checkPluginId(id);
  if (existsSync(folder)) throw badArgument(`plugins/${id} is there already; choose another id.`);
  const rename = (text: string): string => text.replaceAll(TEMPLATE, id).replaceAll(new RegExp(`\\b${TEMPLATE_TITLE}\\b`, 'g'), titleOf(id));
  mkdirSync(folder);
  return readdirSync(inRoot('plugins', TEMPLATE)).map((name) => {
    const path = join(folder, name.replace(TEMPLATE, id));
    writeFileSync(path, rename(readFileSync(inRoot('plugins', TEMPLATE, name), 'utf8')));
    return path;
  });
};
