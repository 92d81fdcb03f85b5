// A page of this folder in a headless Chromium, with a server and a browser of its own. Knows no page and no command.

import { chromium, type Browser, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { EngineError } from '../core/errors.ts';
import { CHROMIUM_FLAGS, findChromium, GPU_FLAGS, NO_CHROMIUM } from './chromium.ts';
import { inRoot, ROOT } from './root.ts';

export interface ServedPage {
  readonly page: Page;
  /** Of the server, with a slash at its end. */
  readonly address: string;
  /** What the page threw, the oldest first. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export interface PageSetting {
  /** Keeps the server's compiled files apart, so that it never disturbs `npm start` or another command. */
  readonly name: string;
  /** The first that is tried. */
  readonly port: number;
  readonly width: number;
  readonly height: number;
  /** The machine's graphics adapter instead of the software one. */
  readonly gpu: boolean;
  readonly flags?: readonly string[];
}

/** The server does not watch files: a save in the middle of a rendering must not change it. */
const serve = async ({ name, port }: PageSetting): Promise<ViteDevServer> => (await createServer({
  root: ROOT, configFile: inRoot('vite.config.ts'), logLevel: 'error', clearScreen: false, cacheDir: inRoot('node_modules', `.vite-${name}`),
  server: { port, hmr: false, watch: null, host: '127.0.0.1' },
})).listen();

/** Hands the open page, nothing loaded yet, to `start`; where that fails, all is closed. Throws `EngineError` where there is no Chromium. */
export const withServedPage = async <T>(setting: PageSetting, start: (served: ServedPage) => Promise<T>): Promise<T> => {
  const executablePath = findChromium();
  if (!executablePath) throw new EngineError('no-webgpu', NO_CHROMIUM);
  let server: ViteDevServer | undefined, browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.close();
  };
  try {
    server = await serve(setting);
    browser = await chromium.launch({ executablePath, args: [...(setting.gpu ? GPU_FLAGS : CHROMIUM_FLAGS), ...setting.flags ?? []] });
    const page = await browser.newPage({ viewport: { width: setting.width, height: setting.height }, deviceScaleFactor: 1 }), faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    return await start({ page, address: server.resolvedUrls?.local[0] ?? '', faults, close });
  } catch (error) {
    await close();
    throw error;
  }
};
