// The words of `npm run train` as a plan: what learns, from what, how long, where to.

import { resolve } from 'node:path';
import type { Trainer } from '#nets';
import { badArgument } from '../../core/errors.ts';
import type { DataAbout } from '../../train/data/data-set.ts';
import { readArguments, readWhole } from '../command.ts';
import { inRoot } from '../root.ts';
import type { RunPlan } from './job.ts';
import { chooseTrainer, trainable, trainersOf } from './trainers.ts';

const BACKENDS = ['wasm', 'webgpu', 'torch'] as const;

const readOptions = (known: Readonly<Record<string, number>>, given: readonly string[]): Record<string, number> => {
  const options = { ...known };
  for (const text of given) {
    const [, name = '', value = ''] = /^([A-Za-z]\w*)=(\S+)$/.exec(text) ?? [];
    if (!Object.hasOwn(known, name) || !Number.isFinite(Number(value))) throw badArgument(`--option must be one of ${Object.keys(known).map((key) => `${key}=NUMBER`).join(', ') || 'none here'}; got "${text}".`);
    options[name] = Number(value);
  }
  return options;
};

export interface TrainPlan { readonly trainer: Trainer; readonly plan: RunPlan; readonly ship: boolean }

/** Throws `EngineError` 'argument' with a sentence. */
export const planTraining = async (args: string[]): Promise<TrainPlan> => {
  const { values, positionals: [plugin] } = readArguments(args, {
    data: { type: 'string' }, steps: { type: 'string' }, batch: { type: 'string' }, seed: { type: 'string' }, variant: { type: 'string' },
    backend: { type: 'string' }, out: { type: 'string' }, option: { type: 'string', multiple: true }, resume: { type: 'boolean' }, ship: { type: 'boolean' },
  }, 1);
  if (plugin === undefined) throw badArgument(`Say what is to learn: npm run train -- <plugin>. ${trainable().join(', ')} do.`);
  const { variant, trainer } = chooseTrainer(plugin, await trainersOf(plugin), values.variant);
  const backend = BACKENDS.find((name) => name === (values.backend ?? 'wasm'));
  if (!backend) throw badArgument(`--backend must be ${BACKENDS.join(', ')}; got "${values.backend}".`);
  return {
    trainer, ship: values.ship ?? false,
    plan: {
      plugin, variant, backend,
      data: values.data ?? trainer.data[0] ?? '',
      steps: readWhole('--steps', values.steps, 1, 100_000_000, trainer.steps),
      batch: readWhole('--batch', values.batch, 1, 65_536, trainer.batch),
      seed: readWhole('--seed', values.seed, 0, 999_999_999, 1),
      resume: values.resume ?? false,
      out: values.out === undefined ? inRoot('.cache', 'training', plugin, variant) : resolve(values.out),
      options: readOptions(trainer.options ?? {}, values.option ?? []),
    },
  };
};

/** Throws `EngineError` 'argument' where the trainer cannot learn from such a set. */
export const checkData = ({ reads }: Trainer, { name, shape, splits: { train: [start, end] }, columns }: DataAbout): void => {
  if (end <= start) throw badArgument(`Data set ${name} has no items to learn from.`);
  if (!reads) return;
  const missing = reads.columns.find((column) => !columns[column]?.classes);
  if (shape.join() !== reads.shape.join()) throw badArgument(`Data set ${name} has items of ${shape.join(' x ')}; they must be ${reads.shape.join(' x ')} here.`);
  if (missing) throw badArgument(`Data set ${name} has no classes "${missing}", which are needed here.`);
};
