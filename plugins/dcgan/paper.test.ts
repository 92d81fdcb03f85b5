// Papers of pictures whose corners are known.

import { expect, test } from 'vitest';
import { papersIn, papersOf } from './paper.ts';

const AREA = 64 * 64 * 3, COLOURS = [[.9, .8, .7], [.2, .4, .6], [.5, .9, .5]] as const;
/** Flat pictures of these colours. */
const sheets = (colours: readonly (readonly number[])[]): Float32Array => Float32Array.from({ length: colours.length * AREA }, (_, i) => colours[Math.floor(i / AREA)]![i % 3]!);
const even = Array.from({ length: 60 }, (_, i) => COLOURS[i % 3]!);

test('the colours of real pictures are found, and a corner that something once covered is not one of them', () => {
  const papers = papersOf(sheets([...even, [0, 0, 0]]));
  expect(papers.map((colour) => colour.map((x) => Number(x.toFixed(3)))).sort()).toEqual([...COLOURS].map((colour) => [...colour]).sort());
  expect(papersIn(sheets(even), papers)).toEqual({ come: 3, variation: 0 });
});

test('a colour that does not come is missed, also where the others are a little off', () => {
  const papers = papersOf(sheets(even)), { come, variation } = papersIn(sheets(even.map((_, i) => COLOURS[i % 2]!.map((x) => x + .04))), papers);
  expect(come).toBe(2);
  expect(variation).toBeCloseTo(1 / 3, 9);
});
