// The fused kernel, through the real plugin and engine, against the reference in double precision.

import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../../plugins/cppn/index.ts';
import { openDevice } from '../../src/gpu/device.ts';
import { CLASSICS, expectedOf, pieceOf, type Still } from '../support/cppn-still.ts';
import { psnr, srgbOf } from '../support/pixels.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let studio: Studio;
beforeAll(async () => { studio = openStudio(await openDevice(navigator.gpu), [plugin]); });
afterAll(() => {
  expect(studio.gpu.audit.errors).toEqual([]);
  studio.gpu.dispose();
});

const z = [.5, -.75, .25, 0, -.125, 1, -.5, .375];
const decibels = async (still: Still): Promise<number> => {
  await studio.show({ pieces: [pieceOf(still)] });
  studio.exact();
  expect(studio.notices.list).toEqual([]);
  return psnr(srgbOf(await studio.read('still')), expectedOf(still));
};

test.each(Object.keys(CLASSICS))('variant %s, classic, in ink: 45 dB or better', async (letter) => {
  expect(await decibels({ ...CLASSICS[letter]!, colour: 'mono', init: 'classic', seed: 11, z, size: [64, 64] })).toBeGreaterThan(45);
});

test.each(Object.keys(CLASSICS))('variant %s, classic, in colour: 45 dB or better', async (letter) => {
  expect(await decibels({ ...CLASSICS[letter]!, colour: 'rgb', init: 'classic', seed: 12, z, size: [64, 64] })).toBeGreaterThan(45);
});

test.each(Object.keys(CLASSICS))('variant %s, balanced: 45 dB or better', async (letter) => {
  expect(await decibels({ ...CLASSICS[letter]!, scale: 2.2, colour: 'rgb', init: 'balanced', seed: 13, z, size: [64, 64] })).toBeGreaterThan(45);
});

test('a picture that is not square, off the middle and mirrored: 45 dB or better', async () => {
  for (const mirror of ['none', 'x', 'y', 'both'] as const) {
    expect(await decibels({ ...CLASSICS['A']!, scale: 2, colour: 'rgb', init: 'balanced', seed: 14, z, size: [80, 48], centre: [.5, -.75], mirror })).toBeGreaterThan(45);
  }
});

test.each([[5, 1], [6, 2], [7, 5], [20, 12]])('a width of %d, which fills no block of four or some, at depth %d: 45 dB or better', async (width, depth) => {
  for (const variant of ['tanh', 'soft', 'residual'] as const) {
    expect(await decibels({ variant, width, depth, std: 1, scale: 2, colour: 'rgb', init: 'balanced', seed: 15, z, size: [32, 32] })).toBeGreaterThan(45);
  }
});

test('the comparison itself tells pictures apart: another seed is far below 45 dB', async () => {
  const still: Still = { ...CLASSICS['A']!, colour: 'mono', init: 'classic', seed: 11, z, size: [64, 64] };
  await studio.show({ pieces: [pieceOf(still)] });
  studio.exact();
  expect(psnr(srgbOf(await studio.read('still')), expectedOf({ ...still, seed: 12 }))).toBeLessThan(20);
});
