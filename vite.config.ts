import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, findChromium } from './src/cli/chromium.ts';
import { filmCommands } from './src/cli/film-commands.ts';
import { hotPlugins } from './src/cli/hot-plugins.ts';

const shared = { extends: true as const };
const executablePath = findChromium();
/** Debian's Chromium asks for the panel to be drawn by the graphics processor, which is software here: a fifth of the time of its tests. */
const PLAIN_PANEL = '--disable-gpu-rasterization';
/** A camera and a screen that show moving test pictures, and a browser that allows them unasked. */
const FAKE_CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

export default defineConfig({
  // Relative, so that the built page works from any folder of any host.
  base: './',
  plugins: [hotPlugins()],
  // Its own parts are loaded on demand, too.
  worker: { format: 'es' },
  build: { target: 'esnext', chunkSizeWarningLimit: 2500, assetsInlineLimit: 0 },
  optimizeDeps: { include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', '@tensorflow/tfjs-backend-wasm', 'nsfwjs/models/mobilenet_v2', 'three/webgpu', 'three/tsl', 'three/addons/controls/OrbitControls.js', 'three/addons/tsl/display/AfterImageNode.js', 'three/addons/tsl/display/BloomNode.js', 'fflate', 'culori', 'gifenc', 'mediabunny', 'idb-keyval', '@noble/hashes/sha2.js', '@noble/hashes/utils.js', 'tweakpane', '@tweakpane/plugin-essentials'] },
  server: { fs: { strict: true } },
  test: {
    projects: [
      // One process reads three, tfjs and the sources once for all files; on their own they spend a third of their time on it.
      { ...shared, test: { name: 'unit', environment: 'node', include: ['tests/unit/**/*.test.ts', 'plugins/*/*.test.ts'], testTimeout: 30_000, isolate: false } },
      {
        ...shared,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/contract/**/*.test.ts', 'tests/visual/**/*.test.ts'],
          testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false,
          browser: {
            enabled: true, headless: true, commands: filmCommands, screenshotFailures: false, instances: [{ browser: 'chromium' }],
            provider: playwright({ launchOptions: { ...(executablePath ? { executablePath } : {}), args: [...CHROMIUM_FLAGS, PLAIN_PANEL, ...FAKE_CAMERA] } }),
            viewport: { width: 640, height: 400 },
            expect: { toMatchScreenshot: { resolveScreenshotPath: ({ root, testFileDirectory, arg, ext }) => `${root}/${testFileDirectory}/golden/${arg}${ext}` } },
          },
        },
      },
      { ...shared, test: { name: 'end to end', environment: 'node', include: ['tests/e2e/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false } },
    ],
  },
});
