// Recordings in the page, with a page, a disk and a picker that are made up: where they go, how they end, and what is said.

import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readFilm } from '../../src/cli/ffmpeg.ts';
import { createNotices } from '../../src/core/notices.ts';
import type { LiveCapture } from '../../src/record/live-capture.ts';
import { createRecorder } from '../../src/record/recorder.ts';
import { createRecording, type Recording } from '../../src/recording.ts';
import type { RecordChoice } from '../../src/ui/host.ts';
import type { Viewer } from '../../src/viewer.ts';
import { fakeDisk, type FakeDisk } from '../support/fake-disk.ts';
import { numberedFrames, numberOf, type NumberedFilm } from '../support/numbered-frames.ts';

const downloads: { readonly blob: Blob; readonly name: string }[] = [];
vi.mock(import('../../src/ui/files.ts'), async (original) => ({ ...await original(), download: (blob, name) => void downloads.push({ blob, name }) }));
let refusal = '';
const capture = { taken: 40, dropped: 2, bytes: 900, problem: '', frame: vi.fn(), stop: () => Promise.resolve(39) } satisfies LiveCapture;
vi.mock(import('../../src/record/live-capture.ts'), async (original) => ({ ...await original(), captureLive: () => (refusal ? Promise.reject(new Error(refusal)) : Promise.resolve(capture)) }));

const folder = mkdtempSync(join(tmpdir(), 'driftloom-recording-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Numbers of the frames of a file, as ffmpeg reads them; the one that was picked unless said. */
const numbersIn = ({ files }: Pick<FakeDisk, 'files'>): number[] => {
  writeFileSync(join(folder, 'film'), files.get('file')!);
  return readFilm(join(folder, 'film')).colors.map(numberOf);
};

let page: EventTarget & { hidden: boolean };
const turn = (hidden: boolean): void => {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
};
const pick = vi.fn<(options: { suggestedName: string }) => Promise<FileSystemFileHandle>>();
let window: EventTarget, film: NumberedFilm, lose: (why: Error) => void, time: number, live: (() => void) | undefined;
const kept = new Map<string, string>(), notices = createNotices();
const said = (): string[] => notices.list.map(({ text }) => text);

/** The page is opened: what the browser keeps is still there. */
const open = (): Recording => {
  film = numberedFrames();
  const lost = new Promise<never>((_, reject) => { lose = reject; });
  const viewer = { get clock() { return { time }; }, document: { recipe: { title: 'Night gallery' } }, onFrame: (listener?: () => void) => { live = listener; } } as unknown as Viewer;
  const recorder = createRecorder({ film: film.open, now: () => performance.now(), time: () => time, title: () => 'Night gallery', metadata: () => undefined, lost });
  return createRecording({ viewer, recorder, canvas: {} as HTMLCanvasElement, notices, store: { get: (key) => kept.get(key) ?? null, set: (key, text) => void kept.set(key, text) }, now: () => 0, metadata: () => undefined });
};
const CHOICE: RecordChoice = { format: 'gif', width: 8, height: 6, fps: 10, seconds: 1.2, from: 0, supersampling: 1, quality: 'high', loop: false, alpha: false, live: false };
const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);

beforeEach(() => {
  window = new EventTarget();
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.stubGlobal('showSaveFilePicker', pick.mockReset());
  downloads.length = 0;
  kept.clear();
  time = 4;
  for (const { key } of notices.list) notices.remove(key);
});
afterEach(() => void vi.unstubAllGlobals());

test('hidden in the middle it goes on, and says so as long as it is; who leaves is asked', async () => {
  const disk = fakeDisk(), recording = open(), seen: string[][] = [], leaving = new Event('beforeunload', { cancelable: true });
  pick.mockResolvedValue(disk.file);
  film.before = (index) => {
    if (index === 4) turn(true);
    if (index === 6) seen.push(said());
    if (index === 6) window.dispatchEvent(leaving);
    if (index === 8) turn(false);
    if (index === 9) seen.push(said());
  };
  await recording.start(CHOICE);
  expect(seen).toEqual([['The recording goes on while the tab is hidden, perhaps more slowly; no frame is lost.'], []]);
  expect([numbersIn(disk), said(), downloads, leaving.defaultPrevented, kept.get('driftloom.recording')]).toEqual([upTo(12), [], [], true, '{"next":0,"start":0}']);
  expect(pick.mock.calls[0]![0]).toMatchObject({ suggestedName: 'Night gallery.gif', types: [{ accept: { 'image/gif': ['.gif'] } }] });
  const after = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(after);
  turn(true);
  expect([after.defaultPrevented, said(), await recording.settled()]).toEqual([false, [], '']);
});

test('with the picker closed nothing is recorded, and nothing is said', async () => {
  const recording = open();
  pick.mockRejectedValue(new DOMException('The user aborted a request.', 'AbortError'));
  await recording.start(CHOICE);
  expect([film.asked, said(), downloads, recording.state.phase, kept.size]).toEqual([[], [], [], 'idle', 0]);
});

test('where the page may not ask, or there is no picker, it is a download', async () => {
  pick.mockRejectedValueOnce(new DOMException('Cross origin sub frames are not allowed to show a file picker.', 'SecurityError'));
  await open().start(CHOICE);
  vi.stubGlobal('showSaveFilePicker', undefined);
  await open().start(CHOICE);
  expect(downloads.map(({ name }) => name)).toEqual(['Night gallery.gif', 'Night gallery.gif']);
  expect(numbersIn({ files: new Map([['file', new Uint8Array(await downloads[0]!.blob.arrayBuffer())]]) })).toEqual(upTo(12));
});

test.each([
  ['picker', () => pick.mockRejectedValue(new DOMException('Must be handling a user gesture.', 'NotAllowedError')), 'Must be handling a user gesture.'],
  ['disk', () => pick.mockResolvedValue(fakeDisk({ refusal: new DOMException('The file may not be written.', 'NotAllowedError') }).file), 'The file may not be written.'],
])('a %s that refuses is a reason, before a frame is painted', async (_, refuse, why) => {
  const recording = open();
  refuse();
  await expect(recording.start(CHOICE)).rejects.toThrow(why);
  expect([film.asked, recording.state.phase, await recording.settled()]).toEqual([[], 'idle', '']);
});

test('an encoder that refuses is a sentence, and leaves the disk as it was', async () => {
  const disk = fakeDisk(), recording = open();
  pick.mockResolvedValue(disk.file);
  await expect(recording.start({ ...CHOICE, format: 'mp4' })).rejects.toThrow('This browser cannot encode MP4, H.264 at 8 x 6. Another format or a smaller size may do.');
  expect([film.asked, disk.open, disk.files.size]).toEqual([[], 0, 0]);
});

test('with the disk full the pictures that are there are whole, and a notice says how to go on', async () => {
  const disk = fakeDisk({ room: 700 }), recording = open(), choice = { ...CHOICE, format: 'png' };
  vi.stubGlobal('showDirectoryPicker', () => Promise.resolve(disk.folder));
  await recording.start(choice);
  const { next } = recording, pictures = [...disk.files.keys()];
  expect(next).toBeGreaterThan(3);
  expect(pictures).toEqual(upTo(next).map((index) => `Night gallery-0000${index}.png`));
  for (const picture of pictures) expect(disk.files.get(picture)!.subarray(-8, -4)).toEqual(new TextEncoder().encode('IEND'));
  expect(said()).toEqual([`The recording ended early: There is no room on the disk. What there is of it, ${next} frames, is whole. To go on, record again from frame ${next} of 12: the folder Record has the number.`]);
  expect([JSON.parse(kept.get('driftloom.recording')!), disk.open]).toEqual([{ next, start: 4 }, 0]);
});

test('a disk too small for anything is left as it was, and that is said', async () => {
  const disk = fakeDisk({ room: 500 }), recording = open();
  pick.mockResolvedValue(disk.file);
  await recording.start(CHOICE);
  expect([said(), disk.files.size, disk.open, recording.next]).toEqual([['The recording ended early: There is no room on the disk. Nothing was written.'], 0, 0, 0]);
});

test('with the device lost the file is whole, a notice says how to go on, and from there it is the same film, also after a reload', async () => {
  const first = fakeDisk(), recording = open();
  pick.mockResolvedValue(first.file);
  film.before = (index) => { if (index === 5) lose(new Error('The graphics device was lost: gone.')); return index === 5 ? new Promise(() => undefined) : undefined; };
  await recording.start(CHOICE);
  const words = 'The recording ended early: The graphics device was lost: gone. What there is of it, 5 frames, is whole. To go on, record again from frame 5 of 12: the folder Record has the number.';
  expect([said(), await recording.settled(), numbersIn(first), recording.next]).toEqual([[words], words, upTo(5), 5]);

  time = 99;
  const reloaded = open(), rest = fakeDisk();
  pick.mockResolvedValue(rest.file);
  expect(reloaded.next).toBe(5);
  await reloaded.start({ ...CHOICE, from: 5 });
  expect([numbersIn(rest), film.settings[0]!.start, said(), reloaded.next]).toEqual([upTo(7, 5), 4, [], 0]);
  // It does not ask to write over the first part.
  expect(pick.mock.calls.at(-1)![0].suggestedName).toBe('Night gallery from 5.gif');
});

test('with the device lost while it is paused it ends, too', async () => {
  const disk = fakeDisk(), recording = open();
  pick.mockResolvedValue(disk.file);
  film.before = (index) => { if (index === 2) recording.pause(); };
  const ended = recording.start(CHOICE);
  await vi.waitFor(() => expect([recording.state.phase, recording.state.done]).toEqual(['paused', 3]));
  lose(new Error('The graphics device was lost: gone.'));
  await ended;
  expect([said()[0], numbersIn(disk)]).toEqual([expect.stringContaining('What there is of it, 3 frames, is whole. To go on, record again from frame 3 of 12'), upTo(3)]);
});

test('a live capture ends when the tab is hidden, when it has a problem, and when it is told to', async () => {
  const recording = open(), ends: [end: () => void, words: string[]][] = [
    [() => turn(true), ['The capture ended: the tab was hidden, and a hidden tab has no frames. What there is of it, 39 frames, is whole; 2 were dropped.']],
    [() => { capture.problem = 'The encoder has died.'; live!(); }, ['The capture ended: The encoder has died. What there is of it, 39 frames, is whole; 2 were dropped.']],
    [recording.stop, []],
  ];
  for (const [end, words] of ends) {
    capture.problem = '';
    turn(false);
    const disk = fakeDisk();
    pick.mockResolvedValue(disk.file);
    const ended = recording.start({ ...CHOICE, format: 'webm', live: true });
    await vi.waitFor(() => expect(live).toBeDefined());
    expect(recording.state).toEqual({ phase: 'live', done: 40, frames: 0, left: undefined, bytes: 900, dropped: 2 });
    await expect(recording.start(CHOICE)).rejects.toThrow('A recording is under way.');
    end();
    await ended;
    expect([said(), live, recording.state.phase]).toEqual([words, undefined, 'idle']);
  }
  refusal = 'This browser cannot encode it.';
  const disk = fakeDisk();
  pick.mockResolvedValue(disk.file);
  await expect(recording.start({ ...CHOICE, format: 'webm', live: true })).rejects.toThrow(refusal);
  expect([disk.open, disk.files.size, recording.state.phase]).toEqual([0, 0, 'idle']);
  refusal = '';
  await expect(recording.start({ ...CHOICE, format: 'webm', live: true, audio: new File([], 'a') })).rejects.toThrow('Live capture has no sound');
});

test('what the browser keeps may be damaged or forbidden', async () => {
  kept.set('driftloom.recording', '{"next":');
  expect(open().next).toBe(0);
  kept.set('driftloom.recording', '{"next":1.5,"start":0}');
  expect(open().next).toBe(0);
  const disk = fakeDisk(), recording = open(), set = vi.spyOn(kept, 'set').mockImplementation(() => { throw new DOMException('No room.', 'QuotaExceededError'); });
  pick.mockResolvedValue(disk.file);
  film.before = (index) => { if (index === 3) recording.stop(); };
  await recording.start(CHOICE);
  set.mockRestore();
  expect([recording.next, said()[0]]).toEqual([4, expect.stringContaining('The recording was stopped. What there is of it, 4 frames, is whole.')]);
});
