// Slant, stroke width and ink of bars whose slant, width and ink are known; correlations and their groups.

import { expect, test } from 'vitest';
import { breadths, correlation, correlationWithin, inkShares, leanings, strokeWidths } from '#metrics';

const SIDE = 64, FINE = 8;

/** A picture of whatever `inside` says of places in pixels from the middle, y up; soft edges from 8 x 8 samples a pixel. */
const picture = (inside: (x: number, y: number) => boolean): Float32Array => Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
  let hits = 0;
  for (let s = 0; s < FINE * FINE; s++) if (inside(i % SIDE + (s % FINE + .5) / FINE - SIDE / 2, SIDE / 2 - Math.floor(i / SIDE) - (Math.floor(s / FINE) + .5) / FINE)) hits++;
  return hits / FINE ** 2;
});

/** A bar 48 high and `width` wide, leaned over by `degrees` to the right. */
const bar = (degrees: number, width = 6): Float32Array => picture((x, y) => Math.abs(y) < 24 && Math.abs(x - y * Math.tan(degrees * Math.PI / 180)) < width / 2);
/** A ring of mean radius 18. */
const ring = (width: number): Float32Array => picture((x, y) => Math.abs(Math.hypot(x, y) - 18) < width / 2);

test.each([-30, -10, 0, 5, 20, 35])('a bar leaned over by %d degrees leans by as many', (degrees) => {
  expect(leanings(bar(degrees), SIDE)[0]).toBeCloseTo(degrees, 1);
});

test('an upright ring does not lean, wherever it stands, and nothing does not lean at all', () => {
  expect(leanings(picture((x, y) => Math.abs(Math.hypot(x - 7, y + 5) - 12) < 2), SIDE)[0]).toBeCloseTo(0, 1);
  expect(leanings(new Float32Array(SIDE * SIDE), SIDE)[0]).toBeNaN();
});

test.each([2, 4, 7])('a ring %d wide has strokes of that width', (width) => {
  const [measured = 0] = strokeWidths(ring(width), SIDE);
  expect(measured / width).toBeGreaterThan(.93);
  expect(measured / width).toBeLessThan(1.03);
});

test('a bar is as wide as twice its area over its outline, also where it touches the border', () => {
  expect(strokeWidths(bar(0, 8), SIDE)[0]! / (2 * 8 * 48 / (2 * (8 + 48)))).toBeCloseTo(1, 1);
  expect(strokeWidths(picture(() => true), SIDE)[0]! / (SIDE / 2)).toBeCloseTo(1, 1);
  expect(strokeWidths(new Float32Array(SIDE * SIDE), SIDE)[0]).toBeNaN();
});

test.each([[0, 12], [25, 12], [-20, 20]])('a bar that leans by %d degrees and is %d wide is as broad as if it stood', (degrees, width) => {
  expect(breadths(bar(degrees, width), SIDE)[0]).toBeCloseTo(width / Math.sqrt(12), 1);
});

test('several pictures are measured each by itself', () => {
  const both = new Float32Array(2 * SIDE * SIDE);
  both.set(bar(20));
  both.set(bar(-15, 12), SIDE * SIDE);
  expect([...leanings(both, SIDE)].map(Math.round)).toEqual([20, -15]);
  expect(inkShares(both, SIDE)[0]).toBeCloseTo(6 * 48 / SIDE ** 2, 3);
  expect(inkShares(both, SIDE)[1]).toBeCloseTo(12 * 48 / SIDE ** 2, 3);
});

test('a correlation is 1 along a line, -1 down one, and none where nothing changes', () => {
  expect(correlation([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
  expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
  expect(correlation([1, 2, 3, 4], [1, -1, -1, 1])).toBeCloseTo(0, 12);
  expect(correlation([1, 1], [1, 2])).toBeNaN();
  expect(correlation([1, 2, 3, NaN], [10, 20, 30, 5])).toBeCloseTo(1, 12);
  expect(() => correlation([1], [1, 2])).toThrow('as many numbers on both sides; got 1 and 2');
});

test('within groups it is of what holds in each: here rising in both, though the group that is higher is lower in the other', () => {
  const a = [0, 1, 2, 10, 11, 12], b = [50, 51, 52, 0, 1, 2];
  expect(correlation(a, b)).toBeLessThan(-.9);
  expect(correlationWithin(a, b, [0, 0, 0, 7, 7, 7])).toBeCloseTo(1, 12);
});
