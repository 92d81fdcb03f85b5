// `window.driftloom`: the session's verbs for scripts, tests and the command line.

import type { Stats } from './engine/stats.ts';
import { printBlob, type PrintOptions } from './printing.ts';
import type { Destination } from './record/open-writer.ts';
import type { RecordOptions } from './record/plan.ts';
import type { Recorded, Recorder } from './record/recorder.ts';
import type { TuningDesk } from './ui/tuning/desk.ts';
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
  /**
   * Records exact frames: into the file, or for a sequence of pictures into the folder, that is given; else the answer holds
   * the file. Rejects with a sentence where it cannot begin; however it ends, what was written is whole.
   */
  record(options?: RecordOptions, to?: Destination): Promise<Recorded>;
  /** What is recorded: how far it is, and pause, resume, stop. */
  readonly recorder: Pick<Recorder, 'state' | 'pause' | 'resume' | 'stop'>;
  /** Teaches pieces: the verbs of the panel's folder. */
  readonly tuning: TuningDesk;
  stats(): Stats;
}

interface Session { readonly viewer: Viewer; readonly recorder: Recorder; readonly tuning: TuningDesk }

declare global {
  interface Window { driftloom: Driftloom }
}

/** Puts the object on the window at once; its verbs work when `resolve` has given it the viewer. */
export const publish = (): { resolve(session: Session): void; reject(error: unknown): void } => {
  // Not `Promise.withResolvers`: browsers too old for WebGPU must get as far as being told so.
  let resolve!: (session: Session) => void, reject!: (error: unknown) => void;
  const promise = new Promise<Session>((good, bad) => { [resolve, reject] = [good, bad]; });
  let session: Session | undefined;
  const started = (): Session => {
    if (!session) throw new Error('Driftloom is still starting: await driftloom.ready first.');
    return session;
  };
  const running = (): Viewer => started().viewer;
  window.driftloom = {
    ready: promise.then((opened) => { session = opened; }),
    recipe: () => running().snapshot(),
    load: (recipe) => running().load(recipe),
    play: () => running().clock.play(),
    pause: () => running().clock.pause(),
    step: (frames = 1, fps) => running().step(frames, fps),
    still: (size) => running().still(size),
    print: (options, progress) => printBlob((write) => running().print(options, write, progress ? { progress } : {})),
    picture: (pieceId) => running().picture(pieceId),
    record: (options, to) => started().recorder.record(options, to),
    get recorder() { return started().recorder; },
    get tuning() { return started().tuning; },
    stats: () => running().stats(),
  };
  // Who does not wait for `ready` has not asked to hear of its failure.
  window.driftloom.ready.catch(() => undefined);
  return { resolve, reject };
};
