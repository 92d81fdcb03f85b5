import { converter } from 'culori';
import { describe, expect, test } from 'vitest';
import { PALETTES, paletteStops } from '#api';

const toOklch = converter('oklch');
const lightness = (name: (typeof PALETTES)[number]): number[] => {
  const stops = paletteStops(name);
  return [0, 1, 2, 3, 4].map((i) => toOklch({ mode: 'lrgb', r: stops[4 * i]!, g: stops[4 * i + 1]!, b: stops[4 * i + 2]! }).l);
};

describe.each(PALETTES)('%s', (name) => {
  test('has five opaque stops inside the sRGB gamut', () => {
    const stops = paletteStops(name);
    expect(stops).toHaveLength(20);
    for (const [i, x] of stops.entries()) {
      if (i % 4 === 3) expect(x).toBe(1);
      else expect(x).toSatisfy((c: number) => c >= -1e-4 && c <= 1 + 1e-4);
    }
  });

  test('runs from one lightness to another without turning back, except opal, which shimmers in the light', () => {
    const l = lightness(name);
    const steps = l.slice(1).map((x, i) => x - l[i]!);
    if (name === 'opal') expect(Math.min(...l)).toBeGreaterThan(.75);
    else expect(steps.every((step) => step > 0) || steps.every((step) => step < 0)).toBe(true);
  });

  test('uses the range of light: no stop is like its neighbour', () => {
    const stops = paletteStops(name);
    for (let i = 0; i < 4; i++) {
      const apart = Math.hypot(...[0, 1, 2].map((c) => stops[4 * i + c]! - stops[4 * (i + 1) + c]!));
      expect(apart).toBeGreaterThan(.01);
    }
  });
});

test('the light palettes reach from near black to near white', () => {
  for (const name of PALETTES.filter((other) => other !== 'opal')) {
    const l = lightness(name);
    expect(Math.max(...l)).toBeGreaterThan(.9);
    expect(Math.min(...l)).toBeLessThan(.2);
  }
});
