// What the arena proves: what JS and Wasserstein say of two sets, that eight of eight modes are found, that its alarm rises
// when a generator collapses and only then, and that a moment of a recipe is always the same.

import { describe, expect, test } from 'vitest';
import { histogram, jsDivergence, jsFromValue, mixtureReport, wassersteinExact, type Features } from '#metrics';
import { random } from '#nets';
import { GRID, RING, ROLL } from '../../src/train/data/points.ts';
import { createArena, draw, writeNoise } from './arena.ts';
import { centresOf, placesOf, writeShape } from './data.ts';
import { createFigures } from './figures.ts';
import definition from './index.ts';
import { createItems, ENTRIES, MOST, REACHES, STROKE, TILES, TONES } from './items.ts';
import { createMlp, createPass, forward, initialise } from './mlp.ts';
import { createNearest, nearestTo, pairLoss } from './nearest.ts';
import { pairJs, pairW } from './pair.ts';
import { gameOf } from './play.ts';
import { createRounds, type Rounds, type Schedule } from './rounds.ts';

const { params } = definition;
const base: Schedule = {
  data: 'ring', spread: params.spread.default, p: params.p.default, q: params.q.default, loss: params.loss.default, criticRate: params.criticRate.default, generatorRate: params.generatorRate.default,
  criticSteps: 1, generatorSteps: 1, unroll: 0, candidates: 1, layers: 2, clip: .3, penalty: 1, causes: '000', cures: '000000', seed: 1, speed: 1, round: 300, settle: false,
};
const plane = (data: Float64Array): Features => ({ data, count: data.length / 2, size: 2 });
/** Learns to so many steps of its round, as frames do. */
const until = (rounds: Rounds, index: number, now: Schedule): void => {
  rounds.learn(rounds.due(index, now), now);
  rounds.show(now);
};

describe('two sets', () => {
  test.each([.001, .1, 1, 3])('lines %d apart: JS is log 2, W is the distance', (distance) => {
    expect(pairJs('lines', distance, 0, .05)).toBeCloseTo(Math.LN2, 12);
    expect(pairJs('lines', distance, 1, .05)).toBeCloseTo(Math.LN2, 12);
    expect(pairW(distance, 0)).toBe(distance);
    const a = new Float64Array(200), b = new Float64Array(200);
    writeShape('lines', [0, 0], .05, random(1, 'line'), a, 100, 2);
    writeShape('lines', [distance, 0], .05, random(1, 'line'), b, 100, 2);
    expect(wassersteinExact(plane(a), plane(b))).toBeCloseTo(distance, 9);
  });

  test('one on the other: both are 0; one above the other: JS is what does not overlap', () => {
    for (const data of ['lines', 'mounds'] as const) expect([pairJs(data, 0, 0, .1), pairW(0, 0)]).toEqual([expect.closeTo(0, 9), 0]);
    expect(pairJs('lines', 0, .9, .05)).toBeCloseTo(Math.LN2 / 2, 12);
    expect(pairJs('mounds', 3, 0, .05)).toBeCloseTo(Math.LN2, 6);
  });

  test('mounds: JS is that of fine histograms', () => {
    const cells = 2000, density = (middle: number): number[] => Array.from({ length: cells }, (_, i) => Math.exp(-(((-3 + 6 * i / cells) - middle) ** 2) / (2 * .3 ** 2)));
    expect(pairJs('mounds', .3, .4, .1)).toBeCloseTo(jsDivergence(density(0), density(.5)), 3);
  });

  test('a critic that learns sees JS of mounds within .04, and is sure of lines', () => {
    const arena = createArena(2), seen = (data: 'lines' | 'mounds', x: number): number => {
      const game = { ...gameOf({ ...base, data, spread: .1, p: [0, 0], q: [x, 0] }, 1), criticRate: .003 };
      arena.start(1, data);
      for (let k = 0; k < 400; k++) arena.step(game);
      let sum = 0;
      for (let k = 0; k < 200; k++, arena.step(game)) sum += arena.criticLoss / 200;
      return jsFromValue(-sum);
    };
    expect(Math.abs(seen('mounds', .6) - pairJs('mounds', .6, 0, .1))).toBeLessThan(.04);
    expect(seen('lines', .5)).toBeGreaterThan(.99 * Math.LN2);
  });
});

test('ring, grid and roll are those of the data sets', () => {
  const ring = centresOf('ring'), grid = centresOf('grid'), roll = placesOf('roll');
  expect([ring.length / 2, Math.hypot(ring[6]!, ring[7]!)]).toEqual([RING.modes, expect.closeTo(RING.radius, 9)]);
  expect([grid.length / 2, grid[2]! - grid[0]!]).toEqual([GRID.side ** 2, expect.closeTo(GRID.step, 9)]);
  for (let i = 0; i < roll.length; i += 2) expect(Math.hypot(roll[i]!, roll[i + 1]!) * ROLL.scale).toBeCloseTo(ROLL.from + (ROLL.to - ROLL.from) * (i / 2 + .5) / (roll.length / 2), 9);
});

test('figures are those of the metrics', () => {
  const chance = random(2, 'points'), count = 256, figures = createFigures(count), centres = centresOf('ring');
  // Five of the modes.
  const drawn = Float64Array.from({ length: 2 * count }, (_, i) => centres[i % 10]! + .06 * chance.normal()), real = Float64Array.from({ length: 2 * count }, () => 1.2 * chance.normal());
  figures.start('ring');
  figures.look(drawn, real, .05);
  const report = mixtureReport(plane(drawn), plane(centres), .05), grid = { min: [-2.5, -2.5], max: [2.5, 2.5], bins: 20 };
  expect([figures.modes, figures.quality]).toEqual([report.modes, expect.closeTo(report.highQuality, 12)]);
  expect(figures.js).toBeCloseTo(jsDivergence(histogram(plane(drawn), grid), histogram(plane(real), grid)), 12);
  const moved = drawn.map((x, i) => x + (i % 2 ? .3 : -.4));
  figures.look(drawn, moved, .05);
  expect(figures.w).toBeCloseTo(.5, 2);
});

test('eight of eight Gaussians with a gradient penalty', () => {
  const now = { ...base, loss: 'wasserstein penalty', criticSteps: 3 } as const, rounds = createRounds(now), count = 1024;
  until(rounds, 1200, now);
  const noise = new Float64Array(2 * count), out = new Float64Array(2 * count);
  writeNoise(random(9, 'fresh'), noise);
  draw(rounds.arena.generator, rounds.game, noise, createPass(rounds.arena.generator, count), out);
  const { strictModes, highQuality } = mixtureReport(plane(out), plane(centresOf('ring')), now.spread);
  expect(strictModes).toBe(8);
  expect(highQuality).toBeGreaterThan(.35);
  expect(Math.abs(rounds.arena.slope - 1)).toBeLessThan(.15);
  expect(rounds.figures.collapsed).toBe(false);
}, 90_000);

test.each([1, 2, 3])('a sound run of seed %d raises no alarm; a runaway does, and a cure ends it', (seed) => {
  const now = { ...base, seed }, rounds = createRounds(now);
  for (let index = 0; index <= 600; index += 20) {
    until(rounds, index, now);
    expect(rounds.figures.collapsed, `step ${index}`).toBe(false);
  }
  if (seed > 1) return;
  const broken = { ...now, causes: '010' }, mended = { ...now, cures: '100000' };
  until(rounds, 900, broken);
  expect(rounds.figures.collapsed).toBe(true);
  expect(rounds.figures.modes).toBeLessThan(4);
  until(rounds, 1100, now);
  expect(rounds.figures.collapsed, 'it does not get up by itself').toBe(true);
  until(rounds, 1700, mended);
  expect([rounds.figures.collapsed, rounds.figures.modes]).toEqual([false, 8]);
}, 90_000);

test('a generator that looks ahead plays another game, and only where the game is not a Wasserstein one', () => {
  const weightsAfter = (game: Partial<Schedule>): readonly number[] => {
    const arena = createArena(3);
    arena.start(1, 'ring');
    for (let k = 0; k < 5; k++) arena.step(gameOf({ ...base, ...game }, 1));
    return [...arena.generator.weights];
  };
  const cured = weightsAfter({ cures: '000010' });
  expect(cured).toEqual(weightsAfter({ unroll: 5 }));
  expect(cured).not.toEqual(weightsAfter({}));
  expect(cured.every(Number.isFinite)).toBe(true);
  expect(weightsAfter({ loss: 'wasserstein penalty', unroll: 5 })).toEqual(weightsAfter({ loss: 'wasserstein penalty' }));
});

test('without a critic each real point pulls the nearest candidate, and its loss has the slopes that it says', () => {
  const net = createMlp([2, 8, 2], 'leaky'), nearest = createNearest(), batch = 8, candidates = 3, inputs = new Float64Array(2 * batch), targets = new Float64Array(2 * batch);
  initialise(net, 3, 'net', 1);
  writeNoise(random(4, 'targets'), targets);
  const unchosen = nearest.choose(net, targets, candidates, 1, random(5, 'codes'), inputs);
  // The same codes, whose jitter is drawn behind them.
  const codes = new Float64Array(2 * batch * candidates), pass = createPass(net, batch * candidates);
  writeNoise(random(5, 'codes'), codes);
  pass.values[0]!.set(codes);
  const points = [...forward(net, pass)], distance = (i: number, k: number): number => Math.hypot(points[2 * k]! - targets[2 * i]!, points[2 * k + 1]! - targets[2 * i + 1]!);
  const chosen = Array.from({ length: batch }, (_, i) => Array.from({ length: batch * candidates }, (_, k) => k).reduce((best, k) => (distance(i, k) < distance(i, best) ? k : best), 0));
  for (const [i, k] of chosen.entries()) {
    expect(nearestTo(targets[2 * i]!, targets[2 * i + 1]!, Float64Array.from(points), batch * candidates)).toBe(k);
    expect(Math.hypot(inputs[2 * i]! - codes[2 * k]!, inputs[2 * i + 1]! - codes[2 * k + 1]!)).toBeLessThan(.06);
  }
  expect(unchosen).toBeCloseTo(1 - new Set(chosen).size / (batch * candidates), 12);
  const drawn = Float64Array.from(points.slice(0, 2 * batch)), slopes = new Float64Array(2 * batch), step = 1e-6;
  pairLoss(drawn, targets, slopes);
  for (const i of [0, 5, 15]) {
    const moved = (by: number): number => pairLoss(drawn.map((x, k) => (k === i ? x + by : x)), targets, new Float64Array(2 * batch));
    expect(slopes[i]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 6);
  }
});

test('where every real point pulls, a collapsed generator spreads over all modes again', () => {
  const rounds = createRounds(base);
  until(rounds, 700, { ...base, causes: '010' });
  expect(rounds.figures.collapsed).toBe(true);
  until(rounds, 1000, { ...base, cures: '000001' });
  expect([rounds.figures.collapsed, rounds.game.loss]).toEqual([false, 'implicit likelihood']);
  expect(rounds.figures.spread).toBeGreaterThan(6);
  expect(rounds.arena.unchosen).toBeGreaterThan(.3);
  expect(rounds.arena.unchosen).toBeLessThan(.95);
}, 30_000);

test('a moment is the same whatever led to it: frame by frame, at once, or after going back', () => {
  const now = { ...base, round: 5 }, state = (rounds: Rounds): readonly number[][] => [[...rounds.arena.critic.weights], [...rounds.drawn], [...rounds.js.subarray(0, rounds.remembered)]];
  const steady = createRounds(now), sudden = createRounds(now);
  for (let index = 0; index <= 90; index += 3) until(steady, index, now);
  until(sudden, 90, now);
  expect(state(sudden)).toEqual(state(steady));
  for (const index of [200, 310, 90]) until(sudden, index, now);
  expect(state(sudden)).toEqual(state(steady));
  // The next round has the next seed.
  until(sudden, 300 + 60, now);
  const next = createRounds({ ...now, seed: 2 });
  until(next, 60, { ...now, seed: 2 });
  expect(state(sudden)).toEqual(state(next));
});

test('every stroke is in the list of each tile that its light reaches', () => {
  const items = createItems(), chance = random(4, 'strokes'), tile = 13;
  for (let i = 0; i < 300; i++) {
    const x = 700 * chance.uniform() - 90, y = 700 * chance.uniform() - 90;
    items.add(x, y, x + 60 * chance.normal(), y + 60 * chance.normal(), 3 * chance.uniform(), 1, 1, chance.int(Object.keys(TONES).length));
  }
  items.add(NaN, 0, 0, 0, 1, 1, 1, 0);
  expect(items.count).toBe(300);
  items.sort(tile);
  for (let probe = 0; probe < 500; probe++) {
    const x = tile * TILES * chance.uniform(), y = tile * TILES * chance.uniform(), k = Math.floor(y / tile) * TILES + Math.floor(x / tile);
    const listed = new Set(items.lists.subarray(items.lists[k], items.lists[k + 1]));
    for (let i = 0; i < items.count; i++) {
      const [ax, ay, bx, by, radius, , , tone] = items.strokes.subarray(i * STROKE, (i + 1) * STROKE) as unknown as number[] & { readonly [key: number]: number };
      const wx = bx! - ax!, wy = by! - ay!, along = Math.max(0, Math.min(1, ((x - ax!) * wx + (y - ay!) * wy) / (wx * wx + wy * wy)));
      if (Math.hypot(x - ax! - along * wx, y - ay! - along * wy) < radius! * REACHES[tone!]!) expect(listed.has(i)).toBe(true);
    }
  }
  items.clear();
  for (let i = 0; i < MOST + 5; i++) items.add(100, 100, 400, 400, 3, 1, 1, 2);
  items.sort(tile);
  expect([items.count, items.listed]).toEqual([MOST, TILES ** 2 + 1 + ENTRIES]);
});
