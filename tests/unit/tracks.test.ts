import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { p, sketchOf } from '#api';
import { accept } from '../../src/core/params.ts';
import { EASINGS, trackAt, type Easing, type Key, type Track } from '../../src/core/tracks.ts';
import { anyParam, hostile } from '../support/arbitraries.ts';

const amount = p.number({ min: 0, max: 10, default: 5 });
const track = (keys: readonly (readonly [time: number, value: unknown, ease?: Easing])[], loop = 0): Track =>
  ({ piece: 'a', param: 'amount', loop, keys: keys.map(([time, value, ease = 'linear']): Key => ({ time, value, ease })) });

test('a track without keys says nothing', () => {
  expect(trackAt(track([]), amount, 1)).toBeUndefined();
});

test('before its first key and after its last a track holds them', () => {
  const two = track([[1, 2], [3, 8]]);
  expect(trackAt(two, amount, 0)).toBe(2);
  expect(trackAt(two, amount, 9)).toBe(8);
});

test.each<[Easing, number, number]>([['linear', 3.5, 6.5], ['smooth', 2.9375, 7.0625], ['hold', 2, 2]])('%s passes a quarter of the way at %d and three quarters at %d', (ease, quarter, threeQuarters) => {
  const two = track([[1, 2, ease], [3, 8]]);
  expect(trackAt(two, amount, 1)).toBe(2);
  expect(trackAt(two, amount, 1.5)).toBeCloseTo(quarter, 12);
  expect(trackAt(two, amount, 2.5)).toBeCloseTo(threeQuarters, 12);
  expect(trackAt(two, amount, 3)).toBe(8);
});

test('a loop starts again after its length', () => {
  const two = track([[0, 0], [2, 10]], 4);
  expect(trackAt(two, amount, 1)).toBe(5);
  expect(trackAt(two, amount, 4 * 1000 + 1)).toBeCloseTo(5, 9);
  expect(trackAt(two, amount, 3)).toBe(10);
});

test('two keys at one time are a jump', () => {
  const jump = track([[0, 0], [1, 4], [1, 8], [2, 8]]);
  expect(trackAt(jump, amount, .999)).toBeCloseTo(3.996, 9);
  expect(trackAt(jump, amount, 1)).toBe(8);
});

describe('values between keys', () => {
  const half = (param: Parameters<typeof trackAt>[1], a: unknown, b: unknown): unknown => trackAt(track([[0, a], [2, b]]), param, 1);
  test('colours mix by channel', () => { expect(half(p.color({ default: '#000000' }), '#204060', '#4080a0')).toBe('#306080'); });
  test('points mix by axis', () => { expect(half(p.vec2({ min: -5, max: 5, default: [0, 0] }), [0, 2], [4, -2])).toEqual([2, 0]); });
  test('integers stay integers', () => { expect(half(p.int({ min: 0, max: 9, default: 0 }), 2, 5)).toBe(4); });
  test('what cannot be mixed is held', () => {
    expect(half(p.choice({ options: ['soft', 'hard'], default: 'soft' }), 'hard', 'soft')).toBe('hard');
    expect(half(p.toggle({ default: false }), true, false)).toBe(true);
    expect(half(p.mask({ count: 3 }), '110', '011')).toBe('110');
    const [drawn, other] = [sketchOf(new Float32Array(16).fill(1)), sketchOf(new Float32Array(16).fill(.5))];
    expect(half(p.sketch({ width: 4, height: 4 }), drawn, other)).toBe(drawn);
  });
});

test('whatever its keys hold, a track gives a value that the param accepts', () => {
  const keys = fc.array(fc.record({ time: fc.double({ min: 0, max: 10, noNaN: true }), value: hostile, ease: fc.constantFrom(...EASINGS) }), { maxLength: 4 }).map((list) => list.sort((a, b) => a.time - b.time));
  fc.assert(fc.property(anyParam, keys, fc.double({ min: 0, max: 20, noNaN: true }), fc.constantFrom(0, 3), (param, list, time, loop) => {
    const value = trackAt({ piece: 'a', param: 'x', keys: list, loop }, param, time);
    if (list.length > 0) expect(accept(param, value).problem).toBe('');
  }), { numRuns: 500 });
});

test('is a function of time alone', () => {
  const three = track([[0, 0, 'smooth'], [1, 10, 'linear'], [3, 2]], 5);
  const forward = Array.from({ length: 50 }, (_, i) => trackAt(three, amount, i / 7));
  const backward = Array.from({ length: 50 }, (_, i) => trackAt(three, amount, (49 - i) / 7)).reverse();
  expect(forward).toEqual(backward);
});
