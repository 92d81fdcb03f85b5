// From a finished run to what is shipped: the named snapshots as f16 weights in assets/, each with its provenance.

import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join, relative } from 'node:path';
import { canonicalBytes, lossCurve, together, writeProvenance, writeSafetensors, type Provenance, type Trainer, type Weights } from '#nets';
import { openSession } from '../../train/session.ts';
import { openTraining } from '../backends.ts';
import { readDataSet } from '../data/read.ts';
import { sha256 } from '../data/write.ts';
import { inRoot, ROOT } from '../root.ts';
import { hasState, makeFolder, markName, readLog, readState, writeWhole } from './folder.ts';
import type { RunPlan } from './job.ts';

/** Path under assets/ of a snapshot. */
export const assetOf = (plugin: string, variant: string, label: string): string => join(plugin, `${variant}-${label}.safetensors`);

const commit = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
};

/** The command that makes the weights again, with what is not the default. */
const commandOf = (trainer: Trainer, { plugin, variant, backend, data, steps, batch, seed, options }: RunPlan): string => [
  'npm run train --', plugin, '--variant', variant, '--backend', backend, '--seed', seed,
  ...(data === trainer.data[0] ? [] : ['--data', data]), ...(steps === trainer.steps ? [] : ['--steps', steps]), ...(batch === trainer.batch ? [] : ['--batch', batch]),
  ...Object.entries(options).flatMap(([name, value]) => (trainer.options?.[name] === value ? [] : ['--option', `${name}=${value}`])), '--ship',
].join(' ');

const machineOf = (device: string | undefined): string => (device && device !== 'cpu' ? device : `${cpus().length}-core CPU`);

/** The weights that `initialSha256` is taken of: those a trained file must differ from. */
const initialOf = (trainer: Trainer, seed: number): Weights => {
  const initial = trainer.init(seed);
  return together(Object.fromEntries(trainer.ships.map((name) => [name, initial[name]!])));
};

/** Writes every snapshot that the run has kept to `assets`; answers with their paths. */
export const shipRun = async (trainer: Trainer, plan: RunPlan, assets = inRoot('assets')): Promise<string[]> => {
  const training = await openTraining('wasm');
  const data = readDataSet(plan.data), session = openSession(trainer, { ...plan, data });
  try {
    const log = readLog(plan.out), written: string[] = [];
    for (const [label, step] of Object.entries(trainer.snapshots)) {
      if (!hasState(plan.out, markName(step))) continue;
      const { weights, metadata } = readState(plan.out, markName(step));
      session.load(weights);
      const provenance: Provenance = {
        plugin: plan.plugin, variant: plan.variant, label,
        data: data.about.name, dataLicence: data.about.licence, dataSha256: data.about.sha256,
        command: commandOf(trainer, plan), seed: plan.seed, steps: step, seconds: Math.round(Number(metadata['seconds'] ?? 0)),
        optimisers: trainer.optimisers, backend: plan.backend, machine: machineOf(metadata['device'] ?? metadata['machine']), commit: commit(), made: new Date().toISOString().slice(0, 10),
        initialSha256: sha256(canonicalBytes(initialOf(trainer, plan.seed))),
        losses: lossCurve(log.filter((line) => line.step <= step)), metrics: [],
      };
      const path = join(assets, assetOf(plan.plugin, plan.variant, label));
      makeFolder(join(assets, plan.plugin));
      writeWhole(path, writeSafetensors(await session.shipped(), writeProvenance(provenance)));
      written.push(relative(ROOT, path));
    }
    return written;
  } finally {
    session.dispose();
    training.dispose();
  }
};
