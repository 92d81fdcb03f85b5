// Every format that a recording can have, written and decoded again in this browser: how many frames, which, when, their
// size, their colours, what is transparent, the sound under them and the text that travels with them.

import { unzipSync } from 'fflate';
import { AudioSample, AudioSampleSource, BufferTarget, Output, Quality, WebMOutputFormat } from 'mediabunny';
import { commands } from 'vitest/browser';
import { expect, test } from 'vitest';
import type {} from '../../src/cli/film-commands.ts';
import type { ReadFilm } from '../../src/cli/ffmpeg.ts';
import { recipeInFile } from '../../src/record/extract.ts';
import type { FormatId } from '../../src/record/formats.ts';
import { createRecorder, type Recorded } from '../../src/record/recorder.ts';
import type { RecordOptions } from '../../src/record/plan.ts';
import type { Destination } from '../../src/record/open-writer.ts';
import { colorOf, decodeFilm, decodeImage, numberedFrames, numberOf } from '../support/numbered-frames.ts';

const metadata = { key: 'driftloom', text: (time: number): string => JSON.stringify({ title: 'Zürich', time }) };
const recorderOf = (film = numberedFrames()) => createRecorder({ film: film.open, now: () => performance.now(), time: () => 7, title: () => 'Night: gallery', metadata: () => metadata, lost: new Promise<never>(() => undefined) });
const record = (options: RecordOptions, to?: Destination): Promise<Recorded> => recorderOf().record({ width: 64, height: 48, fps: 12.5, frames: 12, ...options }, to);
const folder = async (): Promise<FileSystemDirectoryHandle> => {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry('recordings', { recursive: true }).catch(() => undefined);
  return root.getDirectoryHandle('recordings', { create: true });
};
/** What ffprobe and ffmpeg say of a file. */
const readOutside = async (file: Blob): Promise<ReadFilm> => commands.readFilm(btoa(String.fromCharCode(...new Uint8Array(await file.arrayBuffer()))));
const twelve = Array.from({ length: 12 }, (_, i) => i);
const far = (a: readonly number[], b: readonly number[]): number => Math.max(...b.map((x, i) => Math.abs(x - a[i]!)));

// VP8 means the colours of television before HD and cannot say otherwise; Chromium writes those of HD, which ffmpeg cannot know.
test.each<[FormatId, string, number]>([['mp4', 'h264', 20], ['mp4-av1', 'av1', 20], ['webm', 'vp9', 20], ['webm-vp8', 'vp8', 35]])('%s has every frame, on time, in its colours, in this browser and in ffmpeg', async (format, codec, tolerance) => {
  const handle = await (await folder()).getFileHandle('film', { create: true });
  const { file: none, ...ended } = await record({ format }, handle);
  expect([ended, none]).toEqual([{ end: 'whole', why: '', frames: 12, next: 12, name: 'Night gallery' }, undefined]);
  const { width, height, duration, times, right, tags, sound } = await decodeFilm(await handle.getFile());
  expect([width, height, duration.toFixed(2), sound]).toEqual([64, 48, '0.96', undefined]);
  expect(times.map((time) => Math.round(time * 12.5))).toEqual(twelve);
  expect(right.map(numberOf)).toEqual(twelve);
  for (const [index, color] of right.entries()) expect(far(color, colorOf(index)), `frame ${index} ${color.join(' ')}`).toBeLessThan(20);
  expect(tags['driftloom']).toBe(metadata.text(7));
  const outside = await readOutside(await handle.getFile());
  expect(outside).toMatchObject({ codec, width: 64, height: 48, tags: { driftloom: metadata.text(7) } });
  expect([outside.duration.toFixed(2), outside.times.map((time) => Math.round(time * 12.5)), outside.colors.map(numberOf)]).toEqual(['0.96', twelve, twelve]);
  for (const [index, color] of outside.colors.entries()) expect(far(color, colorOf(index)), `frame ${index} ${color.join(' ')} outside`).toBeLessThan(tolerance);
});

test('WebM keeps what is transparent', async () => {
  const { file } = await record({ format: 'webm', alpha: true });
  const { left, right } = await decodeFilm(file!);
  expect(left.map(([, , , alpha]) => alpha! < 20)).toEqual(twelve.map(() => true));
  expect(right.map(([, , , alpha]) => alpha! > 235)).toEqual(twelve.map(() => true));
  expect(right.map(numberOf)).toEqual(twelve);
});

test('a GIF has every frame, for as long as it is on show, holes, and the text', async () => {
  const { file } = await record({ format: 'gif', fps: 30, alpha: true });
  const { width, right, left, milliseconds } = await decodeImage(file!);
  expect([width, right.map(numberOf)]).toEqual([64, twelve]);
  expect(milliseconds.reduce((sum, one) => sum + one, 0)).toBe(400);
  expect(left.map(([, , , alpha]) => alpha)).toEqual(twelve.map(() => 0));
  expect(await recipeInFile(file!)).toEqual({ title: 'Zürich', time: 7 });
  const outside = await readOutside(file!);
  expect(outside).toMatchObject({ codec: 'gif', width: 64, height: 48, duration: .4 });
  expect(outside.colors.map(numberOf)).toEqual(twelve);
});

test('PNG pictures in a zip and in a folder, and of 16 bits: each pixel as it was, each with the text', async () => {
  const { file } = await record({ format: 'png', frames: 3, alpha: true });
  const entries = unzipSync(new Uint8Array(await file!.arrayBuffer()));
  expect(Object.keys(entries)).toEqual(['Night gallery-00000.png', 'Night gallery-00001.png', 'Night gallery-00002.png']);
  const place = await folder();
  expect(await record({ format: 'png16', frames: 10, from: 8 }, place)).toMatchObject({ end: 'whole', frames: 2, next: 10 });
  const deep = await (await place.getFileHandle('Night gallery-00009.png')).getFile();
  const pngs = [...Object.values(entries).map((bytes) => new Blob([bytes], { type: 'image/png' })), deep];
  for (const [i, png] of pngs.entries()) {
    const { right, left } = await decodeImage(png);
    expect([right[0], left[0]![3]]).toEqual([[...colorOf(i < 3 ? i : 9), 255], i < 3 ? 0 : 255]);
    // Each carries its own moment.
    expect(await png.text()).toContain(metadata.text(7 + (i < 3 ? i : 9) / 12.5));
  }
  const outside = await readOutside(deep);
  expect(outside).toMatchObject({ codec: 'png', width: 64, height: 48, format: 'rgba64be' });
  expect(far(outside.colors[0]!, colorOf(9))).toBeLessThan(2);
});

test('a single picture is a single file', async () => {
  const { file } = await record({ format: 'png', frames: 1 });
  expect([file!.type, (await decodeImage(file!)).right.map(numberOf)]).toEqual(['image/png', [0]]);
});

/** Two seconds of a tone. */
const tone = async (): Promise<Blob> => {
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() }), source = new AudioSampleSource({ codec: 'opus', quality: new Quality('high') });
  output.addAudioTrack(source);
  await output.start();
  await source.add(new AudioSample({ data: Float32Array.from({ length: 96_000 }, (_, i) => .3 * Math.sin(i / 20)), format: 'f32', numberOfChannels: 1, sampleRate: 48_000, timestamp: 0 }));
  await output.finalize();
  return new Blob([output.target.buffer!]);
};

test('sound lies under the film from its part on, as long as it lasts', async () => {
  const audio = await tone();
  for (const [format, from] of [['mp4', 0], ['webm', 4]] as const) {
    const { file } = await record({ format, audio, from });
    const { sound, right } = await decodeFilm(file!);
    expect(right.map(numberOf)).toEqual(twelve.slice(from));
    expect(sound!.from).toBeCloseTo(0, 1);
    expect(Math.abs(sound!.to - (12 - from) / 12.5)).toBeLessThan(.06);
  }
  await expect(record({ audio: new Blob(['no sound']) })).rejects.toThrow('The audio file holds no sound that this browser can decode.');
});

test('what cannot be is said before a frame is painted', async () => {
  const film = numberedFrames(), recorder = recorderOf(film);
  await expect(recorder.record({ format: 'mp4', width: 63, height: 48 })).rejects.toThrow('Films have an even number of pixels in both directions; got 63 x 48.');
  await expect(recorder.record({ format: 'mp4', alpha: true })).rejects.toThrow('MP4, H.264 cannot be transparent; WebM with VP9');
  await expect(recorder.record({ format: 'png', frames: 2 }, await (await folder()).getFileHandle('a', { create: true }))).rejects.toThrow('A sequence of pictures goes into a folder');
  expect([film.asked, recorder.state.phase]).toEqual([[], 'idle']);
});
