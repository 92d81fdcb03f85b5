// The bench's page: the viewer without its panel, and verbs for `page-host.ts`. Real frames of a real window.

import { createNotices } from '../../core/notices.ts';
import { parseRecipe } from '../../core/recipe.ts';
import { createDownloads } from '../../downloads.ts';
import { openDevice } from '../../gpu/device.ts';
import type { Tensors } from '../../gpu/tf-backend.ts';
import { viewerRegistry, weightsAddresses } from '../../registry.ts';
import { createViewer } from '../../viewer.ts';
import type { Raw } from './cases.ts';
import { loadPlugin } from './load-plugin.ts';
import tensorPlugin from './tensor-plugin.ts';
import { measureTraining, trainingScene } from './training-page.ts';
import { measureArrival, measureSession, timePicture, watchMemory, type BenchHost, type Session } from './session.ts';

/** Pixels of a window that is rendered quickly. */
const SMALL = 64;

/** What the page can do for its host. */
export type BenchPage = Omit<BenchHost, 'close'>;

declare global {
  interface Window { bench: Promise<BenchPage> }
}

const open = async (): Promise<BenchPage> => {
  const gpu = await openDevice(navigator.gpu), registry = viewerRegistry();
  registry.replace(loadPlugin.id, { default: loadPlugin });
  registry.replace(tensorPlugin.id, { default: tensorPlugin });
  let opened: Tensors | undefined;
  const tensors = { open: async () => { opened ??= await (await import('../../gpu/tf-backend.ts')).openTensors(gpu); }, count: () => opened?.count() ?? 0 };
  const { vendor, architecture, description } = gpu.adapterInfo;
  const loadWeights = createDownloads({ addresses: weightsAddresses, show: () => undefined });
  const now = (): number => performance.now();
  const heap = (): number => {
    (globalThis as { gc?: () => void }).gc?.();
    return (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? NaN;
  };

  /** `width` of the window in pixels, where it is not all of the page. */
  const inSession = async <T>(raw: Raw, work: (session: Session) => Promise<T>, width?: number): Promise<T> => {
    const { recipe, problems } = await parseRecipe(raw, registry.load);
    if (problems.length > 0) throw new Error(`The bench cannot show its scene: ${problems.join('; ')}.`);
    // A canvas of its own for every scene: three keeps the context of the one it had.
    const canvas = document.createElement('canvas');
    if (width) [canvas.style.width, canvas.style.height] = [`${width}px`, `${width / 2}px`];
    document.querySelector('canvas')?.replaceWith(canvas);
    const begun = now();
    let naive = false;
    const viewer = await createViewer({ gpu, registry, notices: createNotices(), canvas, now, tensors, loadWeights, still: false, naive: () => naive }, recipe);
    try {
      await viewer.engine.settled();
      return await work({
        gpu, clock: viewer.clock, engine: viewer.engine, begun, now,
        load: (next) => viewer.load(next),
        async frame(how) {
          naive = how;
          let timestamp = 0, begun = 0;
          // What the screen offers while the device is behind, and nothing is rendered in, is no frame.
          do {
            timestamp = await new Promise(requestAnimationFrame);
            begun = now();
          } while (!viewer.frame(timestamp));
          // Who waits for the device here would change what is measured.
          return { begun, late: begun - timestamp, loop: now() - begun, device: 0 };
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
    arrival: (recipe, next) => inSession(recipe, (session) => measureArrival(session, next), gpu.software ? SMALL : undefined),
    training: (seconds) => inSession(trainingScene, (session) => measureTraining(session, { software: gpu.software, tensors: tensors.open, now, loadWeights }, seconds)),
    memory: (recipe, frames) => inSession(recipe, (session) => watchMemory(session, frames, heap, tensors.count), SMALL),
  };
};

window.bench = open();
