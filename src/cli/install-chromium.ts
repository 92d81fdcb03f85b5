// A Chromium for the tests: found, or installed where that can be done without asking (root on Debian or Ubuntu).

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';

const apt = (...args: string[]): boolean =>
  spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;

/** The fonts are only recommended by the package; without any, a page's text has no width. */
const install = (): boolean => apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');

/** Path of a Chromium, installed if need be; undefined where a person has to do it. */
export const ensureChromium = (): string | undefined => {
  const found = findChromium();
  if (found !== undefined || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return found;
  process.stderr.write('No Chromium was found; installing the package chromium ...\n');
  // A fresh image has no package lists, an old one has stale ones.
  if (!install() && apt('update')) install();
  return findChromium();
};
