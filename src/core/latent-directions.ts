// What is found out about a latent by looking at its pictures: how much each dimension matters, and the directions in
// which the pictures change most. GANSpace: Haerkoenen, Hertzmann, Lehtinen and Paris, "GANSpace: Discovering
// Interpretable GAN Controls", NeurIPS 2020: principal components of early features, carried back to the latent by least
// squares.

import type { LatentParam } from '#api';
import { drawPoint, settled } from './latent.ts';
import { principalComponents, type Breathe, type Rows } from './principal.ts';
import { random } from './random.ts';

export interface FoundDirection {
  /** `[dims]`: one sigma of the prior's draws along it; the coordinate farthest from 0 is positive. */
  readonly vector: number[];
  /** Share of the features' variance that its component explains, 0..1. */
  readonly share: number;
}

const DRAWS = 0x5eed0000;

/** Point `i` of the draws that measurements are taken from: the prior's, and of categories mixtures of two. */
export const measuredDraw = (param: LatentParam, i: number): Float32Array => {
  const point = drawPoint(param, DRAWS + 2 * i);
  if (param.distribution !== 'categorical') return point;
  const other = drawPoint(param, DRAWS + 2 * i + 1), t = random(DRAWS + i, 'mixture').uniform();
  for (let k = 0; k < point.length; k++) point[k] = (1 - t) * point[k]! + t * other[k]!;
  return point;
};

/** Bases of an importance: few where there are many dimensions. */
export const basesFor = (dims: number): number => Math.min(8, Math.max(2, Math.floor(800 / dims)));

/**
 * The pairs of points of which an importance is taken, two by two, by base and then by dimension: a draw whose coordinate
 * is one sigma below and above 0; of categories, a mixture without and with a half of that category.
 */
export const importancePoints = (param: LatentParam): Float32Array[] => {
  // A uniform prior is drawn from -1..1 whatever its sliders span.
  const { dims, distribution } = param, sigma = distribution === 'uniform' ? 1 / Math.sqrt(3) : 1;
  return Array.from({ length: basesFor(dims) }, (_, base) => {
    const draw = measuredDraw(param, base);
    return Array.from({ length: dims }, (_unused, dimension) => [-1, 1].map((side) => {
      const point = draw.slice();
      if (distribution !== 'categorical') point[dimension] = side * sigma;
      else if (side > 0) for (let k = 0; k < dims; k++) point[k] = (point[k]! + (k === dimension ? 1 : 0)) / 2;
      return settled(param, point);
    }));
  }).flat(2);
};

/** `[dims]`: variance of the picture's values that each dimension makes, of the pictures at `importancePoints`. */
export const importance = (dims: number, { data, size }: Rows): Float64Array => {
  const variances = new Float64Array(dims), pairs = data.length / size / 2;
  for (let pair = 0; pair < pairs; pair++) {
    let sum = 0;
    for (let i = 0, at = 2 * pair * size; i < size; i++, at++) sum += ((data[at + size]! - data[at]!) / 2) ** 2;
    variances[pair % dims]! += (sum / size) * (dims / pairs);
  }
  return variances;
};

/** Components below this share of the first's variance, and variance below this share of the mean's square, are noise of the arithmetic. */
const FAINTEST = 1e-9, STILL = 1e-12;

/** The directions of `[draws, dims]` points that lead along the principal components of their features, by falling share; fewer than `count` where there are no more. */
export const principalDirections = async (points: Rows, features: Rows, count: number, breathe: Breathe): Promise<FoundDirection[]> => {
  const { size: dims, data } = points, draws = data.length / dims;
  const { scores, variances, total, mean } = await principalComponents(features, Math.min(count, dims), breathe);
  if (total <= STILL * mean.reduce((sum, x) => sum + x * x, 0)) return [];
  const kept = variances.length, middle = new Float64Array(dims);
  for (let at = 0; at < data.length; at++) middle[at % dims]! += data[at]! / draws;
  return [...variances.keys()].flatMap((k): FoundDirection[] => {
    if (variances[k]! <= FAINTEST * variances[0]!) return [];
    // The scores of different components are uncorrelated, so that least squares takes each by itself.
    const vector = new Float64Array(dims);
    for (let r = 0; r < draws; r++) for (let i = 0; i < dims; i++) vector[i]! += scores[r * kept + k]! * (data[r * dims + i]! - middle[i]!);
    const length = Math.hypot(...vector);
    if (!(length > 0)) return [];
    let square = 0;
    for (let r = 0; r < draws; r++) {
      let along = 0;
      for (let i = 0; i < dims; i++) along += (data[r * dims + i]! - middle[i]!) * vector[i]! / length;
      square += along * along;
    }
    const sigma = Math.sqrt(square / (draws - 1)), farthest = vector.reduce((far, x) => (Math.abs(x) > Math.abs(far) ? x : far), 0);
    return [{ share: variances[k]! / total, vector: Array.from(vector, (x) => (x / length) * sigma * Math.sign(farthest)) }];
  });
};
