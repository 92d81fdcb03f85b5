// Pictures to learn from where they are many, large, few or broken, without a browser: how many are decoded at once, that each
// is closed, and what is said.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PieceRecipe } from '../../src/core/recipe.ts';
import { emptyTuning, type TuningPicture } from '../../src/core/tuning.ts';
import { createCut } from '../../src/sources/cut.ts';
import type { KeptFiles } from '../../src/sources/kept-files.ts';
import type { Stills } from '../../src/sources/stills.ts';
import { lessonOf } from '../../src/tuning/lessons.ts';
import type { Tunable } from '../../src/tuning/trainers.ts';
import { tinyTrainer } from '../support/tiny-trainer.ts';

/** 50 megapixels. */
const WIDE = 8688, HIGH = 5792;
const decoder = { open: 0, most: 0, decoded: 0, closed: 0, largest: 0, broken: new Set<string>() };

beforeEach(() => {
  Object.assign(decoder, { open: 0, most: 0, decoded: 0, closed: 0, largest: 0, broken: new Set() });
  vi.stubGlobal('Image', class {
    onload?: () => void;
    naturalWidth = WIDE;
    naturalHeight = HIGH;
    set src(_address: string) { queueMicrotask(() => this.onload?.()); }
  });
  vi.stubGlobal('createImageBitmap', async (blob: Blob, { resizeWidth: width = WIDE, resizeHeight: height = HIGH }: ImageBitmapOptions) => {
    decoder.most = Math.max(decoder.most, ++decoder.open);
    await new Promise((resolve) => { setImmediate(resolve); });
    if (decoder.broken.has(blob.type)) {
      decoder.open--;
      throw new Error('The source image could not be decoded.');
    }
    decoder.decoded++;
    decoder.largest = Math.max(decoder.largest, width);
    return { width, height, close: () => {
      decoder.open--;
      decoder.closed++;
    } };
  });
  vi.stubGlobal('OffscreenCanvas', class {
    constructor(readonly width: number, readonly height: number) {}
    getContext(): unknown {
      return { fillRect: () => undefined, drawImage: () => undefined, getImageData: (_x: number, _y: number, width: number, height: number) => ({ data: new Uint8ClampedArray(4 * width * height).fill(7) }) };
    }
  });
});
afterEach(() => { vi.unstubAllGlobals(); });

const files = { bytes: (file: string) => Promise.resolve(file === 'gone' ? undefined : new Blob(['jpeg'], { type: `image/${file}` })) } as unknown as KeptFiles;
const cutter = (): ReturnType<typeof createCut> => createCut(files, {} as Stills);
const picture = (file: string, heap = 0): TuningPicture => ({ source: { from: 'image', file, name: `${file}.jpg` }, heap, crop: 0 });
const album = (count: number): TuningPicture[] => Array.from({ length: count }, (_, i) => picture(`p${i}`));
const tunable: Tunable = { variant: 'sides', trainer: tinyTrainer, tuning: { shows: {}, heaps: [{ title: 'pictures', hint: '', least: 1 }], settings: [], painters: ['generator'], judges: [] } };
const planOf = (pictures: readonly TuningPicture[], cut = cutter(), said: string[] = []): ReturnType<ReturnType<typeof lessonOf>['plan']> =>
  lessonOf({ cut, loadWeights: () => Promise.reject(new Error('nothing ships')) }, { plugin: 'tiny', tuning: { ...emptyTuning, pictures } } as unknown as PieceRecipe, tunable, undefined).plan((work) => void said.push(work));

describe('500 pictures of 50 megapixels', () => {
  test('are decoded one at a time, small, and each is closed, whoever asks; they are not decoded again', async () => {
    const pictures = album(500), cut = cutter(), said: string[] = [];
    // The cells of the panel ask while the learning does.
    const [plan, cells] = await Promise.all([planOf(pictures, cut, said), Promise.all(pictures.slice(0, 24).map((each) => cut(each, 4, 4)))]);
    expect([plan.pictures.length, cells.length, plan.pictures[0]!.pixels.length]).toEqual([500, 24, 64]);
    expect(decoder).toMatchObject({ most: 1, open: 0, decoded: 500, closed: 500, largest: 1024 });
    expect([said[0], said.at(-1)]).toEqual(['Reading 1 of 500 pictures', 'Reading 500 of 500 pictures']);
    await planOf(pictures, cut);
    expect(decoder.decoded, 'another setting reads them as they were cut').toBe(500);
    await cut({ ...pictures[0]!, crop: 1 }, 4, 4);
    await cut(pictures[1]!, 8, 8);
    expect(decoder.decoded, 'another cut, or size, is another picture').toBe(502);
  });

  test('what is cut is owned by who asked', async () => {
    const cut = cutter(), one = picture('p');
    (await cut(one, 4, 4)).fill(0);
    expect((await cut(one, 4, 4))[0]).toBe(7);
  });
});

describe('pictures that cannot be learnt from', () => {
  test('are named, three at most, and the others do not wait for them', async () => {
    decoder.broken = new Set(['image/p1', 'image/p3', 'image/p4']);
    const cut = cutter(), pictures = [...album(6), picture('gone')];
    await expect(planOf(pictures, cut)).rejects.toThrow('4 of 7 pictures cannot be learnt from: p1.jpg is damaged, or no picture that this browser knows; p3.jpg is damaged, or no picture that this browser knows; p4.jpg is damaged, or no picture that this browser knows; and 1 more. Take them out, or bring them again.');
    expect(decoder).toMatchObject({ open: 0, decoded: 3, closed: 3 });
    decoder.broken.clear();
    expect((await planOf(pictures.slice(0, 6), cut)).pictures, 'brought again, they are').toHaveLength(6);
  });

  test('none is said before anything is decoded; one is enough where one is', async () => {
    await expect(planOf([])).rejects.toThrow('Learning needs at least a picture; there are 0.');
    expect(decoder.decoded).toBe(0);
    expect((await planOf(album(1))).pictures).toHaveLength(1);
  });
});
