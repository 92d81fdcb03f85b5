import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Distribution, LatentParam, LatentState } from '#api';
import { latentAt, latentRange, randomCenter, walkKeys, walkPosition, WALK_KEYS, withSpeed } from '../../src/core/latent.ts';
import { accept } from '../../src/core/params.ts';
import { anyLatent } from '../support/arbitraries.ts';

const latent = (distribution: Distribution, state: Partial<LatentState> = {}, dims = 6): [LatentParam, LatentState] => {
  const start = { seed: 3, center: [], speed: 6, radius: 1, phase: 0, ...state };
  return [{ kind: 'latent', apply: 'live', dims, distribution, default: start }, start];
};
const at = ([param, state]: [LatentParam, LatentState], time: number): number[] => [...latentAt(param, state, time, new Float32Array(param.dims))];
const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - b[i]!));
const moving = fc.double({ min: .5, max: 240, noNaN: true });
const time = fc.double({ min: 0, max: 1e4, noNaN: true });
const DISTRIBUTIONS: Distribution[] = ['normal', 'uniform', 'sphere', 'categorical'];

describe('a walk', () => {
  test('comes back to where it was after its eight key points', () => {
    fc.assert(fc.property(anyLatent, moving, time, (param, speed, t) => {
      const state = { ...param.default, speed };
      const period = (WALK_KEYS * 60) / speed;
      expect(distance(at([param, state], t), at([param, state], t + period))).toBeLessThan(1e-3);
    }));
  });

  test.each(DISTRIBUTIONS)('%s: never jumps', (distribution) => {
    const walk = latent(distribution, { radius: .9 });
    let before = at(walk, 0), longest = 0;
    for (let i = 1; i <= 8000; i++) {
      const now = at(walk, i / 100);
      longest = Math.max(longest, distance(now, before));
      before = now;
    }
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(.05);
  });

  test('is a function of time alone, in any order, by any number of walkers', () => {
    const walk = latent('normal');
    const forward = Array.from({ length: 40 }, (_, i) => at(walk, i * 3.7));
    for (let i = 39; i >= 0; i--) {
      at(latent('normal', { seed: 99 }), i);
      expect(at(latent('normal'), i * 3.7)).toEqual(forward[i]);
    }
  });

  test('one state read by latents of different priors walks each prior', () => {
    const [param, state] = latent('normal');
    const uniform: LatentParam = { ...param, distribution: 'uniform' };
    const alone = at([uniform, { ...state }], 30);
    at([param, state], 30);
    expect(at([uniform, state], 30)).toEqual(alone);
  });

  test('passes through its seeded key points, one after another', () => {
    const walk = latent('normal', { speed: 60 });
    const keys = walkKeys(6, 'normal', 3);
    for (let k = 0; k < WALK_KEYS; k++) expect(distance(at(walk, k), [...keys.subarray(6 * k, 6 * k + 6)])).toBeLessThan(1e-5);
  });

  test('passes its key points without a jerk: as fast after them as before', () => {
    const walk = latent('normal', { speed: 60 });
    const h = 1e-3;
    for (let k = 0; k < WALK_KEYS; k++) {
      const [before, here, after] = [at(walk, WALK_KEYS + k - h), at(walk, WALK_KEYS + k), at(walk, WALK_KEYS + k + h)] as [number[], number[], number[]];
      expect(distance(after.map((x, i) => x - here[i]!), here.map((x, i) => x - before[i]!)) / h).toBeLessThan(.05);
    }
  });

  test('another seed walks elsewhere', () => {
    expect(distance(at(latent('normal', { seed: 3 }), 5), at(latent('normal', { seed: 4 }), 5))).toBeGreaterThan(.5);
  });

  test('at speed 0 rests', () => {
    const still = latent('normal', { speed: 0, phase: 2.5 });
    expect(at(still, 0)).toEqual(at(still, 1234));
  });

  test('at radius 0 stays at the centre', () => {
    const state = { radius: 0, center: [.5, -.25, 0, 1] };
    expect(at(latent('normal', state), 77)).toEqual([.5, -.25, 0, 1, 0, 0]);
    expect(at(latent('categorical', { radius: 0 }), 77)).toEqual([1, 0, 0, 0, 0, 0]);
  });
});

test('a change of speed keeps the place', () => {
  fc.assert(fc.property(anyLatent, fc.double({ min: 0, max: 240, noNaN: true }), time, (param, speed, t) => {
    const state = param.default;
    const changed = withSpeed(state, speed, t);
    expect(changed.speed).toBe(speed);
    expect(accept(param, changed).problem).toBe('');
    expect(distance(at([param, changed], t), at([param, state], t))).toBeLessThan(1e-3);
    expect((walkPosition(changed, t) - walkPosition(state, t)) / WALK_KEYS - Math.round((walkPosition(changed, t) - walkPosition(state, t)) / WALK_KEYS)).toBeCloseTo(0, 6);
  }));
});

describe('a latent stays in the set of its prior, whatever its state', () => {
  const everywhere = (distribution: Distribution, check: (point: readonly number[]) => void): void => {
    fc.assert(fc.property(anyLatent, time, (any, t) => {
      const param: LatentParam = { ...any, distribution };
      check(at([param, any.default], t));
    }), { numRuns: 300 });
  };
  test('normal: finite', () => everywhere('normal', (point) => { expect(point.every(Number.isFinite)).toBe(true); }));
  test('uniform: -1 to 1', () => everywhere('uniform', (point) => { expect(point.every((x) => x >= -1 && x <= 1)).toBe(true); }));
  test('sphere: length sqrt(dims)', () => everywhere('sphere', (point) => { expect(Math.hypot(...point)).toBeCloseTo(Math.sqrt(point.length), 4); }));
  test('categorical: shares that sum to 1', () => everywhere('categorical', (point) => {
    expect(point.every((x) => x >= 0)).toBe(true);
    expect(point.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
  }));
});

describe('key points', () => {
  test('are drawn from the prior', () => {
    const draws = Array.from({ length: 300 }, (_, seed) => [...walkKeys(8, 'normal', seed)]).flat();
    expect(draws.reduce((sum, x) => sum + x, 0) / draws.length).toBeCloseTo(0, 1);
    expect(draws.reduce((sum, x) => sum + x * x, 0) / draws.length).toBeCloseTo(1, 1);
    expect(Math.max(...Array.from({ length: 300 }, (_, seed) => [...walkKeys(8, 'uniform', seed)]).flat().map(Math.abs))).toBeLessThanOrEqual(1);
  });

  test('of a categorical latent are its categories', () => {
    const keys = [...walkKeys(5, 'categorical', 3)];
    expect(keys.every((x) => x === 0 || x === 1)).toBe(true);
    expect(keys.reduce((sum, x) => sum + x, 0)).toBe(WALK_KEYS);
  });
});

test.each(DISTRIBUTIONS)('%s: a random centre is one that the latent accepts, within its sliders or near them', (distribution) => {
  const [param] = latent(distribution);
  const [, high] = latentRange(distribution);
  for (let seed = 0; seed < 50; seed++) {
    const center = randomCenter(param, seed);
    expect(accept(param, { ...param.default, center })).toEqual({ value: { ...param.default, center }, problem: '' });
    expect(Math.max(...center.map(Math.abs))).toBeLessThan(high + 2);
  }
  expect(randomCenter(param, 1)).not.toEqual(randomCenter(param, 2));
});
