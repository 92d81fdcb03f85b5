// What a scene is, and the colours scenes are painted with. The kinds of scenes are beside this file.

import type { Random } from '../../core/random.ts';

/** Red, green, blue, 0..1, sRGB. */
export type Rgb = readonly [number, number, number];

export interface Scene {
  /** Words become class columns, numbers number columns; every scene of a kind has the same ones. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** At (x, y), 0..1 from the left and the top. */
  readonly colour: (x: number, y: number) => Rgb;
  /** Which of the kind's regions lies there. */
  readonly region?: (x: number, y: number) => number;
}

/** Hue 0..1 (0 red, 1/3 green), saturation and value 0..1. */
export const hsv = (hue: number, saturation: number, value: number): Rgb => {
  const channel = (n: number): number => {
    const k = (n + hue * 6) % 6;
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return [channel(5), channel(3), channel(1)];
};

export const mix = (a: Rgb, b: Rgb, t: number): Rgb => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];

/** A number from `low` to `high`. */
export const between = (chance: Random, low: number, high: number): number => low + (high - low) * chance.uniform();
