import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE, type MakeOptions } from '../../src/cli/data/catalogue.ts';
import { coveringSquares, readPicture } from '../../src/cli/data/pictures.ts';
import { readability } from '../../src/cli/data/sets/glyphs.ts';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
const notices: string[] = [];
const make = (name: string, options: Partial<MakeOptions>): ReturnType<(typeof CATALOGUE)[string]['make']> =>
  CATALOGUE[name]!.make({ size: 0, count: 0, seed: 1, style: '', path: folder, progress: () => undefined, notice: (sentence) => void notices.push(sentence), ...options });

/** A PNG of `width` x `height` whose pixel at (x, y) is `colour(x, y)`. */
const png = (width: number, height: number, channels: 1 | 3 | 4, colour: (x: number, y: number) => readonly number[]): Uint8Array =>
  encode({ width, height, channels, depth: 8, data: Uint8Array.from(Array.from({ length: width * height }, (_, p) => colour(p % width, Math.floor(p / width))).flat()) });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  mkdirSync(join(folder, 'more'));
  // Red, green and blue thirds: the middle square is green alone.
  writeFileSync(join(folder, 'a-wide.png'), png(24, 8, 3, (x) => [[255, 0, 0], [0, 255, 0], [0, 0, 255]][Math.floor(x / 8)]!));
  writeFileSync(join(folder, 'b-clear.png'), png(8, 8, 4, (_, y) => [0, 0, 0, y < 4 ? 255 : 0]));
  writeFileSync(join(folder, 'more/c-grey.PNG'), png(8, 8, 1, () => [77]));
  writeFileSync(join(folder, 'd-broken.png'), png(8, 8, 3, () => [1, 2, 3]).subarray(0, 40));
  writeFileSync(join(folder, 'e-empty.jpg'), '');
  writeFileSync(join(folder, 'notes.txt'), 'not a picture');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a folder of pictures', () => {
  test('gives their middle squares in colour, on white where they are clear, and names what it cannot read', async () => {
    notices.length = 0;
    const { items, shape, names, columns } = await make('folder', { size: 8 });
    expect([shape, names]).toEqual([[8, 8, 3], ['a-wide.png', 'b-clear.png', 'more/c-grey.PNG']]);
    const at = (item: number, x: number, y: number): number[] => Array.from(items.subarray(((item * 8 + y) * 8 + x) * 3).slice(0, 3));
    expect([at(0, 0, 0), at(0, 7, 7)]).toEqual([[0, 255, 0], [0, 255, 0]]);
    expect([at(1, 3, 1), at(1, 3, 6)]).toEqual([[0, 0, 0], [255, 255, 255]]);
    expect(at(2, 4, 4)).toEqual([77, 77, 77]);
    expect(items).toHaveLength(3 * 8 * 8 * 3);
    expect([columns['folder']!.classes, Array.from(columns['folder']!.values)]).toEqual([['.', 'more'], [0, 0, 1]]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^Left out, because they cannot be read: d-broken\.png \(.+\), e-empty\.jpg \(.+\)\.$/);
  });

  test('without one that can be read is refused', async () => {
    const other = mkdtempSync(join(tmpdir(), 'pictures-'));
    await expect(async () => make('folder', { size: 8, path: other })).rejects.toThrow(/There are no pictures in/);
    writeFileSync(join(other, 'a.png'), 'no');
    await expect(async () => make('folder', { size: 8, path: other })).rejects.toThrow(/No picture in .* could be read/);
    await expect(async () => make('folder', { size: 8, path: join(other, 'a.png') })).rejects.toThrow(/cannot be read: it is not a folder/);
    rmSync(other, { recursive: true });
  });

  test('too large for one file is refused before anything is read', async () => {
    await expect(async () => make('folder', { size: 20_000 })).rejects.toThrow(/GiB; 2 are the most/);
  });
});

test('a region of a picture is cut out before it is made small', async () => {
  const wide = readFileSync(join(folder, 'a-wide.png'));
  expect(Array.from(await readPicture(wide, [1, 1, 3], { left: 16, top: 0, width: 8, height: 8 }))).toEqual([0, 0, 255]);
  await expect(readPicture(wide, [1, 1, 3], { left: 20, top: 0, width: 8, height: 8 })).rejects.toThrow();
});

test.each<[number, number, number[]]>([[720, 360, [0, 360]], [10, 10, [0]], [700, 360, [0, 340]], [360, 900, [0, 270, 540]]])('squares cover a picture of %d x %d', (width, height, places) => {
  const squares = coveringSquares(width, height), side = Math.min(width, height);
  expect(squares.map(({ left, top }) => left + top)).toEqual(places);
  for (const square of squares) expect([square.width, square.height, square.left + side <= width, square.top + side <= height]).toEqual([side, side, true, true]);
});

describe('the landscapes', () => {
  test('are all there, each with a credit that says public domain', async () => {
    const { items, names, groups, columns, licence } = await make('landscapes', { size: 16 });
    expect([names!.length, items.length, new Set(Array.from(groups!)).size, columns['category']!.classes!.length]).toEqual([270, 270 * 16 * 16 * 3, 135, 17]);
    expect(licence).toMatch(/public domain/);
    const credits = readFileSync(join(ROOT, 'assets/datasets/landscapes/CREDITS.tsv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
    expect(credits.filter((row) => row[4] !== 'public-domain' || !row[6])).toEqual([]);
    // Photographs, not blanks: every square has darker and lighter places.
    for (let i = 0; i < 270; i++) {
      const own = items.subarray(i * 768, (i + 1) * 768);
      expect(Math.max(...own) - Math.min(...own)).toBeGreaterThan(30);
    }
  });
});

test('crops of the landscapes are as many as wanted, by a seed, all of a photograph in one part', async () => {
  const [crops, again, others] = [await make('landscape-crops', { size: 16, count: 20 }), await make('landscape-crops', { size: 16, count: 20 }), await make('landscape-crops', { size: 16, count: 20, seed: 2 })];
  expect([crops.items.length, Array.from(crops.groups!)]).toEqual([20 * 768, Array.from({ length: 20 }, (_, i) => i)]);
  expect(again.items).toEqual(crops.items);
  expect(others.items).not.toEqual(crops.items);
});

test('a face whose letters do not differ as letters do scores about nothing', () => {
  const LETTERS = 12, SIDE = 8, PIXELS = SIDE * SIDE;
  /** Letter k is a bar at a place of its own. */
  const face = (place: (k: number) => number, frame = 0): Uint8Array => Uint8Array.from({ length: LETTERS * PIXELS }, (_, i) => {
    const k = Math.floor(i / PIXELS), p = i % PIXELS;
    return Math.floor(p / 5) === place(k) ? 255 : frame * (p % 3 === 0 ? 1 : 0);
  });
  const usual = Array.from({ length: 6 }, () => face((k) => k));
  const [first = 0, framed = 0, stranger = 0, constant = 0] = readability([usual[0]!, face((k) => k, 200), face((k) => (k * 5 + 7) % LETTERS), face(() => 3), ...usual], PIXELS);
  expect(first).toBeGreaterThan(.9);
  expect(framed).toBeGreaterThan(.8);
  expect(Math.abs(stranger)).toBeLessThan(.3);
  expect(constant).toBe(0);
});
