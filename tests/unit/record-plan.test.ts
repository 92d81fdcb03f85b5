// What a recording is asked for, and the sums around it, with no browser at hand.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMAT_IDS } from '../../src/record/formats.ts';
import { delayOf } from '../../src/record/gif-writer.ts';
import { createSlots } from '../../src/record/live-capture.ts';
import { endingOf, isSequence } from '../../src/record/open-writer.ts';
import { pictureName } from '../../src/record/pictures-writer.ts';
import { planRecording, type RecordOptions } from '../../src/record/plan.ts';
import { endingWords } from '../../src/recording.ts';
import { choiceOf, keepStates, meant, readStates, recordParams } from '../../src/ui/record/choice.ts';
import { progressWords } from '../../src/ui/record/progress-line.ts';
import { FORMATS } from '../../src/record/formats.ts';

const plan = (options: RecordOptions = {}) => planRecording(options, 'Night gallery', 3);

describe('a plan', () => {
  test('has what is usual where nothing is said', () => {
    expect(plan()).toMatchObject({ frames: 300, from: 0, quality: 'high', name: 'Night gallery', film: { width: 1920, height: 1080, supersampling: 1, depth: 8, alpha: false, fps: 30, start: 3, loop: 0 } });
    expect(plan({ format: 'png16', fps: 12.5, seconds: 2, loop: true, start: 0 }).film).toMatchObject({ depth: 16, loop: 2, start: 0 });
    // A loop is as long as its frames.
    expect(plan({ fps: 30, seconds: 1.01, loop: true })).toMatchObject({ frames: 30, film: { loop: 1 } });
    expect(plan({ name: 'a/b:\n c?' }).name).toBe('a b c');
  });

  test.each<[RecordOptions, string]>([
    [{ format: 'avi' as 'mp4' }, 'A recording is mp4, mp4-av1, webm, webm-vp8, gif, png, png16; got "avi".'],
    [{ width: 0 }, 'The width of a recording is a whole number, 1 to 8192; got 0.'],
    [{ height: 1080.5 }, 'The height of a recording is a whole number'],
    [{ width: 1279 }, 'Films have an even number of pixels in both directions; got 1279 x 1080.'],
    [{ width: 3840, height: 2160, supersampling: 3 }, '3840 x 2160 with supersampling 3 renders 11520 x 6480 pixels; 8192 a side and 32 megapixels are the most.'],
    [{ supersampling: 5 }, 'The supersampling of a recording is a whole number, 1 to 4; got 5.'],
    [{ fps: 0 }, 'The frames per second of a recording is 1 to 240; got 0.'],
    [{ format: 'gif', fps: 60 }, 'is 1 to 50; got 60.'],
    [{ seconds: NaN }, 'The length in seconds of a recording is'],
    [{ seconds: 86_400, fps: 60 }, 'A recording has 1000000 frames at most; 86400 seconds at 60 a second are 5184000.'],
    [{ frames: 10, from: 10 }, 'The first frame of a recording is a whole number, 0 to 9; got 10.'],
    [{ start: -1 }, 'The start of a recording is'],
    [{ alpha: true }, 'MP4, H.264 cannot be transparent'],
    [{ quality: 'best' as 'high' }, 'The quality of a recording is medium, high, very-high; got "best".'],
    [{ format: 'gif', audio: new Blob([]) }, 'GIF has no sound; MP4 and WebM do.'],
    [{ audio: 'song.mp3' as unknown as Blob }, 'The audio of a recording is a file.'],
  ])('%j is answered with a sentence', (options, words) => expect(() => plan(options)).toThrow(words));

  test('is one file, or many', () => {
    expect(FORMAT_IDS.map((format) => endingOf(plan({ format })))).toEqual(['mp4', 'mp4', 'webm', 'webm', 'gif', 'zip', 'zip']);
    expect([isSequence(plan({ format: 'png', frames: 9, from: 8 })), endingOf(plan({ format: 'png16', frames: 1 }))]).toEqual([false, 'png']);
    expect(pictureName('a', 42)).toBe('a-00042.png');
  });
});

test('the frames of a GIF last as long together as the film, in whole hundredths', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 1, max: 50, noNaN: true }), (count, fps) => {
    const delays = Array.from({ length: count }, (_, i) => delayOf(i, fps));
    for (const delay of delays) expect(delay % 10).toBe(0);
    expect(Math.abs(delays.reduce((sum, one) => sum + one, 0) - (1000 * count) / fps)).toBeLessThanOrEqual(5.001);
  }));
});

test('live frames fall into the slots of the film; what nobody filled was dropped', () => {
  const slots = createSlots(30);
  expect([0, 16, 33, 50, 67, 200, 201, 233].map((time) => slots.take(5000 + time))).toEqual([0, undefined, 1, 2, undefined, 6, undefined, 7]);
  expect(slots.dropped).toBe(3);
});

describe('the choice of the folder', () => {
  const desk = { formats: FORMAT_IDS.map((id) => ({ id, title: FORMATS[id].title, film: 'codec' in FORMATS[id], alpha: FORMATS[id].alpha })), qualities: ['medium', 'high', 'very-high'] };
  const params = recordParams(desk), kept = new Map<string, string>(), store = { get: (key: string) => kept.get(key) ?? null, set: (key: string, text: string) => void kept.set(key, text) };

  test('is kept, but for the frame to go on from, and read whatever the store holds', () => {
    const start = readStates(params, store);
    keepStates({ ...start, size: 'own', width: 500, from: 7 }, store);
    expect(readStates(params, store)).toEqual({ ...start, size: 'own', width: 500 });
    kept.set('driftloom.record', '{"width": "wide", "fps": 24');
    expect(readStates(params, store)).toEqual(start);
  });

  test('becomes what a recording is asked for', () => {
    const states = readStates(params, store), song = new File([], 'song.ogg');
    expect(choiceOf({ ...states, size: '1080 x 1350' }, desk, song)).toMatchObject({ format: 'mp4', width: 1080, height: 1350, live: false, audio: song });
    const own = choiceOf({ ...states, size: 'own', width: 500, height: 400, format: 'PNG pictures' }, desk, song);
    expect(own).toMatchObject({ format: 'png', width: 500, height: 400 });
    expect(own).not.toHaveProperty('audio');
    expect(() => planRecording({ ...own, format: 'png', quality: 'high' }, '', 0)).not.toThrow();
  });

  test('shows the rows that mean something', () => {
    const states = readStates(params, store);
    expect(meant(states, desk).has('alpha')).toBe(false);
    expect([...meant({ ...states, format: 'WebM, VP9', size: 'own' }, desk)]).toEqual(expect.arrayContaining(['alpha', 'width', 'audio', 'quality']));
    expect([...meant({ ...states, what: 'live' }, desk)]).toEqual(['what', 'format', 'fps', 'quality']);
  });
});

test('progress is told in words', () => {
  const state = { phase: 'recording', done: 30, frames: 300, left: 61.2, bytes: 1_250_000, dropped: 0 } as const;
  expect(progressWords(state)).toBe('30 of 300 frames · 1:02 left · 1.3 MB');
  expect(progressWords({ ...state, phase: 'paused' })).toBe('Paused · 30 of 300 frames');
  expect(progressWords({ ...state, phase: 'live', dropped: 4 })).toBe('Live · 30 frames · 4 dropped · 1.3 MB');
  expect(progressWords({ ...state, phase: 'idle' })).toBe('');
});

test('a recording that ended early says why, and where to go on', () => {
  expect(endingWords({ end: 'whole', why: '', frames: 300, next: 300 }, 300)).toBe('');
  expect(endingWords({ end: 'stopped', why: '', frames: 0, next: 0 }, 300)).toBe('');
  expect(endingWords({ end: 'stopped', why: '', frames: 12, next: 112 }, 300)).toBe('The recording was stopped. What there is of it, 12 frames, is whole. To go on, record again from frame 112 of 300: the folder Record has the number.');
  expect(endingWords({ end: 'broken', why: 'There is no room on the disk.', frames: 0, next: 0 }, 300)).toBe('The recording ended early: There is no room on the disk. Nothing was written.');
});
