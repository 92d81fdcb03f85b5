import { describe, expect, test } from 'vitest';
import { p, type LatentState } from '#api';
import { latentAt } from '../../src/core/latent.ts';
import { accept } from '../../src/core/params.ts';
import { anchored, anchorMoved, binned, inBin, kept, keptAt, letGo, passing, pointBinned, ringPosition, unanchored, unkept, visit, withTurn, type Bin } from '../../src/ui/samples/moves.ts';

const param = p.latent({ dims: 3, distribution: 'normal' });
const state = (next: Partial<LatentState> = {}): LatentState => ({ ...param.default, ...next });
const saved = (...bins: Bin[]): LatentState['saved'] => bins.map((bin, i) => ({ point: [i], bin }));
const bins = ({ saved: list }: LatentState): string => list.map(({ bin }) => bin || '-').join('');
const at = (one: LatentState, time: number): number[] => Array.from(latentAt(param, one, time, new Float32Array(3)), (x) => Math.round(x * 100) / 100);

describe('what is kept', () => {
  test('is kept once, to a thousandth, in the order of keeping, and as much as a recipe holds', () => {
    const one = kept(param, state(), [1.23456, 0, 0]);
    expect(one.saved).toEqual([{ point: [1.235], bin: '' }]);
    expect(kept(param, one, [1.235])).toBe(one);
    expect(kept(param, one, [2]).saved.map(({ point }) => point)).toEqual([[1.235], [2]]);
    let full = state();
    for (let i = 0; i < 60; i++) full = kept(param, full, [i / 10]);
    expect(full.saved).toHaveLength(48);
    expect(accept(param, full).problem).toBe('');
    expect([keptAt(full, [.3]), keptAt(full, [7])]).toEqual([3, -1]);
    expect(keptAt(unkept(full, 3), [.3])).toBe(-1);
  });

  test('lies in one bin at most; a full bin gives up the sample of the slot', () => {
    const four = state({ saved: saved('a', 'a', 'a', '', 'b') });
    expect(bins(binned(four, 3, 'b'))).toBe('aaabb');
    expect(bins(binned(four, 3, 'a'))).toBe('-aaab');
    expect(bins(binned(four, 3, 'a', 2))).toBe('aa-ab');
    expect(bins(binned(four, 4, 'a', 7))).toBe('aa--a');
    expect(binned(four, 1, 'a')).toBe(four);
    expect(bins(binned(four, 0, ''))).toBe('-aa-b');
    expect(inBin(four, 'a')).toEqual([0, 1, 2]);
  });

  test('a point that goes into a bin is kept by that, where there is room', () => {
    expect(pointBinned(param, state(), [1], 'c').saved).toEqual([{ point: [1], bin: 'c' }]);
    const full = state({ saved: Array.from({ length: 48 }, (_, i) => ({ point: [i / 10], bin: '' as const })) });
    expect(pointBinned(param, full, [7], 'c')).toBe(full);
    expect(pointBinned(param, full, [.3], 'c').saved[3]!.bin).toBe('c');
  });
});

describe('the ring', () => {
  test('plays between its anchors as soon as there are two; a walk that goes keeps its tempo', () => {
    const still = state({ speed: 0 });
    const one = anchored(param, still, [1], 5), two = anchored(param, one, [2], 5);
    expect([one.speed, at(one, 5)]).toEqual([0, [1, 0, 0]]);
    expect(two.speed).toBeGreaterThan(0);
    expect(at(two, 5)).toEqual([1, 0, 0]);
    expect(at(two, 5 + 60 / two.speed)).toEqual([2, 0, 0]);
    expect(anchored(param, anchored(param, state({ speed: 20 }), [1], 5), [2], 5).speed).toBe(20);
    expect(letGo(two)).toMatchObject({ anchors: [], speed: two.speed });
  });

  test('an anchor that comes, goes or moves leaves the walk between the anchors where it is', () => {
    const three = state({ speed: 60, ease: 'linear', anchors: [[0], [1], [2]] });
    for (const time of [1.25, 7.25]) {
      const here = at(three, time);
      expect(here).toEqual([1.25, 0, 0]);
      expect(at(anchored(param, three, [9], time, 0), time)).toEqual(here);
      expect(at(anchored(param, three, [9], time), time)).toEqual(here);
      expect(at(unanchored(three, 0, time), time)).toEqual(here);
      expect(at(anchorMoved(three, 0, 2, time), time)).toEqual(here);
      expect(anchorMoved(three, 0, 2, time).anchors).toEqual([[1], [2], [0]]);
    }
    expect(at(unanchored(three, 1, 1.25), 1.25), 'the anchor before it was taken away').toEqual([2, 0, 0]);
    expect(anchorMoved(three, 1, 1, 0)).toBe(three);
    expect(anchorMoved(three, 1, 99, 0).anchors).toEqual([[0], [2], [1]]);
    expect(anchorMoved(three, 9, 0, 0)).toBe(three);
    expect(unanchored(state({ anchors: [[1]] }), 0, 3).anchors).toEqual([]);
  });

  test('the walk is set down at an anchor, and its place is told in anchors', () => {
    const three = state({ speed: 60, anchors: [[0], [1], [2]] });
    expect(at(passing(three, 2, 7.5), 7.5)).toEqual([2, 0, 0]);
    expect(ringPosition(passing(three, 2, 7.5), 8)).toBeCloseTo(2.5, 9);
  });

  test('has ten anchors at most; one behind a truncation that leads nowhere lets it go', () => {
    let ring = state();
    for (let i = 0; i < 12; i++) ring = anchored(param, ring, [i], 0);
    expect(ring.anchors).toHaveLength(10);
    const led = anchored(param, state({ psi: 0, speed: 0 }), [1, 2, 3], 0);
    expect([led.psi, led.radius, at(led, 0)]).toEqual([1, 1, [1, 2, 3]]);
    expect(at(anchored(param, state({ psi: .5, middle: [1], directions: [{ name: 'x', vector: [0, 1], amount: 1 }] }), [1, 2, 3], 0), 0)).toEqual([1, 2, 3]);
  });
});

test('a turn leads from B to A by the name it is given; where there is no way or no room there is none', () => {
  const two = state({ saved: [{ point: [1, 1], bin: 'a' }, { point: [0, 1, 1], bin: 'b' }] });
  const once = withTurn(param, two, ' '), twice = withTurn(param, once, 'A - B');
  expect(once.directions).toEqual([{ name: 'A - B', vector: [1, 0, -1], amount: 0 }]);
  expect(withTurn(param, twice, 'smile').directions.map(({ name }) => name)).toEqual(['A - B', 'A - B 2', 'smile']);
  expect(accept(param, withTurn(param, two, 'x'.repeat(60))).problem).toBe('');
  const none = state({ saved: saved('a', 'a') });
  expect(withTurn(param, none, 'smile')).toBe(none);
  let many = two;
  for (let i = 0; i < 30; i++) many = withTurn(param, many, 'smile');
  expect(new Set(many.directions.map(({ name }) => name)).size).toBe(24);
});

test('what is visited again moves to the front, and twelve are remembered', () => {
  let visited: readonly (readonly number[])[] = [];
  for (let i = 0; i < 20; i++) visited = visit(visited, [i]);
  expect(visited.map(([x]) => x)).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8]);
  expect(visit(visited, [10.0004]).map(([x]) => x)).toEqual([10.0004, 19, 18, 17, 16, 15, 14, 13, 12, 11, 9, 8]);
});
