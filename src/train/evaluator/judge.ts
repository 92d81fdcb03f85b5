// The frozen evaluator at work: pictures of digits to features, probabilities and classes, on whatever tfjs backend is set.

import * as tf from '@tensorflow/tfjs';
import { networkWeights, type Rows, type Seen, type WeightsFile } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { likeliestClasses } from '../metrics/index.ts';
import { evaluator, FEATURE_LAYER, FEATURES } from './network.ts';

const SIDE = 28, CLASSES = 10, BATCH = 250;

export interface Judge {
  /** `[count, 28, 28]` in 0..1, borrowed. */
  see(pictures: Float32Array): Promise<Seen>;
  dispose(): void;
}

/** Throws `EngineError` where the file is not the evaluator's. */
export const openJudge = (file: WeightsFile): Judge => {
  const weights = toTensors(networkWeights(file, 'evaluator', evaluator));
  const size = SIDE * SIDE;
  return {
    async see(pictures) {
      const count = pictures.length / size;
      const features: Rows = { data: new Float32Array(count * FEATURES), count, size: FEATURES };
      const probabilities: Rows = { data: new Float32Array(count * CLASSES), count, size: CLASSES };
      for (let start = 0; start < count; start += BATCH) {
        const n = Math.min(BATCH, count - start);
        const [inner, chances] = tf.tidy(() => {
          const picture = tf.tensor(pictures.subarray(start * size, (start + n) * size), [n, SIDE, SIDE, 1]);
          return [runTf(evaluator, weights, { picture }, { until: FEATURE_LAYER }), tf.softmax(runTf(evaluator, weights, { picture }))] as const;
        });
        features.data.set(await inner.data(), start * FEATURES);
        probabilities.data.set(await chances.data(), start * CLASSES);
        tf.dispose([inner, chances]);
      }
      return { features, probabilities, classes: likeliestClasses(probabilities) };
    },
    dispose: () => tf.dispose([...weights.values()]),
  };
};
