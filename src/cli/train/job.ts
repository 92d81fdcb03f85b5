// A run of PyTorch pretraining as a file: what `plugins/<id>/pretrain.py` is started with. Its networks are the
// trainer's own, as JSON, with the names and shapes of their weights, so that Python infers nothing.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, together, writeSafetensors, type Network, type Trainer } from '#nets';
import { marksOf } from '../../train/marks.ts';

export interface RunPlan {
  readonly plugin: string;
  readonly variant: string;
  readonly backend: 'wasm' | 'webgpu' | 'torch';
  /** Name or folder of the prepared data set; PyTorch is given the folder. */
  readonly data: string;
  readonly steps: number;
  readonly batch: number;
  readonly seed: number;
  readonly resume: boolean;
  /** Folder that the run writes to. */
  readonly out: string;
  readonly options: Readonly<Record<string, number>>;
}

/** A network as the PyTorch interpreter reads it. */
export const exported = (net: Network): object => ({ ...net, weights: inspect(net).weights });

/** Writes `job.json` and the initial weights into the run's folder; answers with the path of the job. */
export const writeJob = (trainer: Trainer, plan: RunPlan): string => {
  mkdirSync(plan.out, { recursive: true });
  const initial = join(plan.out, 'initial.safetensors');
  writeFileSync(initial, writeSafetensors(together(trainer.init(plan.seed)), {}, 'F32'));
  const job = {
    ...plan, initial,
    marks: marksOf(plan.steps, Object.values(trainer.snapshots)),
    networks: Object.fromEntries(Object.entries(trainer.networks).map(([name, net]) => [name, exported(net)])),
    optimisers: trainer.optimisers,
    average: trainer.average ?? null,
  };
  const path = join(plan.out, 'job.json');
  writeFileSync(path, JSON.stringify(job));
  return path;
};
