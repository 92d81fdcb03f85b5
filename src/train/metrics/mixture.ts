// How a generator did on a mixture of equal Gaussians (the ring of 8, the grid of 25; measures as in Metz et al. 2017, "Unrolled
// Generative Adversarial Networks", and Lin et al. 2018, "PacGAN"): which modes it found, how cleanly, how evenly.

import { badArgument } from '../../core/errors.ts';
import { klDivergence } from './divergence.ts';
import { checkPair, type Features } from './features.ts';
import { nearest } from './neighbours.ts';

export interface MixtureReport {
  /** Modes with at least one sample of high quality. */
  readonly modes: number;
  /** Modes with at least a quarter of their due number of samples. */
  readonly strictModes: number;
  /** Share of the samples that lie within 3 deviations of a mode. */
  readonly highQuality: number;
  /** KL of the high-quality samples' histogram over all modes from the even one, in nats; log of their number, the worst, where there are none. */
  readonly kl: number;
  /** `[modes]`: high-quality samples of each. */
  readonly counts: Float64Array;
}

const REACH = 3, STRICT = .25;

/** `centres` `[modes, size]` of Gaussians with deviation `deviation` along every axis. */
export const mixtureReport = (samples: Features, centres: Features, deviation: number): MixtureReport => {
  checkPair('Samples', samples, 'centres', centres);
  if (!(deviation > 0)) throw badArgument(`The deviation of the modes must be above 0; got ${deviation}.`);
  const { indices, distances } = nearest(samples, centres, 1);
  const counts = new Float64Array(centres.count);
  indices.forEach((mode, i) => { if (distances[i]! <= REACH * deviation) counts[mode]!++; });
  const good = counts.reduce((sum, x) => sum + x, 0);
  return {
    modes: counts.filter((x) => x > 0).length,
    strictModes: counts.filter((x) => x >= (STRICT * samples.count) / centres.count).length,
    highQuality: good / samples.count,
    kl: good > 0 ? klDivergence(counts, new Float64Array(centres.count).fill(1)) : Math.log(centres.count),
    counts,
  };
};
