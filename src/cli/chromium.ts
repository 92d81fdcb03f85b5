// The Chromium that tests and the command line drive: where it is, and the flags that give it WebGPU with no GPU.

import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** WebGPU by SwiftShader, in software, presenting to on-screen canvases: the same pixels on every machine. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan',
  '--use-vulkan=swiftshader', '--use-angle=swiftshader', '--disable-background-networking', '--disable-component-update',
];

/** WebGPU by the machine's own adapter: faster, and the pixels may differ in the last bit from another machine's. */
export const GPU_FLAGS = CHROMIUM_FLAGS.filter((flag) => !flag.includes('swiftshader') && (process.platform === 'linux' || !/vulkan/i.test(flag)));

const INSTALLED: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/usr/bin/microsoft-edge', '/snap/bin/chromium'],
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((root) => ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((path) => join(process.env[root] ?? '', path))),
};

/** Browsers that Playwright has downloaded, newest first. */
const playwrightChromiums = (): string[] => {
  const root = process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), { linux: '.cache/ms-playwright', darwin: 'Library/Caches/ms-playwright', win32: 'AppData/Local/ms-playwright' }[process.platform as string] ?? '.cache/ms-playwright');
  if (!existsSync(root)) return [];
  const inside = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium', 'chrome-win/chrome.exe', 'chrome-win64/chrome.exe'];
  return readdirSync(root).filter((name) => /^chromium-\d+$/.test(name)).sort().reverse().flatMap((name) => inside.map((path) => join(root, name, path)));
};

/** Path of a Chromium, or undefined: CHROME_PATH, an installed one, Playwright's. */
export const findChromium = (): string | undefined =>
  [process.env['CHROME_PATH'], ...INSTALLED[process.platform] ?? [], ...playwrightChromiums()].find((path) => path !== undefined && path !== '' && existsSync(path));

/** What to tell a person on whose machine there is none. */
export const NO_CHROMIUM = 'No Chromium was found: install Chrome, Chromium or Edge, or run "npx playwright-core install chromium", or set CHROME_PATH to one.';
