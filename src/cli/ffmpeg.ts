// What ffprobe and ffmpeg say of a film or picture: another program's reading of what was written. For the tests.

import { spawnSync } from 'node:child_process';

/** What to tell a person on whose machine there is none. */
export const NO_FFMPEG = 'No ffmpeg was found: install it (apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg). Until then the tests that read films with it fail.';

export const hasFfmpeg = (): boolean => ['ffmpeg', 'ffprobe'].every((tool) => spawnSync(tool, ['-version'], { stdio: 'ignore' }).status === 0);

const run = (tool: string, ...args: string[]): Buffer => {
  const { status, stdout, stderr, error } = spawnSync(tool, ['-v', 'error', ...args], { maxBuffer: 2 ** 28 });
  if (error) throw new Error(NO_FFMPEG, { cause: error });
  if (status !== 0 || stderr.length > 0) throw new Error(`${tool}: ${stderr.toString().trim()}`);
  return stdout;
};

export interface ReadFilm {
  readonly codec: string;
  /** Codec of the sound, where there is some. */
  readonly sound: string | undefined;
  readonly width: number;
  readonly height: number;
  /** Such as yuv420p. */
  readonly format: string;
  /** Seconds, of the file. */
  readonly duration: number;
  /** When each frame is shown, in seconds: as many as there are frames. */
  readonly times: readonly number[];
  /** Bytes, RGB, of the pixel at three quarters of the width and half the height of each frame. */
  readonly colors: readonly (readonly number[])[];
  /** Of the file, by their names in small letters and without what ffmpeg puts before them (MOVIE/): containers write them otherwise. */
  readonly tags: Readonly<Record<string, string>>;
}

interface Probed {
  readonly streams: readonly { codec_type: string; codec_name: string; width: number; height: number; pix_fmt: string }[];
  readonly frames: readonly { media_type: string; best_effort_timestamp_time?: string }[];
  readonly format: { duration?: string; tags?: Record<string, string> };
}

/** Reads and decodes all of a file. Throws what ffmpeg has to say against it. */
export const readFilm = (path: string): ReadFilm => {
  const shown = 'stream=codec_type,codec_name,width,height,pix_fmt:format=duration:format_tags:frame=media_type,best_effort_timestamp_time';
  const { streams, frames, format } = JSON.parse(run('ffprobe', '-show_entries', shown, '-of', 'json', path).toString()) as Probed;
  const of = (kind: string): Probed['streams'][number] | undefined => streams.find(({ codec_type: type }) => type === kind), video = of('video');
  if (!video) throw new Error(`${path} holds no pictures.`);
  const { codec_name: codec, width, height, pix_fmt } = video, size = 3 * width * height;
  // Every frame as it is there: none twice, none left out for the rate's sake.
  const pixels = run('ffmpeg', '-i', path, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'), at = 3 * (width * (height >> 1) + Math.floor(width * .75));
  return {
    codec, sound: of('audio')?.codec_name, width, height, format: pix_fmt, duration: Number(format.duration ?? 0), times: frames.filter(({ media_type: kind }) => kind === 'video').map(({ best_effort_timestamp_time: time }) => Number(time ?? 0)),
    colors: Array.from({ length: pixels.length / size }, (_, i) => [...pixels.subarray(i * size + at, i * size + at + 3)]),
    tags: Object.fromEntries(Object.entries(format.tags ?? {}).map(([name, value]) => [name.toLowerCase().replace(/^.*\//, ''), value])),
  };
};
