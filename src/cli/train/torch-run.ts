// A run of `plugins/<id>/pretrain.py` in PyTorch, for what is too heavy for tfjs on a processor. Python appears nowhere
// else: networks, data and first weights come to it as files.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import type { Trainer } from '#nets';
import { badArgument, trainingStopped } from '../../core/errors.ts';
import { folderOf } from '../data/place.ts';
import { inRoot } from '../root.ts';
import { hasState, readState } from './folder.ts';
import { checkJob } from './identity.ts';
import { writeJob, type RunPlan } from './job.ts';

/** Where a python3 with PyTorch is looked for; Debian's own may lie behind another in the path. */
const PYTHONS = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].filter((name) => name !== undefined);

/** The first of `pythons` that has PyTorch and Pillow. Throws a sentence that says what to install. */
export const findPython = (pythons: readonly string[] = PYTHONS): string => {
  const found = pythons.find((python) => spawnSync(python, ['-c', 'import torch, numpy, PIL'], { stdio: 'ignore' }).status === 0);
  if (!found) throw badArgument('--backend torch needs python3 with PyTorch and Pillow: "apt-get install python3-torch python3-pil libopenblas0-pthread" on Debian, or "pip install torch numpy pillow"; PYTHON may name another interpreter.');
  return found;
};

/** Trains to the end, or until `stop` is aborted, which the loop is told and saves. Answers with the step reached. */
export const runOnTorch = async (trainer: Trainer, plan: RunPlan, stop: AbortSignal): Promise<number> => {
  const script = inRoot('plugins', plan.plugin, 'pretrain.py');
  if (!existsSync(script)) throw badArgument(`plugins/${plan.plugin} has no pretrain.py; train it with --backend wasm or webgpu.`);
  if (plan.resume) checkJob(plan);
  const python = findPython();
  const job = writeJob(trainer, { ...plan, data: folderOf(plan.data) });
  const path = [inRoot('src', 'cli', 'torch'), process.env['PYTHONPATH']].filter(Boolean).join(delimiter);
  const child = spawn(python, [script, job], { stdio: 'inherit', env: { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' } });
  // Ctrl-C in a terminal reaches the child by itself; a signal sent to this process alone does not.
  stop.addEventListener('abort', () => child.kill('SIGINT'));
  const code = await new Promise<number | null>((done, fail) => child.on('exit', done).on('error', fail));
  if (code !== 0 && !stop.aborted) throw trainingStopped(`pretrain.py stopped with code ${code ?? 'none'}; what it said is above.`);
  return hasState(plan.out) ? Number(readState(plan.out).metadata['step'] ?? 0) : 0;
};
