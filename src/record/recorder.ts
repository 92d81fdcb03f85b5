// Exact recordings: one frame after the other, each painted whole, rendered, encoded and written before the next begins.
// However it ends, what was written so far is a whole file, and the frame to go on from is known.

import { EngineError, reason } from '../core/errors.ts';
import type { Film, OpenFilm } from './frames.ts';
import { planRecording, type RecordOptions, type RecordPlan } from './plan.ts';
import { openWriter, type Destination } from './open-writer.ts';
import type { Metadata, Writer } from './writer.ts';

export type RecordEnd = 'whole' | 'stopped' | 'broken';

export interface Recorded {
  readonly end: RecordEnd;
  /** Why it ended early, as a sentence; '' where it did not. */
  readonly why: string;
  /** Frames written, and the one to go on from. */
  readonly frames: number;
  readonly next: number;
  readonly name: string;
  /** What was written, where no file or folder was given; undefined where that is nothing. */
  readonly file: Blob | undefined;
}

export interface RecordState {
  readonly phase: 'idle' | 'recording' | 'paused' | 'finishing';
  /** Frames done and wanted of this recording. */
  readonly done: number;
  readonly frames: number;
  /** Seconds that it will still take; undefined while that cannot be said. */
  readonly left: number | undefined;
  readonly bytes: number;
}

export interface Recorder {
  readonly state: RecordState;
  /** The last frame, for a preview; 8 bits a channel, borrowed. */
  readonly shown: { readonly pixels: Uint8ClampedArray<ArrayBuffer>; readonly width: number; readonly height: number } | undefined;
  /** Rejects with a sentence where it cannot begin; resolves whatever happens then. Memory unless a destination is said. */
  record(options?: RecordOptions, to?: Destination): Promise<Recorded>;
  pause(): void;
  resume(): void;
  /** Ends behind the frame under way, with what is there. */
  stop(): void;
}

export interface RecorderHost {
  readonly film: OpenFilm;
  /** Milliseconds. */
  readonly now: () => number;
  /** The recipe's time, and its title. */
  readonly time: () => number;
  readonly title: () => string;
  /** What travels in the file: asked when a recording begins. */
  readonly metadata: () => Metadata | undefined;
  /** Rejects when the device is lost. */
  readonly lost: Promise<never>;
}

const idle: RecordState = { phase: 'idle', done: 0, frames: 0, left: undefined, bytes: 0 };

export const createRecorder = (host: RecorderHost): Recorder => {
  let state = idle, shown: Recorder['shown'];
  let stopped = false, go: (() => void) | undefined, gate = Promise.resolve();
  /** One listener for all frames: a promise that outlives them would remember each. */
  let lost: Error | undefined, lose: ((why: Error) => void) | undefined;
  host.lost.catch((why: unknown) => {
    lost = why instanceof Error ? why : new Error(reason(why));
    lose?.(lost);
    // One that is paused ends, too.
    go?.();
  });
  const unlessLost = <T>(frame: () => Promise<T>): Promise<T> => new Promise((resolve, reject) => {
    if (lost) return reject(lost);
    lose = reject;
    frame().then(resolve, reject);
  });

  const run = async (plan: RecordPlan, writer: Writer): Promise<Omit<Recorded, 'name' | 'file'>> => {
    const { from, until, film: setting } = plan, total = until - from;
    let done = 0, why = '', spent = 0, faulty = false;
    const work = async (film: Film): Promise<void> => {
      for (let index = from; index < until; index++) {
        await gate;
        if (stopped || (why = writer.full)) return;
        const since = host.now(), pixels = await unlessLost(() => film.frame(index));
        try {
          await writer.add(pixels, index);
        } catch (error) {
          faulty = true;
          throw error;
        }
        if (pixels instanceof Uint8ClampedArray) shown = { pixels, width: setting.width, height: setting.height };
        spent += host.now() - since;
        done++;
        state = { ...state, done, left: ((spent / done) * (total - done)) / 1000, bytes: writer.size };
      }
    };
    // The first that goes wrong is the reason; what a lost device makes of the rest is not.
    const failed = (error: unknown): void => { why ||= reason(error) || 'nobody knows why'; };
    await host.film(setting, (film) => work(film).catch(failed)).catch(failed);
    shown = undefined;
    state = { ...state, phase: 'finishing', left: undefined };
    try {
      if (!faulty) await writer.finish();
    } catch (error) {
      faulty = true;
      failed(error);
    }
    if (faulty) done = Math.min(done, await writer.salvage());
    return { end: why !== '' ? 'broken' : done < total ? 'stopped' : 'whole', why, frames: done, next: from + done };
  };

  return {
    get state() { return state; },
    get shown() { return shown; },
    async record(options = {}, to) {
      if (state.phase !== 'idle') throw new EngineError('argument', 'A recording is under way.');
      const plan = planRecording(options, host.title(), host.time());
      stopped = false;
      gate = Promise.resolve();
      state = { ...idle, phase: 'recording', frames: plan.until - plan.from };
      try {
        const writer = await openWriter(plan, host.metadata(), to);
        const ended = await run(plan, writer);
        return { ...ended, name: plan.name, file: to || ended.frames === 0 ? undefined : await writer.file() };
      } finally {
        state = idle;
        shown = undefined;
      }
    },
    pause() {
      if (state.phase !== 'recording') return;
      state = { ...state, phase: 'paused' };
      gate = new Promise((open) => { go = open; });
    },
    resume() {
      if (state.phase === 'paused') state = { ...state, phase: 'recording' };
      go?.();
    },
    stop() {
      stopped = true;
      if (state.phase === 'paused') state = { ...state, phase: 'recording' };
      go?.();
    },
  };
};
