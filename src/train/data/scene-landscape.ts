// A small landscape: sky by the hour, sun or moon, perhaps a mountain with snow on it, and ground of one of three kinds.

import type { Random } from '../../core/random.ts';
import { between, mix, type Rgb, type Scene } from './scene.ts';

export const REGIONS: readonly string[] = ['sky', 'sun', 'mountain', 'snow cap', 'ground'];
const SKY = 0, SUN = 1, MOUNTAIN = 2, CAP = 3, GROUND = 4;

interface Hour { readonly zenith: Rgb; readonly horizon: Rgb; readonly sun: Rgb; /** How much light falls on the land. */ readonly light: number }

const HOURS: Readonly<Record<string, Hour>> = {
  day: { zenith: [.28, .55, .92], horizon: [.78, .9, .98], sun: [1, .93, .55], light: 1 },
  dusk: { zenith: [.35, .22, .5], horizon: [.98, .6, .35], sun: [1, .45, .2], light: .75 },
  night: { zenith: [.03, .05, .16], horizon: [.13, .18, .36], sun: [.93, .93, .86], light: .4 },
};

const GROUNDS: Readonly<Record<string, Rgb>> = { grass: [.3, .62, .22], sand: [.87, .74, .45], snow: [.93, .95, .98] };

const pick = (chance: Random, names: readonly string[]): string => names[chance.int(names.length)]!;

/** `horizon`: its y; `sunX`, `sunY`: centre of sun or moon; `peakX`, `peakY`: top of the mountain, -1 where there is none. */
export const landscapeScene = (chance: Random): Scene => {
  const hour = pick(chance, Object.keys(HOURS)), ground = pick(chance, Object.keys(GROUNDS));
  const { zenith, horizon: low, sun, light } = HOURS[hour]!;
  const horizon = between(chance, .55, .75);
  const [sunX, sunY, radius] = [between(chance, .1, .9), between(chance, .08, .35), between(chance, .05, .09)];
  const [x, y, slope] = [between(chance, .2, .8), between(chance, .2, horizon - .15), between(chance, .7, 1.6)];
  const has = chance.uniform() < .5;
  const cap = y + (horizon - y) * .3;
  const night: Rgb = [.04, .05, .12], rock: Rgb = [.42, .38, .4], white: Rgb = [.95, .96, 1];
  const lit = (colour: Rgb): Rgb => mix(night, colour, light);
  const region = (u: number, v: number): number => {
    if (v >= horizon) return GROUND;
    if (has && Math.abs(u - x) * slope <= v - y) return v < cap + .02 * Math.sin(u * 60) ? CAP : MOUNTAIN;
    return Math.hypot(u - sunX, v - sunY) <= radius ? SUN : SKY;
  };
  const colour = (u: number, v: number): Rgb => {
    switch (region(u, v)) {
      case GROUND: return mix(lit(GROUNDS[ground]!), night, (v - horizon) * .6);
      case MOUNTAIN: return lit(u < x ? rock : mix(rock, night, .35));
      case CAP: return lit(u < x ? white : mix(white, night, .25));
      case SUN: return sun;
      default: return mix(zenith, low, v / horizon);
    }
  };
  return {
    attributes: { hour, ground, mountain: has ? 'yes' : 'no', horizon, sunX, sunY, peakX: has ? x : -1, peakY: has ? y : -1 },
    colour, region,
  };
};
