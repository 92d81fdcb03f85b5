// How recordings end: paused and resumed, stopped, with the device lost, the encoder dead or the disk full. What was written
// is whole, holds every frame up to the end without a gap, and the next recording goes on from there.

import { expect, test } from 'vitest';
import { openFilmWriter } from '../../src/record/film-writer.ts';
import { openGifWriter } from '../../src/record/gif-writer.ts';
import { planRecording, type RecordOptions } from '../../src/record/plan.ts';
import { createRecorder } from '../../src/record/recorder.ts';
import { openDisk, openMemory } from '../../src/record/sink.ts';
import type { Writer } from '../../src/record/writer.ts';
import { decodeFilm, decodeImage, numberedFrames, numberOf } from '../support/numbered-frames.ts';

const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);
const recorderOf = (film: ReturnType<typeof numberedFrames>, lost: Promise<never> = new Promise(() => undefined)) =>
  createRecorder({ film: film.open, now: () => performance.now(), time: () => 0, title: () => '', metadata: () => undefined, lost });
/** Fragments and key frames every four frames. */
const SMALL: RecordOptions = { width: 64, height: 48, fps: 4, frames: 12, format: 'webm' };
const numbers = async (file: Blob | undefined): Promise<number[]> => (await decodeFilm(file!)).right.map(numberOf);

test('paused and resumed, it is the same recording, and tells how far it is', async () => {
  const film = numberedFrames(), recorder = recorderOf(film);
  const seen: string[] = [];
  film.before = (index) => {
    if (index !== 5) return;
    recorder.pause();
    setTimeout(() => {
      seen.push(`${recorder.state.phase} at ${recorder.state.done} of ${recorder.state.frames}, ${recorder.state.left! >= 0 ? 'some' : 'no'} time left`);
      recorder.resume();
    }, 100);
  };
  const { file, end } = await recorder.record(SMALL);
  expect([end, seen, film.asked, recorder.state.phase]).toEqual(['whole', ['paused at 6 of 12, some time left'], upTo(12), 'idle']);
  expect(await numbers(file)).toEqual(upTo(12));
});

test.each([['running', false], ['paused', true]] as const)('stopped while %s it is whole as far as it is, and goes on from there', async (_, paused) => {
  const film = numberedFrames(), recorder = recorderOf(film);
  film.before = (index) => {
    if (index === 6 && paused) recorder.pause();
    if (index === 6) setTimeout(recorder.stop, paused ? 50 : 0);
    return index === 6 ? new Promise((done) => setTimeout(done, 20)) : undefined;
  };
  const { file, ...ended } = await recorder.record({ ...SMALL, format: 'mp4' });
  expect(ended).toEqual({ end: 'stopped', why: '', frames: 7, next: 7, name: 'driftloom' });
  expect(await numbers(file)).toEqual(upTo(7));
  const rest = await recorder.record({ ...SMALL, format: 'mp4', from: ended.next });
  expect([rest.end, await numbers(rest.file)]).toEqual(['whole', upTo(5, 7)]);
});

test('one stopped before its first frame leaves nothing', async () => {
  const film = numberedFrames(), recorder = recorderOf(film);
  const ending = recorder.record(SMALL);
  recorder.stop();
  expect(await ending).toMatchObject({ frames: 0, next: 0, file: undefined });
});

test('with the device lost, what was painted is there', async () => {
  const film = numberedFrames();
  let lose!: (why: Error) => void;
  const recorder = recorderOf(film, new Promise<never>((_, reject) => { lose = reject; }));
  film.before = (index) => {
    if (index === 7) setTimeout(() => lose(new Error('The graphics device was lost: gone')), 10);
    return index === 7 ? new Promise(() => undefined) : undefined;
  };
  const { file, ...ended } = await recorder.record(SMALL);
  expect(ended).toMatchObject({ end: 'broken', why: 'The graphics device was lost: gone', frames: 7, next: 7 });
  expect(await numbers(file)).toEqual(upTo(7));
});

test('with the encoder dead, what it had finished is there', async () => {
  const film = numberedFrames(), { encode } = VideoEncoder.prototype;
  let calls = 0;
  // Time for it to have finished some.
  film.before = () => new Promise((done) => setTimeout(done, 20));
  VideoEncoder.prototype.encode = function (...args) {
    if (++calls > 9) throw new DOMException('The encoder has died.', 'EncodingError');
    return encode.apply(this, args);
  };
  try {
    const { file, ...ended } = await recorderOf(film).record({ ...SMALL, format: 'mp4' });
    expect(ended).toMatchObject({ end: 'broken', why: 'The encoder has died.' });
    expect(ended.frames).toBeGreaterThanOrEqual(4);
    expect(await numbers(file)).toEqual(upTo(ended.next));
  } finally {
    VideoEncoder.prototype.encode = encode;
  }
});

/** A file on a disk that holds so many bytes. */
const fullDisk = async (room: number): Promise<FileSystemFileHandle> => {
  const handle = await (await navigator.storage.getDirectory()).getFileHandle('full', { create: true });
  await (await handle.createWritable()).close();
  return new Proxy(handle, {
    get: (_target, key) => (key === 'getFile' ? () => handle.getFile() : key !== 'createWritable' ? undefined : async (options: FileSystemCreateWritableOptions) => {
      const stream = await handle.createWritable(options), { write } = stream;
      stream.write = async (chunk) => {
        const { position = 0, data } = chunk as unknown as { position?: number; data: Uint8Array };
        if (position + data.length <= room) return write.call(stream, chunk);
        await stream.abort();
        throw new DOMException('There is no room on the disk.', 'QuotaExceededError');
      };
      return stream;
    }),
  });
};

/** Writes frames until the disk is full; answers what the writer says to that. */
const fill = async (writer: Writer, options: RecordOptions): Promise<string> => {
  let said = '';
  await numberedFrames().open(planRecording(options, '', 0).film, async ({ frame }) => {
    try {
      for (let index = 0; index < 40; index++) await writer.add(await frame(index % 20), index);
      await writer.finish();
    } catch (error) {
      said = String(error);
    }
  });
  return said;
};

test.each(['mp4', 'webm'] as const)('with the disk full, %s has what was kept', async (format) => {
  const handle = await fullDisk(2500), options: RecordOptions = { ...SMALL, format, frames: 40 };
  const writer = await openFilmWriter({ plan: planRecording(options, '', 0), sink: await openDisk(handle, 300), metadata: undefined });
  expect(await fill(writer, options)).toContain('no room');
  const left = await writer.salvage();
  expect(left).toBeGreaterThanOrEqual(4);
  expect(await numbers(await handle.getFile())).toEqual(upTo(left).map((index) => index % 20));
});

test('with the disk full, a GIF has what was kept', async () => {
  const handle = await fullDisk(3000), options: RecordOptions = { ...SMALL, format: 'gif', frames: 40 };
  const writer = await openGifWriter({ plan: planRecording(options, '', 0), sink: await openDisk(handle, 300), metadata: undefined });
  expect(await fill(writer, options)).toContain('no room');
  const left = await writer.salvage();
  expect(left).toBeGreaterThan(3);
  const { right } = await decodeImage(new Blob([await handle.getFile()], { type: 'image/gif' }));
  expect(right.map(numberOf)).toEqual(upTo(left).map((index) => index % 20));
});

test('memory says when it is full, and holds what is written anywhere', async () => {
  const sink = openMemory('x', 3_000_000);
  await sink.write(new Uint8Array(2_500_000).fill(1));
  expect(sink.full).toBe(false);
  await sink.write(new Uint8Array(600_000).fill(2));
  await sink.write(Uint8Array.of(7, 8), 2 ** 20 - 1);
  await sink.close();
  const bytes = new Uint8Array(await (await sink.file()).arrayBuffer());
  expect([sink.full, bytes.length, [...bytes.slice(2 ** 20 - 2, 2 ** 20 + 2)], bytes.at(-1)]).toEqual([true, 3_100_000, [1, 7, 8, 1], 2]);
});
