// The trainers of plugins, loaded when something is to be learnt; in the page and in the worker that learns.

import type { Trainer, Trainers, Tuning } from '#nets';
import { badArgument } from '../core/errors.ts';

const modules = import.meta.glob<{ readonly default: Trainers }>('../../plugins/*/trainer.ts');

export interface Tunable { readonly variant: string; readonly trainer: Trainer; readonly tuning: Tuning }

/** The trainers of a plugin that can go on in the scene. */
export const tunableOf = async (plugin: string): Promise<readonly Tunable[]> => {
  const load = modules[`../../plugins/${plugin}/trainer.ts`];
  const { default: trainers } = load ? await load() : { default: {} as Trainers };
  return Object.entries(trainers).flatMap(([variant, trainer]) => (trainer.tuning ? [{ variant, trainer, tuning: trainer.tuning }] : []));
};

export const tunable = async (plugin: string, variant: string): Promise<Tunable> => {
  const found = (await tunableOf(plugin)).find((one) => one.variant === variant);
  if (!found) throw badArgument(`${plugin} has no trainer "${variant}" that goes on in the scene.`);
  return found;
};
