import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PluginDefinition, Step } from '#api';
import { costOf, type Build } from '../../src/engine/build.ts';
import { openCostBook } from '../../src/engine/schedule/book.ts';
import { expected, learn, learnSpeed, unknownCost } from '../../src/engine/schedule/cost.ts';
import { sampleAllowance, tileCost, tilesWithin } from '../../src/engine/schedule/fit.ts';
import { createWindow } from '../../src/engine/schedule/window.ts';

describe('a learnt cost', () => {
  test('forgets the first measurement, which holds the warm-up', () => {
    const cost = unknownCost();
    for (const measured of [500, 4, 4, 4]) learn(cost, measured);
    expect(cost.milliseconds).toBe(4);
  });

  test('of a part that is too quick to be told is not nothing', () => {
    const cost = unknownCost();
    learn(cost, 0, 1 / 64);
    learn(cost, 0, 1 / 64);
    expect(cost.milliseconds).toBeCloseTo(6.4, 9);
    for (let i = 0; i < 80; i++) learn(cost, i % 2 === 0 ? .1 : 0);
    expect(cost.milliseconds).toBeGreaterThan(.03);
    expect(cost.milliseconds).toBeLessThan(.07);
  });

  test('is not thrown by a single pass that something else held up', () => {
    const cost = unknownCost();
    for (let i = 0; i < 5; i++) learn(cost, 2);
    learn(cost, 300);
    expect(cost.milliseconds).toBeLessThan(3.1);
  });

  test('follows a change slowly and arrives', () => {
    const cost = unknownCost();
    for (let i = 0; i < 10; i++) learn(cost, 2);
    learn(cost, 20);
    expect(cost.milliseconds).toBeLessThan(6);
    for (let i = 0; i < 80; i++) learn(cost, 20);
    expect(cost.milliseconds).toBeCloseTo(20, 1);
  });
});

describe('the cost to expect of a step', () => {
  test('is a slow device\'s while nothing is known: much for much work, and little enough for small steps that many run at once', () => {
    const unknown = unknownCost(1e9);
    expect(expected(unknownCost(1e9), unknown)).toBeGreaterThan(50);
    expect(expected(unknownCost(1e6), unknown)).toBeLessThan(.5);
    expect(expected(unknownCost(0), unknown)).toBeGreaterThan(.1);
  });

  test('is guessed by its work once the device\'s speed is known, and measured once it ran', () => {
    const gigaflop = unknownCost(1e9), cost = unknownCost(2e8);
    learnSpeed(gigaflop, unknownCost(5e8), 10);
    expect(expected(cost, gigaflop)).toBeCloseTo(4.25, 9);
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

describe('tiles', () => {
  const milliseconds = fc.double({ min: 0, max: 200, noNaN: true });

  test('that run never cost more than is left, but for the one that gets everyone on', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 64 }), milliseconds, milliseconds, fc.boolean(), (left, each, room, first) => {
      const tiles = tilesWithin(left, each, room, first);
      expect(tiles).toBeLessThanOrEqual(left);
      if (tiles > (first ? 1 : 0)) expect(tiles * each).toBeLessThanOrEqual(room * (1 + 1e-9));
      if (first) expect(tiles).toBeGreaterThan(0);
      // And no more would have fitted.
      if (tiles < left) expect((tiles + 1) * each).toBeGreaterThan(room);
    }));
  });

  test('of a step that nobody knows anything about run one by one', () => {
    expect(tilesWithin(64, Infinity, 8, true)).toBe(1);
    expect(tilesWithin(64, Infinity, 8, false)).toBe(0);
  });

  test('of a step that was only guessed at are booked dearer', () => {
    expect(tileCost(64, 64, 5)).toBe(1);
    expect(tileCost(64, 64, 0)).toBe(3);
    expect(tileCost(64, 1, 0)).toBe(64);
  });
});

test('samples have what the pieces leave, a quarter of the budget after four frames without, and four budgets while time stands still', () => {
  expect(sampleAllowance(3, 8, 0, false)).toBe(5);
  expect(sampleAllowance(9, 8, 3, false)).toBe(0);
  expect(sampleAllowance(9, 8, 4, false)).toBe(2);
  expect(sampleAllowance(0, 8, 0, true)).toBe(32);
});

describe('a window', () => {
  test('holds the last so many numbers, and tells its quantiles by the nearest rank', () => {
    fc.assert(fc.property(fc.array(fc.float({ noNaN: true, min: 0, max: 1000 }), { minLength: 1, maxLength: 40 }), (values) => {
      const window = createWindow(16);
      values.forEach(window.push);
      const last = values.slice(-16);
      expect(window.list()).toEqual(last);
      expect(window.quantile(1)).toBe(Math.max(...last));
      expect(window.quantile(.5)).toBe([...last].sort((a, b) => a - b)[Math.ceil(last.length / 2) - 1]);
    }));
    expect(createWindow(4).quantile(.5)).toBe(0);
  });
});

describe('what is kept of costs', () => {
  test('comes back on the next visit; what was hardly measured does not', () => {
    const book = openCostBook(null), cost = book.cost('a', 0), once = book.cost('b', 0);
    expect(book.text()).toBe('');
    for (let i = 0; i < 9; i++) learn(cost, 4);
    learn(once, 4);
    const next = openCostBook(book.text());
    // And is not lost on a visit that does not run it.
    for (const book of [next, openCostBook(next.text())]) {
      expect(book.cost('a', 0)).toMatchObject({ milliseconds: 4, samples: 1 });
      expect(book.cost('b', 0).samples).toBe(0);
    }
  });

  test('is one for all pieces that run the same step, and never grows without end', () => {
    const book = openCostBook(null), first = book.cost('a', 5);
    learn(first, 3);
    expect(book.cost('a', 5)).toBe(first);
    for (let i = 0; i < 3000; i++) for (let n = 0; n < 3; n++) learn(book.cost(`${i}`, 0), 1);
    expect(Object.keys(JSON.parse(book.text()) as object)).toHaveLength(2000);
  });

  test('is where the steps of the next visit begin, by plugin, label, work and size', () => {
    const visit = (text: string | null): { book: ReturnType<typeof openCostBook>; cost: (label: string, flops: number, side: number) => ReturnType<typeof unknownCost> } => {
      const book = openCostBook(text), build = { costs: new Map(), book, definition: { id: 'a' } as PluginDefinition, picture: undefined } as unknown as Build<undefined>;
      return { book, cost: (label, flops, side) => costOf(build, side, { label, flops } as Step) };
    };
    const first = visit(null), learnt = first.cost('conv', 1e9, 16);
    expect(learnt.samples).toBe(0);
    for (let i = 0; i < 5; i++) learn(learnt, 7);
    const second = visit(first.book.text());
    expect(second.cost('conv', 1e9, 16)).toMatchObject({ milliseconds: 7, samples: 1 });
    for (const other of [second.cost('norm', 1e9, 16), second.cost('conv', 1e9, 32), visit(first.book.text()).cost('conv', 2e9, 16)]) expect(other.samples).toBe(0);
    // What is measured now has the say at once.
    learn(second.cost('conv', 1e9, 16), 20);
    expect(second.cost('conv', 1e9, 16).milliseconds).toBe(20);
  });

  test('is read from any text without harm', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const book = openCostBook(text);
      expect(openCostBook(book.text()).text()).toBe(book.text());
    }));
    expect(openCostBook('{"a": -1, "b": "x", "c": 1e99, "d": 2}').text()).toBe('{"d":2}');
  });
});
