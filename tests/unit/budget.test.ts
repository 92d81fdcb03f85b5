import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVELS, type Level } from '#api';
import { admits, admitsSample, expected, learn, learnSpeed, nextLevel, sampleAllowance, unknownCost, urgency, type LevelState } from '../../src/engine/budget.ts';

const milliseconds = fc.double({ min: 0, max: 200, noNaN: true });
const ALL: readonly Level[] = ['full', 'half', 'quarter'];

describe('a frame', () => {
  test('always admits its first step, however dear', () => {
    fc.assert(fc.property(milliseconds, milliseconds, (cost, budget) => { expect(admits(0, cost, budget)).toBe(true); }));
  });

  test('admits further steps only while they fit', () => {
    fc.assert(fc.property(milliseconds.filter((x) => x > 0), milliseconds, milliseconds, (spent, cost, budget) => {
      expect(admits(spent, cost, budget)).toBe(spent + cost <= budget);
    }));
  });

  test('takes the oldest picture first, and the focused one before an equal', () => {
    expect(urgency(5, false)).toBeGreaterThan(urgency(4, false));
    expect(urgency(3, true)).toBeGreaterThan(urgency(3, false));
  });

  test('starves nobody: a picture that waits long enough goes before the focused one', () => {
    expect(urgency(20, false)).toBeGreaterThan(urgency(1, true));
  });
});

describe('a learnt cost', () => {
  test('forgets the first measurement, which holds the warm-up', () => {
    const cost = unknownCost();
    for (const measured of [500, 4, 4, 4]) learn(cost, measured);
    expect(cost.milliseconds).toBe(4);
  });

  test('follows a change slowly and arrives', () => {
    const cost = unknownCost();
    for (let i = 0; i < 10; i++) learn(cost, 2);
    learn(cost, 20);
    expect(cost.milliseconds).toBeLessThan(6);
    for (let i = 0; i < 60; i++) learn(cost, 20);
    expect(cost.milliseconds).toBeCloseTo(20, 1);
  });
});

describe('the cost to expect of a step', () => {
  test('is more than any budget while nothing is known', () => {
    expect(expected(unknownCost(1e6), unknownCost(1e9))).toBe(Infinity);
  });

  test('is guessed by its work once the device\'s speed is known, and measured once it ran', () => {
    const gigaflop = unknownCost(1e9), cost = unknownCost(2e8);
    learnSpeed(gigaflop, unknownCost(5e8), 10);
    expect(expected(cost, gigaflop)).toBeCloseTo(4, 9);
    learn(cost, 7);
    expect(expected(cost, gigaflop)).toBe(7);
  });

  test('steps of next to no work teach nothing about speed', () => {
    const gigaflop = unknownCost(1e9);
    learnSpeed(gigaflop, unknownCost(1000), 3);
    learnSpeed(gigaflop, unknownCost(0), 3);
    expect(gigaflop.samples).toBe(0);
  });
});

describe('a quality level', () => {
  const run = (costs: (level: Level, n: number) => number, share: number, levels: readonly Level[], pictures: number, start: Level = levels[0]!): Level[] => {
    let state: LevelState = { level: start, pressure: 0 };
    return Array.from({ length: pictures }, (_, n) => (state = nextLevel(state, costs(state.level, n), share, levels)).level);
  };
  const offered = fc.constantFrom<readonly Level[]>(ALL, ['full'], ['full', 'half'], ['full', 'quarter'], ['half', 'quarter']);

  test('settles for any costs that do not change, where a level costs at least its share of pixels', () => {
    const costs = fc.tuple(milliseconds, fc.double({ min: 1, max: 4, noNaN: true }), fc.double({ min: 1, max: 4, noNaN: true }))
      .map(([full, a, b]) => ({ full, half: (full / 4) * a, quarter: (full / 16) * Math.min(a * 4, b * a) }));
    fc.assert(fc.property(costs, milliseconds.filter((x) => x > .1), offered, fc.nat(2), (cost, share, levels, first) => {
      const path = run((level) => cost[level], share, levels, 400, levels[first % levels.length]);
      expect(new Set(path.slice(150)).size).toBe(1);
    }), { numRuns: 500 });
  });

  test('falls when pictures cost far more than their share, to the lowest if need be', () => {
    expect(run((level) => 1000 * LEVELS[level] ** 2, 1, ALL, 30).at(-1)).toBe('quarter');
  });

  test('rises again when there is room, slowly', () => {
    const path = run(() => .001, 8, ALL, 60, 'quarter');
    expect(path.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'quarter'));
    expect(path.at(-1)).toBe('full');
  });

  test('a single dear picture changes nothing', () => {
    expect(new Set(run((_, n) => (n % 10 === 5 ? 1000 : 1), 8, ALL, 200))).toEqual(new Set(['full']));
  });

  test('costs that waver by a tenth around any mean do not make it flap', () => {
    fc.assert(fc.property(fc.double({ min: .1, max: 100, noNaN: true }), (full) => {
      const path = run((level, n) => full * LEVELS[level] ** 2 * (1 + .1 * Math.sin(n * 12.9898)), 4, ALL, 600);
      const changes = path.slice(200).filter((level, i, late) => i > 0 && level !== late[i - 1]).length;
      expect(changes).toBe(0);
    }));
  });

  test('a best level far dearer than its size tells is tried again, but seldom', () => {
    const costs = { full: 100, half: 1, quarter: 1 };
    const seen = (steep: boolean): number => {
      let state: LevelState = { level: 'full', pressure: 0 }, best = 0;
      for (let n = 0; n < 2000; n++) {
        state = nextLevel(state, costs[state.level], 8, ALL, steep);
        if (state.level === 'full') best++;
      }
      return best;
    };
    expect(seen(false)).toBeGreaterThan(100);
    expect(seen(true)).toBeLessThan(30);
    expect(seen(true)).toBeGreaterThan(3);
  });

  test('is always one that the plugin offers', () => {
    fc.assert(fc.property(offered, fc.array(milliseconds, { minLength: 1, maxLength: 100 }), milliseconds, (levels, costs, share) => {
      for (const level of run((_, n) => costs[n % costs.length]!, share, levels, 100)) expect(levels).toContain(level);
    }));
  });
});

describe('samples', () => {
  test('have what the pieces leave, a quarter of the budget after four frames without, and four budgets while time stands still', () => {
    expect(sampleAllowance(3, 8, 0, false)).toBe(5);
    expect(sampleAllowance(9, 8, 3, false)).toBe(0);
    expect(sampleAllowance(9, 8, 4, false)).toBe(2);
    expect(sampleAllowance(0, 8, 0, true)).toBe(32);
  });

  test('take their first step where there is anything left, and no other beyond it', () => {
    expect(admitsSample(0, 50, 1)).toBe(true);
    expect(admitsSample(0, 0, 0)).toBe(false);
    expect(admitsSample(3, 2, 5)).toBe(true);
    expect(admitsSample(3, 3, 5)).toBe(false);
  });
});
