// The pace of frames: screens of different rates, caps, and windows that nobody saw for an hour.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capOf, createPace, liveBudget, starts, type Pace } from '../../src/engine/schedule/pace.ts';

/** Offers frames for so many seconds; answers how many were taken. */
const offer = (pace: Pace, fps: number, seconds: number, cap = 0, start = 0, jitter = (): number => 0): number => {
  let taken = 0;
  for (let i = 1; i <= fps * seconds; i++) if (pace.takes(start + (1000 * i) / fps + jitter(), cap)) taken++;
  return taken;
};

describe('the interval of a screen', () => {
  test.each([60, 75, 90, 120, 144, 240])('of %i frames a second is found through jitter and missed frames, and the budget is its share', (fps) => {
    fc.assert(fc.property(fc.array(fc.double({ min: -.05, max: .05, noNaN: true }), { minLength: 120, maxLength: 120 }), fc.integer({ min: 2, max: 9 }), (noise, every) => {
      const pace = createPace();
      // Every so many frames, one is missed.
      noise.forEach((n, i) => { if (i % every !== 0) pace.takes((1000 * (i + n)) / fps, 0); });
      expect(pace.interval).toBeGreaterThan(880 / fps);
      expect(pace.interval).toBeLessThan(1120 / fps * (every === 2 ? 2 : 1));
    }), { numRuns: 50 });
  });

  test('is found by a loop that misses most of them: a median would take the screen for a slow one', () => {
    const pace = createPace();
    for (let i = 0, time = 0; i < 120; i++) pace.takes(time += (i % 3 === 0 ? 1 : 2) * 1000 / 144, 0);
    expect(pace.interval).toBeCloseTo(1000 / 144, 1);
  });

  test('is followed within a second when the window is dragged to another screen', () => {
    const pace = createPace();
    let start = 0;
    for (const fps of [60, 144, 120, 60]) {
      offer(pace, fps, 1.2, 0, start);
      start += 1200;
      expect(pace.interval).toBeCloseTo(1000 / fps, 1);
      expect(liveBudget({ milliseconds: 8, saver: false }, { interval: pace.interval, headroom: 1 })).toBeCloseTo(8 * Math.min(1, 60 / fps), 1);
    }
  });

  test('lets frames of slow scenes spend a tenth of what they take beyond a usual one, and no more however long it goes on', () => {
    for (const scene of [4, 33, 100, 400, 700, 1400, 5000]) {
      const pace = createPace();
      let time = 0, budget = 0, most = 0;
      for (let i = 0; i < 600; i++) {
        pace.takes(time, 0);
        budget = pace.light ? 0 : liveBudget({ milliseconds: 8, saver: false }, pace);
        if (i > 300) most = Math.max(most, budget);
        // All that may be spent is, and there are 60 frames a second at most.
        time += Math.max(1000 / 60, scene + budget);
      }
      expect(most / Math.max(8, .1 * (scene - 50 / 3))).toBeCloseTo(1, 1);
    }
  });
});

describe('a cap', () => {
  test.each([[60, 30], [60, 24], [60, 45], [144, 30], [144, 60], [120, 60], [75, 60], [60, 60], [60, 90]])('on a screen of %i frames a second at most %i: as many, or all there are', (fps, cap) => {
    const noise = (): number => .4 * Math.sin(1e4 * (seed += 1.7));
    let seed = 0;
    const taken = offer(createPace(), fps, 20, cap, 0, noise) / 20;
    expect(taken).toBeGreaterThan(Math.min(fps, cap) * .95 - .5);
    expect(taken).toBeLessThan(Math.min(fps, cap) * 1.02 + .5);
  });

  test('of the power saver is 30, and lower where a lower one is asked for; its budget is half', () => {
    expect([capOf({ fps: 0, saver: false }), capOf({ fps: 0, saver: true }), capOf({ fps: 120, saver: true }), capOf({ fps: 12, saver: true })]).toEqual([0, 30, 30, 12]);
    expect(liveBudget({ milliseconds: 8, saver: true }, { interval: 1000 / 60, headroom: 1 })).toBe(4);
  });
});

describe('after an hour in a hidden tab', () => {
  test.each([0, 30])('one frame comes and no flood, capped at %i, and the hour is in no figure', (cap) => {
    const pace = createPace();
    offer(pace, 60, 2, cap);
    const hour = 3.6e6 + 2000, before = pace.interval;
    expect(pace.takes(hour, cap)).toBe(true);
    expect(pace.interval).toBe(before);
    expect(offer(pace, 60, 1, cap, hour)).toBeLessThanOrEqual(cap || 60);
    expect(Math.max(...pace.intervals())).toBeLessThan(50);
  });

  test('of a scene whose frames take longer than a second, the hour is in no figure either, and the frames are', () => {
    const pace = createPace();
    offer(pace, 1 / 1.4, 28);
    expect(pace.interval).toBeCloseTo(1400);
    pace.takes(3.6e6 + 28_000, 0);
    expect(pace.interval).toBeCloseTo(1400);
    expect(Math.max(...pace.intervals())).toBeCloseTo(1400);
  });
});

test('a scene that starts may spend more, until each piece has a picture or has failed', () => {
  const running = (count: number): { state: string; picture: { count: number } } => ({ state: 'running', picture: { count } });
  expect([[], [running(0), running(3)], [running(1), { state: 'failed', picture: undefined }], [{ state: 'loading', picture: undefined }]].map(starts)).toEqual([false, true, false, true]);
  expect(liveBudget({ milliseconds: 8, saver: true }, { interval: 16, headroom: 1 }, true)).toBe(250);
});
