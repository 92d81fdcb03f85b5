// Arithmetic with latents in a space where it is known to hold: each attribute is the sign of one number of the latent.

import { expect, test } from 'vitest';
import { random } from '#nets';
import { chanceOf, outcomeOf, sums, type Pool } from './arithmetic.ts';

const source = random(1, 'pool'), SIZE = 5, COUNT = 600;
const latents = Float32Array.from({ length: COUNT * SIZE }, () => 2 * source.uniform() - 1);
/** Attributes 0 to 2 are numbers 0 to 2, read as logits of ten times as much. */
const read = (codes: Float32Array): Float32Array => Float32Array.from({ length: codes.length / SIZE * 3 }, (_, i) => 10 * codes[Math.floor(i / 3) * SIZE + i % 3]!);
const pool: Pool = { latents, size: SIZE, logits: read(latents), attributes: 3 };
const flat = (results: ReturnType<typeof sums>): Float32Array => Float32Array.from(results.flatMap(({ latent }) => [...latent]));

test('where attributes are directions, what is meant comes nearly always', () => {
  const results = sums(pool, 120, random(1, 'sums')), { changed, kept, both } = outcomeOf(results, read(flat(results)));
  expect(results).toHaveLength(120);
  expect([0, 1, 2].map((k) => results.filter(({ attribute }) => attribute === k).length)).toEqual([40, 40, 40]);
  expect(changed).toBeGreaterThan(.85);
  expect(kept).toBeGreaterThan(.7);
  expect(both).toBeLessThanOrEqual(Math.min(changed, kept));
  expect(chanceOf(results, pool)).toBeCloseTo(1 / 8, 1);
});

test('where latents say nothing of the attributes, what comes is chance', () => {
  const chance = random(1, 'logits'), blind: Pool = { ...pool, logits: Float32Array.from({ length: COUNT * 3 }, () => 8 * chance.uniform() - 4) };
  const results = sums(blind, 120, random(1, 'sums'));
  expect(outcomeOf(results, Float32Array.from({ length: 360 }, () => chance.uniform() - .5)).both).toBeLessThan(.3);
});

test('the one attribute that changes is changed, and the others are those of C', () => {
  const results = sums(pool, 12, random(2, 'sums'));
  expect(results.map(({ attribute }) => attribute)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  // Added in the first three, taken away in the next.
  expect(results.slice(0, 6).map(({ attribute, wanted }) => wanted[attribute])).toEqual([1, 1, 1, 0, 0, 0]);
  const exact = Float32Array.from(results.flatMap(({ wanted }) => wanted.map((want) => 2 * want - 1)));
  expect(outcomeOf(results, exact)).toEqual({ changed: 1, kept: 1, both: 1 });
  expect(outcomeOf(results, exact.map((x) => -x))).toEqual({ changed: 0, kept: 0, both: 0 });
});

test('a pool without clear faces gives no sums, and none counts for nothing', () => {
  const dull: Pool = { ...pool, logits: new Float32Array(COUNT * 3) };
  expect([sums(dull, 20, random(1, 'sums')), outcomeOf([], new Float32Array()), chanceOf([], dull)]).toEqual([[], { changed: 0, kept: 0, both: 0 }, 0]);
});
