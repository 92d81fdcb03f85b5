// From the names and layers of the original network to ours. Pure; the numbers stay as they are, but those of the last
// layer, which are added up.

import { checkWeights, type Weight, type Weights } from '#nets';
import { UPSCALE, upscaler } from '../../nets/upscaler.ts';

/** The original's layer at each path of ours. */
const LAYERS = {
  '1': 'F_m1', '2/0': 'F_0', '2/1/0/0': 'F_1_1', '2/1/1': 'LFF_1', '2/2/0/0/0': 'F_2_1', '2/2/0/1': 'LFF_2', '2/3': 'GFF_1', '2/4': 'GFF_2',
  '3': 'UPN1', '5': 'UPN2', '7': 'UPN3', '8': 'SR',
} as const;

/**
 * A convolution 3 x 3 `[3, 3, n, m]` of a picture whose pixels were repeated `factor` times each way, as one of the small
 * picture, `[3, 3, n, factor * factor * m]`, before `depthToSpace`: taps that fall on the same small pixel are added. The
 * same at the borders, too, where both see zeros.
 */
export const onSmallPicture = ({ shape: [, , n = 0, m = 0], data }: Weight, factor: number): Weight => {
  const wide = factor ** 2 * m, small = new Float32Array(9 * n * wide);
  const side = (place: number, tap: number): number => Math.floor((place + tap - 1) / factor) + 1;
  for (let y = 0; y < factor; y++) for (let x = 0; x < factor; x++) for (let ky = 0; ky < 3; ky++) for (let kx = 0; kx < 3; kx++) {
    const to = (side(y, ky) * 3 + side(x, kx)) * n, from = (ky * 3 + kx) * n;
    for (let c = 0; c < n; c++) for (let o = 0; o < m; o++) small[(to + c) * wide + (y * factor + x) * m + o]! += data[(from + c) * m + o]!;
  }
  return { shape: [3, 3, n, wide], data: small };
};

const repeated = ({ data }: Weight, times: number): Weight =>
  ({ shape: [times * data.length], data: Float32Array.from({ length: times * data.length }, (_, i) => data[i % data.length]!) });

/** Weights of `upscaler` from those of the original by name (`F_0/kernel`). Throws a sentence where one is missing or of another shape. */
export const convertUpscaler = (original: Weights): Weights => checkWeights(upscaler, new Map(Object.entries(LAYERS).flatMap(([path, layer]) =>
  (['kernel', 'bias'] as const).flatMap((role): (readonly [string, Weight])[] => {
    const weight = original.get(`${layer}/${role}`);
    if (!weight) return [];
    const here = layer !== 'SR' ? weight : role === 'kernel' ? onSmallPicture(weight, UPSCALE) : repeated(weight, UPSCALE ** 2);
    return [[`${path}/${role}`, here]];
  }))), 'The original');
