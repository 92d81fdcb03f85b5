// Held-out pictures from a fresh clone: packs are read as they were written, know what their set knows, and are the same
// pictures that the prepared sets hold out.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { heldColumn, heldPart } from '#nets';
import { leanings } from '#metrics';
import { readPack, writePack } from '../../src/cli/evaluate/pack.ts';
import { heldOutOf } from '../../src/cli/evaluate/held-out.ts';
import { ATTRIBUTES, knownAttributes } from '../../src/train/evaluator/attributes.ts';
import type { DataSet } from '../../src/train/data/data-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftloom-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** 50 pictures of 3 x 2 in colour; the last 45 are held out. */
const set: DataSet = {
  about: {
    name: 'set', title: '', count: 50, shape: [3, 2, 3], type: 'u8', splits: { train: [0, 5], test: [5, 50] }, licence: '', credits: [], sources: [], sha256: '',
    columns: { kind: { file: '', type: 'u8', shape: [], classes: ['a', 'b'], sha256: '' }, size: { file: '', type: 'f32', shape: [], sha256: '' }, place: { file: '', type: 'f32', shape: [2], sha256: '' } },
    made: { command: '', options: {} },
  },
  items: Uint8Array.from({ length: 50 * 18 }, (_, i) => (i * 37) % 256),
  columns: { kind: Uint8Array.from({ length: 50 }, (_, i) => i % 2), size: Float32Array.from({ length: 50 }, (_, i) => i / 3), place: new Float32Array(100) },
};

test('a pack holds pictures at even steps through the test part, with what is one number of each', async () => {
  await writePack(folder, set, 30);
  const { items, shape, count, columns } = readPack(folder, 25), at = [0, 24].map((n) => 5 + Math.floor(n * 45 / 30));
  expect([shape, count, items.length, Object.keys(columns)]).toEqual([[3, 2, 3], 25, 450, ['kind', 'size']]);
  for (const [n, i] of [[0, at[0]!], [24, at[1]!]] as const) {
    expect(Array.from(items.subarray(n * 18, (n + 1) * 18), (x) => Math.round(255 * x))).toEqual([...set.items.subarray(i * 18, (i + 1) * 18)]);
    expect([columns['kind']!.values[n], columns['size']!.values[n]]).toEqual([i % 2, Math.fround(Number((i / 3).toPrecision(6)))]);
  }
  expect(columns['kind']!.classes).toEqual(['a', 'b']);
});

test('columns of pictures are held beside the items, in a pack as in a part of one', async () => {
  const { about: { columns: { kind } } } = set, other = Uint8Array.from(set.items, (x) => 255 - x);
  const pair: DataSet = { ...set, about: { ...set.about, columns: { kind: kind!, other: { file: '', type: 'u8', shape: [3, 2, 3], sha256: '' } } }, columns: { kind: set.columns['kind']!, other } };
  await writePack(folder, pair, 30);
  const held = readPack(folder, 30), part = heldPart(held, 3, 5);
  expect(Object.keys(held.columns)).toEqual(['kind']);
  expect([...held.pictures!['other']!].every((x, k) => Math.abs(x + held.items[k]! - 1) < 1e-6)).toBe(true);
  expect(part.pictures!['other']).toEqual(held.pictures!['other']!.subarray(3 * 18, 5 * 18));
});

test('a damaged pack and a column that is not there are said in a sentence', async () => {
  await writePack(folder, set, 30);
  expect(() => heldColumn(readPack(folder, 5), 'label')).toThrow('The held-out items have no "label"; they have kind, size.');
  writeFileSync(join(folder, 'columns.json'), '{"count": 3000, "shape": [3, 2, 3], "columns": {}}');
  expect(() => readPack(folder, 5)).toThrow(/cannot be read \(sheet.png does not hold 3000 pictures\)/);
});

test('a part of held-out items has their columns, too', async () => {
  await writePack(folder, set, 30);
  const all = readPack(folder, 30), part = heldPart(all, 10, 14);
  expect([part.count, [...part.items], [...heldColumn(part, 'size')]]).toEqual([4, [...all.items.subarray(180, 252)], [...heldColumn(all, 'size').subarray(10, 14)]]);
});

test('the shipped posters are 400 faces, half with glasses, half bearded, a quarter with long hair', async () => {
  const held = await heldOutOf('posters', 400), known = knownAttributes(held);
  expect([held.count, held.shape, held.items.length]).toEqual([400, [64, 64, 3], 400 * 12288]);
  const shares = ATTRIBUTES.map((_, k) => known.reduce((sum, yes, i) => sum + (i % 3 === k ? yes / 400 : 0), 0));
  for (const [k, share] of [.5, .5, .27].entries()) expect(Math.abs(shares[k]! - share)).toBeLessThan(.08);
  expect(() => knownAttributes({ ...held, columns: {} })).toThrow('not the posters');
});

test('the shipped typeset digits are 500, of all classes, and lean as much as is said of them', async () => {
  const held = await heldOutOf('typeset-digits', 500), said = heldColumn(held, 'slant'), seen = leanings(held.items, 28);
  expect([held.count, held.shape, new Set(heldColumn(held, 'label')).size]).toEqual([500, [28, 28, 1], 10]);
  // Zeros are symmetric: upright ones do not lean, so that their measure is the known slant.
  const zeros = Array.from(heldColumn(held, 'label')).flatMap((label, n) => (label === 0 ? [Math.abs(seen[n]! - said[n]!)] : []));
  expect(zeros.reduce((sum, x) => sum + x, 0) / zeros.length).toBeLessThan(3);
});

test('squares of landscapes are cut from photographs that are held out, as many as are asked for', async () => {
  const { count, items, shape } = await heldOutOf('landscape-crops', 20);
  expect([count, shape, items.length]).toEqual([20, [64, 64, 3], 20 * 12288]);
  expect(items.every((x) => x >= 0 && x <= 1)).toBe(true);
});
