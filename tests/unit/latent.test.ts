import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { p, WALK_EASES, type Distribution, type LatentParam, type LatentState } from '#api';
import { addressAt, atAddress, between, drawPoint, latentAt, latentRange, period, randomCenter, withTempo } from '../../src/core/latent.ts';
import { accept } from '../../src/core/params.ts';
import { anyLatent } from '../support/arbitraries.ts';

const latent = (distribution: Distribution, state: Partial<LatentState> = {}, dims = 6): [LatentParam, LatentState] => {
  const param = p.latent({ dims, distribution, default: { seed: 3, ...state } });
  return [param, param.default];
};
const at = ([param, state]: [LatentParam, LatentState], time: number): number[] => [...latentAt(param, state, time, new Float32Array(param.dims))];
const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - b[i]!));
const moving = fc.double({ min: .5, max: 240, noNaN: true });
const time = fc.double({ min: 0, max: 1e4, noNaN: true });
const DISTRIBUTIONS: Distribution[] = ['normal', 'uniform', 'sphere', 'categorical'];

describe('a walk', () => {
  test('comes back to where it was when it has passed its key points', () => {
    fc.assert(fc.property(anyLatent, moving, fc.integer({ min: 1, max: 64 }), time, (param, speed, loop, t) => {
      // A spline is fast where key points lie eight units apart: a rounded second is a little way.
      const state = { ...param.default, speed, loop, directions: [] };
      const lasts = (period(state) * 60 * state.beats) / speed;
      expect(distance(at([param, state], t), at([param, state], t + lasts))).toBeLessThan(1e-2);
    }));
  });

  test('that never closes passes new key points, each the draw of its seed', () => {
    const walk = latent('normal', { speed: 60, loop: 0, seed: 2 ** 32 - 2 });
    for (const k of [0, 1, 2, 1000, 1]) expect(distance(at(walk, k), [...drawPoint(walk[0], (2 ** 32 - 2 + k) % 2 ** 32)])).toBeLessThan(1e-5);
    expect(distance(at(walk, 0), at(walk, 8))).toBeGreaterThan(.5);
  });

  test('between anchors passes them, and nothing else moves it', () => {
    const anchors = [[1, 2], [0, -3, 1], [2]];
    for (const ease of WALK_EASES) {
      const walk = latent('normal', { speed: 30, anchors, ease, center: [5, 5], radius: 2 });
      for (let k = 0; k < 7; k++) expect(distance(at(walk, 2 * k), [0, 1, 2, 3, 4, 5].map((i) => anchors[k % 3]![i] ?? 0))).toBeLessThan(1e-5);
    }
  });

  test('of two beats from key to key takes twice the time', () => {
    const [once, twice] = [latent('normal', { speed: 60 }), latent('normal', { speed: 60, beats: 2 })];
    for (const t of [.3, 1, 5.5]) expect(distance(at(once, t), at(twice, 2 * t))).toBeLessThan(1e-5);
  });

  test('that lingers rests a quarter of the way at each side of a key point', () => {
    const walk = latent('normal', { speed: 60, ease: 'linger' });
    expect(at(walk, 2.2)).toEqual(at(walk, 1.8));
    expect(distance(at(walk, 2.2), at(walk, 2.5))).toBeGreaterThan(.1);
  });

  test.each(DISTRIBUTIONS.flatMap((distribution) => WALK_EASES.map((ease) => [distribution, ease] as const)))('%s, %s: never jumps', (distribution, ease) => {
    const walk = latent(distribution, { radius: .9, ease });
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
    for (let k = 0; k < 8; k++) expect(distance(at(walk, k), [...drawPoint(walk[0], 3 + k)])).toBeLessThan(1e-5);
  });

  test('passes its key points without a jerk: as fast after them as before', () => {
    const walk = latent('normal', { speed: 60 });
    const h = 1e-3;
    for (let k = 0; k < 8; k++) {
      const [before, here, after] = [at(walk, 8 + k - h), at(walk, 8 + k), at(walk, 8 + k + h)] as [number[], number[], number[]];
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

test('a change of tempo keeps the place', () => {
  fc.assert(fc.property(anyLatent, fc.double({ min: 0, max: 240, noNaN: true }), fc.integer({ min: 1, max: 64 }), time, (param, speed, beats, t) => {
    const state = { ...param.default, directions: [] };
    const changed = withTempo(state, { speed, beats }, t);
    expect([changed.speed, changed.beats]).toEqual([speed, beats]);
    expect(accept(param, changed).problem).toBe('');
    expect(distance(at([param, changed], t), at([param, state], t))).toBeLessThan(1e-2);
  }));
});

describe('an address', () => {
  const address = fc.integer({ min: 0, max: 40_000_000 }).map((n) => n / 4);
  test('is the point: reached from anywhere, at any time, by any walk', () => {
    fc.assert(fc.property(anyLatent, address, time, fc.integer({ min: 0, max: 64 }), (param, name, t, loop) => {
      const state = atAddress({ ...param.default, loop, directions: [] }, name, t);
      expect(accept(param, state).problem).toBe('');
      expect(addressAt(state, t)).toBeCloseTo(name, 3);
      const other = atAddress({ ...param.default, loop, speed: 0, directions: [] }, name, 0);
      if (loop !== 1 && (loop === 0 || loop > 2)) expect(distance(at([param, state], t), at([param, other], 0))).toBeLessThan(1e-2);
    }));
  });
  test('that a walk tells leads back to where it was, also behind its last seed', () => {
    for (const ease of WALK_EASES) for (const loop of [0, 1, 3, 8]) {
      const [param, walk] = latent('uniform', { speed: 60, loop, ease, seed: 40 });
      for (const t of [.25, 2.5, 7.75, 21.5]) expect(distance(at([param, atAddress({ ...walk, center: [.5] }, addressAt(walk, t), 90)], 90), at([param, walk], t))).toBeLessThan(1e-3);
    }
  });
  test('of a whole number is the draw of that seed', () => {
    const [param, state] = latent('normal');
    expect(distance(at([param, atAddress(state, 57, 12)], 12), [...drawPoint(param, 57)])).toBeLessThan(1e-4);
  });
});

describe('between two points', () => {
  const [a, b] = [Float32Array.of(3, 0, 0), Float32Array.of(0, 1, 0)], out = new Float32Array(3);
  test('a normal prior goes along the arc, its length evenly from one to the other', () => {
    expect([...between('normal', a, b, .5, out)].map((x) => x / Math.SQRT1_2)).toEqual([2, 2, 0].map((x) => expect.closeTo(x, 5) as number));
    expect(Math.hypot(...between('normal', a, b, .25, out))).toBeCloseTo(2.5, 5);
  });
  test('a uniform prior goes straight', () => expect([...between('uniform', a, b, .5, out)]).toEqual([1.5, .5, 0]));
  test('opposite points and the origin are no arc: straight, and finite', () => {
    expect([...between('normal', a, Float32Array.of(-3, 0, 0), .5, out)].every(Number.isFinite)).toBe(true);
    expect([...between('sphere', a, new Float32Array(3), .5, out)]).toEqual([1.5, 0, 0]);
  });
});

describe('truncation and directions', () => {
  test('psi leads to the middle, past it at -1 and beyond the point at 2', () => {
    const point = at(latent('normal'), 7), middle = [1, 1, 1, 1, 1, 1];
    for (const psi of [-1, 0, .5, 2]) expect(distance(at(latent('normal', { psi, middle }), 7), point.map((x) => 1 + psi * (x - 1)))).toBeLessThan(1e-5);
    expect(distance(at(latent('categorical', { psi: 0 }), 7), new Array<number>(6).fill(1 / 6))).toBeLessThan(1e-5);
  });
  test('a direction moves the point by its sigmas', () => {
    const directions = [{ name: 'smile', vector: [1, 2], amount: 1.5 }, { name: 'age', vector: [0, 0, 1], amount: -1 }];
    expect(distance(at(latent('normal', { directions }), 7), at(latent('normal'), 7).map((x, i) => x + ([1.5, 3, -1][i] ?? 0)))).toBeLessThan(1e-5);
  });
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

describe('draws', () => {
  const draws = (distribution: Distribution): number[] => Array.from({ length: 300 }, (_, seed) => [...drawPoint({ dims: 8, distribution }, seed)]).flat();
  test('are of the prior, of neighbouring seeds as independent as of any', () => {
    const normal = draws('normal'), mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((x) => x * x))).toBeCloseTo(1, 1);
    expect(Math.abs(mean(normal.slice(8).map((x, i) => x * normal[i]!)))).toBeLessThan(.08);
    expect(Math.max(...draws('uniform').map(Math.abs))).toBeLessThanOrEqual(1);
  });

  test('of a categorical latent are its categories, each of them', () => {
    const shares = draws('categorical');
    expect(shares.every((x) => x === 0 || x === 1)).toBe(true);
    for (let i = 0; i < 8; i++) expect(shares.filter((x, k) => k % 8 === i && x === 1).length).toBeGreaterThan(15);
  });
});

test.each(DISTRIBUTIONS)('%s: a random centre is one that the latent accepts, within its sliders or near them', (distribution) => {
  const [param] = latent(distribution);
  const [, high] = latentRange(param);
  for (let seed = 0; seed < 50; seed++) {
    const center = randomCenter(param, seed);
    expect(accept(param, { ...param.default, center })).toEqual({ value: { ...param.default, center }, problem: '' });
    expect(Math.max(...center.map(Math.abs))).toBeLessThan(high + 2);
  }
  expect(randomCenter(param, 1)).not.toEqual(randomCenter(param, 3));
});
