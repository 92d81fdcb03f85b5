// The two curves along the bottom, as heights: Jensen-Shannon of log 2, Wasserstein of the greatest there is.

import { isPair, type Data } from './data.ts';
import { pairJs, pairW } from './pair.ts';
import { REMEMBERED, type Rounds } from './rounds.ts';

/** Distance of P and Q at the right end; the height of the frame in distance at least. */
const FARTHEST = 4, LOWEST = .5;

/** Over the last looks. No place is marked. */
export const writePastCurves = ({ js, w, remembered }: Pick<Rounds, 'js' | 'w' | 'remembered'>, curves: Float32Array): number => {
  let most = LOWEST;
  for (let i = 0; i < remembered; i++) most = Math.max(most, w[i]!);
  for (let i = 0; i < remembered; i++) {
    curves[i] = js[i]! / Math.LN2;
    curves[REMEMBERED + i] = w[i]! / most;
  }
  return -1;
};

interface Pair { readonly data: Data; readonly p: readonly [number, number]; readonly q: readonly [number, number]; readonly spread: number }

/** Over the distance of P and Q in the direction in which they lie; what is written stays while they do. Answers where they are, 0..1 from left to right. */
export const createPairCurves = (curves: Float32Array): ((pair: Pair) => number) => {
  let known: Data | undefined, knownSpread = 0, knownX = NaN, knownY = NaN;
  return ({ data, p, q, spread }) => {
    if (!isPair(data)) {
      known = undefined;
      return -1;
    }
    const x = q[0] - p[0], y = q[1] - p[1], distance = pairW(x, y);
    if (data !== known || spread !== knownSpread || x !== knownX || y !== knownY) {
      const along = distance > 0 ? x / distance : 1, up = distance > 0 ? y / distance : 0;
      for (let i = 0; i < REMEMBERED; i++) {
        const at = (FARTHEST * i) / (REMEMBERED - 1);
        curves[i] = pairJs(data, at * along, at * up, spread) / Math.LN2;
        curves[REMEMBERED + i] = at / FARTHEST;
      }
      known = data;
      knownSpread = spread;
      knownX = x;
      knownY = y;
    }
    return Math.min(1, distance / FARTHEST);
  };
};
