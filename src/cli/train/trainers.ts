// Which trainers there are: those of plugins, and the evaluator's, which is no plugin but learns like one.

import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Trainer, Trainers } from '#nets';
import { badArgument } from '../../core/errors.ts';
import { inRoot } from '../root.ts';

export const EVALUATOR = 'evaluator';

const trainerPath = (id: string): string => (id === EVALUATOR ? inRoot('src', 'train', 'evaluator', 'trainer.ts') : inRoot('plugins', id, 'trainer.ts'));

/** Everything that `npm run train` can train, sorted. */
export const trainable = (): string[] =>
  [EVALUATOR, ...readdirSync(inRoot('plugins')).filter((id) => !id.startsWith('_') && existsSync(trainerPath(id)))].sort();

export const trainersOf = async (id: string): Promise<Trainers> => {
  if (!trainable().includes(id)) throw badArgument(`"${id}" does not learn; ${trainable().join(', ')} do.`);
  const { default: trainers } = await import(/* @vite-ignore */ pathToFileURL(trainerPath(id)).href) as { default: Trainers };
  return trainers;
};

/** A trainer by variant; the first where none is named. */
export const chooseTrainer = (id: string, trainers: Trainers, variant: string | undefined): { variant: string; trainer: Trainer } => {
  const name = variant ?? Object.keys(trainers)[0] ?? '';
  const trainer = Object.hasOwn(trainers, name) ? trainers[name] : undefined;
  if (!trainer) throw badArgument(`${id} has no variant "${name}"; it has ${Object.keys(trainers).join(', ')}.`);
  return { variant: name, trainer };
};
