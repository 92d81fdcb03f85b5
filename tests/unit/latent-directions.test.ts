// Directions and importances of generators whose answer is known, and components against numbers by hand.

import { describe, expect, test } from 'vitest';
import { p, type LatentParam } from '#api';
import { basesFor, importance, importancePoints, measuredDraw, principalDirections } from '../../src/core/latent-directions.ts';
import { principalComponents, type Rows } from '../../src/core/principal.ts';
import { random } from '../../src/core/random.ts';

const go = (): Promise<void> => Promise.resolve();
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);
const length = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));
const rowsOf = (rows: readonly ArrayLike<number>[]): Rows => ({ size: rows[0]!.length, data: Float32Array.from(rows.flatMap((row) => Array.from(row))) });
const normals = (seed: number, count: number): number[] => {
  const source = random(seed, 'test');
  return Array.from({ length: count }, () => source.normal());
};

describe('principal components', () => {
  test('of five points of the plane, as computed by hand', async () => {
    // Covariance [[2.5, 2], [2, 2.5]]: eigenvalues 4.5 and .5, along (1, 1) and (1, -1).
    const { variances, components, mean, total, scores } = await principalComponents(rowsOf([[1, 2], [2, 1], [3, 3], [4, 5], [5, 4]]), 2, go);
    expect([...mean]).toEqual([3, 3]);
    expect(total).toBeCloseTo(5, 12);
    expect(variances[0]).toBeCloseTo(4.5, 10);
    expect(variances[1]).toBeCloseTo(.5, 10);
    expect(Math.abs(components[0]!)).toBeCloseTo(Math.SQRT1_2, 10);
    expect(components[0]! * components[1]!).toBeCloseTo(.5, 10);
    expect(components[2]! * components[3]!).toBeCloseTo(-.5, 10);
    expect(Math.abs(scores[0]!)).toBeCloseTo(3 * Math.SQRT1_2, 10);
  });

  test('of many columns: orthonormal, falling, with uncorrelated scores, and those of the plan', async () => {
    const plan = [9, 4, 1].map((spread, k) => ({ spread, axis: normals(k + 1, 300) }));
    for (const [k, { axis }] of plan.entries()) {
      for (const { axis: before } of plan.slice(0, k)) { const along = dot(axis, before); axis.forEach((_, i) => { axis[i]! -= along * before[i]!; }); }
      const long = length(axis);
      axis.forEach((_, i) => { axis[i]! /= long; });
    }
    const rows = Array.from({ length: 800 }, (_, r) => {
      const weights = normals(1000 + r, 3), noise = normals(5000 + r, 300);
      return Float32Array.from({ length: 300 }, (_unused, i) => 7 + plan.reduce((sum, { spread, axis }, k) => sum + Math.sqrt(spread) * weights[k]! * axis[i]!, .02 * noise[i]!));
    });
    let breaths = 0;
    const { variances, components, scores } = await principalComponents(rowsOf(rows), 3, async () => { breaths++; });
    expect(breaths).toBeGreaterThan(0);
    for (let k = 0; k < 3; k++) {
      expect(variances[k]! / plan[k]!.spread).toBeGreaterThan(.85);
      expect(variances[k]! / plan[k]!.spread).toBeLessThan(1.15);
      const component = components.subarray(300 * k, 300 * (k + 1));
      expect(Math.abs(dot(component, plan[k]!.axis))).toBeGreaterThan(.99);
      for (let other = 0; other < 3; other++) {
        expect(dot(component, components.subarray(300 * other, 300 * (other + 1)))).toBeCloseTo(k === other ? 1 : 0, 10);
        const shared = rows.reduce((sum, _, r) => sum + scores[3 * r + k]! * scores[3 * r + other]!, 0) / (rows.length - 1);
        expect(shared).toBeCloseTo(k === other ? variances[k]! : 0, 8);
      }
    }
  });
});

describe('directions', () => {
  const found = async (param: LatentParam, generate: (z: Float32Array) => ArrayLike<number>, count: number, draws = 2000) => {
    const points = Array.from({ length: draws }, (_, i) => measuredDraw(param, i));
    return principalDirections(rowsOf(points), rowsOf(points.map(generate)), count, go);
  };

  test('of a linear generator are its singular directions, one sigma long, by falling share, upright', async () => {
    // Features A z with A = U diag(6, 3, 1) V^T: V is the turn of the first three dimensions by (1 2 2)/3 and so on.
    const v = [[1, 2, 2, 0], [2, 1, -2, 0], [2, -2, 1, 0]].map((row) => row.map((x) => x / 3)), gains = [6, 3, 1];
    const lift = normals(3, 3 * 40).map((x) => x / Math.sqrt(40));
    const u = [0, 1, 2].map((k) => lift.slice(40 * k, 40 * (k + 1)));
    for (let k = 0; k < 3; k++) {
      for (let b = 0; b < k; b++) { const along = dot(u[k]!, u[b]!); u[k] = u[k]!.map((x, i) => x - along * u[b]![i]!); }
      const long = length(u[k]!);
      u[k] = u[k]!.map((x) => x / long);
    }
    const directions = await found(p.latent({ dims: 4, distribution: 'normal' }), (z) => Array.from({ length: 40 }, (_, i) => 5 + gains.reduce((sum, gain, k) => sum + gain * dot(v[k]!, z) * u[k]![i]!, 0)), 4);
    expect(directions.map(({ share }) => share.toFixed(1))).toEqual(['0.8', '0.2', '0.0']);
    for (const [k, { vector }] of directions.entries()) {
      expect(Math.abs(dot(vector, v[k]!)) / length(vector), `direction ${k}`).toBeGreaterThan(.995);
      expect(length(vector)).toBeGreaterThan(.95);
      expect(length(vector)).toBeLessThan(1.05);
      expect(vector.reduce((far, x) => (Math.abs(x) > Math.abs(far) ? x : far), 0)).toBeGreaterThan(0);
    }
  });

  test('of a uniform latent are as long as its sigma, and of categories they move between two', async () => {
    const [uniform] = await found(p.latent({ dims: 3, distribution: 'uniform' }), (z) => [3 * z[1]!, z[0]!, 0], 1);
    expect(uniform!.vector[1]).toBeCloseTo(1 / Math.sqrt(3), 1);
    expect(Math.abs(uniform!.vector[0]!)).toBeLessThan(.05);
    const [turn] = await found(p.latent({ dims: 3, distribution: 'categorical' }), (z) => [z[0]! - z[2]!, .1 * z[1]!], 1);
    expect(turn!.vector[0]! * turn!.vector[2]!).toBeLessThan(0);
    expect(Math.abs(turn!.vector[1]!)).toBeLessThan(.1);
  });

  test('are the same twice, and none where nothing changes', async () => {
    const param = p.latent({ dims: 5, distribution: 'sphere' }), generate = (z: Float32Array): number[] => [Math.tanh(z[0]! + z[1]!), Math.sin(z[2]!)];
    expect(await found(param, generate, 2, 300)).toEqual(await found(param, generate, 2, 300));
    expect(await found(param, () => [1, 2, 3], 2, 50)).toEqual([]);
  });

  test('2,000 draws of 2,048 features take seconds, and can be stopped', async () => {
    const param = p.latent({ dims: 16, distribution: 'normal' }), points = Array.from({ length: 2000 }, (_, i) => measuredDraw(param, i));
    const weights = Float32Array.from(normals(8, 16 * 2048)), data = new Float32Array(2000 * 2048);
    points.forEach((point, r) => { for (let i = 0; i < 2048; i++) { let sum = 0; for (let k = 0; k < 16; k++) sum += point[k]! * weights[16 * i + k]!; data[2048 * r + i] = Math.max(0, sum); } });
    const directions = await principalDirections(rowsOf(points), { data, size: 2048 }, 8, go);
    expect(directions).toHaveLength(8);
    let left = 5;
    await expect(principalDirections(rowsOf(points), { data, size: 2048 }, 8, () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('stopped'))))).rejects.toThrow('stopped');
  });
});

describe('importance', () => {
  const measured = (param: LatentParam, generate: (z: Float32Array) => ArrayLike<number>): Float64Array => importance(param.dims, rowsOf(importancePoints(param).map(generate)));

  test('is the variance that one sigma makes', () => {
    const gains = [.5, 2, 0, 1];
    const variances = measured(p.latent({ dims: 4, distribution: 'normal' }), (z) => Array.from(z, (x, i) => gains[i]! * x));
    gains.forEach((gain, i) => expect(variances[i]).toBeCloseTo(gain ** 2 / 4, 6));
    const flat = measured(p.latent({ dims: 2, distribution: 'uniform' }), (z) => [3 * z[0]!, z[1]!]);
    expect(flat[0]).toBeCloseTo(9 / 3 / 2, 6);
  });

  test('asks for points of the prior, few where there are many dimensions', () => {
    for (const distribution of ['normal', 'uniform', 'sphere', 'categorical'] as const) for (const dims of [1, 7, 100]) {
      const param = p.latent({ dims, distribution }), points = importancePoints(param);
      expect(points).toHaveLength(2 * dims * basesFor(dims));
      for (const point of points) {
        if (distribution === 'uniform') expect(Math.max(...point.map(Math.abs))).toBeLessThanOrEqual(1);
        if (distribution === 'sphere') expect(length(point)).toBeCloseTo(Math.sqrt(dims), 4);
        if (distribution === 'categorical') expect(point.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      }
    }
    const shares = measured(p.latent({ dims: 4, distribution: 'categorical' }), (z) => [z[2]!]);
    expect([...shares.keys()].sort((a, b) => shares[b]! - shares[a]!)[0]).toBe(2);
  });
});
