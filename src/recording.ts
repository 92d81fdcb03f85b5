// Recordings in the page: where they go, how they end, and what is said of it. Joins recorder, window and panel.

import { badArgument, EngineError, reason } from './core/errors.ts';
import type { Notices } from './core/notices.ts';
import { FORMAT_IDS, FORMATS, type Format, type FormatId } from './record/formats.ts';
import { endingOf, isSequence } from './record/open-writer.ts';
import { planRecording, QUALITIES, type RecordOptions, type RecordQuality } from './record/plan.ts';
import type { Recorded, Recorder } from './record/recorder.ts';
import { openDisk, openMemory } from './record/sink.ts';
import type { LiveCapture } from './record/live-capture.ts';
import type { Metadata } from './record/writer.ts';
import { download } from './ui/files.ts';
import type { RecordChoice, RecordDesk, TextStore } from './ui/host.ts';
import { askDestination } from './destination.ts';
import type { Viewer } from './viewer.ts';

export interface RecordingHost {
  readonly viewer: Viewer;
  readonly recorder: Recorder;
  readonly canvas: HTMLCanvasElement;
  readonly notices: Notices;
  readonly store: TextStore;
  readonly now: () => number;
  readonly metadata: () => Metadata | undefined;
}

export interface Recording extends RecordDesk {
  /** Resolves when nothing is being recorded, with what there is to say of the last that ended early. */
  settled(): Promise<string>;
}

const KEY = 'driftloom.recording', NOTICE = 'recording';

/** What is said of a recording that ended early. */
export const endingWords = ({ end, why, frames, next }: Pick<Recorded, 'end' | 'why' | 'frames' | 'next'>, total: number): string => {
  if (end === 'whole') return '';
  const cause = end === 'broken' ? `ended early: ${why.replace(/\.$/, '')}.` : 'was stopped.';
  if (frames === 0) return end === 'broken' ? `The recording ${cause} Nothing was written.` : '';
  return `The recording ${cause} What there is of it, ${frames} frames, is whole. To go on, record again from frame ${next} of ${total}: the folder Record has the number.`;
};

/** Where a recording goes on that ended early. */
interface Resume { readonly next: number; readonly start: number }
const readResume = (store: TextStore): Resume => {
  try {
    const { next, start } = JSON.parse(store.get(KEY) ?? '{}') as Partial<Resume>;
    if (Number.isInteger(next) && typeof start === 'number') return { next: next!, start };
  } catch {
    // Damaged or forbidden: there is nothing to go on with.
  }
  return { next: 0, start: 0 };
};

export const createRecording = ({ viewer, recorder, canvas, notices, store, now, metadata }: RecordingHost): Recording => {
  let live: LiveCapture | undefined, endLive: ((why?: string) => void) | undefined;
  let resume = readResume(store), busy: Promise<unknown> = Promise.resolve(), said = '';
  const remember = (to: Resume): void => {
    resume = to;
    try {
      store.set(KEY, JSON.stringify(to));
    } catch {
      // It is remembered as long as the page is there.
    }
  };
  const say = (words: string): void => {
    said = words;
    if (words) notices.add(NOTICE, words);
    else notices.remove(NOTICE);
  };
  const optionsOf = ({ format, quality, live: _, ...rest }: RecordChoice): RecordOptions => ({
    ...rest, format: format as FormatId, quality: quality as RecordQuality, start: rest.from > 0 && rest.from === resume.next ? resume.start : viewer.clock.time,
  });

  const exact = async (choice: RecordChoice): Promise<void> => {
    const options = optionsOf(choice), plan = planRecording(options, viewer.document.recipe.title, 0);
    // One that goes on is not to be written over the part before it.
    const name = `${plan.name}${plan.from > 0 && !isSequence(plan) ? ` from ${plan.from}` : ''}.${endingOf(plan)}`;
    const to = await askDestination(name, plan.format.type, isSequence(plan));
    if (to === 'nowhere') return;
    const ended = await recorder.record(options, to);
    if (ended.file) download(ended.file, name);
    remember(ended.end === 'whole' ? { next: 0, start: 0 } : { next: ended.next, start: plan.film.start });
    say(endingWords(ended, plan.frames));
  };

  const lively = async (choice: RecordChoice): Promise<void> => {
    const plan = planRecording({ ...optionsOf(choice), width: 2, height: 2, supersampling: 1, from: 0, frames: 1, start: viewer.clock.time, loop: false, alpha: false }, viewer.document.recipe.title, 0);
    if (choice.audio) throw badArgument('Live capture has no sound; an exact recording has.');
    const to = await askDestination(`${plan.name}.${plan.format.extension}`, plan.format.type, false);
    if (to === 'nowhere') return;
    const sink = to?.kind === 'file' ? await openDisk(to) : openMemory(plan.format.type);
    const capture = live = await (await import('./record/live-capture.ts')).captureLive(canvas, plan, sink, metadata()).catch(async (error: unknown) => {
      await sink.abandon();
      throw error;
    });
    const why = await new Promise<string>((end) => {
      endLive = (cause = '') => end(cause);
      viewer.onFrame(() => {
        capture.frame(now());
        if (capture.problem) end(capture.problem);
      });
    });
    viewer.onFrame(undefined);
    const frames = await capture.stop(), { dropped } = capture;
    live = endLive = undefined;
    if (!to && frames > 0) download(await sink.file(), `${plan.name}.${plan.format.extension}`);
    say(why ? `The capture ended: ${why.replace(/\.$/, '')}. What there is of it, ${frames} frames, is whole${dropped > 0 ? `; ${dropped} were dropped` : ''}.` : '');
  };

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) endLive?.('the tab was hidden, and a hidden tab has no frames');
    if (recorder.state.phase === 'idle') return;
    if (document.hidden) notices.add(NOTICE, 'The recording goes on while the tab is hidden, perhaps more slowly; no frame is lost.');
    else notices.remove(NOTICE);
  });
  addEventListener('beforeunload', (event) => { if (recorder.state.phase !== 'idle' || live) event.preventDefault(); });

  return {
    formats: FORMAT_IDS.map((id) => {
      const { title, codec, alpha }: Format = FORMATS[id];
      return { id, title, film: codec !== undefined, alpha };
    }),
    qualities: QUALITIES,
    get state(): RecordDesk['state'] {
      const { phase, ...rest } = recorder.state;
      return live ? { phase: 'live', done: live.taken, frames: 0, left: undefined, bytes: live.bytes, dropped: live.dropped } : { phase, ...rest, dropped: 0 };
    },
    get next() { return resume.next; },
    async start(choice) {
      if (recorder.state.phase !== 'idle' || live) throw new EngineError('argument', 'A recording is under way.');
      say('');
      const work = choice.live ? lively(choice) : exact(choice);
      busy = work.catch(() => undefined);
      await work;
    },
    pause: recorder.pause,
    resume: recorder.resume,
    stop() {
      endLive?.();
      recorder.stop();
    },
    preview(to) {
      const { shown } = recorder, sheet = to.getContext('2d');
      if (!shown || !sheet) return false;
      const { pixels, width, height } = shown, scale = Math.min(1, to.width / width);
      to.height = Math.max(1, Math.round(height * scale));
      // A row in so many, a pixel in so many: a glance, not a picture.
      const small = sheet.createImageData(to.width, to.height), from = new Uint32Array(pixels.buffer), into = new Uint32Array(small.data.buffer);
      for (let y = 0; y < to.height; y++) for (let x = 0; x < to.width; x++) into[y * to.width + x] = from[Math.floor((y * height) / to.height) * width + Math.floor((x * width) / to.width)]!;
      sheet.putImageData(small, 0, 0);
      return true;
    },
    async settled() {
      await busy.catch((error: unknown) => reason(error));
      return said;
    },
  };
};
