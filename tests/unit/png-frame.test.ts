import { decode } from 'fast-png';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recipeInPng } from '../../src/record/extract.ts';
import { pngOf } from '../../src/record/png-frame.ts';

const sizes = { width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) };

test('a frame of 8 or 16 bits is the same pixels as a PNG file, with what is transparent', async () => {
  await fc.assert(fc.asyncProperty(fc.record({ ...sizes, seed: fc.integer({ min: 1, max: 65_535 }), deep: fc.boolean() }), async ({ width, height, seed, deep }) => {
    const count = 4 * width * height, samples = Array.from({ length: count }, (_, i) => ((i + 1) * seed * 40_503) % (deep ? 65_536 : 256));
    const pixels = deep ? Uint16Array.from(samples) : Uint8ClampedArray.from(samples);
    const file = decode(await pngOf(pixels, width, height), { checkCrc: true });
    expect([file.width, file.height, file.channels, file.depth, [...file.data]]).toEqual([width, height, 4, deep ? 16 : 8, samples]);
  }), { numRuns: 60 });
});

test('it carries a recipe where there is one', async () => {
  const pixels = new Uint8ClampedArray(16);
  expect(recipeInPng(await pngOf(pixels, 2, 2, '{"a":"ü"}'))).toEqual({ a: 'ü' });
  expect(recipeInPng(await pngOf(pixels, 2, 2))).toBeUndefined();
});
