// The bench's page: the viewer without its panel, and verbs for `page-host.ts`. Real frames of a real window.

import { createNotices } from '../../core/notices.ts';
import { parseRecipe } from '../../core/recipe.ts';
import { createDownloads } from '../../downloads.ts';
import { openDevice } from '../../gpu/device.ts';
import { viewerRegistry, weightsAddresses } from '../../registry.ts';
import { createViewer } from '../../viewer.ts';
import type { Raw } from './cases.ts';
import { loadPlugin } from './load-plugin.ts';
import { measureSession, timePicture, watchMemory, type BenchHost, type Session } from './session.ts';

/** What the page can do for its host. */
export type BenchPage = Omit<BenchHost, 'close'>;

declare global {
  interface Window { bench: Promise<BenchPage> }
}

const open = async (): Promise<BenchPage> => {
  const gpu = await openDevice(navigator.gpu), registry = viewerRegistry();
  registry.replace(loadPlugin.id, { default: loadPlugin });
  const { vendor, architecture, description } = gpu.adapterInfo;
  const loadWeights = createDownloads({ addresses: weightsAddresses, show: () => undefined });
  const now = (): number => performance.now();
  const heap = (): number => (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? NaN;

  const inSession = async <T>(raw: Raw, work: (session: Session) => Promise<T>): Promise<T> => {
    const { recipe, problems } = await parseRecipe(raw, registry.load);
    if (problems.length > 0) throw new Error(`The bench cannot show its scene: ${problems.join('; ')}.`);
    // A canvas of its own for every scene: three keeps the context of the one it had.
    const canvas = document.createElement('canvas');
    document.querySelector('canvas')?.replaceWith(canvas);
    const begun = now();
    let naive = false;
    const viewer = await createViewer({ gpu, registry, notices: createNotices(), canvas, now, tensors: { open: () => Promise.reject(new Error('no tensors in this bench')), count: () => 0 }, loadWeights, still: false, naive: () => naive }, recipe);
    try {
      await viewer.engine.settled();
      return await work({
        gpu, clock: viewer.clock, engine: viewer.engine, begun, now,
        async frame(how) {
          const timestamp = await new Promise(requestAnimationFrame), started = now();
          naive = how;
          viewer.frame(timestamp);
          return started;
        },
      });
    } finally {
      viewer.dispose();
    }
  };
  return {
    adapter: [...new Set([vendor, architecture, description])].filter(Boolean).join(' ') || 'unknown adapter', software: gpu.software,
    measure: (recipe, naive, seconds) => inSession(recipe, (session) => measureSession(session, naive, seconds)),
    picture: (recipe) => inSession(recipe, timePicture),
    memory: (recipe, frames) => inSession(recipe, (session) => watchMemory(session, frames, heap)),
  };
};

window.bench = open();
