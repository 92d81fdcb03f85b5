// The bench's page in a headless Chromium.

import { withServedPage } from '../served-page.ts';
import type { BenchHost } from './session.ts';

export const openPageHost = (gpu: boolean): Promise<BenchHost> =>
  withServedPage({ name: 'bench', port: 5500, width: 640, height: 400, gpu, flags: ['--enable-precise-memory-info', '--js-flags=--expose-gc'] }, async ({ page, address, faults, close }) => {
    page.setDefaultTimeout(0);
    await page.goto(new URL('src/cli/bench/page.html', address).href);
    await page.waitForFunction(() => 'bench' in window, undefined, { timeout: 120_000 }).catch(() => { throw new Error(`The bench's page did not start: ${faults[0] ?? 'it said nothing'}.`); });
    const { adapter, software } = await page.evaluate(async () => {
      const bench = await window.bench;
      return { adapter: bench.adapter, software: bench.software };
    });
    return {
      adapter, software, close,
      measure: (recipe, naive, seconds) => page.evaluate(async ([raw, how, long]) => (await window.bench).measure(raw, how, long), [recipe, naive, seconds] as const),
      picture: (recipe) => page.evaluate(async (raw) => (await window.bench).picture(raw), recipe),
      arrival: (recipe, next) => page.evaluate(async ([raw, other]) => (await window.bench).arrival(raw, other), [recipe, next] as const),
      training: (seconds) => page.evaluate(async (long) => (await window.bench).training(long), seconds),
      memory: (recipe, frames) => page.evaluate(async ([raw, count]) => (await window.bench).memory(raw, count), [recipe, frames] as const),
    };
  });
