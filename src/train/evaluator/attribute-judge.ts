// The attribute net at work, on whatever tfjs backend is set.

import * as tf from '@tensorflow/tfjs';
import { networkWeights, type Rows, type WeightsFile } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { attributeNet, ATTRIBUTES, SIDE } from './attributes.ts';

const BATCH = 100;

export interface AttributeJudge {
  /** `[count, 64, 64, 3]` in 0..1, borrowed -> logits `[count, 3]`. */
  read(faces: Float32Array): Promise<Rows>;
  dispose(): void;
}

/** Throws `EngineError` where the file is not the attribute net's. */
export const openAttributes = (file: WeightsFile): AttributeJudge => {
  const weights = toTensors(networkWeights(file, 'attributes', attributeNet)), area = SIDE * SIDE * 3, size = ATTRIBUTES.length;
  return {
    async read(faces) {
      const count = faces.length / area, data = new Float32Array(count * size);
      for (let start = 0; start < count; start += BATCH) {
        const n = Math.min(BATCH, count - start);
        const logits = tf.tidy(() => runTf(attributeNet, weights, { picture: tf.tensor(faces.subarray(start * area, (start + n) * area), [n, SIDE, SIDE, 3]) }));
        data.set(await logits.data(), start * size);
        logits.dispose();
      }
      return { data, count, size };
    },
    dispose: () => tf.dispose([...weights.values()]),
  };
};
