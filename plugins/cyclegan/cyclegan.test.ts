// What is CycleGAN's own: the networks' sizes, the pool, and the depth of a translation.

import { describe, expect, test } from 'vitest';
import { inspect, sized, type Weights } from '#nets';
import { discriminator, generator, GRAIN, untrained } from './networks.ts';
import { createPool } from './pool.ts';
import { withDepth } from './strength.ts';

const picture = (n: number): Float32Array => Float32Array.of(n);
/** Chance that says in turn. */
const saying = (...said: number[]): { int(): number } => ({ int: () => said.shift()! });

test('the generator keeps the size of any picture of whole grains, and the judge sees patches of it', () => {
  for (const [height, width] of [[64, 64], [48, 96], [GRAIN * 4, GRAIN * 5]] as const) expect(inspect(sized(generator, height, width)).output).toEqual([height, width, 3]);
  expect(inspect(sized(discriminator, 64, 64)).output).toEqual([14, 14, 1]);
  const normed = (size: number, from: number, to: number): number => size * size * from * to + 2 * to, blocks = 4 * 2 * normed(3, 96, 96);
  expect(inspect(generator).parameters).toBe(normed(7, 3, 24) + normed(3, 24, 48) + normed(3, 48, 96) + blocks + normed(3, 96, 48) + normed(3, 48, 24) + 7 * 7 * 24 * 3 + 3);
  expect(inspect(discriminator).parameters).toBe(4 * 4 * 3 * 32 + 32 + normed(4, 32, 64) + normed(4, 64, 128) + 4 * 4 * 128 + 1);
});

describe('the pool', () => {
  test('hands pictures through until it is full, then every second time an older one, whose place the new one takes', () => {
    const pool = createPool(2), give = (n: number, ...said: number[]): number => pool.exchange(saying(...said), picture(n))[0]!;
    expect([give(1), give(2)]).toEqual([1, 2]);
    expect([give(3, 0), give(4, 1, 0), give(5, 1, 0), give(6, 1, 1)]).toEqual([3, 1, 4, 2]);
  });

  test('of no size keeps nothing', () => {
    const pool = createPool(0);
    for (const n of [1, 2, 3]) expect(pool.exchange(saying(), picture(n))[0]).toBe(n);
  });
});

test('depth turns the end of every block up and down, and nothing else', () => {
  const weights: Weights = untrained(1).generatorY, deeper = withDepth(weights, 1.5);
  expect(withDepth(weights, 1)).toBe(weights);
  const changed = [...weights].filter(([name, { data }]) => deeper.get(name)!.data !== data);
  expect(changed.map(([name]) => name)).toEqual([12, 13, 14, 15].flatMap((block) => [`${block}/6/scale`, `${block}/6/shift`]));
  for (const [name, { data }] of changed) expect([...deeper.get(name)!.data]).toEqual([...data].map((x) => 1.5 * x));
});
