// A rendering that is one file, a print or a film; and how renderings tell how far they are.

import type { HeadlessViewer } from './headless-viewer.ts';
import { writeStream } from './render-files.ts';
import type { RenderPlan } from './render-plan.ts';

export type OpenViewer = (plan: RenderPlan) => Promise<HeadlessViewer>;

/** A line that renews itself on a terminal; elsewhere only the last word is written. */
export const line = (text: string, last: boolean): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}${last ? '\n' : ''}`);
  else if (last) process.stderr.write(`${text}\n`);
};

/** Prints each notice once: a source that is not at hand, and the like. */
export const teller = (): ((notices: readonly string[]) => void) => {
  const told = new Set<string>();
  return (notices) => {
    for (const notice of notices) if (!told.has(notice)) process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}${notice}\n`);
    for (const notice of notices) told.add(notice);
  };
};

/** Writes what `make` answers from a viewer that shows the plan's moment. */
export const renderOne = async (plan: RenderPlan, open: OpenViewer, make: (viewer: HeadlessViewer) => Promise<AsyncIterable<Uint8Array>>): Promise<void> => {
  const viewer = await open(plan), since = performance.now(), path = plan.file(0);
  try {
    await viewer.load(plan.recipe);
    teller()(await viewer.step(0, plan.fps));
    await writeStream(path, await make(viewer));
    line(`${plan.width} x ${plan.height} pixels in ${((performance.now() - since) / 1000).toFixed(1)} s: ${path}`, true);
  } finally {
    await viewer.close();
  }
};
