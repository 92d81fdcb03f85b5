// Kinds of pictures, and the alarm when a painter no longer paints some: on eight kinds of points in forty dimensions, where
// collapse to two of them leaves nearly the distances that there were.

import { describe, expect, test } from 'vitest';
import { random, type Random } from '../../src/core/random.ts';
import { meanPairDistance } from '../../src/train/metrics/collapse.ts';
import type { Features } from '../../src/train/metrics/features.ts';
import { collapseAlarm, kindsAlarm } from '../../src/train/tuning/alarms.ts';
import { effectiveKinds, kindsIn } from '../../src/train/tuning/kinds.ts';

const KINDS = 8, SIZE = 40, COUNT = 64;
type Points = readonly (readonly number[])[];
const around = (chance: Random, at: readonly number[], noise: number): number[] => at.map((x) => x + noise * chance.normal());
const middles = (seed: number, kinds = KINDS, noise = 1): Points => {
  const chance = random(seed, 'middles');
  return Array.from({ length: kinds }, () => Array.from({ length: SIZE }, () => noise * chance.normal()));
};
const points = (rows: Points): Features => ({ data: Float32Array.from(rows.flat()), count: rows.length, size: SIZE });
/** Points of all kinds in turn. */
const drawn = (seed: number, from: Points, noise = .4, count = COUNT): Points => {
  const chance = random(seed, 'points');
  return Array.from({ length: count }, (_, i) => around(chance, from[i % from.length]!, noise));
};
/** What the tuner does at every look. */
const watch = (pictures: Points): ((painted: Points) => string) => {
  const kinds = kindsIn(points(pictures))!;
  let before = 0;
  return (painted) => {
    const now = kinds.of(points(painted));
    before = Math.max(before, now);
    return kindsAlarm({ now, before, pictures: kinds.due });
  };
};
const between = (from: Points, to: Points, share: number): Points => from.map((row, i) => row.map((x, d) => x + share * (to[i]![d]! - x)));
const LOOKS = 8;

test('a histogram amounts to as many kinds as would be even', () => {
  expect(effectiveKinds([5, 5, 5, 5])).toBeCloseTo(4);
  expect(effectiveKinds([7, 0, 0])).toBe(1);
  expect(effectiveKinds([9, 1])).toBeGreaterThan(1.3);
});

test('kinds are found, whatever the light and the contrast of what is painted', () => {
  const kinds = kindsIn(points(drawn(1, middles(1))))!, painted = drawn(2, middles(1));
  expect(kinds.due).toBeGreaterThan(7);
  expect(kinds.of(points(painted))).toBeGreaterThan(7);
  expect(kinds.of(points(painted.map((row) => row.map((x) => 3 + .3 * x))))).toBeGreaterThan(7);
  expect(kinds.of(points(drawn(3, middles(1).slice(0, 2))))).toBeLessThan(3);
  expect(kinds.of(points(painted.map(() => painted[0]!)))).toBe(1);
});

test('few pictures, or pictures that are all the same, have none; few painted ones tell nothing', () => {
  expect(kindsIn(points(drawn(1, middles(1), .4, 7)))).toBeUndefined();
  expect(kindsIn(points(Array.from({ length: 20 }, () => middles(1)[0]!)))).toBeUndefined();
  expect(kindsIn(points(drawn(1, middles(1))))!.of(points(drawn(1, middles(1), .4, 15)))).toBeNaN();
  expect(kindsAlarm({ now: NaN, before: 8, pictures: 8 }) + kindsAlarm({ now: 1, before: 8, pictures: NaN })).toBe('');
});

describe('the alarm', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);

  test('is raised when six of eight kinds are lost, though distances hardly tell; not before', () => {
    for (const seed of seeds) {
      const at = middles(seed), look = watch(drawn(seed, at)), start = drawn(seed + 100, at), end = drawn(seed + 200, at.slice(0, 2));
      const said = Array.from({ length: LOOKS + 1 }, (_, i) => look(between(start, end, i / LOOKS)));
      expect([said[0], said[2]]).toEqual(['', '']);
      expect(said.at(-1)).toMatch(/^Some kinds of pictures are no longer painted \(about [12]\.\d of [6789]\.\d are left\)/);
      const [before, now] = [start, end].map((rows) => meanPairDistance(points(rows))) as [number, number];
      expect(collapseAlarm({ now, before, pictures: before }), 'the other alarm hears nothing').toBe('');
    }
  });

  test('is not raised while 20 healthy painters wander', () => {
    for (const seed of seeds) {
      const at = middles(seed), look = watch(drawn(seed, at)), chance = random(seed, 'wander');
      let painted = drawn(seed + 100, at);
      for (let i = 0; i < LOOKS; i++) {
        expect(look(painted)).toBe('');
        painted = painted.map((row) => around(chance, row, .15));
      }
    }
  });

  test('is not raised on the way to the pictures from something else: narrower, wider, of other light, of more kinds', () => {
    const starts: readonly ((seed: number) => Points)[] = [
      (seed) => drawn(seed, middles(seed + 50, 8, .2)),
      (seed) => drawn(seed, middles(seed + 50, 30, 2)),
      (seed) => drawn(seed, middles(seed + 50)).map((row) => row.map((x) => x + 4)),
      (seed) => drawn(seed, middles(seed + 50), 1.5),
    ];
    for (const seed of seeds) {
      const at = middles(seed, 3), look = watch(drawn(seed, at)), start = starts[seed % starts.length]!(seed + 100), end = drawn(seed + 200, at);
      for (let i = 0; i <= LOOKS; i++) expect(look(between(start, end, i / LOOKS)), `seed ${seed}, ${i} of ${LOOKS}`).toBe('');
    }
  });

  test('is of what is due: the most that were painted, or what the pictures have where that is less', () => {
    expect(kindsAlarm({ now: 3, before: 8, pictures: 8 })).toContain('about 3.0 of 8.0');
    expect(kindsAlarm({ now: 3, before: 8, pictures: 4 }), 'the others are not wanted').toBe('');
    expect(kindsAlarm({ now: 3, before: 4, pictures: 9 }), 'they never were').toBe('');
  });
});
