// Precision and recall for distributions (Sajjadi et al. 2018, "Assessing Generative Models via Precision and Recall"): both
// sets are clustered together, and what one lacks in a cluster the other has costs precision or recall, at every exchange
// rate between the two.

import type { Random } from '../../core/random.ts';
import { sharesOf } from './divergence.ts';
import { checkEqualCounts, checkPair, pooled, type Features } from './features.ts';
import { kMeans } from './k-means.ts';

export interface PrdCurve {
  /** `[angles]`, both 0 to 1; the first points favour recall. */
  readonly precision: Float64Array;
  readonly recall: Float64Array;
}

export interface Prd extends PrdCurve {
  /** The greatest F8 on the curve: recall. */
  readonly f8: number;
  /** The greatest F1/8: precision. */
  readonly fEighth: number;
}

export interface PrdOptions {
  /** 20. */
  readonly clusters?: number;
  /** Clusterings whose curves are averaged; 10. */
  readonly runs?: number;
  /** Starts of each clustering, of which the best is taken; 10. */
  readonly restarts?: number;
  /** Exchange rates, evenly over the right angle; 1,001. */
  readonly angles?: number;
}

/** Of histograms over the same clusters: at rate l = tan(angle), precision is the sum of min(l real, generated) and recall that over l. */
export const prdCurve = (real: ArrayLike<number>, generated: ArrayLike<number>, angles = 1001): PrdCurve => {
  const p = sharesOf(real), q = sharesOf(generated);
  const precision = new Float64Array(angles), recall = new Float64Array(angles);
  // The ends of the right angle are left out by a hair: the rates 0 and infinity say nothing.
  const edge = 1e-10;
  for (let a = 0; a < angles; a++) {
    const rate = Math.tan(edge + ((Math.PI / 2 - 2 * edge) * a) / (angles - 1));
    const sum = p.reduce((total, x, c) => total + Math.min(rate * x, q[c]!), 0);
    precision[a] = Math.min(1, sum);
    recall[a] = Math.min(1, sum / rate);
  }
  return { precision, recall };
};

/** The greatest (1 + b^2) P R / (b^2 P + R) on a curve; b above 1 asks more for recall, below 1 for precision. */
export const greatestF = ({ precision, recall }: PrdCurve, beta: number): number => precision.reduce((best, p, a) => {
  const r = recall[a]!, below = beta ** 2 * p + r;
  return below > 0 ? Math.max(best, ((1 + beta ** 2) * p * r) / below) : best;
}, 0);

const meanCurve = (curves: readonly PrdCurve[], side: keyof PrdCurve): Float64Array =>
  curves[0]![side].map((_, a) => curves.reduce((sum, curve) => sum + curve[side][a]!, 0) / curves.length);

/** Of two sets of equal number (unequal ones would weigh in the clustering). */
export const prd = (real: Features, generated: Features, source: Random, { clusters = 20, runs = 10, restarts = 10, angles = 1001 }: PrdOptions = {}): Prd => {
  checkPair('Real features', real, 'generated features', generated, clusters);
  checkEqualCounts('PRD', real, generated);
  const both = pooled(real, generated);
  const curves = Array.from({ length: runs }, () => {
    const { labels } = kMeans(both, clusters, source, { restarts });
    const p = new Float64Array(clusters), q = new Float64Array(clusters);
    labels.forEach((c, i) => (i < real.count ? p : q)[c]!++);
    return prdCurve(p, q, angles);
  });
  const curve = { precision: meanCurve(curves, 'precision'), recall: meanCurve(curves, 'recall') };
  return { ...curve, f8: greatestF(curve, 8), fEighth: greatestF(curve, 1 / 8) };
};
