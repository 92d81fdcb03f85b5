// What is true of this plugin alone: the size of its networks, the order of its dials, the grid, and what information is.
// Its pictures are tests/browser/infogan.test.ts.

import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { checkWeights, inspect, networkWeights, runPlain, type WeightsFile } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { categoryOfDigit, gridInputs, orderOf, writeCategories, writeCodes } from './codes.ts';
import definition from './index.ts';
import { ENTROPY, logShare } from './information.ts';
import { early, earlyWeights, generator, reader, readerWeights, recogniser, trunk, untrained } from './networks.ts';

const fileOf = (tensors: Readonly<Record<string, readonly number[]>>): WeightsFile =>
  ({ file: 'assets/some.safetensors', metadata: {}, weights: new Map(Object.entries(tensors).map(([name, data]) => [name, { shape: [data.length], data: Float32Array.from(data) }])) });
const turned = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7];

test('the networks have half the width of their source, and what is said of them', () => {
  expect([generator, trunk, recogniser].map((net) => inspect(net).parameters)).toEqual([1_687_841, 1_640_672, 33_740]);
  expect(inspect(generator).flops / 1e6).toBeCloseTo(6.7, 1);
});

test('the reader is generator, trunk and Q in a row, and takes their weights', () => {
  const parts = untrained(1), weights = readerWeights([[generator, parts.generator], [trunk, parts.trunk], [recogniser, parts.recogniser]]);
  checkWeights(reader, weights);
  expect(inspect(reader).output).toEqual([12]);
  expect([...weights.values()].at(-1)).toBe([...parts.recogniser.values()].at(-1));
});

test('early features are what the first layer makes of the three inputs', async () => {
  await tf.setBackend('cpu');
  const weights = untrained(4).generator, code = Float32Array.from({ length: 74 }, (_, i) => Math.sin(i));
  const told = runPlain(early, earlyWeights(weights), code);
  const inputs = { z: code.slice(0, 62), category: code.slice(62, 72), codes: code.slice(72) };
  const expected = tf.tidy(() => runTf({ ...generator, layers: generator.layers.slice(0, 5) }, toTensors(weights), Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, tf.tensor(data, [1, data.length])]))).dataSync());
  expect(told).toHaveLength(512);
  expect(Math.max(...told.map((x, i) => Math.abs(x - expected[i]!)))).toBeLessThan(1e-6);
});

test('the dial of a digit turns the category that draws it', () => {
  const order = categoryOfDigit(fileOf({ categories: turned })), out = new Float32Array(12);
  writeCategories(order, [0, 0, 0, .75, 0, 0, 0, 0, 0, .25], out, 2);
  expect([...out]).toEqual([0, 0, .75, 0, 0, 0, 0, .25, 0, 0, 0, 0]);
  expect(order.map((category) => turned[category])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(() => categoryOfDigit(fileOf({ categories: [...turned.slice(1), 1] }))).toThrow('assets/some.safetensors has no categories [10]');
  expect(() => categoryOfDigit(fileOf({}))).toThrow('has no categories');
});

test('slant and weight turn the codes that were measured to be them, the right way round', () => {
  const out = new Float32Array(2);
  writeCodes(orderOf(fileOf({ knobs: [1, -1, 0, 1] })), 2, .5, out);
  expect([...out]).toEqual([.5, -2]);
  writeCodes(orderOf(fileOf({})), 2, .5, out);
  expect([...out]).toEqual([2, .5]);
  for (const knobs of [[1, 1, 1, 1], [0, 2, 1, 1], [.5, 1, .5, 1]]) expect(() => orderOf(fileOf({ knobs })), knobs.join()).toThrow('has knobs');
});

test('the grid has a row for each digit and runs the chosen code from -2 to 2', () => {
  const category = new Float32Array(1000).fill(7), codes = new Float32Array(200), order = categoryOfDigit(fileOf({ categories: turned }));
  gridInputs(order, [[1, -1], [0, 1]], 'slant', [9, .25], category, codes);
  const cell = (row: number, column: number): number[][] => [[...category.subarray(10 * (10 * row + column), 10 * (10 * row + column + 1))], [...codes.subarray(2 * (10 * row + column), 2 * (10 * row + column + 1))]];
  for (const digit of [0, 4, 9]) expect(cell(digit, 5)[0]).toEqual(turned.map((named) => (named === digit ? 1 : 0)));
  expect([0, 9].map((column) => cell(3, column)[1])).toEqual([[.25, 2], [.25, -2]]);
  gridInputs(order, [[1, -1], [0, 1]], 'weight', [.5, 9], category, codes);
  expect([0, 9].map((column) => cell(3, column)[1])).toEqual([[-2, -.5], [2, -.5]]);
});

test('information: certain and right is all of H(c), knowing nothing is none, certain and wrong is less', () => {
  const certain = [0, 0, 0, 0, 0, 900, 0, 0, 0, 0];
  expect(ENTROPY + logShare(certain, 0, 5)).toBeCloseTo(Math.log(10), 6);
  expect(ENTROPY + logShare([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 3)).toBeCloseTo(0, 6);
  expect(logShare(certain, 0, 1)).toBe(-900);
  expect(logShare([0, 0, Math.log(9), ...new Array<number>(9).fill(0), 0], 2, 0)).toBeCloseTo(Math.log(9 / 18), 6);
});

test('each choice of data has its file', () => {
  expect(Object.keys(definition.weights!)).toEqual(definition.params.data.options);
  expect(() => networkWeights(fileOf({}), 'generator', generator)).toThrow('is missing');
});
