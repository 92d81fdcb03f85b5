// Five-stop palettes in OKLCH, shared by every plugin that colours a scalar field. The stops run from the field's
// lowest value to its highest; between neighbours the plugin interpolates with smoothstep, in linear light.
// OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020.

import { clampChroma, converter } from 'culori';

/** Lightness 0..1, chroma, hue in radians. */
type Stop = readonly [l: number, c: number, h: number];

const STOPS = {
  ember: [[.16, .02, .6], [.32, .10, .5], [.55, .17, .75], [.78, .14, 1.2], [.94, .04, 1.6]],
  tide: [[.15, .03, 4.4], [.35, .07, 4.3], [.58, .09, 3.9], [.80, .07, 3.2], [.95, .03, 2.2]],
  moss: [[.18, .02, 2.4], [.38, .06, 2.5], [.60, .10, 2.1], [.82, .08, 1.7], [.96, .03, 1.5]],
  dusk: [[.17, .05, 4.9], [.36, .11, 5.3], [.58, .15, 6.1], [.78, .12, 6.88], [.94, .05, 7.58]],
  ink: [[.97, .01, 1.5], [.92, .012, 1.5], [.70, .012, 1.5], [.30, .015, 4.8], [.13, .02, 4.8]],
  opal: [[.93, .03, 3.4], [.86, .06, 4.6], [.82, .08, 5.6], [.88, .06, 6.6], [.96, .03, 7.6]],
} as const satisfies Record<string, readonly [Stop, Stop, Stop, Stop, Stop]>;

export type PaletteName = keyof typeof STOPS;
export const PALETTES = Object.keys(STOPS) as PaletteName[];

const toLinear = converter('lrgb');

/** `[5 * 4]`: linear RGB and 1 for each stop, inside the sRGB gamut (chroma is reduced where it would leave it). */
export const paletteStops = (name: PaletteName): Float32Array => {
  const rgba = STOPS[name].flatMap(([l, c, h]) => {
    const { r, g, b } = toLinear(clampChroma({ mode: 'oklch', l, c, h: (h * 180) / Math.PI }, 'oklch'));
    return [r, g, b, 1];
  });
  return Float32Array.from(rgba);
};
