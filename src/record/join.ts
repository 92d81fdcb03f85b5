// Films of consecutive frames, put together to one: the same packets, not encoded anew, each at the time of its frame in the
// whole. On the disk of whoever runs it, not in a page.

import { EncodedPacketSink, EncodedVideoPacketSource, FilePathSource, FilePathTarget, Input, MP4, Output, WEBM, type InputVideoTrack } from 'mediabunny';
import { EngineError } from '../core/errors.ts';
import { recipeInTags } from './extract.ts';
import { tagsOf } from './film-writer.ts';
import { containerOf, type Container } from './settle.ts';
import type { Metadata } from './writer.ts';

export interface FilmOnDisk {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** Of its first frame; unchecked, undefined where it carries none. */
  readonly recipe: unknown;
}

const withVideo = async <T>(path: string, work: (video: InputVideoTrack, input: Input) => Promise<T>): Promise<T | undefined> => {
  const input = new Input({ source: new FilePathSource(path), formats: [MP4, WEBM] });
  try {
    const video = await input.getPrimaryVideoTrack();
    return video ? await work(video, input) : undefined;
  } finally {
    input.dispose();
  }
};

/** What a file is as a film; undefined where it is none, or only the beginning of one. */
export const filmOnDisk = (path: string): Promise<FilmOnDisk | undefined> => withVideo(path, async (video, input) => ({
  frames: (await video.computePacketStats()).packetCount, width: await video.getDisplayWidth(), height: await video.getDisplayHeight(), recipe: await recipeInTags(input),
})).catch(() => undefined);

export interface FilmPart {
  readonly path: string;
  /** Number of its first frame in the whole. */
  readonly first: number;
}

export interface JoinSetting {
  readonly container: Container;
  readonly fps: number;
  /** What is transparent is kept. */
  readonly alpha: boolean;
  readonly name: string;
  readonly metadata: Metadata;
  /** Seconds of the recipe's time of frame 0. */
  readonly start: number;
}

/** What a decoder is told before the first packet: parts can be played one after the other where it is the same. */
const told = ({ codec, codedWidth, codedHeight, description }: VideoDecoderConfig): string => {
  const bytes = description === undefined ? [] : ArrayBuffer.isView(description) ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength) : new Uint8Array(description);
  return [codec, codedWidth, codedHeight, ...bytes].join(' ');
};

/** Writes the film of all parts, which are in order and begin with a picture that needs no other. Rejects with a sentence where they do not fit together. */
export const joinFilms = async (parts: readonly FilmPart[], into: string, { container, fps, alpha, name, metadata, start }: JoinSetting): Promise<void> => {
  const output = new Output({ format: containerOf(container, false), target: new FilePathTarget(into) });
  let source: EncodedVideoPacketSource | undefined, before = '';
  try {
    for (const { path, first } of parts) {
      await withVideo(path, async (video) => {
        const decoderConfig = (await video.getDecoderConfig())!, setting = told(decoderConfig);
        if (!source) {
          source = new EncodedVideoPacketSource((await video.getCodec())!);
          output.addVideoTrack(source, { frameRate: fps, canBeTransparent: alpha });
          output.setMetadataTags(tagsOf(name, metadata, start));
          await output.start();
        } else if (setting !== before) throw new EngineError('data-unusable', `${path} was encoded otherwise than the part before it, so they cannot be put together.`, { hint: 'Render all of them with the same browser on the same kind of machine, or render .png files and make the film of them.' });
        before = setting;
        for await (const packet of new EncodedPacketSink(video).packets()) {
          // Containers round times; the number of the frame tells the exact one.
          await source.add(packet.clone({ timestamp: (first + Math.round(packet.timestamp * fps)) / fps, duration: 1 / fps }), { decoderConfig });
        }
      });
    }
    await output.finalize();
  } catch (error) {
    await output.cancel().catch(() => undefined);
    throw error;
  }
};
