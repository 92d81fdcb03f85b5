import { expect, test } from 'vitest';
import { createClock } from '../../src/core/clock.ts';

test('starts at nought and plays', () => {
  const { time, index, playing } = createClock();
  expect({ time, index, playing }).toEqual({ time: 0, index: 0, playing: true });
});

test('the first live frame takes no time, the next ones what passed between their timestamps', () => {
  const clock = createClock();
  clock.tick(5000);
  expect(clock.time).toBe(0);
  clock.tick(5016);
  clock.tick(5048);
  expect(clock.time).toBeCloseTo(.048, 12);
  expect(clock.index).toBe(3);
});

test('time stands while paused, and goes on from there without a jump', () => {
  const clock = createClock();
  clock.tick(0);
  clock.tick(50);
  clock.pause();
  clock.tick(80);
  clock.tick(4000);
  expect([clock.time, clock.index, clock.playing]).toEqual([.05, 2, false]);
  clock.play();
  clock.tick(4010);
  expect(clock.time).toBeCloseTo(.06, 12);
});

test('after a hidden tab the picture goes on where it was, a tenth of a second on at most', () => {
  const clock = createClock();
  clock.tick(0);
  clock.tick(3_600_000);
  expect(clock.time).toBe(.1);
});

test('a timestamp that runs backwards moves nothing', () => {
  const clock = createClock();
  clock.tick(1000);
  clock.tick(400);
  expect(clock.time).toBe(0);
  clock.tick(420);
  expect(clock.time).toBeCloseTo(.02, 12);
});

test.each([24, 25, 29.97, 30, 50, 60, 144])('10,000 steps at %d a second add no rounding', (fps) => {
  const clock = createClock();
  for (let i = 1; i <= 10_000; i++) {
    clock.step(fps);
    expect(clock.time).toBe(i / fps);
  }
  expect(clock.index).toBe(10_000);
});

test('a step is exactly one frame while paused, too, and from any time', () => {
  const clock = createClock();
  clock.pause();
  clock.seek(1.2345);
  clock.step(60);
  expect(clock.time).toBe(1.2345 + 1 / 60);
  expect(clock.playing).toBe(false);
});

test('seeks to a time, never before the start', () => {
  const clock = createClock();
  clock.seek(12.5);
  expect(clock.time).toBe(12.5);
  clock.seek(-3);
  expect(clock.time).toBe(0);
});

test('two clocks that are stepped alike show the same times', () => {
  const run = (): number[] => {
    const clock = createClock();
    return Array.from({ length: 100 }, (_, i) => {
      if (i === 40) clock.seek(7);
      clock.step(30);
      return clock.time;
    });
  };
  expect(run()).toEqual(run());
});
