// Saving a plugin's file while the viewer runs, in a copy of the project so that nothing here is touched.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../../../src/cli/chromium.ts';
import { inRoot } from '../../../src/cli/root.ts';
import { encodeLink } from '../../../src/core/link.ts';
import type {} from '../../../src/scripting.ts';
import { copyWithPrint, printFile } from '../../support/print-folder.ts';

/** Inside the project, so that the packages are found; `.cache` is in no commit. */
const copy = inRoot('.cache', `hot-${process.pid}`);
let server: ViteDevServer, browser: Browser, page: Page;

beforeAll(async () => {
  copyWithPrint(copy);
  server = await createServer({ root: copy, configFile: join(copy, 'vite.config.ts'), logLevel: 'silent', cacheDir: join(copy, 'cache'), server: { port: 5500, host: '127.0.0.1', fs: { allow: [inRoot()] } } });
  await server.listen();
  browser = await chromium.launch({ executablePath: findChromium()!, args: CHROMIUM_FLAGS });
  page = await browser.newPage({ viewport: { width: 320, height: 200 } });
  page.setDefaultTimeout(120_000);
  const link = encodeLink({ version: 1, clock: { time: 3, playing: false }, pieces: [{ id: 'art', plugin: 'cppn', size: [32, 32], params: { depth: 2, scale: 3, seed: 9 }, view: { kind: 'full' } }] });
  await page.goto(server.resolvedUrls!.local[0]! + link);
  await page.evaluate(() => window.driftloom.ready);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(copy, { recursive: true, force: true });
});

const picture = (): Promise<string> => page.evaluate(async () => (await window.driftloom.picture('art')).data.join());
const notices = (): Promise<readonly string[]> => page.evaluate(() => window.driftloom.stats().notices);
const edit = (file: string, change: (text: string) => string): void => writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')));

test('a saved plugin takes its place with params, clock and picture kept; a broken save is named over the last picture', async () => {
  await page.evaluate(() => { document.title = 'the same page'; });
  const first = await picture(), recipe = await page.evaluate(() => JSON.stringify(window.driftloom.recipe()));

  edit('plugins/cppn/networks.ts', (text) => text.replace('tanh: [sigmoid()]', 'tanh: [sigmoid(), affine(-1, 1)]'));
  await expect.poll(picture, { timeout: 60_000 }).not.toBe(first);
  const second = await picture();
  expect(await page.evaluate(() => JSON.stringify(window.driftloom.recipe()))).toBe(recipe);

  edit('plugins/cppn/index.ts', (text) => `${text}\nconst broken = ;\n`);
  await expect.poll(notices, { timeout: 60_000 }).toContainEqual(expect.stringContaining('plugins/cppn could not be replaced'));
  expect(await picture()).toBe(second);

  edit('plugins/cppn/index.ts', (text) => text.replace('\nconst broken = ;\n', ''));
  edit('plugins/cppn/networks.ts', (text) => text.replace('tanh: [sigmoid(), affine(-1, 1)]', 'tanh: [sigmoid()]'));
  await expect.poll(picture, { timeout: 60_000 }).toBe(first);
  expect(await notices()).not.toContainEqual(expect.stringContaining('plugins/cppn'));
  expect(await page.title()).toBe('the same page');
});

test('saved weights are painted by the pieces that use them, which keep their picture over a damaged save', async () => {
  await page.evaluate(() => { document.title = 'still the same page'; });
  await page.evaluate(() => window.driftloom.load({ version: 1, pieces: [{ id: 'art', plugin: 'print' }] }));
  const red = (): Promise<number> => page.evaluate(async () => (await window.driftloom.picture('art')).data[0]!);
  expect(await red()).toBeGreaterThan(250);
  const file = join(copy, 'assets/print/first.safetensors');

  // As training writes it: beside the old one, then renamed.
  writeFileSync(`${file}.part`, printFile(9));
  renameSync(`${file}.part`, file);
  await expect.poll(red, { timeout: 60_000 }).toBeLessThan(5);

  writeFileSync(file, printFile(-9).subarray(0, 150));
  await expect.poll(notices, { timeout: 60_000 }).toContainEqual(expect.stringContaining('plugins/print failed in create: assets/print/first.safetensors cannot be read'));
  expect(await red()).toBeLessThan(5);

  writeFileSync(file, printFile(-9));
  await expect.poll(red, { timeout: 60_000 }).toBeGreaterThan(250);
  expect(await notices()).not.toContainEqual(expect.stringContaining('plugins/print'));
  expect(await page.title()).toBe('still the same page');
});

test('a weights file that is new is found, after the page has loaded itself again', async () => {
  await page.evaluate(() => { document.title = 'the page before'; });
  writeFileSync(join(copy, 'assets/print/second.safetensors'), printFile(9));
  await page.waitForFunction(() => document.title !== 'the page before' && 'driftloom' in window);
  await page.evaluate(() => window.driftloom.ready);
  edit('plugins/print/index.ts', (text) => text.replace('print/first.safetensors', 'print/second.safetensors'));
  await page.evaluate(() => window.driftloom.load({ version: 1, pieces: [{ id: 'new', plugin: 'print' }] }));
  await expect.poll(() => page.evaluate(async () => (await window.driftloom.picture('new')).data[0]!), { timeout: 60_000 }).toBeLessThan(5);
});
