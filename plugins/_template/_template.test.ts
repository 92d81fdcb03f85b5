// What is true of this plugin alone. That every param can be moved, that it leaks nothing and paints without errors, is
// proved for every plugin by tests/contract.

import { expect, test } from 'vitest';
import { inspect, normalWeights } from '#nets';
import definition from './index.ts';
import { LATENT, waves } from './networks.ts';

test('the network maps a position and z to colour, shade and relief', () => {
  const units = definition.params.units.default;
  const { output, parameters } = inspect(waves(units));
  expect(output).toEqual([null, null, 3]);
  expect(parameters).toBe((3 + LATENT + 1) * units + (units + 1) * units + (units + 1) * 3);
});

test('a seed names its weights', () => {
  const draw = (seed: number): number[] => [...normalWeights(waves(8), seed, { kernel: () => 1, bias: 1 }).values()].flatMap(({ data }) => [...data]);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(2)).not.toEqual(draw(1));
});
