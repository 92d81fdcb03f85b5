import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchesOf, columnOf, itemsOf, orderOf } from '../../src/train/batches.ts';
import { marksOf } from '../../src/train/marks.ts';
import { tinyData } from '../support/tiny-trainer.ts';

const listed = (draw: (drawn: number) => ArrayLike<number>, count: number, from = 0): number[][] => Array.from({ length: count }, (_, i) => Array.from(draw(from + i)));

test('every item comes once an epoch', () => {
  fc.assert(fc.property(fc.nat(1000), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 20 }), fc.nat(3), (seed, size, batches, epoch) => {
    const start = 5, draw = batchesOf(seed, size, [start, start + size * batches]);
    const items = listed(draw, batches, epoch * batches).flat();
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: size * batches }, (_, i) => start + i));
  }), { numRuns: 50 });
});

test('what does not fill a batch waits for another epoch, in which others wait', () => {
  const draw = batchesOf(1, 4, [0, 10]);
  expect(listed(draw, 20).every((batch) => batch.length === 4 && new Set(batch).size === 4)).toBe(true);
  expect(new Set(listed(draw, 20).flat()).size).toBe(10);
});

test('a set smaller than a batch is a batch', () => {
  const draw = batchesOf(1, 100, [0, 7]);
  expect(listed(draw, 3).map((batch) => batch.sort((a, b) => a - b))).toEqual(new Array(3).fill([0, 1, 2, 3, 4, 5, 6]));
});

test('the seed alone decides the order, from whatever batch it is asked for', () => {
  const whole = listed(batchesOf(3, 4, [0, 17]), 30);
  for (const from of [0, 1, 7, 29]) expect(listed(batchesOf(3, 4, [0, 17]), 30 - from, from)).toEqual(whole.slice(from));
  const draw = batchesOf(3, 4, [0, 17]);
  for (const at of [29, 0, 12, 4, 5]) expect(Array.from(draw(at))).toEqual(whole[at]);
  expect(listed(batchesOf(4, 4, [0, 17]), 30)).not.toEqual(whole);
  expect(orderOf(3, 1, 0, 17)).not.toEqual(orderOf(3, 0, 0, 17));
});

test('bytes become 0 to 1, classes keep their value, and a column that is not there is named', () => {
  const items = itemsOf(tinyData, [3, 0]);
  expect([items.length, items[0], items[16]]).toEqual([32, Math.fround(tinyData.items[48]! / 255), Math.fround(tinyData.items[0]! / 255)]);
  expect(columnOf(tinyData, 'label', [3, 0])).toEqual({ data: Float32Array.of(1, 0), shape: [] });
  expect(() => columnOf(tinyData, 'hair', [0])).toThrow('the data set sides has no "hair"; it has label');
});

test('marks are 0, 1, 3, 10, 30 and 100 % and the snapshots, rising, each once', () => {
  expect(marksOf(1000)).toEqual([0, 10, 30, 100, 300, 1000]);
  expect(marksOf(840, [0, 35, 70, 210, 840, 2000])).toEqual([0, 8, 25, 35, 70, 84, 210, 252, 840]);
  expect(marksOf(1)).toEqual([0, 1]);
});
