// The second highest feature map of the generator, taken apart: its filters shown, dropped, and laid as heat over the
// picture. All by networks and weights that follow from the trained ones; nothing here is learnt.
// Dropping filters: Radford, Metz and Chintala (2016), section 6.3.

import type { PaletteName } from '#api';
import { paletteStops } from '#api';
import { dense, network, relu, tanh, upConv, type Network, type Weight, type Weights } from '#nets';
import { FEATURE_LAYER, generator, WIDTH } from './networks.ts';

const FEATURES = Number(FEATURE_LAYER) + 1, PICTURE = `${FEATURES}`, NORM = `${FEATURES - 2}`;
/** Shares of the heat at which a palette has its stops. */
const KNOTS = [0, .25, .5, .75] as const;
/** How much of the picture's light is left under the heat. */
const DIM = .55;

/** `[100]` -> `[32, 32, 32]`: the filters' maps. */
export const maps: Network = network('dcgan filters', generator.inputs, generator.layers.slice(0, FEATURES));

/** `[100]` -> `[64, 64, 3]` sRGB in 0..1: the picture, dimmed, and on it the heat of some filters in the colours of a palette. */
export const heated: Network = network('dcgan heat', generator.inputs, [
  ...maps.layers,
  upConv(4), tanh(),
  dense(3 + KNOTS.length), relu(),
  dense(3),
]);

const isOn = (mask: string, filter: number): boolean => mask[filter] !== '0';

/** Numbers of a weight, each as `of` says: its old one, and where it lies along the last axis. */
const each = ({ shape, data }: Weight, of: (value: number, last: number, at: number) => number): Weight =>
  ({ shape, data: data.map((value, i) => of(value, i % shape.at(-1)!, i)) });

/** The generator's weights with the filters of zeros dropped: what reads them reads nothing. The other arrays are shared. */
export const withoutFilters = (weights: Weights, filters: string): Weights =>
  (filters.includes('0') ? new Map([...weights, [`${PICTURE}/kernel`, each(weights.get(`${PICTURE}/kernel`)!, (value, filter) => (isOn(filters, filter) ? value : 0))]]) : weights);

const until = (weights: Weights, layers: number): [string, Weight][] => Array.from(weights).filter(([name]) => parseInt(name) < layers);

/** Those of `maps`: what is dropped stays dark. */
export const mapsWeights = (weights: Weights, filters: string): Weights => {
  const all = new Map(until(weights, FEATURES));
  for (const role of ['scale', 'shift']) all.set(`${NORM}/${role}`, each(weights.get(`${NORM}/${role}`)!, (value, filter) => (isOn(filters, filter) ? value : 0)));
  return all;
};

/** What a lively filter reaches where it fires: the mean over all of shift plus two deviations. */
export const reachOf = (weights: Weights): number => {
  const shift = weights.get(`${NORM}/shift`)!.data, scale = weights.get(`${NORM}/scale`)!.data;
  return shift.reduce((sum, value, i) => sum + Math.max(0, value + 2 * Math.abs(scale[i]!)), 0) / WIDTH;
};

const toSrgb = (c: number): number => (c <= .0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - .055);

/** `[4, 3]`: what is added to a colour from each knot on, for each share of heat; nothing at no heat. */
const heatSlopes = (palette: PaletteName): number[] => {
  const stops = paletteStops(palette), at = (stop: number, c: number): number => toSrgb(stops[4 * stop + c]!);
  const rise = (knot: number, c: number): number => (at(knot + 1, c) - at(knot, c)) * KNOTS.length;
  return KNOTS.flatMap((_, knot) => [0, 1, 2].map((c) => rise(knot, c) - (knot > 0 ? rise(knot - 1, c) : 0)));
};

/** Enlarges twice, between pixels along a straight line, as a transposed convolution of stride 2. */
const BILINEAR = [.25, .75, .75, .25] as const;

/**
 * Those of `heated`: `filters` as above, the heat is the mean of the `watched` filters times `gain`, dropped or not, and
 * bends towards 1 (tanh).
 */
export const heatedWeights = (weights: Weights, { filters, watched, gain, palette }: { readonly filters: string; readonly watched: string; readonly gain: number; readonly palette: PaletteName }): Weights => {
  const trained = withoutFilters(weights, filters).get(`${PICTURE}/kernel`)!, share = gain / Math.max(1, Array.from(watched).filter((gate) => gate === '1').length);
  const kernel = new Float32Array(4 * 4 * 4 * WIDTH), taps = new Float32Array(4 * (3 + KNOTS.length)), shades = new Float32Array((3 + KNOTS.length) * 3);
  for (let place = 0; place < 16; place++) {
    kernel.set(trained.data.subarray(place * 3 * WIDTH, (place + 1) * 3 * WIDTH), place * 4 * WIDTH);
    const tap = BILINEAR[Math.floor(place / 4)]! * BILINEAR[place % 4]! * share;
    for (let filter = 0; filter < WIDTH; filter++) if (isOn(watched, filter)) kernel[(place * 4 + 3) * WIDTH + filter] = tap;
  }
  // The picture passes in 0..1, the heat once for each knot, less the knot.
  for (let c = 0; c < 3; c++) taps[c * (3 + KNOTS.length) + c] = .5;
  taps.fill(1, 3 * (3 + KNOTS.length) + 3);
  for (let c = 0; c < 3; c++) shades[c * 3 + c] = DIM;
  shades.set(heatSlopes(palette), 9);
  return new Map<string, Weight>([
    ...until(weights, FEATURES),
    [`${PICTURE}/kernel`, { shape: [4, 4, 4, WIDTH], data: kernel }],
    [`${PICTURE}/bias`, { shape: [4], data: Float32Array.of(...weights.get(`${PICTURE}/bias`)!.data, 0) }],
    [`${FEATURES + 2}/kernel`, { shape: [4, 3 + KNOTS.length], data: taps }],
    [`${FEATURES + 2}/bias`, { shape: [3 + KNOTS.length], data: Float32Array.of(.5, .5, .5, ...KNOTS.map((knot) => -knot)) }],
    [`${FEATURES + 4}/kernel`, { shape: [3 + KNOTS.length, 3], data: shades }],
    [`${FEATURES + 4}/bias`, { shape: [3], data: new Float32Array(3) }],
  ]);
};
