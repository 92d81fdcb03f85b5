// Live capture: what is on the window now, in real time, as a film. A frame that was not there in time, or that the encoder
// had no time for, is dropped and counted. Nothing is read back and nobody waits: the canvas goes to the encoder as it is.

import { Output, Quality, VideoSample, VideoSampleSource } from 'mediabunny';
import { badArgument, reason } from '../core/errors.ts';
import { refusedEncoding, tagsOf } from './film-writer.ts';
import type { RecordPlan } from './plan.ts';
import { containerOf, countFrames, settle, targetOf, type Container } from './settle.ts';
import type { Sink } from './sink.ts';
import type { Metadata } from './writer.ts';

export interface LiveCapture {
  /** Frames taken and dropped so far. */
  readonly taken: number;
  readonly dropped: number;
  readonly bytes: number;
  /** Why it takes no more, as a sentence; '' while it does. */
  readonly problem: string;
  /** A frame is on the canvas: call in the task that rendered it. `time` in milliseconds. */
  frame(time: number): void;
  /** Ends with what is there; answers the frames that the file holds. Never rejects. */
  stop(): Promise<number>;
}

/** Frames that may wait for the encoder. */
const WAITING = 3;

/** Which frames of a film of `fps` a stream of moments (milliseconds) fills, each once; those passed over are dropped. */
export const createSlots = (fps: number): { readonly dropped: number; take(time: number): number | undefined } => {
  let begin: number | undefined, last = -1, dropped = 0;
  return {
    get dropped() { return dropped; },
    take(time) {
      begin ??= time;
      const slot = Math.floor(((time - begin) * fps) / 1000 + .5);
      if (slot <= last) return undefined;
      dropped += slot - last - 1;
      return last = slot;
    },
  };
};

/** Rejects with a sentence where the browser cannot encode the canvas. */
export const captureLive = async (canvas: HTMLCanvasElement, plan: RecordPlan, sink: Sink, metadata: Metadata | undefined): Promise<LiveCapture> => {
  const { format, film: { fps, start }, quality, name } = plan, container = format.extension as Container, tags = tagsOf(name, metadata, start);
  if (!format.codec) throw badArgument(`What is on the window is captured as a film; ${format.title} is none.`);
  // Encoders want an even number of pixels: a window that has an odd one loses its last row or column.
  const even = (): { width: number; height: number } => ({ width: Math.max(2, canvas.width & ~1), height: Math.max(2, canvas.height & ~1) });
  const size = even(), refusal = await refusedEncoding({ ...plan, film: { ...plan.film, ...size, alpha: false } });
  if (refusal) throw badArgument(refusal);
  const output = new Output({ format: containerOf(container, true), target: targetOf(sink, true) });
  const source = new VideoSampleSource({ codec: format.codec, quality: new Quality(quality), keyFrameInterval: 1, latencyMode: 'realtime', sizeChangeBehavior: 'contain' });
  output.addVideoTrack(source, { frameRate: fps });
  output.setMetadataTags(tags);
  await output.start();
  const slots = createSlots(fps);
  let taken = 0, refused = 0, waiting = 0, problem = '', faulty = false, last: Promise<void> = Promise.resolve();
  return {
    get taken() { return taken; },
    get dropped() { return slots.dropped + refused; },
    get bytes() { return sink.size; },
    get problem() { return problem; },
    frame(time) {
      if (problem) return;
      if (sink.full) return void (problem = 'The memory of this browser holds no more.');
      const slot = slots.take(time);
      if (slot === undefined) return;
      if (waiting >= WAITING) return void refused++;
      const frame = new VideoFrame(canvas, { timestamp: Math.round((1e6 * slot) / fps), duration: Math.round(1e6 / fps), alpha: 'discard', visibleRect: { x: 0, y: 0, ...even() } }), sample = new VideoSample(frame);
      waiting++;
      taken++;
      last = source.add(sample).catch((error: unknown) => {
        faulty = true;
        problem ||= reason(error);
      }).finally(() => {
        waiting--;
        sample.close();
      });
    },
    async stop() {
      problem ||= 'It has ended.';
      await last;
      try {
        if (faulty) throw new Error(problem);
        await output.finalize();
        await sink.close();
      } catch {
        void output.cancel().catch(() => undefined);
        await sink.close().catch(() => sink.abandon());
      }
      const frames = await countFrames(await sink.file());
      // An encoder in a hurry drops some of its own accord.
      refused += Math.max(0, taken - frames);
      if (frames > 0) await settle(sink, container, fps, false, tags).catch(() => undefined);
      return frames;
    },
  };
};
