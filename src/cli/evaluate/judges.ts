// The frozen networks that proofs may ask, each opened when it is first asked: most proofs need one of them.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readSafetensors, type ProofInput, type WeightsFile } from '#nets';
import { openAttributes, type AttributeJudge } from '../../train/evaluator/attribute-judge.ts';
import { knownAttributes } from '../../train/evaluator/attributes.ts';
import { openJudge, type Judge } from '../../train/evaluator/judge.ts';
import { openLooker, type Looker, type StoredModel } from '../../train/evaluator/photographs.ts';
import { inRoot } from '../root.ts';
import { EVALUATOR } from '../train/trainers.ts';

export const readWeightsFile = (file: string): WeightsFile => readSafetensors(readFileSync(inRoot('assets', file)), `assets/${file}`);

/** MobileNetV2 as it lies in the package nsfwjs, whose modules hold it as text; the package itself is not run. */
const storedModel = (): StoredModel => {
  const require = createRequire(import.meta.url), folder = join(require.resolve('nsfwjs'), '../../models/mobilenet_v2');
  const { modelTopology, weightsManifest } = require(join(folder, 'model.min.js')) as { modelTopology: StoredModel['topology']; weightsManifest: readonly { readonly weights: StoredModel['specs'] }[] };
  const text = require(join(folder, 'group1-shard1of1.min.js')) as string;
  return { topology: modelTopology, specs: weightsManifest[0]!.weights, bytes: Buffer.from(text, 'base64') };
};

export type Judges = Pick<ProofInput, 'judge' | 'look' | 'attributes' | 'knownAttributes'> & { dispose(): void };

/** On the tfjs backend that is set. */
export const openJudges = (): Judges => {
  let digits: Judge | undefined, faces: AttributeJudge | undefined, photographs: Promise<Looker> | undefined;
  let looker: Looker | undefined;
  return {
    judge: (pictures) => (digits ??= openJudge(readWeightsFile(join(EVALUATOR, 'digits-8-epochs.safetensors')))).see(pictures),
    attributes: (pictures) => (faces ??= openAttributes(readWeightsFile(join(EVALUATOR, 'attributes-5-epochs.safetensors')))).read(pictures),
    knownAttributes,
    async look(pictures, side) {
      looker = await (photographs ??= openLooker(storedModel()));
      return looker.look(pictures, side);
    },
    dispose() {
      digits?.dispose();
      faces?.dispose();
      looker?.dispose();
    },
  };
};
