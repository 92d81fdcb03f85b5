// Says quietly that networks are being compiled, at the start and whenever pieces come. The compiler works beside the
// frames; a piece is hung when all that it will ever run is compiled.

import type { Engine } from './engine/engine.ts';
import type { Progress } from './ui/progress.ts';

/** What is to be said of pieces of which so many are loading; undefined where nothing is. */
export const compilingText = (states: readonly string[]): { text: string; fraction: number } | undefined => {
  const ready = states.filter((state) => state !== 'loading').length;
  return ready === states.length ? undefined : { text: states.length === 1 ? 'Compiling the network' : `Compiling networks, ${ready} of ${states.length} ready`, fraction: ready / states.length };
};

/** Ask it a few times a second: it speaks of what takes longer than one such moment, and takes back only its own words. */
export const createWarmUp = (engine: Pick<Engine, 'pieces'>, progress: Progress): (() => void) => {
  let waited = 0, told = false;
  return () => {
    const now = compilingText(engine.pieces.map(({ state }) => state));
    waited = now ? waited + 1 : 0;
    if (now && waited > 1) progress.show(now.text, now.fraction);
    else if (!now && told) progress.done();
    told = now !== undefined && waited > 1;
  };
};
