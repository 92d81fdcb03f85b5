// The games: what a critic and a generator want of the critic's scores, and the slopes of it. Goodfellow et al., 2014
// (minimax, non-saturating); Mao et al., 2017 (least squares); Arjovsky et al., 2017 (clipping); Gulrajani et al., 2017
// (penalty). On scores without bounds, so that no logarithm of a sigmoid is taken. In the game of the implicit likelihood the
// generator does without the critic (`nearest.ts`), which looks on and learns as in the non-saturating one.

export const LOSSES = ['minimax', 'non-saturating', 'least squares', 'wasserstein clipped', 'wasserstein penalty', 'implicit likelihood'] as const;
export type Loss = (typeof LOSSES)[number];

/** Whether the generator learns from the critic. */
export const needsCritic = (loss: Loss): boolean => loss !== 'implicit likelihood';

export const isWasserstein = (loss: Loss): boolean => loss === 'wasserstein clipped' || loss === 'wasserstein penalty';

export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/** The critic's mean loss over scores that should say `real`; writes its slopes to `slopes`. */
export const criticLoss = (loss: Loss, scores: Float64Array, real: boolean, slopes: Float64Array): number => {
  const n = scores.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const score = scores[i]!, side = real ? -1 : 1;
    if (isWasserstein(loss)) {
      sum += side * score;
      slopes[i] = side / n;
    } else if (loss === 'least squares') {
      const miss = score - (real ? 1 : 0);
      sum += miss * miss;
      slopes[i] = (2 * miss) / n;
    } else {
      sum += softplus(side * score);
      slopes[i] = (side * sigmoid(side * score)) / n;
    }
  }
  return sum / n;
};

/** Second derivatives of the critic's loss by each score, whichever side it is of. */
export const criticBends = (loss: Loss, scores: Float64Array, bends: Float64Array): void => {
  const n = scores.length;
  for (let i = 0; i < n; i++) {
    const sure = sigmoid(scores[i]!);
    bends[i] = (isWasserstein(loss) ? 0 : loss === 'least squares' ? 2 : sure * (1 - sure)) / n;
  }
};

/** The generator's mean loss over the scores of what it drew; writes its slopes to `slopes`. */
export const generatorLoss = (loss: Loss, scores: Float64Array, slopes: Float64Array): number => {
  if (loss !== 'minimax') return criticLoss(loss, scores, true, slopes);
  // It wants the critic's loss on what it drew to be large: nothing pulls where the critic is sure.
  const sum = criticLoss(loss, scores, false, slopes);
  for (let i = 0; i < slopes.length; i++) slopes[i] = -slopes[i]!;
  return -sum;
};
