// What the tests need beside packages: found, or installed where that can be done without asking (root on Debian or Ubuntu).

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';
import { hasFfmpeg } from './ffmpeg.ts';

const apt = (...args: string[]): boolean =>
  spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;

/** The fonts are only recommended by the package; without any, a page's text has no width. */
const CHROMIUM = ['chromium', 'fonts-liberation'];
/** What Dawn in Node finds Vulkan drivers by, Chromium's software one among them; Chromium brings its own. */
const LOADER = ['libvulkan1'];
/** Reads what was recorded; ffprobe comes with it. */
const FFMPEG = ['ffmpeg'];

const isDebianRoot = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** A fresh image has no package lists, an old one has stale ones. */
const install = (...packages: readonly string[]): void => {
  const once = (): boolean => apt('install', '-y', '--no-install-recommends', ...packages);
  if (!once() && apt('update')) once();
};

const hasLoader = (): boolean => ['/usr/lib', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].some((folder) => existsSync(`${folder}/libvulkan.so.1`));

/** Installs a Chromium, what loads Vulkan, and ffmpeg, if need be; what is still not there a person has to install. */
export const ensureTools = (): { readonly chromium: string | undefined; readonly ffmpeg: boolean } => {
  const missing = [...(findChromium() === undefined ? CHROMIUM : []), ...(hasLoader() ? [] : LOADER), ...(hasFfmpeg() ? [] : FFMPEG)];
  if (missing.length > 0 && isDebianRoot()) {
    process.stderr.write(`Installing ${missing.join(', ')} ...\n`);
    install(...missing);
  }
  return { chromium: findChromium(), ffmpeg: hasFfmpeg() };
};
