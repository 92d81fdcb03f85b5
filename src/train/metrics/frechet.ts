// Frechet distance between two sets of features, each taken as one Gaussian (Heusel et al. 2017, "GANs Trained by a Two
// Time-Scale Update Rule"; Dowson & Landau 1982). On the features of this project's evaluator it is called FID-E and is
// not comparable with a published FID, which is taken on Inception-v3.

import { badArgument } from '../../core/errors.ts';
import { multiply, symmetricEigen, symmetricRoot } from '../../core/eigen.ts';
import { checkEqualCounts, checkPair, halves, type Features } from './features.ts';
import { momentsOf, type Moments } from './moments.ts';
import type { Random } from '../../core/random.ts';

/** |m_a - m_b|^2 + Tr(S_a + S_b - 2 (S_a S_b)^(1/2)) >= 0; the root's trace from the symmetric S_a^(1/2) S_b S_a^(1/2). */
export const frechetOfMoments = (a: Moments, b: Moments): number => {
  const n = a.mean.length;
  if (b.mean.length !== n) throw badArgument(`Moments of ${n} and of ${b.mean.length} dimensions cannot be compared.`);
  const root = symmetricRoot(a.covariance, n);
  const { values } = symmetricEigen(multiply(multiply(root, b.covariance, n), root, n), n);
  const rootTrace = values.reduce((sum, x) => sum + Math.sqrt(Math.max(0, x)), 0);
  let distance = -2 * rootTrace;
  for (let i = 0; i < n; i++) distance += (a.mean[i]! - b.mean[i]!) ** 2 + a.covariance[i * n + i]! + b.covariance[i * n + i]!;
  return Math.max(0, distance);
};

/** Falls as the sets grow (its bias goes with 1 / count): both sets must have one count, which is to be told with the figure. */
export const frechetDistance = (real: Features, generated: Features): number => {
  checkPair('Real features', real, 'generated features', generated, 2);
  checkEqualCounts('The Frechet distance', real, generated);
  return frechetOfMoments(momentsOf(real), momentsOf(generated));
};

/** What real data get against themselves: two disjoint halves, so of `count` / 2 each. */
export const frechetFloor = (real: Features, source: Random): number => frechetDistance(...halves(real, source));
