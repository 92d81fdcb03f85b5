// Films are recorded in pieces that stand for themselves, so that one that ends early can be played as far as it came. One
// that is whole is then written again as the plain file that every program knows: the same packets, not encoded anew.

import { BlobSource, EncodedAudioPacketSource, EncodedPacketSink, EncodedVideoPacketSource, Input, MP4, Mp4OutputFormat, Output, StreamTarget, WEBM, WebMOutputFormat, type InputAudioTrack, type InputVideoTrack, type MetadataTags, type OutputFormat } from 'mediabunny';
import type { Sink } from './sink.ts';

export type Container = 'mp4' | 'webm';

/** `pieces`: only ever appended to, and playable as far as it is there. */
export const containerOf = (container: Container, pieces: boolean): OutputFormat => container === 'mp4'
  // `mdta`: keys of any length.
  ? new Mp4OutputFormat({ fastStart: pieces ? 'fragmented' : false, metadataFormat: 'mdta' })
  : new WebMOutputFormat({ appendOnly: pieces });

/** What a film's bytes are written to; `keeps` where it stands for itself at any time. */
export const targetOf = (sink: Sink, keeps: boolean): StreamTarget => new StreamTarget(new WritableStream({
  async write({ data, position }) {
    await sink.write(data, position);
    if (keeps && sink.due) await sink.keep();
  },
}));

const open = (film: Blob): Input => new Input({ source: new BlobSource(film), formats: [MP4, WEBM] });

/** Pictures of a film, however it ends; 0 where there are none. */
export const countFrames = async (film: Blob): Promise<number> => {
  const input = open(film);
  try {
    return (await (await input.getPrimaryVideoTrack())?.computePacketStats())?.packetCount ?? 0;
  } catch {
    return 0;
  } finally {
    input.dispose();
  }
};

const copy = async (track: InputAudioTrack | InputVideoTrack, add: (packet: Parameters<EncodedVideoPacketSource['add']>[0], meta: object) => Promise<void>, close: () => void): Promise<void> => {
  const decoderConfig = await track.getDecoderConfig();
  for await (const packet of new EncodedPacketSink(track).packets()) await add(packet, { decoderConfig });
  close();
};

/** Writes the film of `sink` again in its place. Rejects where it cannot, and leaves it as it was. */
export const settle = async (sink: Sink, container: Container, frameRate: number, alpha: boolean, tags: MetadataTags): Promise<void> => {
  const input = open(await sink.file());
  const plain = await sink.instead();
  try {
    const output = new Output({ format: containerOf(container, false), target: targetOf(plain, false) });
    const video = await input.getPrimaryVideoTrack(), audio = await input.getPrimaryAudioTrack();
    const copies: (() => Promise<void>)[] = [];
    if (video) {
      const source = new EncodedVideoPacketSource((await video.getCodec())!);
      output.addVideoTrack(source, { frameRate, canBeTransparent: alpha });
      copies.push(() => copy(video, source.add.bind(source), () => source.close()));
    }
    if (audio) {
      const source = new EncodedAudioPacketSource((await audio.getCodec())!);
      output.addAudioTrack(source);
      copies.push(() => copy(audio, source.add.bind(source), () => source.close()));
    }
    output.setMetadataTags(tags);
    await output.start();
    await Promise.all(copies.map((one) => one()));
    await output.finalize();
    await plain.close();
  } catch (error) {
    await plain.abandon();
    throw error;
  } finally {
    input.dispose();
  }
};
