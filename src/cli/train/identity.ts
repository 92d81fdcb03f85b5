// Whether a run may go on: what it must have been started with, to be the same run. Steps may differ: a run can be made longer.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataUnusable } from '../../core/errors.ts';
import { folderOf } from '../data/place.ts';
import type { RunPlan } from './job.ts';

export const identity = ({ plugin, variant, backend, seed, batch, options }: RunPlan): string => JSON.stringify({ plugin, variant, backend, seed, batch, options });

export const identityFault = ({ out }: RunPlan, run: string): Error =>
  dataUnusable(`The run in ${out} is another: ${run}.`, 'Give the options it was started with, or another --out.');

/** Throws `EngineError` where the folder's PyTorch run is another than `plan`; its job file tells. */
export const checkJob = (plan: RunPlan): void => {
  const path = join(plan.out, 'job.json');
  if (!existsSync(path)) throw identityFault(plan, 'of another backend');
  const before = JSON.parse(readFileSync(path, 'utf8')) as RunPlan;
  if (identity(before) !== identity(plan)) throw identityFault(plan, identity(before));
  if (before.data !== folderOf(plan.data)) throw identityFault(plan, 'of other data');
};
