import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAbout, readDataSet } from '../../src/cli/data/read.ts';
import { writeDataSet } from '../../src/cli/data/write.ts';
import { classColumn, numberColumn } from '../../src/train/data/attributes.ts';
import type { DataDraft } from '../../src/train/data/data-set.ts';
import { split } from '../../src/train/data/split.ts';

const MADE = { command: 'npm run data -- small', options: { size: 2 } };

/** Item i is a 2 x 2 picture of the number i; its columns say i again in other ways. */
const small = (count: number, more: Partial<DataDraft> = {}): DataDraft => {
  const every = Array.from({ length: count }, (_, i) => i);
  return {
    title: 'A small set', shape: [2, 2, 1], items: Uint8Array.from(every.flatMap((i) => [i, i, i, i])),
    columns: { parity: classColumn(every.map((i) => i % 2 === 0 ? 'even' : 'odd')), third: numberColumn(every.map((i) => i / 3)), twice: { values: Float32Array.from(every.flatMap((i) => [i, 2 * i])), shape: [2] } },
    names: every.map((i) => `number ${i}`), licence: 'none', credits: ['nobody'], sources: ['a@1'], ...more,
  };
};

let place: string;
beforeAll(() => { place = mkdtempSync(join(tmpdir(), 'sets-')); });
afterAll(() => rmSync(place, { recursive: true }));

describe('a set', () => {
  test('comes back from the disk as it was, and every column still belongs to its item', () => {
    const folder = join(place, 'small');
    const about = writeDataSet(folder, small(50), MADE);
    const set = readDataSet(folder);
    expect(set.about).toEqual(about);
    expect(about).toMatchObject({ name: 'small', count: 50, shape: [2, 2, 1], type: 'u8', splits: { train: [0, 45], test: [45, 50] }, made: MADE, licence: 'none', credits: ['nobody'], sources: ['a@1'] });
    for (let i = 0; i < 50; i++) {
      const n = set.items[i * 4]!;
      expect(Array.from(set.items.subarray(i * 4, i * 4 + 4))).toEqual([n, n, n, n]);
      expect(about.columns['parity']!.classes![set.columns['parity']![i]!]).toBe(n % 2 === 0 ? 'even' : 'odd');
      expect(set.columns['third']![i]).toBeCloseTo(n / 3, 5);
      expect(Array.from(set.columns['twice']!.subarray(i * 2, i * 2 + 2))).toEqual([n, 2 * n]);
      expect(about.names![i]).toBe(`number ${n}`);
    }
    expect(new Set(about.names)).toHaveLength(50);
    expect(about.names).not.toEqual(small(50).names);
  });

  test('of points comes back as little-endian floats', () => {
    const folder = join(place, 'points');
    writeDataSet(folder, { ...small(10), shape: [2], items: Float32Array.from({ length: 20 }, (_, i) => i / 7), columns: {}, test: 2 }, MADE);
    expect(readDataSet(folder).items).toEqual(Float32Array.from({ length: 20 }, (_, i) => i / 7));
    expect(readFileSync(join(folder, 'items.bin')).readFloatLE(4)).toBeCloseTo(1 / 7, 6);
  });

  test('has a contact sheet: the items in order, evenly chosen, pairs side by side', () => {
    const folder = join(place, 'sheet'), draft = small(4, { test: 1 });
    writeDataSet(folder, { ...draft, columns: { pair: { values: draft.items.map((n) => 255 - n), shape: [2, 2, 1] } } }, MADE);
    const { width, height, data, channels } = decode(readFileSync(join(folder, 'sheet.png')));
    // Two by two cells, each two pictures of 2 pixels at 48 times their size, and a gap of 2 on every side.
    expect([width, height, channels]).toEqual([2 * (192 + 4), 2 * (96 + 4), 3]);
    const at = (x: number, y: number): number => data[(y * width + x) * 3]!;
    expect([at(50, 50), at(150, 50), at(250, 50), at(350, 50), at(50, 150), at(0, 0)]).toEqual([0, 255, 1, 254, 2, 128]);
  });

  test('is replaced whole, and kept whole where the new one cannot be made', () => {
    const folder = join(place, 'again');
    writeDataSet(folder, small(20), MADE);
    writeDataSet(folder, small(30, { columns: {} }), MADE);
    expect(readDataSet(folder).about.count).toBe(30);
    expect(readdirSync(folder).sort()).toEqual(['about.json', 'items.bin', 'sheet.png']);
    // A picture of no height has no sheet: the failure comes after the items are written.
    expect(() => writeDataSet(folder, small(20, { shape: [0, 2, 1], items: new Uint8Array(0) }), MADE)).toThrow(/again cannot be written/);
    expect(readDataSet(folder).about.count).toBe(30);
    expect(readdirSync(place).filter((name) => name.startsWith('.making'))).toEqual([]);
  });
});

describe('the held-out part', () => {
  test('is a tenth, by chance but always the same', () => {
    const [a, b] = [split(small(200)), split(small(200))];
    expect(a).toEqual(b);
    expect(a.test).toBe(20);
    expect(a.names!.slice(-20).map((name) => Number(name.slice(7))).filter((n) => n >= 180).length).toBeLessThan(10);
  });

  test('never shares a group with what is learnt from', () => {
    const groups = Array.from({ length: 200 }, (_, i) => Math.floor(i / 8));
    const { names, test: held } = split(small(200, { groups }));
    const group = names!.map((name) => groups[Number(name.slice(7))]!);
    const [learnt, tested] = [new Set(group.slice(0, -held)), new Set(group.slice(-held))];
    expect([...tested].filter((g) => learnt.has(g))).toEqual([]);
    expect([tested.size, held]).toEqual([3, 24]);
  });

  test("is the set's own where it has one, and its order is kept", () => {
    expect(split(small(40, { test: 7 }))).toEqual(small(40, { test: 7 }));
  });

  test('is empty where there is only one group', () => {
    expect(split(small(12, { groups: new Uint8Array(12) })).test).toBe(0);
  });
});

describe('a damaged set', () => {
  const damagedBy = (damage: (folder: string) => void): string => {
    const folder = mkdtempSync(join(place, 'damaged-'));
    cpSync(join(place, 'whole'), folder, { recursive: true });
    damage(folder);
    return folder;
  };
  const about = (change: (text: string) => string) => (folder: string): void => writeFileSync(join(folder, 'about.json'), change(readFileSync(join(folder, 'about.json'), 'utf8')));
  beforeAll(() => { writeDataSet(join(place, 'whole'), small(50), MADE); });

  test.each<[string, (folder: string) => void, RegExp]>([
    ['cut items', (folder) => truncateSync(join(folder, 'items.bin'), 100), /items\.bin has 100 bytes instead of 200/],
    ['another byte', (folder) => { const bytes = readFileSync(join(folder, 'items.bin')); bytes[7]! ^= 1; writeFileSync(join(folder, 'items.bin'), bytes); }, /items\.bin is not what was written/],
    ['another byte in a column', (folder) => writeFileSync(join(folder, 'parity.bin'), new Uint8Array(50)), /parity\.bin is not what was written/],
    ['a missing column', (folder) => rmSync(join(folder, 'third.bin')), /third\.bin cannot be read/],
    ['half a description', about((text) => text.slice(0, 200)), /about\.json cannot be read/],
    ['an empty description', about(() => 'null'), /about\.json has no count/],
    ['no count', about((text) => text.replace('"count"', '"cuont"')), /about\.json has no count/],
    ['splits that do not meet', about((text) => text.replace(/"test": \[\s*45/, '"test": [44')), /about\.json has no splits/],
    ['a column elsewhere', about((text) => text.replace('third.bin', '../../third.bin')), /nothing useful of column third/],
  ])('with %s is refused in a sentence that says what', (_, damage, why) => {
    const folder = damagedBy(damage);
    expect(() => readDataSet(folder)).toThrow(why);
    expect(() => readDataSet(folder)).toThrow(/^The data set in .* is damaged: /);
  });

  test('that is not there at all says which command makes it', () => {
    expect(() => readAbout('no-such-set')).toThrow('Data set no-such-set is not prepared: npm run data -- no-such-set');
  });
});
