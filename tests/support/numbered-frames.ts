// Frames that tell their number, without a device: a ground whose colour counts to 20, as numberedFilm's, and a square that
// moves on by a step. And what films, GIFs and pictures hold, decoded by this browser.

import { BlobSource, Input, MP4, VideoSampleSink, WEBM } from 'mediabunny';
import type { FilmSetting, OpenFilm, Pixels } from '../../src/record/frames.ts';

const RED = 60, GREEN = 80;

/** Colour of frame 0 to 19. */
export const colorOf = (index: number): [number, number, number] => [(index % 5) * RED, Math.floor((index % 20) / 5) * GREEN, 128];
export const numberOf = ([red = 0, green = 0]: ArrayLike<number> & Iterable<number>): number => Math.round(red / RED) + 5 * Math.round(green / GREEN);

export interface NumberedFilm {
  readonly open: OpenFilm;
  /** Numbers of the frames asked for. */
  readonly asked: number[];
  readonly settings: FilmSetting[];
  /** Called with the number of each frame before it is painted; may throw. */
  before: (index: number) => unknown;
}

/** With alpha, the left half is empty. */
export const numberedFrames = (): NumberedFilm => {
  const film: NumberedFilm = {
    asked: [], settings: [], before: () => undefined,
    async open(setting, work) {
      film.settings.push(setting);
      const { width, height, depth, alpha } = setting, unit = depth === 16 ? 257 : 1, count = 4 * width * height;
      const pixels: Pixels = depth === 16 ? new Uint16Array(count) : new Uint8ClampedArray(count);
      return work({
        async frame(index) {
          await film.before(index);
          film.asked.push(index);
          const color = [...colorOf(index), 255];
          for (let i = 0; i < count; i++) pixels[i] = alpha && (i / 4) % width < width / 2 ? 0 : unit * color[i % 4]!;
          return pixels;
        },
      });
    },
  };
  return film;
};

export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** Seconds. */
  readonly duration: number;
  readonly times: readonly number[];
  /** Pixel at the middle of the right half, and of the left, RGBA. */
  readonly right: readonly number[][];
  readonly left: readonly number[][];
  readonly tags: Readonly<Record<string, unknown>>;
  readonly sound: { readonly codec: string | null; readonly from: number; readonly to: number } | undefined;
}

const halves = (picture: CanvasImageSource, width: number, height: number): [number[], number[]] => {
  const sheet = new OffscreenCanvas(width, height).getContext('2d')!;
  sheet.drawImage(picture, 0, 0);
  return [.75, .25].map((x) => [...sheet.getImageData(Math.floor(width * x), height >> 1, 1, 1).data]) as [number[], number[]];
};

export const decodeFilm = async (film: Blob): Promise<Decoded> => {
  const input = new Input({ source: new BlobSource(film), formats: [MP4, WEBM] });
  const track = (await input.getPrimaryVideoTrack())!, audio = await input.getPrimaryAudioTrack();
  const times: number[] = [], right: number[][] = [], left: number[][] = [];
  const width = await track.getDisplayWidth(), height = await track.getDisplayHeight();
  for await (const sample of new VideoSampleSink(track).samples()) {
    times.push(sample.timestamp);
    const frame = sample.toVideoFrame(), [r, l] = halves(frame, width, height);
    right.push(r);
    left.push(l);
    frame.close();
    sample.close();
  }
  const { raw = {} } = await input.getMetadataTags();
  const sound = audio ? { codec: await audio.getCodec(), from: await audio.getFirstTimestamp(), to: await audio.computeDuration() } : undefined;
  const duration = await track.computeDuration();
  input.dispose();
  return { width, height, duration, times, right, left, tags: raw, sound };
};

/** Pictures of a GIF or PNG file: the right and left half of each, and its milliseconds. */
export const decodeImage = async (file: Blob): Promise<{ readonly width: number; readonly right: number[][]; readonly left: number[][]; readonly milliseconds: number[] }> => {
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type: file.type });
  await decoder.tracks.ready;
  await decoder.completed;
  const right: number[][] = [], left: number[][] = [], milliseconds: number[] = [];
  let width = 0;
  for (let frameIndex = 0; frameIndex < decoder.tracks.selectedTrack!.frameCount; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    width = image.displayWidth;
    const [r, l] = halves(image, image.displayWidth, image.displayHeight);
    right.push(r);
    left.push(l);
    milliseconds.push((image.duration ?? 0) / 1000);
    image.close();
  }
  decoder.close();
  return { width, right, left, milliseconds };
};
