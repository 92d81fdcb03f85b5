// The bench's page in a headless Chromium.

import { chromium, type Browser } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { EngineError } from '../../core/errors.ts';
import { CHROMIUM_FLAGS, findChromium, GPU_FLAGS, NO_CHROMIUM } from '../chromium.ts';
import { inRoot, ROOT } from '../root.ts';
import type { BenchHost } from './session.ts';

/** A server that does not watch files, with a cache of its own. */
const serve = async (): Promise<ViteDevServer> => (await createServer({
  root: ROOT, configFile: inRoot('vite.config.ts'), logLevel: 'error', clearScreen: false, cacheDir: inRoot('node_modules/.vite-bench'),
  server: { port: 5500, hmr: false, watch: null, host: '127.0.0.1' },
})).listen();

export const openPageHost = async (gpu: boolean): Promise<BenchHost> => {
  const executablePath = findChromium();
  if (!executablePath) throw new EngineError('no-webgpu', NO_CHROMIUM);
  let server: ViteDevServer | undefined, browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.close();
  };
  try {
    server = await serve();
    browser = await chromium.launch({ executablePath, args: [...(gpu ? GPU_FLAGS : CHROMIUM_FLAGS), '--enable-precise-memory-info'] });
    const page = await browser.newPage({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 1 });
    page.setDefaultTimeout(0);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(new URL('src/cli/bench/page.html', server.resolvedUrls?.local[0]).href);
    await page.waitForFunction(() => 'bench' in window, undefined, { timeout: 120_000 }).catch(() => { throw new Error(`The bench's page did not start: ${faults[0] ?? 'it said nothing'}.`); });
    const { adapter, software } = await page.evaluate(async () => {
      const bench = await window.bench;
      return { adapter: bench.adapter, software: bench.software };
    });
    return {
      adapter, software, close,
      measure: (recipe, naive, seconds) => page.evaluate(async ([raw, how, long]) => (await window.bench).measure(raw, how, long), [recipe, naive, seconds] as const),
      picture: (recipe) => page.evaluate(async (raw) => (await window.bench).picture(raw), recipe),
      memory: (recipe, frames) => page.evaluate(async ([raw, count]) => (await window.bench).memory(raw, count), [recipe, frames] as const),
    };
  } catch (error) {
    await close();
    throw error;
  }
};
