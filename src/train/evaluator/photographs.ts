// What stands where Inception stands in a published FID, for pictures in colour: MobileNetV2 (Sandler et al., 2018) as
// taught on photographs and drawings by the authors of nsfwjs (MIT), up to its last block. Scores on it are called
// FID-like: they compare with each other only.

import * as tf from '@tensorflow/tfjs';
import type { Looks } from '#nets';
import { weightsUnreadable } from '../../core/errors.ts';

/** Pixels that a picture is brought to; the net was taught at 224, and its filters know no size. */
const SIDE = 96, BATCH = 32;
/** 96 channels at a sixteenth of the size, and 320 at a thirty-second. */
const MIDDLE = 'block_12_add', LAST = 'block_16_project_BN';

interface LayerRecord { readonly name: string; readonly config: Record<string, unknown> }
interface Graph { layers: LayerRecord[]; output_layers: readonly (readonly [string, number, number])[] }

/** A model of tfjs layers as it is stored: its topology, and its weights in one run of bytes. */
export interface StoredModel {
  readonly topology: { readonly model_config: { readonly config: Graph } };
  readonly specs: readonly tf.io.WeightsManifestEntry[];
  readonly bytes: Uint8Array;
}

const numbersIn = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Without the layers after the last block, which would fix the size of the picture, and without their weights. */
const cut = ({ topology, specs, bytes }: StoredModel): tf.io.ModelArtifacts => {
  const graph = topology.model_config.config, end = graph.layers.findIndex(({ name }) => name === LAST);
  if (end < 0) throw weightsUnreadable(`it has no layer ${LAST}`, 'The network of photographs');
  const layers = structuredClone(graph.layers.slice(0, end + 1)), names = new Set(layers.map(({ name }) => name));
  layers[0]!.config['batch_input_shape'] = [null, SIDE, SIDE, 3];
  const parts: Uint8Array[] = [], kept: tf.io.WeightsManifestEntry[] = [];
  let at = 0;
  for (const spec of specs) {
    const size = numbersIn(spec.shape) * (spec.quantization?.dtype === 'uint8' ? 1 : 4);
    if (names.has(spec.name.split('/')[0]!)) {
      parts.push(bytes.subarray(at, at + size));
      kept.push(spec);
    }
    at += size;
  }
  const weightData = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((place, part) => {
    weightData.set(part, place);
    return place + part.length;
  }, 0);
  const config = { ...graph, layers, output_layers: [[MIDDLE, 0, 0], [LAST, 0, 0]] };
  return { modelTopology: { ...topology, model_config: { ...topology.model_config, config } }, weightSpecs: kept, weightData: weightData.buffer };
};

export interface Looker {
  /** `[count, side, side, 3]` in 0..1, borrowed. */
  look(pictures: Float32Array, side: number): Promise<Looks>;
  dispose(): void;
}

/** Throws where the model is not MobileNetV2 as nsfwjs 4.3.0 has it. */
export const openLooker = async (stored: StoredModel): Promise<Looker> => {
  const model = await tf.loadLayersModel(tf.io.fromMemory(cut(stored)));
  return {
    async look(pictures, side) {
      const area = side * side * 3, count = pictures.length / area;
      const [middle, last] = [96, 320].map((size) => ({ data: new Float32Array(count * size), count, size })) as [Looks['middle'], Looks['last']];
      for (let start = 0; start < count; start += BATCH) {
        const n = Math.min(BATCH, count - start);
        const seen = tf.tidy(() => {
          const picture = tf.image.resizeBilinear(tf.tensor4d(pictures.subarray(start * area, (start + n) * area), [n, side, side, 3]), [SIDE, SIDE], false, true);
          return (model.predict(picture) as tf.Tensor[]).map((block) => tf.mean(block, [1, 2]));
        });
        middle.data.set(await seen[0]!.data(), start * middle.size);
        last.data.set(await seen[1]!.data(), start * last.size);
        tf.dispose(seen);
      }
      return { middle, last };
    },
    dispose: () => model.dispose(),
  };
};
