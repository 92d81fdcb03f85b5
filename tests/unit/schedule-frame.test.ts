// The scheduler over random loads, on a simulated device.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVELS, type Level } from '#api';
import { PATIENCE } from '../../src/engine/schedule/frame.ts';
import { nextLevel, type LevelState } from '../../src/engine/schedule/levels.ts';
import { simulate, type TrueStep } from '../support/simulated-gpu.ts';

const step = fc.record({ milliseconds: fc.double({ min: 0, max: 60, noNaN: true }), tiles: fc.constantFrom(1, 1, 4, 16) });
const loads = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 9 });
const budgets = fc.double({ min: .5, max: 20, noNaN: true });

describe('any load', () => {
  test('starves nobody: every piece goes on within a few frames, and gets its pictures', () => {
    fc.assert(fc.property(loads, budgets, fc.integer({ min: -1, max: 8 }), (pieces, budget, focus) => {
      const gpu = simulate(pieces, budget, { focus, known: true });
      // As many frames as all of it would take one piece after another, in the smallest pieces, and the patience with each.
      const most = (PATIENCE + pieces.length + 1) * Math.max(...pieces.map((steps) => steps.reduce((sum, { tiles }) => sum + tiles, 0)));
      let frames = 0;
      while (frames++ < most && gpu.pieces.some(({ pictures }) => pictures === 0)) gpu.frame();
      return gpu.pieces.every(({ pictures, longestWait }) => pictures > 0 && longestWait <= PATIENCE + pieces.length + 1);
    }), { numRuns: 10_000 });
  });

  test('keeps to the budget, within what could not be cut further', () => {
    fc.assert(fc.property(loads, budgets, (pieces, budget) => {
      const gpu = simulate(pieces, budget, { known: true });
      return Array.from({ length: 20 }, gpu.frame).every(({ milliseconds, dearest }) => milliseconds <= Math.max(budget, dearest) * (1 + 1e-9));
    }), { numRuns: 1000 });
  });

  test('keeps to it too once costs are learnt, from nothing', () => {
    fc.assert(fc.property(loads, budgets, (pieces, budget) => {
      const gpu = simulate(pieces, budget);
      for (let i = 0; i < 400; i++) gpu.frame();
      return Array.from({ length: 20 }, gpu.frame).every(({ milliseconds, dearest }) => milliseconds <= Math.max(budget, dearest) * (1 + 1e-6));
    }), { numRuns: 100 });
  });

  test('runs the same in the same order', () => {
    fc.assert(fc.property(loads, budgets, (pieces, budget) => {
      const run = (): string[] => {
        const gpu = simulate(pieces, budget);
        return Array.from({ length: 30 }, () => gpu.frame().ran.join(' '));
      };
      expect(run()).toEqual(run());
    }), { numRuns: 100 });
  });
});

test('an exact frame runs all of everybody\'s work in one order, whatever was measured, is in focus, sleeps or was left half done', () => {
  fc.assert(fc.property(loads, budgets, fc.integer({ min: -1, max: 8 }), fc.nat(20), fc.boolean(), (pieces, budget, focus, live, known) => {
    const gpu = simulate(pieces, budget, { focus, known });
    if (focus > 0) gpu.sleep(0, true);
    for (let i = 0; i < live; i++) gpu.frame();
    const order = pieces.flatMap((steps, id) => steps.map(({ tiles }, at) => `${id}.${at}.0-${tiles}`));
    expect(gpu.whole()).toEqual(order);
    expect(gpu.whole()).toEqual(order);
  }), { numRuns: 300 });
});

describe('a dear picture', () => {
  const dear: readonly TrueStep[] = [{ milliseconds: 80, tiles: 64 }], cheap: readonly TrueStep[] = [{ milliseconds: .5, tiles: 1 }];
  const painted = (pieces: readonly (readonly TrueStep[])[], focus: number, frames = 120): readonly number[] => {
    const gpu = simulate(pieces, 8, { focus, known: true });
    for (let i = 0; i < frames; i++) gpu.frame();
    return gpu.pieces.map(({ pictures }) => pictures);
  };

  test('costs cheap ones no frame', () => {
    expect(painted([dear, cheap, cheap], -1).slice(1)).toEqual([120, 120]);
    expect(painted([dear, cheap], -1)[0]).toBeGreaterThanOrEqual(10);
  });

  test('whose steps cannot be cut costs them some, never their life', () => {
    const [, first, second] = painted([Array.from({ length: 16 }, () => ({ milliseconds: 20, tiles: 1 })), cheap, cheap], -1);
    expect(Math.min(first!, second!)).toBeGreaterThanOrEqual(Math.floor(120 / (PATIENCE + 3)));
  });

  test('in focus is painted more often than another', () => {
    const [focused, other] = painted([dear, dear], 0, 600);
    expect(focused!).toBeGreaterThan(1.4 * other!);
    expect(other!).toBeGreaterThan(10);
  });

  test('out of sight sleeps, and comes back without a flood', () => {
    const gpu = simulate([dear, cheap], 8, { known: true });
    gpu.sleep(0, true);
    for (let i = 0; i < 1000; i++) expect(gpu.frame().milliseconds).toBe(.5);
    gpu.sleep(0, false);
    for (let i = 0; i < 50; i++) expect(gpu.frame().milliseconds).toBeLessThanOrEqual(8 + 1e-9);
    expect(gpu.pieces.map(({ pictures }) => pictures)).toEqual([4, 1050]);
  });
});

test('forty pieces of any cost settle at a level each, and the frame keeps to its budget', () => {
  const levels: readonly Level[] = ['full', 'half', 'quarter'];
  fc.assert(fc.property(fc.array(fc.double({ min: .01, max: 40, noNaN: true }), { minLength: 40, maxLength: 40 }), (costs) => {
    const states = costs.map((): LevelState => ({ level: 'full', pressure: 0 }));
    const cost = (i: number, n: number): number => costs[i]! * LEVELS[states[i]!.level] ** 2 * (1 + .05 * Math.sin(n * 12.9898 + i));
    let changes = 0;
    for (let n = 0; n < 400; n++) for (const i of costs.keys()) {
      const next = nextLevel(states[i]!, cost(i, n), 8 / 40, levels);
      if (n >= 200 && next.level !== states[i]!.level) changes++;
      states[i] = next;
    }
    expect(changes).toBe(0);
  }), { numRuns: 20 });
});
