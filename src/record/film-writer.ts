// Films: each frame through the browser's encoder into MP4 or WebM, with sound where there is some.

import { canEncodeVideo, Output, Quality, VideoSample, VideoSampleSource, type MetadataTags } from 'mediabunny';
import { badArgument } from '../core/errors.ts';
import { momentOf, type Pixels } from './frames.ts';
import type { RecordPlan } from './plan.ts';
import { containerOf, countFrames, settle, targetOf, type Container } from './settle.ts';
import { MOST_IN_MEMORY } from './sink.ts';
import { openSoundtrack, type Soundtrack } from './soundtrack.ts';
import type { Metadata, Writer, WriterSetting } from './writer.ts';

/** Seconds from one picture that needs no other to the next; a film that ends early loses no more. */
const KEY_FRAMES = 1;

/** `time`: of the first frame that is written. */
export const tagsOf = (name: string, metadata: Metadata | undefined, time: number): MetadataTags => ({ title: name, ...(metadata ? { raw: { [metadata.key]: metadata.text(time) } } : {}) });

const encoding = ({ film: { alpha }, quality }: RecordPlan) => ({ quality: new Quality(quality), alpha: alpha ? 'keep' as const : 'discard' as const });

/** Why this browser cannot make the film, as a sentence; '' where it can. */
export const refusedEncoding = async (plan: RecordPlan): Promise<string> => {
  const { format, film: { width, height, fps: frameRate } } = plan;
  const able = await canEncodeVideo(format.codec!, { width, height, frameRate, ...encoding(plan) }).catch(() => false);
  return able ? '' : `This browser cannot encode ${format.title} at ${width} x ${height}. Another format or a smaller size may do.`;
};

export const openFilmWriter = async ({ plan, sink, metadata }: WriterSetting): Promise<Writer> => {
  const { format, film: { width, height, alpha, fps }, from, until, audio, name } = plan, container = format.extension as Container;
  const refusal = await refusedEncoding(plan);
  if (refusal) throw badArgument(refusal);
  const tags = tagsOf(name, metadata, momentOf(plan.film, from)), box = containerOf(container, true);
  const output = new Output({ format: box, target: targetOf(sink, true) });
  const source = new VideoSampleSource({ codec: format.codec!, keyFrameInterval: KEY_FRAMES, ...encoding(plan) });
  output.addVideoTrack(source, { frameRate: fps, canBeTransparent: alpha });
  let sound: Soundtrack | undefined;
  if (audio) sound = await openSoundtrack(audio, box, output, from / fps, until / fps);
  output.setMetadataTags(tags);
  await output.start();
  const micro = (index: number): number => Math.round((1e6 * index) / fps);
  let written = 0;
  /** The file is there, in pieces; a plain one in its place is better, and may fail without harm. */
  const plain = (): Promise<void> => settle(sink, container, fps, alpha, tags);
  return {
    get size() { return sink.size; },
    get full() { return sink.full ? `A film in this browser's memory holds ${MOST_IN_MEMORY / 2 ** 30} GB.` : ''; },
    async add(pixels: Pixels, index) {
      const timestamp = micro(index - from), frame = new VideoFrame(pixels, { format: alpha ? 'RGBA' : 'RGBX', codedWidth: width, codedHeight: height, timestamp, duration: micro(index - from + 1) - timestamp });
      const sample = new VideoSample(frame);
      try {
        await sound?.until((index - from) / fps);
        await source.add(sample);
        written++;
      } finally {
        sample.close();
      }
    },
    async finish() {
      await sound?.until(written / fps);
      await output.finalize();
      sound?.dispose();
      await sink.close();
      await plain().catch(() => undefined);
    },
    async salvage() {
      sound?.dispose();
      // Nobody waits for it: what has failed once may never answer.
      void output.cancel().catch(() => undefined);
      // After the encoder's failure the disk is sound; after its own there is what was kept.
      await sink.close().catch(() => sink.abandon());
      const left = await sink.file();
      if (await countFrames(left) > 0) await plain().catch(() => undefined);
      return countFrames(await sink.file());
    },
    file: () => sink.file(),
  };
};
