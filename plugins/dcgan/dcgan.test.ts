// What is true of this plugin alone: the size of its networks, and what follows from the trained weights when filters are
// shown, watched and dropped. Its pictures are tests/browser/dcgan.test.ts.

import { expect, test } from 'vitest';
import { paletteStops } from '#api';
import { checkWeights, inspect } from '#nets';
import { heated, heatedWeights, maps, mapsWeights, reachOf, withoutFilters } from './filters.ts';
import definition from './index.ts';
import { FEATURE_LAYER, generator, untrained, WIDTH } from './networks.ts';

const weights = untrained(3).generator, all = '1'.repeat(WIDTH);
const less = (...filters: number[]): string => Array.from(all, (gate, i) => (filters.includes(i) ? '0' : gate)).join('');

test('the networks have the sizes that are said of them', () => {
  expect(inspect(generator).parameters).toBe(1_100_227);
  expect(inspect(generator).flops / 1e6).toBeCloseTo(54.3, 1);
  expect(inspect(generator).layers.find(({ path }) => path === FEATURE_LAYER)!.output).toEqual([32, 32, WIDTH]);
  expect(inspect(maps).output).toEqual([32, 32, WIDTH]);
  expect(inspect(heated).output).toEqual([64, 64, 3]);
});

test('dropping filters empties what reads them and nothing else', () => {
  expect(withoutFilters(weights, all)).toBe(weights);
  const dropped = withoutFilters(weights, less(0, 31)), before = weights.get('13/kernel')!.data;
  checkWeights(generator, dropped);
  expect([...dropped].filter(([name, weight]) => weights.get(name) !== weight).map(([name]) => name)).toEqual(['13/kernel']);
  expect(dropped.get('13/kernel')!.data).toEqual(before.map((x, i) => (i % WIDTH === 0 || i % WIDTH === 31 ? 0 : x)));
});

test('dropped maps are dark: their norm gives 0', () => {
  const dark = mapsWeights(weights, less(5));
  checkWeights(maps, dark);
  expect([...dark.get('11/scale')!.data].indexOf(0)).toBe(5);
  expect(dark.get('11/scale')!.data.filter((x) => x === 0)).toHaveLength(1);
  expect(dark.get('11/shift')!.data[5]).toBe(0);
  expect(reachOf(weights)).toBeCloseTo(2, 5);
});

test('heat is the mean of what is watched, dropped or not, and enlarges evenly', () => {
  const made = heatedWeights(weights, { filters: less(2), watched: less(...Array.from({ length: 30 }, (_, i) => i)), gain: 3, palette: 'ember' });
  checkWeights(heated, made);
  const kernel = made.get('13/kernel')!.data, tap = (place: number, output: number, filter: number): number => kernel[(place * 4 + output) * WIDTH + filter]!;
  expect([0, 1, 29, 30, 31].map((filter) => Array.from({ length: 16 }, (_, place) => tap(place, 3, filter)).reduce((a, b) => a + b))).toEqual([0, 0, 0, 6, 6]);
  expect(tap(5, 3, 30) / tap(0, 3, 30)).toBeCloseTo(9, 5);
  for (const place of [0, 7, 15]) for (const output of [0, 1, 2]) {
    expect(tap(place, output, 2)).toBe(0);
    expect(tap(place, output, 4)).toBe(weights.get('13/kernel')!.data[(place * 3 + output) * WIDTH + 4]);
  }
});

test('the heat has the colours of its palette, less its first stop, and no heat adds nothing', () => {
  const made = heatedWeights(weights, { filters: all, watched: all, gain: 1, palette: 'tide' });
  const layer = (path: number, input: readonly number[]): number[] => {
    const { shape: [, units = 0], data } = made.get(`${path}/kernel`)!, bias = made.get(`${path}/bias`)!.data;
    return Array.from({ length: units }, (_, unit) => bias[unit]! + input.reduce((sum, x, i) => sum + x * data[i * units + unit]!, 0));
  };
  const colour = (heat: number): number[] => layer(17, layer(15, [-1, -1, -1, heat]).map((x) => Math.max(0, x)));
  const srgb = (stop: number): number[] => Array.from(paletteStops('tide').subarray(4 * stop, 4 * stop + 3), (c) => (c <= .0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - .055));
  expect(colour(0)).toEqual([0, 0, 0]);
  for (const stop of [1, 2, 3, 4]) srgb(stop).forEach((x, c) => { expect(colour(stop / 4)[c]).toBeCloseTo(x - srgb(0)[c]!, 5); });
});

test('each choice of data has its file', () => {
  expect(Object.keys(definition.weights!)).toEqual(definition.params.data.options);
});
