// Where the project lies: commands work from any current folder.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const inRoot = (...path: string[]): string => join(ROOT, ...path);
