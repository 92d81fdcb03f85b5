// Sound of a file of the user's choice under a film: decoded, cut to the film and encoded as its container asks, in step
// with the pictures. Sound that ends early is silence from there on.

import { ALL_FORMATS, AudioSampleSink, AudioSampleSource, BlobSource, getFirstEncodableAudioCodec, Input, Quality, type AudioSample, type Output, type OutputFormat } from 'mediabunny';
import { badArgument } from '../core/errors.ts';

export interface Soundtrack {
  /** Hands on the sound until so many seconds of the film, and a little more. */
  until(seconds: number): Promise<void>;
  dispose(): void;
}

/** Seconds that the sound runs ahead of the pictures, so that neither waits for the other. */
const AHEAD = .5;
const BITRATE_QUALITY = 'high';

/** Sound of `file` from `from` to `to` (seconds of the whole film); the part's own time begins with 0. Throws a sentence where there is none that can be used. */
export const openSoundtrack = async (file: Blob, format: OutputFormat, output: Output, from: number, to: number): Promise<Soundtrack> => {
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  const name = file instanceof File ? file.name : 'The audio file';
  try {
    const track = await input.getPrimaryAudioTrack().catch(() => undefined);
    if (!track || !await track.canDecode()) throw badArgument(`${name} holds no sound that this browser can decode.`);
    const numberOfChannels = await track.getNumberOfChannels(), sampleRate = await track.getSampleRate();
    const quality = new Quality(BITRATE_QUALITY);
    const codec = await getFirstEncodableAudioCodec(format.getSupportedAudioCodecs(), { numberOfChannels, sampleRate, quality });
    if (!codec) throw badArgument(`This browser cannot encode sound of ${numberOfChannels} channels at ${sampleRate} Hz.`);
    const source = new AudioSampleSource({ codec, quality });
    output.addAudioTrack(source);
    const first = await track.getFirstTimestamp();
    const samples = new AudioSampleSink(track).samples(first + from, first + to);
    let done = false, reached = 0;
    /** What lies before the beginning or behind the end is cut off. */
    const put = async (sample: AudioSample): Promise<void> => {
      const begin = sample.timestamp - first, head = Math.max(0, Math.round((from - begin) * sample.sampleRate)), tail = Math.min(sample.numberOfFrames, Math.round((to - begin) * sample.sampleRate));
      if (tail <= head) return;
      const cut = sample.trim(head, tail);
      cut.setTimestamp(Math.max(0, begin - from + head / sample.sampleRate));
      reached = cut.timestamp + cut.duration;
      await source.add(cut);
      cut.close();
    };
    return {
      async until(seconds) {
        while (!done && reached < seconds + AHEAD) {
          const { value, done: ended } = await samples.next();
          if (ended || !value) {
            done = true;
            source.close();
            break;
          }
          await put(value);
          value.close();
        }
      },
      dispose() {
        void samples.return().catch(() => undefined).finally(() => input.dispose());
      },
    };
  } catch (error) {
    input.dispose();
    throw error;
  }
};
