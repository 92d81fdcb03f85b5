// `window.driftloom`: the session's verbs for scripts, tests and the command line.

import type { Stats } from './engine/stats.ts';
import { printBlob, type PrintOptions } from './printing.ts';
import type { Viewer } from './viewer.ts';

export interface Driftloom {
  /** Resolves when every piece has its first picture; rejects with the reason where the viewer could not start. */
  readonly ready: Promise<void>;
  /** The recipe of this moment, without what equals the defaults. */
  recipe(): unknown;
  /** Replaces the scene; answers a sentence for each thing that could not be used. */
  load(recipe: unknown): Promise<string[]>;
  play(): void;
  pause(): void;
  /** Pauses and advances by exactly `frames / fps` seconds, painting every frame whole; 0 paints the present moment. */
  step(frames?: number, fps?: number): Promise<void>;
  /** PNG of the scene at the present moment, in pixels. */
  still(size?: { readonly width?: number; readonly height?: number }): Promise<Blob>;
  /** PNG `Blob` of a print of this moment, in pixels: of the scene, or of a piece's own picture. `progress` is told 0..1. */
  print(options: PrintOptions, progress?: (share: number) => void): Promise<Blob>;
  /** A piece's own texture as sRGB bytes. */
  picture(pieceId: string): Promise<ImageData>;
  stats(): Stats;
}

declare global {
  interface Window { driftloom: Driftloom }
}

/** Puts the object on the window at once; its verbs work when `resolve` has given it the viewer. */
export const publish = (): { resolve(viewer: Viewer): void; reject(error: unknown): void } => {
  // Not `Promise.withResolvers`: browsers too old for WebGPU must get as far as being told so.
  let resolve!: (viewer: Viewer) => void, reject!: (error: unknown) => void;
  const promise = new Promise<Viewer>((good, bad) => { [resolve, reject] = [good, bad]; });
  let viewer: Viewer | undefined;
  const running = (): Viewer => {
    if (!viewer) throw new Error('Driftloom is still starting: await driftloom.ready first.');
    return viewer;
  };
  window.driftloom = {
    ready: promise.then((started) => { viewer = started; }),
    recipe: () => running().snapshot(),
    load: (recipe) => running().load(recipe),
    play: () => running().clock.play(),
    pause: () => running().clock.pause(),
    step: (frames = 1, fps) => running().step(frames, fps),
    still: (size) => running().still(size),
    print: (options, progress) => printBlob((write) => running().print(options, write, progress ? { progress } : {})),
    picture: (pieceId) => running().picture(pieceId),
    stats: () => running().stats(),
  };
  // Who does not wait for `ready` has not asked to hear of its failure.
  window.driftloom.ready.catch(() => undefined);
  return { resolve, reject };
};
