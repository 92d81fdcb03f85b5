// A plugin with weights dropped into the project, built and put on a host: its files come along, and one that is lost or
// damaged on the way is said in one sentence.

import { readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../../../src/cli/chromium.ts';
import { inRoot } from '../../../src/cli/root.ts';
import { encodeLink } from '../../../src/core/link.ts';
import type {} from '../../../src/scripting.ts';
import { copyWithPrint } from '../../support/print-folder.ts';
import { serveFolder } from '../../support/static-server.ts';

/** Inside the project, so that the packages are found; `.cache` is in no commit. */
const copy = inRoot('.cache', `weights-${process.pid}`), dist = join(copy, 'dist');
const link = encodeLink({ version: 1, clock: { time: 1, playing: false }, pieces: [{ id: 'art', plugin: 'print', view: { kind: 'full' } }] });
let host: Awaited<ReturnType<typeof serveFolder>>, browser: Browser, file = '';

beforeAll(async () => {
  copyWithPrint(copy);
  await build({ root: copy, configFile: join(copy, 'vite.config.ts'), logLevel: 'silent' });
  file = readdirSync(join(dist, 'assets')).find((name) => name.endsWith('.safetensors') && name.startsWith('first')) ?? '';
  host = await serveFolder(dist, '/some/folder/');
  browser = await chromium.launch({ executablePath: findChromium()!, args: CHROMIUM_FLAGS });
});
afterAll(async () => {
  await browser.close();
  host.close();
  rmSync(copy, { recursive: true, force: true });
});

const open = async (hash = link): Promise<{ page: Page; asked: string[] }> => {
  const page = await browser.newPage({ viewport: { width: 320, height: 200 } });
  page.setDefaultTimeout(120_000);
  const asked: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('.safetensors')) asked.push(request.url()); });
  await page.goto(`${host.address}?headless${hash}`);
  await page.evaluate(() => window.driftloom.ready);
  return { page, asked };
};
const notices = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.driftloom.stats().notices);

test('the file has a name of its contents and is fetched when a piece needs it, once', async () => {
  expect(file).toMatch(/^first-[\w-]{8}\.safetensors$/);
  const { page, asked } = await open(encodeLink({ version: 1, pieces: [] }));
  expect(asked).toEqual([]);
  const pieces = [{ id: 'one', plugin: 'print' }, { id: 'two', plugin: 'print' }];
  expect(await page.evaluate((list) => window.driftloom.load({ version: 1, pieces: list }), pieces)).toEqual([]);
  const pixels = await page.evaluate(async () => [...(await window.driftloom.picture('two')).data.subarray(0, 4)]);
  expect(pixels[0]).toBeGreaterThan(250);
  expect(asked).toEqual([`${host.address}assets/${file}`]);
  expect(await notices(page)).toEqual([]);
  await page.close();
});

test('a file that was damaged or lost on the way is one notice', async () => {
  writeFileSync(join(dist, 'assets', file), 'not weights at all');
  const { page } = await open();
  expect(await notices(page)).toEqual([expect.stringMatching(/^plugins\/print failed in create: assets\/print\/first\.safetensors cannot be read: its header claims \d+ bytes; 1000000 are the most\. It keeps/)]);
  await page.close();
  unlinkSync(join(dist, 'assets', file));
  const { page: next } = await open();
  expect(await notices(next)).toEqual([expect.stringMatching(/^plugins\/print failed in create: assets\/print\/first\.safetensors cannot be read: the server answered 404\. It keeps/)]);
  await next.close();
});
