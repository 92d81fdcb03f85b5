// What takes the frames of a recording and makes files of them.

import type { Pixels } from './frames.ts';
import type { RecordPlan } from './plan.ts';
import type { Sink } from './sink.ts';

export interface Writer {
  /** Bytes written so far. */
  readonly size: number;
  /** Why no more frames can follow, as a sentence; '' while they can. */
  readonly full: string;
  /** The next frame; its number in the whole recording. Rejects where encoder or disk failed: then `salvage`. */
  add(pixels: Pixels, index: number): Promise<void>;
  /** Ends a file that is whole, however many frames it has. Rejects as `add` does. */
  finish(): Promise<void>;
  /** Ends after a failure; answers the frames that what is left holds. Never rejects. */
  salvage(): Promise<number>;
  /** What was written, where it lies in memory. */
  file(): Promise<Blob>;
}

/** A text that travels in the file, by the moment in seconds of the recipe's time that it is to bring back. */
export interface Metadata { readonly key: string; text(time: number): string }

export interface WriterSetting {
  readonly plan: RecordPlan;
  readonly sink: Sink;
  readonly metadata: Metadata | undefined;
}
