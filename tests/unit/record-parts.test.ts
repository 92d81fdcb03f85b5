// A part of a recording, which is put together with others later: its own frames of the whole, at the whole's moments.

import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { recipeInPng } from '../../src/record/extract.ts';
import type { OpenFilm } from '../../src/record/frames.ts';
import { createRecorder } from '../../src/record/recorder.ts';
import { numberedFrames } from '../support/numbered-frames.ts';

const recorderOf = (open: OpenFilm) => createRecorder({ film: open, now: () => 0, time: () => 3, title: () => 'Part', metadata: () => ({ key: 'driftloom', text: (time) => JSON.stringify({ time }) }), lost: new Promise<never>(() => undefined) });

test('a part has the frames from its first to before its end, each with its moment, in the loop of the whole', async () => {
  const film = numberedFrames(), recorder = recorderOf(film.open);
  let frames = 0;
  film.before = () => { ({ frames } = recorder.state); };
  const { file, ...ended } = await recorder.record({ format: 'png', width: 4, height: 2, fps: 7, frames: 9, from: 3, until: 6, loop: true });
  expect(ended).toEqual({ end: 'whole', why: '', frames: 3, next: 6, name: 'Part' });
  expect([film.asked, frames, film.settings[0]]).toEqual([[3, 4, 5], 3, expect.objectContaining({ start: 3, fps: 7, loop: 9 / 7 })]);
  const pictures = Object.entries(unzipSync(new Uint8Array(await file!.arrayBuffer())));
  expect(pictures.map(([name, png]) => [name, recipeInPng(png)])).toEqual([3, 4, 5].map((index) => [`Part-0000${index}.png`, { time: 3 + index / 7 }]));
  await expect(recorder.record({ frames: 9, from: 3, until: 10 })).rejects.toThrow('The end of a recording is a whole number, 4 to 9; got 10.');
  await expect(recorder.record({ frames: 9, from: 3, until: 3 })).rejects.toThrow('The end of a recording is');
});

test('the first that goes wrong is the reason, and what is written is counted from the first frame of the whole', async () => {
  const film = numberedFrames();
  film.before = (index) => { if (index === 5) throw new Error('The plugin has failed.'); };
  const recorder = recorderOf(async (setting, work) => {
    await film.open(setting, work);
    throw new Error('The device is gone.');
  });
  expect(await recorder.record({ format: 'gif', width: 4, height: 2, fps: 7, frames: 9, from: 3 })).toMatchObject({ end: 'broken', why: 'The plugin has failed.', frames: 2, next: 5 });
});
