// A Chromium for the tests: found, or installed where that can be done without asking (root on Debian or Ubuntu).

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';

const apt = (...args: string[]): boolean =>
  spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;

/** The fonts are only recommended by the package; without any, a page's text has no width. */
const CHROMIUM = ['chromium', 'fonts-liberation'];
/** What Dawn in Node finds Vulkan drivers by, Chromium's software one among them; Chromium brings its own. */
const LOADER = ['libvulkan1'];

const isDebianRoot = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** A fresh image has no package lists, an old one has stale ones. */
const install = (...packages: readonly string[]): void => {
  const once = (): boolean => apt('install', '-y', '--no-install-recommends', ...packages);
  if (!once() && apt('update')) once();
};

const hasLoader = (): boolean => ['/usr/lib', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].some((folder) => existsSync(`${folder}/libvulkan.so.1`));

/** Path of a Chromium, installed if need be, as is what loads Vulkan; undefined where a person has to do it. */
export const ensureChromium = (): string | undefined => {
  const found = findChromium(), missing = [...(found === undefined ? CHROMIUM : []), ...(hasLoader() ? [] : LOADER)];
  if (missing.length === 0 || !isDebianRoot()) return found;
  process.stderr.write(`Installing ${missing.join(', ')} ...\n`);
  install(...missing);
  return findChromium();
};
