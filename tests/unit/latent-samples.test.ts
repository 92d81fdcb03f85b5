import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { p, type Distribution, type LatentParam, type LatentState } from '#api';
import { around, arithmetic, atPoint, behind, binsOf, neighbours, passed, rounded, samePoint, wayBetween } from '../../src/core/latent-samples.ts';
import { drawPoint, latentAt, latentRange, settled } from '../../src/core/latent.ts';
import { accept } from '../../src/core/params.ts';
import { anyLatent } from '../support/arbitraries.ts';

const DISTRIBUTIONS: Distribution[] = ['normal', 'uniform', 'sphere', 'categorical'];
const latent = (distribution: Distribution, dims = 6, state: Partial<LatentState> = {}): LatentParam => p.latent({ dims, distribution, default: state });
const point = (param: LatentParam, seed = 5): number[] => rounded(param, drawPoint(param, seed));
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.hypot(...Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) - (b[i] ?? 0)));
const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
const bins = (a: number[][], b: number[][] = [], c: number[][] = []): Parameters<typeof arithmetic>[1] => ({ a, b, c });

describe('samples around a point', () => {
  test.each(DISTRIBUTIONS)('%s: are in the set of the prior, the still cell is the point, the others stray as far as they are told', (distribution) => {
    const param = latent(distribution), from = point(param);
    let last = 0;
    for (const spread of [.1, .5, 1, 1.5]) {
      const cells = around(param, from, spread, 7, 9, 4);
      expect(cells).toHaveLength(9);
      expect(samePoint(cells[4]!, from)).toBe(true);
      // As a recipe holds them, and as the plugin is given them.
      for (const cell of cells) expect(distance(cell, settled(param, cell))).toBeLessThan(4e-3);
      const strays = mean(cells.map((cell) => distance(cell, from)));
      expect(strays).toBeGreaterThan(last);
      last = strays;
    }
    expect(around(param, from, 0, 7, 4).every((cell) => distance(cell, settled(param, from)) < 2e-3)).toBe(true);
  });

  test('a cell goes the same way whatever the spread and the number of cells; another seed is another wall', () => {
    const param = latent('normal', 40), from = point(param);
    const near = around(param, from, .1, 3, 4), far = around(param, from, .2, 3, 25);
    for (const [i, cell] of near.entries()) expect(distance(cell.map((x, k) => 2 * (x - (from[k] ?? 0))), Array.from({ length: 40 }, (_, k) => (far[i]![k] ?? 0) - (from[k] ?? 0)))).toBeLessThan(.6);
    expect(around(param, from, .1, 3, 4)).toEqual(near);
    expect(around(param, from, .1, 4, 4)).not.toEqual(near);
    expect(new Set(far.map(String)).size).toBe(25);
  });

  test('of a normal prior lie no farther out than a draw does, or the point', () => {
    const param = latent('normal', 64);
    for (const from of [[], point(param)]) for (const cell of around(param, from, 1.5, 1, 20)) expect(Math.hypot(...cell)).toBeLessThan(Math.max(8, Math.hypot(...from)) + .01);
  });
});

describe('A - B + C', () => {
  test('is reckoned by means; an empty bin is the origin', () => {
    const param = latent('normal');
    expect(arithmetic(param, bins([[1, 0, 0, 0], [0, 1]], [[0, 0, 2]], [[.5], [.5], [.5]]))).toEqual([1, .5, -2]);
    expect(arithmetic(param, bins([[1, 2]]))).toEqual([1, 2]);
    expect(arithmetic(param, bins([], [[1, 2]]))).toEqual([-1, -2]);
    expect(arithmetic(param, bins([], []))).toBeUndefined();
  });

  test('ends at the borders of a uniform prior', () => {
    expect(arithmetic(latent('uniform'), bins([[.9, -.9]], [[-.5, .5]], [[.2]]))).toEqual([1, -1]);
    expect(arithmetic(p.latent({ dims: 2, distribution: 'uniform', range: [-2, 2] }), bins([[1.5, 0]], [], [[1]]))).toEqual([2]);
  });

  test('is on the sphere of a sphere prior, and where nothing is left on its first axis', () => {
    const param = latent('sphere', 4);
    expect(arithmetic(param, bins([[2]], [[0, 2]], [[0, 0, 2]]))!.map((x) => x / 2)).toEqual([1, -1, 1].map((x) => expect.closeTo(x / Math.sqrt(3), 3) as number));
    expect(arithmetic(param, bins([[2]], [[2]]))).toEqual([2]);
  });

  test('is shares of categories that sum to 1', () => {
    const param = latent('categorical', 3);
    expect(arithmetic(param, bins([[1], [0, 1]], [[0, 1]], [[0, 0, 1]]))).toEqual([.333, 0, .667]);
    expect(arithmetic(param, bins([[0, 1]], [[1]]))).toEqual([0, 1, 0]);
  });

  test.each(DISTRIBUTIONS)('%s: whatever lies in the bins, the result is one that a latent accepts, and so are its eight neighbours', (distribution) => {
    const param = latent(distribution, 5);
    const some = fc.array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 5 }), { maxLength: 3 });
    fc.assert(fc.property(some, some, some, (a, b, c) => {
      fc.pre(a.length + b.length + c.length > 0);
      const result = arithmetic(param, { a, b, c })!;
      for (const center of [result, ...neighbours(param, result, 2)]) {
        if (distribution !== 'normal') expect(distance(center, settled(param, center))).toBeLessThan(4e-3);
        expect(accept(param, { ...param.default, center: center.map((x) => Math.min(8, Math.max(-8, x))) }).problem).toBe('');
      }
    }), { numRuns: 100 });
  });

  test('neighbours are about the middle: a uniform quarter in each dimension, or a quarter of a sigma', () => {
    const uniform = latent('uniform', 200), normal = latent('normal', 200);
    const nine = neighbours(uniform, [], 3);
    expect(nine[4]).toEqual([]);
    const others = nine.filter((_, i) => i !== 4).flat();
    expect(Math.max(...others.map(Math.abs))).toBeLessThanOrEqual(.25);
    expect(mean(others.map((x) => x * x))).toBeCloseTo(.25 ** 2 / 3, 2);
    expect(mean(neighbours(normal, [], 3).flat().map((x) => x * x))).toBeCloseTo(.25 ** 2, 2);
    expect(neighbours(normal, [], 3)).toEqual(neighbours(normal, [], 3));
  });

  test('bins are those of what was kept', () => {
    expect(binsOf([{ point: [1], bin: 'b' }, { point: [2], bin: '' }, { point: [3], bin: 'b' }, { point: [4], bin: 'c' }])).toEqual({ a: [], b: [[1], [3]], c: [[4]] });
  });
});

test('the way between two groups is one of their means to the other, and none where there is no group or no way', () => {
  const param = latent('normal');
  expect(wayBetween(param, [[1, 1], [3, 1]], [[0, 1]])).toEqual([2]);
  expect([wayBetween(param, [], [[1]]), wayBetween(param, [[1]], []), wayBetween(param, [[1]], [[1]])]).toEqual([undefined, undefined, undefined]);
});

describe('a state that rests at a point', () => {
  test.each(DISTRIBUTIONS)('%s: shows that point at any time, whatever the state was', (distribution) => {
    fc.assert(fc.property(anyLatent, fc.nat(50), fc.double({ min: 0, max: 1e3, noNaN: true }), (any, seed, time) => {
      const param: LatentParam = { ...any, distribution }, wanted = drawPoint(param, seed);
      const state = atPoint(param, any.default, wanted);
      expect(accept(param, state).problem).toBe('');
      expect(distance(latentAt(param, state, time, new Float32Array(param.dims)), wanted)).toBeLessThan(.003 * Math.sqrt(param.dims));
    }), { numRuns: 300 });
  });

  test('is its centre where nothing else moves the latent; the rest of the state stays', () => {
    const param = latent('normal', 4, { speed: 20, saved: [{ point: [1], bin: 'a' }] });
    expect(atPoint(param, param.default, [.5, 0, -1.23456])).toEqual({ ...param.default, center: [.5, 0, -1.235], radius: 0 });
  });

  test('keeps truncation and directions if some centre leads through them to the point, and else lets them go', () => {
    const directions = [{ name: 'smile', vector: [1, 1], amount: 2 }], param = latent('normal', 3, { psi: .5, directions });
    expect(atPoint(param, param.default, [1, 1, 1])).toMatchObject({ center: [0, 0, 2], psi: .5, directions });
    const far = { ...param.default, psi: .05 };
    expect(atPoint(param, far, [1, 1, 1])).toMatchObject({ center: [1, 1, 1], psi: 1, directions: [{ ...directions[0]!, amount: 0 }] });
    expect(behind(param, { ...far, psi: 0 }, [1])).toBeUndefined();
  });

  test('an anchor behind directions and truncation is passed as the point that was meant', () => {
    const directions = [{ name: 'smile', vector: [.2, 1], amount: 1 }];
    for (const distribution of DISTRIBUTIONS) {
      const param = latent(distribution, 4, { psi: .8, directions, middle: [.1, .2] }), wanted = drawPoint(param, 9);
      expect(distance(passed(param, param.default, behind(param, param.default, wanted)!), wanted)).toBeLessThan(.005);
    }
    expect(latentRange(latent('uniform'))).toEqual([-1, 1]);
  });
});
