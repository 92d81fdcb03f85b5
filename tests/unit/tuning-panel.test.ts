// What the folder of fine-tuning reckons before anything is on the page: axes, curves, counts, cuts, and files in folders.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRecipe, newPiece } from '../../src/core/recipe.ts';
import { emptyTuning, tuningParams } from '../../src/core/tuning.ts';
import cppn from '../../plugins/cppn/index.ts';
import { axisOf, heightOn, short, tickText } from '../../src/ui/tuning/axis.ts';
import { stateWords } from '../../src/ui/tuning/controls.ts';
import { croppedBy, slackOf } from '../../src/ui/tuning/crop.ts';
import { nearest, pathOf, smoothed, spanOf, valueAt } from '../../src/ui/tuning/curve-path.ts';
import { droppedFiles, seenIn } from '../../src/ui/tuning/dropped.ts';
import { stripOf } from '../../src/ui/tuning/film.ts';
import { countsOf, countWords, heapOf, lackWords } from '../../src/ui/tuning/lack.ts';
import { offered } from '../../src/ui/tuning/settings.ts';

describe('axes', () => {
  test.each<[string, readonly number[], readonly number[], boolean]>([
    ['shares', [.31, .78], [.2, .4, .6, .8], false],
    ['losses', [.62, 2.3], [0, 1, 2, 3], false],
    ['a critic, below zero', [-7.4, 3], [-10, -5, 0, 5], false],
    ['norms over decades', [.02, 31], [.01, .1, 1, 10, 100], true],
    ['nothing', [], [0, 1], false],
    ['one number', [4], [4, 4.002], false],
    ['no numbers among them', [NaN, .5, Infinity, 1], [.4, .6, .8, 1], false],
  ])('%s', (_name, values, ends, log) => {
    const axis = axisOf(values);
    expect([axis.low, axis.high, axis.log]).toEqual([ends[0], ends.at(-1), log]);
    expect(ends, 'a few of the round numbers').toEqual(expect.arrayContaining([...axis.ticks]));
  });

  test('whatever comes, every value lies on the axis, between few ticks', () => {
    fc.assert(fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 }), (values) => {
      const axis = axisOf(values);
      expect(axis.ticks.length).toBeGreaterThan(0);
      expect(axis.ticks.length).toBeLessThanOrEqual(4);
      expect(axis.high).toBeGreaterThan(axis.low);
      for (const value of values) expect(heightOn(axis, value)).toBeGreaterThanOrEqual(0);
    }));
  });

  test('numbers are three figures; ticks no more than they need', () => {
    expect([.6931, -12.44, 1240, 3.14e7, 2e-5, 0, NaN, -Infinity].map(short)).toEqual(['0.693', '−12.4', '1,240', '3.1e7', '2.0e−5', '0', 'NaN', '−∞']);
    expect([0, .5, -2, 12_000, 1e6, 1e-4].map(tickText)).toEqual(['0', '0.5', '−2', '12,000', '1e6', '1e−4']);
  });
});

describe('curves', () => {
  const loss = { name: 'loss', steps: [0, 10, 20, 30, 40], values: [1, 0, NaN, .5, .5] }, rare = { name: 'distance', steps: [20], values: [3] };

  test('run over the span of all, with a gap where there is no number', () => {
    const span = spanOf([{ title: '', hint: '', curves: [loss] }, { title: '', hint: '', curves: [rare] }]), axis = axisOf([0, 1]);
    expect(span).toEqual({ first: 0, last: 40 });
    expect(pathOf(loss, span, axis, 100, 10)).toBe('M0.0 0.0L25.0 10.0M75.0 5.0L100.0 5.0');
    expect(pathOf(rare, span, axis, 100, 10), 'one alone is a dot').toBe('M50.0 0.0h0');
    expect(spanOf([])).toEqual({ first: 0, last: 1 });
  });

  test('of many values show their way, which ends where they end', () => {
    const many = { name: 'noise', steps: Array.from({ length: 96 }, (_, i) => i), values: Array.from({ length: 96 }, (_, i) => (i === 40 ? NaN : 5 + (i % 2 ? 1 : -1))) }, way = smoothed(many);
    expect([way.values[0], way.values[95], way.values[40]]).toEqual([4, 6, NaN]);
    for (let i = 8; i < 88; i++) if (i !== 40) expect(Math.abs(way.values[i]! - 5)).toBeLessThan(.3);
    expect(smoothed(loss).values, 'few are as they are').toEqual(Float64Array.from(loss.values));
  });

  test('are read at a step', () => {
    expect([-5, 0, 4, 6, 20, 99].map((step) => nearest(loss.steps, step))).toEqual([0, 0, 0, 1, 2, 4]);
    expect([valueAt(loss, 11), valueAt(loss, undefined), valueAt({ name: '', steps: [], values: [] }, 3)]).toEqual([0, .5, undefined]);
  });

  test('of sheets the strip shows the first, the last and as many between as fit', () => {
    expect([stripOf(1), stripOf(3), stripOf(19)]).toEqual([[0], [0, 1, 2], [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]]);
  });
});

describe('heaps', () => {
  const heap = (title: string, least: number) => ({ title, hint: '', least });
  const picture = (at: number, of: number) => ({ source: { from: 'still', still: `landscapes/valley-${at}.jpg` }, heap: of, crop: 0 } as const);
  const recipe = (...heaps: readonly number[]) => {
    const piece = newPiece(emptyRecipe(), cppn);
    return { ...emptyRecipe(), pieces: [{ ...piece, id: 'a', tuning: { ...emptyTuning, pictures: heaps.map((of, i) => picture(i, of)) } }] };
  };

  test('are counted, and what they lack is said', () => {
    const two = [heap('Photographs', 2), heap('Paintings', 1)];
    expect(countsOf(recipe(0, 1, 0, 7), 'a', two)).toEqual([2, 1]);
    expect(heapOf(recipe(0, 1, 0), 'a', 0).map(({ index }) => index)).toEqual([0, 2]);
    expect([countWords(12, 4), countWords(0, 1), countWords(3, 1)]).toEqual(['12 of at least 4', '0 of at least 1', '3']);
    expect(lackWords(recipe(0, 0), 'a', [heap('Pictures', 4)])).toBe('2 more pictures to begin');
    expect(lackWords(recipe(0, 0, 0), 'a', [heap('Pictures', 4)])).toBe('1 more picture to begin');
    expect(lackWords(recipe(0), 'a', two)).toBe('too few: Photographs, Paintings');
    expect(lackWords(recipe(0, 0, 1), 'a', two)).toBe('');
    expect(lackWords(recipe(), 'gone', Array.from({ length: 10 }, (_, i) => heap(String(i), 2)))).toBe('no heap has enough pictures');
  });

  test('how it goes is said in few words', () => {
    const state = { phase: 'learning', step: 12, perSecond: 3.42, place: 'processor', work: '', alarm: '', plots: [], sheets: [], figures: [], mix: 1, comparing: false, undoes: 0, redoes: 0, version: 1 } as const;
    expect(stateWords(state, 'lack')).toBe('3.4 steps / s · processor');
    expect(stateWords({ ...state, perSecond: .08, place: '' }, '')).toBe('13 s / step');
    expect(stateWords({ ...state, perSecond: 0, place: '' }, '')).toBe('');
    expect(stateWords({ ...state, phase: 'opening', work: 'Reading 12 of 32 pictures' }, '')).toBe('Reading 12 of 32 pictures');
    expect([stateWords({ ...state, phase: 'paused' }, ''), stateWords({ ...state, phase: 'idle', step: 0 }, ''), stateWords({ ...state, phase: 'idle' }, 'lack')]).toEqual(['paused', 'ready', 'lack']);
  });

  test('only settings that mean something are rows, with as many layers as there are', () => {
    const rows = offered({ settings: ['seed', 'kept', 'judgeKept', 'game'], layers: { kept: 5, judgeKept: 0 } });
    expect(Object.keys(rows)).toEqual(['game', 'kept', 'seed']);
    expect(rows['kept']).toEqual({ ...tuningParams.kept, max: 5 });
  });

  test('a cut goes against the pointer, along the longer side, and ends at the edges', () => {
    expect(slackOf(300, 200, 50)).toBe(25);
    expect([croppedBy(0, 5, 25), croppedBy(0, -50, 25), croppedBy(.5, 999, 25), croppedBy(.3, 20, 0)]).toEqual([-.4, 1, -1, .3]);
  });
});

describe('drops', () => {
  const file = (name: string, type = 'image/png'): File => new File(['x'], name, { type });
  const leaf = (of: File): unknown => ({ name: of.name, isFile: true, isDirectory: false, file: (done: (file: File) => void, fail: () => void) => (of.name === 'gone.png' ? fail() : done(of)) });
  const folder = (name: string, ...entries: readonly unknown[]): unknown => ({
    name, isFile: false, isDirectory: true,
    createReader: () => {
      // A browser gives a hundred at a time.
      const batches = [entries.slice(0, 2), entries.slice(2), []];
      return { readEntries: (done: (batch: readonly unknown[]) => void) => done(batches.shift()!) };
    },
  });
  const transfer = (entries: readonly unknown[], files: readonly File[]): DataTransfer =>
    ({ items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })), files }) as unknown as DataTransfer;

  test('hold the pictures of folders, however deep, in the order of their names', async () => {
    const found = await droppedFiles(transfer([
      folder('trip', leaf(file('10.png')), leaf(file('.DS_Store', '')), leaf(file('2.png')), folder('more', leaf(file('a.mp4', 'video/mp4')), leaf(file('notes.txt', 'text/plain'))), leaf(file('gone.png'))), leaf(file('own.txt', 'text/plain')),
    ], []));
    expect(found.map(({ name }) => name), 'what was dropped by itself is not passed over').toEqual(['2.png', '10.png', 'a.mp4', 'own.txt']);
  });

  test('without folders they are the files as they are', async () => {
    const files = [file('b.png'), file('a.png')];
    expect(await droppedFiles(transfer([null, null], files))).toEqual(files);
    expect(seenIn(files).map(({ name }) => name)).toEqual(['a.png', 'b.png']);
  });
});
