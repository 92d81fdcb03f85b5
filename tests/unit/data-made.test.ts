import { describe, expect, test } from 'vitest';
import { gaussiansGrid, gaussiansRing, GRID, RING, ROLL, swissRoll } from '../../src/train/data/points.ts';
import { SCENE_KINDS, scenes } from '../../src/train/data/scenes.ts';
import type { DataDraft } from '../../src/train/data/data-set.ts';

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
const points = ({ items }: DataDraft): [number, number][] => Array.from({ length: items.length / 2 }, (_, i) => [items[i * 2]!, items[i * 2 + 1]!]);
const values = (draft: DataDraft, column: string): number[] => Array.from(draft.columns[column]!.values);
const words = (draft: DataDraft, column: string): string[] => values(draft, column).map((i) => draft.columns[column]!.classes![i]!);

describe('points', () => {
  const COUNT = 8000;

  test.each<[string, DataDraft, number, (mode: number) => [number, number], number]>([
    ['ring', gaussiansRing({ count: COUNT, seed: 1 }), 8, (k) => [1.4144 * Math.cos((k * Math.PI) / 4), 1.4144 * Math.sin((k * Math.PI) / 4)], .02 / 1.414],
    ['grid', gaussiansGrid({ count: COUNT, seed: 1 }), 25, (k) => [((k % 5) - 2) * .7072, (Math.floor(k / 5) - 2) * .7072], .05 / 2.828],
  ])('of the %s lie around every mode as closely as said', (_, draft, modes, centre, deviation) => {
    const list = points(draft), mode = values(draft, 'mode');
    for (let k = 0; k < modes; k++) {
      const own = list.filter((_, i) => mode[i] === k), [cx, cy] = centre(k);
      expect(Math.abs(own.length / (COUNT / modes) - 1)).toBeLessThan(.2);
      expect(Math.abs(mean(own.map(([x]) => x)) - cx)).toBeLessThan(deviation / 4);
      expect(Math.abs(mean(own.map(([, y]) => y)) - cy)).toBeLessThan(deviation / 4);
      expect(Math.abs(mean(own.map(([x, y]) => (x - cx) ** 2 + (y - cy) ** 2)) / (2 * deviation ** 2) - 1)).toBeLessThan(.2);
    }
    expect(new Set(mode).size).toBe(modes);
  });

  test('of the constants are the ones of the papers', () => {
    expect([RING.radius * 1.414, RING.deviation * 1.414, GRID.step * 2.828, GRID.deviation * 2.828, ROLL.deviation * 7.5].map((x) => +x.toFixed(6))).toEqual([2, .02, 2, .05, .25]);
  });

  test('of the swiss roll lie on the spiral, one and a half turns of it', () => {
    const draft = swissRoll({ count: COUNT, seed: 1 });
    const turn = values(draft, 'turn');
    const off = points(draft).map(([x, y], i) => {
      const t = Math.PI * (1.5 + 3 * turn[i]!);
      return [x - (t * Math.cos(t)) / 7.5, y - (t * Math.sin(t)) / 7.5] as const;
    });
    for (const axis of [0, 1] as const) expect(Math.sqrt(mean(off.map((o) => o[axis] ** 2))) / (.25 / 7.5)).toBeCloseTo(1, 1);
    expect(mean(turn)).toBeCloseTo(.5, 1);
    expect(Math.min(...turn)).toBeLessThan(.01);
    expect(Math.max(...turn)).toBeGreaterThan(.99);
  });

  test('follow from the seed', () => {
    expect(gaussiansRing({ count: 50, seed: 3 })).toEqual(gaussiansRing({ count: 50, seed: 3 }));
    expect(gaussiansRing({ count: 50, seed: 3 }).items).not.toEqual(gaussiansRing({ count: 50, seed: 4 }).items);
  });
});

describe('shapes', () => {
  const SIZE = 48, COUNT = 60;
  const draft = scenes({ style: 'shapes', size: SIZE, count: COUNT, seed: 1 });
  const pixel = (item: number, p: number): [number, number, number] => [0, 1, 2].map((c) => draft.items[(item * SIZE * SIZE + p) * 3 + c]!) as [number, number, number];
  const saturation = (rgb: readonly number[]): number => 1 - Math.min(...rgb) / Math.max(...rgb);
  /** Pixels that lie wholly inside the shape, which alone is of a strong colour. */
  const inked = (item: number): number[] => Array.from({ length: SIZE * SIZE }, (_, p) => p).filter((p) => saturation(pixel(item, p)) > .8);
  const hueOf = ([r, g, b]: readonly [number, number, number]): number => {
    const most = Math.max(r, g, b), spread = most - Math.min(r, g, b);
    const sixth = most === r ? ((g - b) / spread + 6) % 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
    return sixth / 6;
  };
  const apart = (a: number, b: number): number => Math.min(Math.abs(a - b), 1 - Math.abs(a - b));
  /** Share of the circle round it that a shape covers. */
  const AREA: Record<string, number> = { circle: 1, square: 2 / Math.PI, triangle: (3 * Math.sqrt(3)) / (4 * Math.PI), cross: (4 * .6 * .95 - .36) / Math.PI };

  test('are where, as large and of the hue that their columns say', () => {
    const kind = words(draft, 'kind');
    const [hue, ground, x, y, size] = ['hue', 'ground', 'x', 'y', 'size'].map((name) => values(draft, name)) as [number[], number[], number[], number[], number[]];
    for (let i = 0; i < COUNT; i++) {
      const ink = inked(i);
      expect(Math.abs(mean(ink.map((p) => ((p % SIZE) + .5) / SIZE)) - x[i]!)).toBeLessThan(.02);
      expect(Math.abs(mean(ink.map((p) => (Math.floor(p / SIZE) + .5) / SIZE)) - y[i]!)).toBeLessThan(.02);
      const row = (p: number): number => ink.filter((q) => Math.floor(q / SIZE) === Math.floor(p / SIZE)).length;
      if (kind[i] === 'triangle') expect(row(ink.at(-1)!), 'its tip is at the top').toBeGreaterThan(2 * row(ink[0]!));
      // Pixels on the edge are not counted: a band of about half a pixel is missing.
      const radius = Math.sqrt(ink.length / SIZE ** 2 / (Math.PI * AREA[kind[i]!]!));
      expect(radius).toBeLessThan(size[i]! + .005);
      expect(radius).toBeGreaterThan(size[i]! - .05);
      expect(apart(hueOf(pixel(i, ink[Math.floor(ink.length / 2)]!)), hue[i]!)).toBeLessThan(.01);
      const corner = [0, SIZE - 1, SIZE * (SIZE - 1), SIZE * SIZE - 1].map((p) => pixel(i, p)).find((rgb) => saturation(rgb) < .3)!;
      expect(apart(hueOf(corner), ground[i]!)).toBeLessThan(.02);
    }
    expect(new Set(kind).size).toBe(4);
  });
});

describe('drawn landscapes', () => {
  const SIZE = 40, COUNT = 80;
  const draft = scenes({ style: 'landscape', size: SIZE, count: COUNT, seed: 2 });
  const regions = draft.columns['regions']!;
  const name = (item: number, x: number, y: number): string => regions.classes![regions.values[item * SIZE * SIZE + Math.floor(y * SIZE) * SIZE + Math.floor(x * SIZE)]!]!;
  const has = (item: number, region: string): boolean => Array.from(regions.values.subarray(item * SIZE * SIZE, (item + 1) * SIZE * SIZE)).some((r) => regions.classes![r] === region);

  test('have a map of their regions that agrees with their columns', () => {
    const mountain = words(draft, 'mountain');
    const [horizon, peakX, peakY] = ['horizon', 'peakX', 'peakY'].map((column) => values(draft, column)) as [number[], number[], number[]];
    for (let i = 0; i < COUNT; i++) {
      expect(name(i, .5, horizon[i]! + .05)).toBe('ground');
      expect(name(i, .02, horizon[i]! - .04)).toMatch(/sky|mountain/);
      expect(has(i, 'mountain')).toBe(mountain[i] === 'yes');
      if (mountain[i] === 'no') expect([peakX[i], peakY[i]]).toEqual([-1, -1]);
      else expect(name(i, peakX[i]!, peakY[i]! + .06)).toMatch(/mountain|snow cap/);
    }
    for (const column of ['hour', 'ground']) for (const word of draft.columns[column]!.classes!) expect(words(draft, column).filter((w) => w === word).length / COUNT).toBeGreaterThan(.15);
  });

  test('are painted as their ground and hour say', () => {
    const hour = words(draft, 'hour'), ground = words(draft, 'ground');
    const at = (item: number, x: number, y: number): number[] => [0, 1, 2].map((c) => draft.items[((item * SIZE + y) * SIZE + x) * 3 + c]!);
    for (let i = 0; i < COUNT; i++) {
      const [r = 0, g = 0, b = 0] = at(i, 20, SIZE - 2);
      if (ground[i] === 'grass') expect(g).toBeGreaterThan(Math.max(r, b));
      if (ground[i] === 'sand') expect(r).toBeGreaterThan(b * 1.2);
      if (ground[i] === 'snow') expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(30);
      const [, , blue = 0] = at(i, 0, 0);
      if (hour[i] === 'night') expect(blue).toBeLessThan(60);
      if (hour[i] === 'day') expect(blue).toBeGreaterThan(200);
    }
  });
});

test.each(SCENE_KINDS)('scenes of kind %s follow from the seed, and their pixels fill the range', (style) => {
  const draw = (seed: number): DataDraft => scenes({ style, size: 16, count: 20, seed });
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1).items).not.toEqual(draw(2).items);
  expect(Math.max(...draw(1).items) - Math.min(...draw(1).items)).toBeGreaterThan(180);
});
