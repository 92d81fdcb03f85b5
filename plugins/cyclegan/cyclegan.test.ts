// What is CycleGAN's own: the networks' sizes, the pool, and the depth of a translation.

import { describe, expect, test } from 'vitest';
import { inspect, sized, type Weights } from '#nets';
import { GRAIN, LARGE, SMALL, untrained } from './networks.ts';
import { createPool } from './pool.ts';
import { withDepth } from './strength.ts';
import { patchesOf } from './views.ts';

const picture = (n: number): Float32Array => Float32Array.of(n);
/** Chance that says in turn. */
const saying = (...said: number[]): { int(): number } => ({ int: () => said.shift()! });

test('the generators keep the size of any picture of whole grains, and the judges see patches of it', () => {
  for (const { generator } of [SMALL, LARGE]) for (const [height, width] of [[64, 64], [48, 96], [GRAIN * 4, GRAIN * 5]] as const) expect(inspect(sized(generator, height, width)).output).toEqual([height, width, 3]);
  expect(inspect(sized(SMALL.discriminator, 64, 64)).output).toEqual([14, 14, 1]);
  expect(inspect(sized(LARGE.discriminator, 128, 128)).output).toEqual([14, 14, 1]);
});

test.each([['small', SMALL], ['large', LARGE]])('the %s networks have the numbers that their layers say', (_, { generator, discriminator, width: w, blocks, judge: d, halvings }) => {
  const normed = (size: number, from: number, to: number): number => size * size * from * to + 2 * to;
  expect(inspect(generator).parameters).toBe(normed(7, 3, w) + normed(3, w, 2 * w) + normed(3, 2 * w, 4 * w) + blocks * 2 * normed(3, 4 * w, 4 * w) + normed(3, 4 * w, 2 * w) + normed(3, 2 * w, w) + 7 * 7 * w * 3 + 3);
  const judged = Array.from({ length: halvings }, (_, i) => normed(4, d * 2 ** i, d * 2 ** (i + 1))).reduce((a, b) => a + b);
  expect(inspect(discriminator).parameters).toBe(4 * 4 * 3 * d + d + judged + 4 * 4 * d * 2 ** halvings + 1);
});

test('patches lie where the layers of a judge put them', () => {
  for (const { discriminator, halvings } of [SMALL, LARGE]) {
    let first = 0, apart = 1;
    for (const layer of discriminator.layers) if (layer.type === 'conv') [first, apart] = [first + apart * ((layer.size - 1) / 2 - 1), apart * layer.stride];
    expect(patchesOf(halvings)).toEqual({ first, apart });
  }
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
  const weights: Weights = untrained(SMALL, 1).generatorY, deeper = withDepth(SMALL.generator, weights, 1.5);
  expect(withDepth(SMALL.generator, weights, 1)).toBe(weights);
  const changed = [...weights].filter(([name, { data }]) => deeper.get(name)!.data !== data);
  expect(changed.map(([name]) => name)).toEqual([12, 13, 14, 15].flatMap((block) => [`${block}/6/scale`, `${block}/6/shift`]));
  for (const [name, { data }] of changed) expect([...deeper.get(name)!.data]).toEqual([...data].map((x) => 1.5 * x));
});
