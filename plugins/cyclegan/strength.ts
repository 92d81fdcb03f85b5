// How far a generator goes, in its features: every residual block adds its share of the change, and the norm it ends with
// can be turned down. At 0 the picture only passes the layers around the blocks, at 1 it is what was learnt, beyond 1 more.

import type { Network, Weights } from '#nets';

/** The last norm of each block, by its path. */
const endsOf = ({ layers }: Network): string[] => layers.flatMap((layer, i) => (layer.type === 'residual' ? [`${i}/${layer.layers.length - 1}`] : []));

/** The generator's weights with `depth` times the blocks' change. Arrays that stay are shared. */
export const withDepth = (generator: Network, weights: Weights, depth: number): Weights => {
  if (depth === 1) return weights;
  const turned = endsOf(generator).flatMap((path) => ['scale', 'shift'].map((role) => {
    const { shape, data } = weights.get(`${path}/${role}`)!;
    return [`${path}/${role}`, { shape, data: data.map((x) => depth * x) }] as const;
  }));
  return new Map([...weights, ...turned]);
};
