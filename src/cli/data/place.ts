// Where prepared sets and fetched packages lie: under .cache, outside git. What is damaged there is deleted by
// hand and fetched again.

import { join, relative, resolve, sep } from 'node:path';
import { dataUnusable } from '../../core/errors.ts';
import { inRoot, ROOT } from '../root.ts';

export const SETS = inRoot('.cache', 'data');
export const PACKAGES = inRoot('.cache', 'packages');

export const isPath = (name: string): boolean => /[\\/]/.test(name);

/** The folder of a set by its name; a path is itself. */
export const folderOf = (name: string): string => isPath(name) ? resolve(name) : inRoot('.cache', 'data', name);

/** A file of a fetched package is not as it should be: which, why, and the folder to delete. */
export const damaged = (path: string, why: string): Error => {
  const [folder = ''] = relative(PACKAGES, path).split(sep);
  const hint = folder === '..' ? 'Get it again.' : `Delete ${relative(ROOT, join(PACKAGES, folder))} and run the command again.`;
  return dataUnusable(`${relative(ROOT, path)} is damaged (${why}).`, hint);
};
