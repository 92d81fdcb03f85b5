// The built viewer as a visitor meets it: served from a folder of some host, moved with a real pointer, shared by a link.

import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import nightGallery from '../../../assets/compositions/night-gallery.json';
import { CHROMIUM_FLAGS, findChromium } from '../../../src/cli/chromium.ts';
import { inRoot } from '../../../src/cli/root.ts';
import { encodeLink } from '../../../src/core/link.ts';
import type {} from '../../../src/scripting.ts';
import { serveFolder } from '../../support/static-server.ts';

const executablePath = findChromium()!;
let host: Awaited<ReturnType<typeof serveFolder>>;
let browser: Browser;
const faults: string[] = [];

beforeAll(async () => {
  expect(existsSync(inRoot('dist/index.html')), 'the viewer must be built: npm run build').toBe(true);
  host = await serveFolder(inRoot('dist'), '/some/folder/');
  browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
});
afterAll(async () => {
  await browser.close();
  host.close();
});

const open = async (hash = ''): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 720, height: 420 } });
  page.setDefaultTimeout(120_000);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('response', (response) => { if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`); });
  await page.goto(host.address + hash);
  await page.evaluate(() => window.driftloom.ready);
  return page;
};

/** The piece's own texture, as a list of bytes. */
const picture = (page: Page): Promise<number[]> => page.evaluate(async () => Array.from((await window.driftloom.picture('art')).data));
const difference = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + Math.abs(x - b[i]!), 0) / a.length;

/** The one notice of a browser without a graphics card, which every test browser is. */
const SOFTWARE = expect.stringContaining('draws in software') as string;

const oneSmallPiece = encodeLink({
  version: 1, clock: { time: 2, playing: false },
  pieces: [{ id: 'art', plugin: 'cppn', size: [64, 64], params: { depth: 2 }, view: { kind: 'full' } }],
});

describe('the built viewer', () => {
  test('opens with the night gallery, moves, reads nothing back and complains about nothing', async () => {
    const page = await open();
    await page.waitForFunction(() => window.driftloom.stats().frames >= 3);
    const { readbacks, notices, pieces } = await page.evaluate(() => window.driftloom.stats());
    expect({ readbacks, notices, count: pieces.length, states: new Set(pieces.map(({ state }) => state)) }).toEqual({ readbacks: 0, notices: [SOFTWARE], count: nightGallery.pieces.length, states: new Set(['running']) });
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a slider moved by the pointer changes the picture, and the link brings the same picture back', async () => {
    const page = await open(oneSmallPiece);
    const before = await picture(page);
    await page.locator('[data-piece="art"] .tp-fldv_b').first().click();
    const slider = page.locator('[data-param="art.scale"] .tp-sldv_t');
    await slider.scrollIntoViewIfNeeded();
    const box = (await slider.boundingBox())!;
    await page.mouse.move(box.x + box.width * .1, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * .5, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    const after = await picture(page);
    expect(difference(before, after)).toBeGreaterThan(2);
    const scale = await page.evaluate(() => (window.driftloom.recipe() as { pieces: { params: { scale: number } }[] }).pieces[0]!.params.scale);
    expect(scale).toBeGreaterThan(5);

    await page.waitForFunction((old) => location.hash !== old, oneSmallPiece);
    await page.reload();
    await page.evaluate(() => window.driftloom.ready);
    expect(await picture(page)).toEqual(after);

    // One drag is one step of undo, and the keyboard knows it.
    await page.keyboard.press('h');
    expect(await page.locator('.dl-panel').isHidden()).toBe(true);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a damaged link shows the gallery and one notice', async () => {
    const page = await open('#r1.not-a-recipe');
    const { notices, pieces } = await page.evaluate(() => window.driftloom.stats());
    expect(notices).toEqual([expect.stringContaining('the link is damaged'), SOFTWARE]);
    expect(pieces.length).toBe(nightGallery.pieces.length);
    await page.close();
  });
});

test('without WebGPU a friendly page says which browsers have it', async () => {
  const plain = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  const page = await plain.newPage();
  await page.goto(host.address);
  const text = page.getByText(/WebGPU/).first();
  await text.waitFor();
  expect(await page.locator('body').innerText()).toMatch(/Chrome|hardware acceleration/);
  await plain.close();
});
