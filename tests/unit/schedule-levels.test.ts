import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVELS, type Level } from '#api';
import { nextLevel, type LevelState } from '../../src/engine/schedule/levels.ts';

const milliseconds = fc.double({ min: 0, max: 200, noNaN: true });
const ALL: readonly Level[] = ['full', 'half', 'quarter'];

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

  test('falls at the first picture that was ten frames on its way', () => {
    const late = (frames: number): Level => nextLevel({ level: 'full', pressure: 0 }, 80, 8, ALL, false, frames).level;
    expect([late(1), late(3), late(10)]).toEqual(['full', 'full', 'half']);
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
