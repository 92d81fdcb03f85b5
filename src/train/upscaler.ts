// Runs the upscaler with tensors, to measure it, and the original that it was made from, to check it. On the tfjs backend
// of the hour.

import * as tf from '@tensorflow/tfjs';
import type { Weight, Weights } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { reflectPad } from '../nets/ops.ts';
import { MIRRORED, UPSCALE, upscaler } from '../nets/upscaler.ts';

/** `[height, width, 3]`, sRGB in 0..1. */
export interface Rgb { readonly height: number; readonly width: number; readonly data: Float32Array }

export interface Upscaling {
  /** Four times as high and wide; not clamped. */
  enlarge(picture: Rgb): Promise<Rgb>;
  dispose(): void;
}

const enlarging = async ({ height, width, data }: Rgb, run: (x: tf.Tensor4D) => tf.Tensor): Promise<Rgb> => {
  const y = tf.tidy(() => run(tf.tensor4d(data, [1, height, width, 3]))), [, rows = 0, columns = 0] = y.shape;
  try {
    return { height: rows, width: columns, data: await y.data() as Float32Array };
  } finally {
    y.dispose();
  }
};

/** With weights of our network, borrowed. */
export const openUpscaling = (weights: Weights): Upscaling => {
  const tensors = toTensors(weights);
  return {
    enlarge: (picture) => enlarging(picture, (x) => runTf(upscaler, tensors, { picture: x })),
    dispose: () => tf.dispose([...tensors.values()]),
  };
};

/** A model as tfjs stores it: `model.json`, parsed, and its one file of weights. */
export interface StoredModel {
  readonly modelTopology: object;
  readonly weightsManifest: readonly [{ readonly weights: readonly { readonly name: string; readonly shape: number[]; readonly dtype: 'float32' }[] }];
}

/** The original as its makers' library runs it, and its weights by name. Rejects where tfjs cannot read it. */
export const openOriginal = async ({ modelTopology, weightsManifest: [{ weights: specs }] }: StoredModel, shard: Uint8Array): Promise<Upscaling & { readonly weights: Weights }> => {
  const weightData = new Uint8Array(shard).buffer;
  const model = await tf.loadLayersModel({ load: () => Promise.resolve({ modelTopology, weightSpecs: [...specs], weightData }) });
  let at = 0;
  const weights = new Map(specs.map(({ name, shape }): [string, Weight] => {
    const length = shape.reduce((a, b) => a * b, 1), data = new Float32Array(weightData, 4 * at, length);
    at += length;
    return [name, { shape, data }];
  }));
  return {
    weights,
    // Shown the mirrored border that ours adds itself, without what becomes of it.
    enlarge: (picture) => enlarging(picture, (x) => {
      const large = model.predict(reflectPad(x, MIRRORED)) as tf.Tensor4D, cut = UPSCALE * MIRRORED;
      return tf.slice(large, [0, cut, cut, 0], [1, UPSCALE * picture.height, UPSCALE * picture.width, 3]);
    }),
    dispose: () => model.dispose(),
  };
};
