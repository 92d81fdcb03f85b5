// Loops: whatever walks, tracks and waves there are, the frame after the last is the first, and the first is where it was.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definePlugin, p, type LatentParam, type LatentState } from '#api';
import { latentAt } from '../../src/core/latent.ts';
import { closedRecipe, loopedWave, type Loop } from '../../src/core/loop.ts';
import { emptyRecipe, newPiece, type Recipe } from '../../src/core/recipe.ts';
import { trackAt, type Key, type Track } from '../../src/core/tracks.ts';
import { anyLatent } from '../support/arbitraries.ts';

const amount = p.number({ min: -10, max: 10, default: 0 });
const plugin = (z: LatentParam) => definePlugin({ id: 'walker', title: 'Walker', summary: '', papers: [], engine: '^1', params: { z, amount }, presets: {}, output: { width: 8, height: 8 }, budget: { every: 1, levels: ['full'] }, create: () => Promise.reject(new Error('never made')) });

const closed = (z: LatentParam, state: LatentState, tracks: readonly Track[], loop: Loop): Recipe => {
  const definition = plugin(z), empty = emptyRecipe(), piece = newPiece(empty, definition);
  return closedRecipe({ ...empty, pieces: [{ ...piece, params: { ...piece.params, z: state } }], tracks }, new Map([['walker', definition]]), loop);
};
const stateOf = (recipe: Recipe): LatentState => recipe.pieces[0]!.params['z' as never] as LatentState;
const at = (param: LatentParam, state: LatentState, time: number): number[] => [...latentAt(param, state, time, new Float32Array(param.dims))];
const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - b[i]!));

const loops = fc.record({ start: fc.double({ min: 0, max: 1000, noNaN: true }), seconds: fc.double({ min: .5, max: 120, noNaN: true }) });

describe('a walk', () => {
  test('of any kind closes', () => {
    fc.assert(fc.property(anyLatent, loops, (param, loop) => {
      const state = stateOf(closed(param, param.default, [], loop));
      expect(apart(at(param, state, loop.start + loop.seconds), at(param, state, loop.start))).toBeLessThan(1e-3);
    }));
  });

  test('begins where it was, and goes on about as fast', () => {
    const z = p.latent({ dims: 6, distribution: 'normal' });
    fc.assert(fc.property(fc.constantFrom(0, 3, 8), fc.double({ min: 20, max: 200, noNaN: true }), loops, (round, speed, loop) => {
      // Without `flow`, which looks one key point back.
      const walk: LatentState = { ...z.default, loop: round, speed, ease: 'linear' }, state = stateOf(closed(z, walk, [], { ...loop, seconds: loop.seconds + 60 }));
      expect(apart(at(z, state, loop.start), at(z, walk, loop.start))).toBeLessThan(1e-3);
      expect(state.speed / speed).toBeGreaterThan(.6);
      expect(state.speed / speed).toBeLessThan(1.6);
    }));
  });

  test('too slow to come to a key point goes to one and back', () => {
    const z = p.latent({ dims: 6, distribution: 'normal' }), loop = { start: 5, seconds: 4 };
    for (const speed of [1, 15, 20]) {
      const state = stateOf(closed(z, { ...z.default, loop: 0, speed }, [], loop));
      expect([state.loop, state.speed]).toEqual([2, 30]);
      expect(apart(at(z, state, 7), at(z, state, 5))).toBeGreaterThan(.5);
    }
  });

  test('that rests is left alone', () => {
    const z = p.latent({ dims: 2, distribution: 'normal' });
    for (const still of [{ ...z.default, speed: 0 }, { ...z.default, radius: 0 }]) expect(stateOf(closed(z, still, [], { start: 3, seconds: 4 }))).toBe(still);
  });
});

describe('a track', () => {
  const z = p.latent({ dims: 1, distribution: 'normal', default: { speed: 0 } });
  const track = (loop: number, keys: readonly (readonly [number, number, Key['ease']?])[]): Track => ({ piece: 'walker', param: 'amount', loop, keys: keys.map(([time, value, ease = 'smooth']) => ({ time, value, ease })) });
  const closedTrack = (one: Track, loop: Loop): Track => closed(z, z.default, [one], loop).tracks[0]!;
  const value = (one: Track, time: number): number => trackAt(one, amount, time) as number;

  test('that goes round goes round a whole number of times, from where it was, with its pauses and its jump', () => {
    const round = track(4, [[.5, -4, 'hold'], [1, 6, 'linear'], [3, 8]]), loop = { start: 9, seconds: 10.5 };
    const one = closedTrack(round, loop);
    // Three rounds in place of two and a half: 3.5 seconds each.
    for (let share = .005; share < 3; share += .05) expect(value(one, 9 + 3.5 * share), `${share}`).toBeCloseTo(value(round, 9 + 4 * share), 6);
    expect(value(one, 9)).toBeCloseTo(value(one, 19.5), 6);
  });

  test('whose last key lies beyond its round is cut off where it was', () => {
    const one = closedTrack(track(2, [[0, 0, 'linear'], [4, 8]]), { start: 0, seconds: 4 });
    expect([0, 1, 1.9, 2, 3, 3.9].map((time) => Number(value(one, time).toFixed(6)))).toEqual([0, 2, 3.8, 0, 2, 3.8]);
  });

  test('that ends goes back to where it was', () => {
    const one = closedTrack(track(0, [[0, 1, 'linear'], [10, 6, 'linear'], [40, 9]]), { start: 4, seconds: 8 });
    expect([4, 9, 10, 11, 12].map((time) => value(one, time))).toEqual([3, 5.5, 6, 4.5, 3]);
  });

  test('too long to be written out closes all the same', () => {
    const one = closedTrack(track(.01, Array.from({ length: 500 }, (_, i) => [i / 50_000, i / 50] as const)), { start: 0, seconds: 600.004 });
    expect(one.keys).toHaveLength(500);
    expect(600.004 / one.loop).toBeCloseTo(60_000, 6);
  });
});

test('a wave closes, and leaves its start as it would have gone on', () => {
  fc.assert(fc.property(loops, fc.constantFrom(43, 67, 97), (loop, period) => {
    const { start, seconds } = loop;
    expect(loopedWave(start, period, 1, loop)).toBeCloseTo(loopedWave(start, period, 1), 9);
    expect(loopedWave(start + seconds, period, 1, loop)).toBeCloseTo(loopedWave(start, period, 1, loop), 6);
    const speed = (of?: Loop): number => (loopedWave(start + 1e-3, period, 1, of) - loopedWave(start, period, 1, of)) / 1e-3;
    expect(speed(loop)).toBeCloseTo(speed(), 1);
  }));
});
