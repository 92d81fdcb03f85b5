// The figures that every generator of pictures gets, from what the evaluator saw: generated, untrained and real beside
// a reference of real held-out pictures. Equal counts throughout, because most of them move with the count.

import type { Random } from '../../core/random.ts';
import type { Metric, Seen } from '#nets';
import { birthdayTest, drawFrom, repeatThresholds } from './birthday.ts';
import { classHistogram, classVariation } from './classes.ts';
import { collapseOf } from './collapse.ts';
import type { Features } from './features.ts';
import { frechetDistance } from './frechet.ts';
import { inceptionScore } from './inception-score.ts';
import { precisionRecall } from './neighbours.ts';
import { prd } from './prd.ts';
import { slicedWasserstein } from './wasserstein.ts';

const CLASSES = 10;
/** Pictures in a batch of the birthday test. */
const PARTY = 64;

export interface PictureSets {
  readonly trained: Seen;
  readonly untrained: Seen;
  /** Real pictures that stand where generated ones stand: the floor. */
  readonly real: Seen;
  /** Other real pictures, that all three are compared with. */
  readonly reference: Seen;
}

/** Precision and recall, PRD, sliced Wasserstein distance, collapse and birthday test of one set against a reference of equal number. */
export const spaceFigures = (features: Features, reference: Features, random: (stream: string) => Random): readonly (readonly [string, number])[] => {
  const { precision, recall } = precisionRecall(reference, features);
  const { f8, fEighth } = prd(reference, features, random('prd'), { runs: 3, restarts: 3, angles: 201 });
  const birthday = birthdayTest(drawFrom([features]), repeatThresholds([reference]), random('birthday'), { size: Math.min(PARTY, Math.floor(reference.count / 2)) });
  return [
    ['kNN precision', precision], ['kNN recall', recall],
    ['PRD F1/8 (precision)', fEighth], ['PRD F8 (recall)', f8],
    ['sliced Wasserstein', slicedWasserstein(reference, features, random('directions'))],
    ['pair distance ratio', collapseOf(features, reference).pairRatio],
    [`batches of ${birthday.size} with a repeat`, birthday.p], ['support by the birthday test, at least', Math.round(birthday.interval[0])],
  ];
};

/** FID-E, IS-E, classes and what the features' space says, each for all three sets. */
export const pictureMetrics = ({ trained, untrained, real, reference }: PictureSets, random: (stream: string) => Random): Metric[] => {
  const { count } = reference.features;
  const figures = (seen: Seen): readonly (readonly [string, number])[] => [
    [`FID-E (n ${count})`, frechetDistance(reference.features, seen.features)],
    ['IS-E', inceptionScore(seen.probabilities, 10, random('splits')).mean],
    ['class histogram TV', classVariation(classHistogram(seen.classes, CLASSES))],
    ...spaceFigures(seen.features, reference.features, random),
  ];
  const [a, b, c] = [figures(trained), figures(untrained), figures(real)];
  return a.map(([name, value], i) => ({ name, trained: value, untrained: b[i]![1], real: c[i]![1] }));
};
