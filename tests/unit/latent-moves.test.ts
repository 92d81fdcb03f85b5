// The moves of the panel on a latent: pure functions of its state.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { p, type LatentState } from '#api';
import { latentAt } from '../../src/core/latent.ts';
import { accept } from '../../src/core/params.ts';
import { halfAndHalf, middleOf, placeOf, rested, sharesAt, sharesText, turnAt, turnOf } from '../../src/ui/latent/dial-turn.ts';
import { axisCode, axisMoved, axisOf, axisOr, axisRange, axisSeen, axisValue, walkOutline, type Axis } from '../../src/ui/latent/axes.ts';
import { chosen, dimensionOrder, foundDirection, looped, moved, readAddress, renamed, turnedAlong, withFound, without } from '../../src/ui/latent/moves.ts';
import { tapped, tapTempo } from '../../src/ui/latent/tap.ts';

const param = p.latent({ dims: 5, distribution: 'normal' });
const state = (change: Partial<LatentState> = {}): LatentState => ({ ...param.default, ...change });
const at = (of: LatentState, time: number): number[] => [...latentAt(param, of, time, new Float32Array(param.dims))];
const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - b[i]!));
const smile = { name: 'smile', vector: [0, 2], amount: 1.5 };

describe('an address', () => {
  test.each([['57.25', 57.25], [' 57,25 ', 57.25], ['0', 0], ['12.', 12], ['4294967295', 4294967295]])('%s is read', (text, address) => expect(readAddress(text)).toBe(address));
  test.each(['', 'seven', '-3', '1e5', '4294967296', '57.25.1', 'NaN'])('%s is answered with a sentence', (text) => expect(readAddress(text)).toMatch(/^An address is a seed of 0 to 4294967295 and a fraction, such as 57\.25\.$/));
});

test('another loop keeps the place, closing or endless', () => {
  const loops = fc.integer({ min: 0, max: 64 }), time = fc.double({ min: 0, max: 500, noNaN: true });
  fc.assert(fc.property(loops, loops, time, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (before, after, t, seed) => {
    // Without `flow`, which looks at key points that a shorter walk has not.
    const walk = state({ loop: before, seed, speed: 30, ease: 'linear' }), next = looped(walk, after, t);
    expect(next.loop).toBe(after);
    expect(accept(param, next).problem).toBe('');
    // Of one key point there is no way to another; the last of a shorter walk leads to its first.
    const on = Math.floor(next.phase + (t * 30) / 60) % (after || Infinity);
    if (before !== 1 && after !== 1 && (after === 0 || on < after - 1) && (before === 0 || on < before - 1)) {
      const old = before > 0 ? Math.floor((t * 30) / 60) % before : 0;
      if (before === 0 || old < before - 1) expect(apart(at(next, t), at(walk, t))).toBeLessThan(1e-2);
    }
  }));
});

describe('axes', () => {
  const dimension: Axis = { kind: 'dimension', index: 3 }, direction: Axis = { kind: 'direction', index: 0 };
  test('have a code each, which a list can hold', () => {
    for (const axis of [dimension, direction]) expect(axisOf(axisCode(axis))).toEqual(axis);
  });
  test('a direction that has gone gives way to a dimension', () => {
    expect(axisOr(direction, state({ directions: [smile] }), dimension)).toEqual(direction);
    expect(axisOr(direction, state(), dimension)).toEqual(dimension);
  });
  test('of a dimension is its number of the centre, of a direction its sigmas', () => {
    const placed = axisMoved(param, axisMoved(param, state({ directions: [smile] }), dimension, .25), direction, -2);
    expect(placed).toMatchObject({ center: [0, 0, 0, .25], directions: [{ name: 'smile', amount: -2 }] });
    expect([axisValue(param, placed, dimension), axisValue(param, placed, direction)]).toEqual([.25, -2]);
    expect([axisRange(param, dimension), axisRange(param, direction)]).toEqual([[-3, 3], [-3, 3]]);
  });
  test('the walk is seen around the ring, on both kinds', () => {
    const resting = state({ radius: 0, center: [.5, .4, 0, -1], directions: [smile] });
    for (const axis of [dimension, direction]) expect(axisSeen(resting, axis, at(resting, 7))).toBeCloseTo(axisValue(param, resting, axis), 5);
    const outline = walkOutline(param, { ...resting, radius: 1, loop: 4 }, direction, dimension);
    expect(outline).toHaveLength(41);
    expect(apart(outline[0]!, outline[40]!)).toBeLessThan(1e-5);
  });
});

describe('directions', () => {
  const found = [0, 1, 2].map((i) => foundDirection(i, .34 / (i + 1), [.123456, 0, -1 / 3]));
  test('that were found are named by their share and kept short', () => expect(found[0]).toEqual({ name: 'PC 1 · 34 %', vector: [.1235, 0, -.3333], amount: 0 }));
  test('are found anew in the place of the old, but what is named or in use stays', () => {
    const once = withFound(state({ directions: [smile] }), found);
    expect(once.directions.map(({ name }) => name)).toEqual(['smile', 'PC 1 · 34 %', 'PC 2 · 17 %', 'PC 3 · 11 %']);
    const played = renamed(turnedAlong(once, 2, .5), 3, '  lean ');
    expect(withFound(played, found.slice(0, 1)).directions.map(({ name, amount }) => [name, amount])).toEqual([['smile', 1.5], ['PC 2 · 17 %', .5], ['lean', 0], ['PC 1 · 34 %', 0]]);
  });
  test('keep a name that is no name, and stay within what a recipe holds', () => {
    expect(renamed(state({ directions: [smile] }), 0, '   ').directions[0]!.name).toBe('smile');
    expect(renamed(state({ directions: [smile] }), 0, 'x'.repeat(99)).directions[0]!.name).toHaveLength(40);
    expect(without(state({ directions: [smile, ...found] }), 1).directions).toHaveLength(3);
    const many = state({ directions: Array.from({ length: 23 }, () => smile) });
    expect(accept(param, withFound(many, found)).problem).toBe('');
  });
});

test('dimensions are listed by importance, the first of equals first', () => {
  expect(dimensionOrder(4, undefined)).toEqual([0, 1, 2, 3]);
  expect(dimensionOrder(4, [.1, .4, .1, .4])).toEqual([1, 3, 0, 2]);
});

describe('a dial', () => {
  test('a category that is chosen ends a walk through all of them; a lesser walk stays', () => {
    expect(chosen(state({ radius: 1 }), [0, 1])).toMatchObject({ center: [0, 1], radius: 0 });
    expect(chosen(state({ radius: .3 }), [.33333, .66667])).toMatchObject({ center: [.333, .667], radius: .3 });
  });
  test('turns and shares name each other, around the end too', () => {
    fc.assert(fc.property(fc.integer({ min: 3, max: 20 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (count, share) => {
      const turn = share * count, back = turnOf(sharesAt(turn, count));
      expect(Math.min(Math.abs(back - turn), count - Math.abs(back - turn))).toBeLessThan(2e-3);
      expect(turnAt(...placeOf(turn, count), count)).toBeCloseTo(turn % count, 6);
    }));
    expect(sharesAt(9.25, 10)).toEqual([.25, 0, 0, 0, 0, 0, 0, 0, 0, .75]);
    expect(turnOf([.5, 0, 0, .5, 0])).toBe(0);
  });
  test('a hand rests on a category near it, and moves on without a jump', () => {
    expect([3, 3.1, 2.9, 3.5, 3.88].map(rested).map((turn) => Number(turn.toFixed(3)))).toEqual([3, 3, 3, 3.5, 4]);
    for (let turn = 0; turn < 2; turn += .01) expect(rested(turn + .01) - rested(turn)).toBeLessThan(.02);
  });
  test('a second category is half of the mix, the same one is all of it', () => {
    expect(halfAndHalf([0, .9, .1], 0)).toEqual([.5, .5, 0]);
    expect(halfAndHalf([0, .9, .1], 1)).toEqual([0, 1, 0]);
    expect(middleOf([.5, 0, .5, 0]).map(Math.abs).every((x) => x < 1e-9)).toBe(true);
    expect(sharesText([.6, .4, 0], ['cat', 'dog', 'fox'])).toBe('cat · 60 %, dog · 40 %');
    expect(sharesText([.065, .935, 0], ['cat', 'dog', 'fox'])).toBe('cat · 7 %, dog · 93 %');
    expect(sharesText([0, 0, 1], ['cat', 'dog', 'fox'])).toBe('fox');
  });
});

test('moves round to a thousandth and leave zeros at the end out', () => expect(moved(param, state({ center: [1, 2] }), { 1: 0, 0: 1 / 3 }).center).toEqual([.333]));

describe('tapping', () => {
  const tempo = (...times: number[]): number | undefined => tapTempo(times.reduce<readonly number[]>(tapped, []));
  test('is the median of the last taps', () => {
    expect(tempo(0)).toBeUndefined();
    expect(tempo(0, 500)).toBe(120);
    expect(tempo(0, 505, 998, 1502, 2000)).toBe(119.8);
    expect(tempo(0, 1000, 2000, 3000, 3500, 4000, 4500, 5000, 5500, 6000, 6500, 7000), 'the newest count').toBe(120);
  });
  test('forgives a beat that was missed and a tap that bounced', () => {
    expect(tempo(0, 500, 1000, 2000, 2500, 3000)).toBe(120);
    expect(tempo(0, 500, 540, 1000, 1500)).toBe(120);
  });
  test('begins anew after a pause, and goes no faster than a recipe can', () => {
    expect(tempo(0, 300, 600, 9000)).toBeUndefined();
    expect(tempo(0, 300, 600, 9000, 10000)).toBe(60);
    expect(tempo(0, 160, 320)).toBe(240);
  });
});
