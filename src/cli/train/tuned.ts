// What was learnt in the scene, gone on with or measured here: the exported file holds its pictures and how it was taught.

import { basename } from 'node:path';
import { readFileSync } from 'node:fs';
import { readSafetensors, type WeightsFile } from '#nets';
import { badArgument, reason } from '../../core/errors.ts';
import { picturesIn, readLearnt, settingsIn, type Origin } from '../../train/tuning/file.ts';
import { openTuner, type Tuner } from '../../train/tuning/tuner.ts';
import type { TuningSettings } from '../../core/tuning.ts';
import { openJudges, readWeightsFile } from '../evaluate/judges.ts';
import { inRoot } from '../root.ts';
import { pathToFileURL } from 'node:url';
import type { PluginDefinition } from '#api';
import { chooseTrainer, trainersOf } from './trainers.ts';

export interface Tuned {
  readonly origin: Origin;
  readonly settings: TuningSettings;
  readonly tuner: Tuner;
  /** Goes back to the weights that the learning began with. */
  begin(): Promise<void>;
  dispose(): void;
}

/** The plugin's own files by their labels, as paths under assets/. */
const labelled = async (plugin: string): Promise<NonNullable<PluginDefinition['weights']>> =>
  (await import(/* @vite-ignore */ pathToFileURL(inRoot('plugins', plugin, 'index.ts')).href) as { readonly default: PluginDefinition }).default.weights ?? {};

const readFileOf = (path: string): WeightsFile => {
  try {
    return readSafetensors(readFileSync(path), path);
  } catch (error) {
    throw badArgument(`${path} cannot be read: ${reason(error).replace(/\.$/, '')}.`);
  }
};

/** Opens an exported file on the tfjs backend that is set. Throws `EngineError` with a sentence where it is none. */
export const openTuned = async (plugin: string, path: string): Promise<Tuned> => {
  const file = readFileOf(path), trainers = await trainersOf(plugin);
  const { variant, trainer } = chooseTrainer(plugin, trainers, file.metadata['variant']);
  if (!trainer.tuning) throw badArgument(`${plugin}, ${variant} does not go on from what was learnt in the scene.`);
  const data = picturesIn(file, trainer.tuning), settings = settingsIn(file), origin = { plugin, variant };
  if (!data) throw badArgument(`${path} holds no pictures to learn from: export it from a piece's folder "Fine-tune".`);
  const { from } = trainer.tuning, shipped = from === undefined ? undefined : readWeightsFile((await labelled(plugin))[from]!).weights;
  const judges = openJudges();
  const tuner = openTuner(trainer, trainer.tuning, { ...origin, weights: shipped, pictures: [], settings, parts: 1 }, { data, looker: () => Promise.resolve({ look: judges.look, dispose: () => undefined }) });
  const fresh = await tuner.state();
  try {
    await tuner.restore(readLearnt(readFileSync(path), basename(path), origin));
  } catch (error) {
    tuner.dispose();
    throw error;
  }
  return {
    origin, settings, tuner,
    begin: () => tuner.restore(fresh),
    dispose() {
      tuner.dispose();
      judges.dispose();
    },
  };
};
