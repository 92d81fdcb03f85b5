// The proof of learning in the scene: in the built viewer a real DCGAN is taught 32 pictures that it has never seen, while
// frames keep coming; the weights come back exactly, and the command line measures what the page measured.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { unzipSync } from 'fflate';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../../../src/cli/chromium.ts';
import { inRoot } from '../../../src/cli/root.ts';
import { encodeLink } from '../../../src/core/link.ts';
import type {} from '../../../src/scripting.ts';
import { serveFolder } from '../../support/static-server.ts';

/** Every fourth of the photographs that ship, which the net of faces has never seen. */
const stills = readdirSync(inRoot('assets/datasets/landscapes')).filter((file) => file.endsWith('.jpg')).filter((_, i) => i % 4 === 0).slice(0, 32);
const recipe = encodeLink({
  version: 1, clock: { time: 0, playing: true }, room: { room: 'void' },
  pieces: [{
    id: 'art', plugin: 'dcgan', size: [64, 64], params: { data: 'faces' }, view: { width: .4 },
    tuning: { settings: { batch: 8, rate: 1 }, pictures: stills.map((still) => ({ source: { from: 'still', still: `landscapes/${still}` } })) },
  }],
});

let host: Awaited<ReturnType<typeof serveFolder>>, browser: Browser, page: Page, folder: string;
const faults: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'driftloom-tuning-'));
  host = await serveFolder(inRoot('dist'), '/');
  browser = await chromium.launch({ executablePath: findChromium()!, args: CHROMIUM_FLAGS });
  page = await browser.newPage({ viewport: { width: 320, height: 200 } });
  page.setDefaultTimeout(240_000);
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(host.address + recipe);
  await page.evaluate(() => window.driftloom.ready);
});
afterAll(async () => {
  await browser.close();
  host.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is exported, by its digest: the weights, their moments and the count of steps. */
const exported = (): Promise<string> => page.evaluate(async () => {
  const bytes = await (await window.driftloom.tuning.export('art')).arrayBuffer();
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
});
const exportTo = async (path: string): Promise<void> => {
  const text = await page.evaluate(async () => {
    const file = await window.driftloom.tuning.export('art');
    return new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve((reader.result as string).replace(/^.*,/, ''));
      reader.readAsDataURL(file);
    });
  });
  writeFileSync(path, Buffer.from(text, 'base64'));
};
const state = () => page.evaluate(() => {
  const { step, phase, alarm, figures, undoes, redoes } = window.driftloom.tuning.state('art');
  return { step, phase, alarm, undoes, redoes, distance: figures[0]?.value ?? '', frames: window.driftloom.stats().frames };
});
const taught = (step: number): Promise<unknown> => page.waitForFunction((wanted) => {
  const { step: reached, phase } = window.driftloom.tuning.state('art');
  return reached >= wanted || phase === 'idle';
}, step, { polling: 500 });
const rest = async (): Promise<void> => {
  await page.evaluate(() => window.driftloom.tuning.pause('art'));
  await page.waitForFunction(() => window.driftloom.tuning.state('art').phase === 'paused', undefined, { polling: 200 });
};

const STEPS = 28;

describe('a DCGAN in the page', () => {
  test(`comes nearer to 32 unseen pictures in ${STEPS} steps while frames keep coming, and undo brings the exact weights back`, async () => {
    await page.evaluate(() => window.driftloom.tuning.start('art'));
    await rest();
    const before = await exported(), begun = await state();
    await page.evaluate(() => window.driftloom.tuning.start('art'));
    await taught(begun.step + STEPS);
    const learning = await state();
    await rest();
    const [, now = NaN, first = NaN] = /^(\S+) \((\S+) before\)$/.exec((await state()).distance)?.map(Number) ?? [];
    expect(learning.alarm).toBe('');
    expect(learning.frames - begun.frames, 'frames while it learnt').toBeGreaterThan(20);
    expect(now / first).toBeLessThan(.9);

    const after = await exported(), path = join(folder, 'learnt.safetensors');
    await exportTo(path);
    const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/evaluate.ts', 'dcgan', '--weights', path, '--json'], { cwd: inRoot(), encoding: 'utf8' });
    expect(status).toBe(0);
    const measured = JSON.parse(stdout) as { before: { distance: number }; now: { distance: number } };
    expect(measured.now.distance / now).toBeCloseTo(1, 1);
    expect(measured.before.distance / first).toBeCloseTo(1, 1);

    await page.evaluate(() => window.driftloom.tuning.undo('art'));
    expect(await exported()).toEqual(before);
    await page.evaluate(() => window.driftloom.tuning.redo('art'));
    expect(await exported()).toEqual(after);
    expect(faults).toEqual([]);
  });

  test('a checkpoint is there after a reload, and comes back to the bit', async () => {
    const kept = await exported();
    await page.evaluate(() => window.driftloom.tuning.save('art', 'dunes & snow'));
    await page.reload();
    await page.evaluate(() => window.driftloom.ready);
    expect(await page.evaluate(async () => (await window.driftloom.tuning.checkpoints('art')).map(({ name, step }) => ({ name, step })))).toEqual([{ name: 'dunes & snow', step: expect.any(Number) as number }]);
    await page.evaluate(() => window.driftloom.tuning.load('art', 'dunes & snow'));
    expect(await exported()).toEqual(kept);
    await page.evaluate(() => window.driftloom.tuning.forget('art', 'dunes & snow'));
    expect(await page.evaluate(() => window.driftloom.tuning.checkpoints('art'))).toEqual([]);
  });

  test('what cannot be learnt from is a sentence', async () => {
    const refused = await page.evaluate(async () => {
      const answers: string[] = [], keep = (error: Error): void => void answers.push(error.message);
      await window.driftloom.tuning.import('art', new File([new Uint8Array(30)], 'holiday.safetensors')).catch(keep);
      const { pieces } = window.driftloom.recipe() as { pieces: { tuning?: unknown }[] };
      await window.driftloom.load({ pieces: [{ ...pieces[0], tuning: { pictures: [{ source: { from: 'image', file: '0'.repeat(64), name: 'lost.jpg' } }] } }] });
      await window.driftloom.tuning.start('art').catch(keep);
      await window.driftloom.load({ pieces: [{ ...pieces[0], tuning: { pictures: [] } }] });
      await window.driftloom.tuning.start('art').catch(keep);
      return answers;
    });
    expect(refused[0]).toMatch(/^holiday\.safetensors cannot be read/);
    expect(refused[1]).toBe('1 of 1 pictures cannot be learnt from: lost.jpg is not kept in this browser: bring it again. Take them out, or bring them again.');
    expect(refused[2]).toBe('Learning needs at least a picture; there are 0.');
  });

  test('a recording that learns has the same frames every time, and leaves what is on show as it was', async () => {
    const { films, before, after, step } = await page.evaluate(async (still) => {
      // Nothing moves but the weights.
      await window.driftloom.load({
        version: 1, clock: { time: 0, playing: false }, room: { room: 'void' }, post: { grain: 0 },
        pieces: [{ id: 'hand', plugin: 'residual-cppn', size: [32, 32], params: { width: '4', source: 'digits', z: { speed: 0 } }, view: { kind: 'full' }, tuning: { settings: { perFrame: 1, batch: 1, rate: 5 }, pictures: [{ source: { from: 'still', still: `landscapes/${still}` } }] } }],
      });
      const shown = async (): Promise<string> => (await window.driftloom.picture('hand')).data.join(), before = await shown(), films: number[][] = [];
      for (let i = 0; i < 2; i++) {
        const { file } = await window.driftloom.record({ format: 'png', width: 64, height: 48, fps: 10, frames: 2 });
        films.push(Array.from(new Uint8Array(await file!.arrayBuffer())));
      }
      return { films, before, after: await shown(), step: window.driftloom.tuning.state('hand').step };
    }, stills[0]!);
    const [first, second] = films.map((zip) => Object.values(unzipSync(Uint8Array.from(zip))).map((bytes) => decode(bytes).data.join())) as [string[], string[]];
    expect([first.length, first[0] === first[1]]).toEqual([2, false]);
    expect(second).toEqual(first);
    expect([after === before, step, faults]).toEqual([true, 0, []]);
  });
});
