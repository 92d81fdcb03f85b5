// `npm run train`: a plugin learns without a window, on tfjs or in PyTorch.

import { relative } from 'node:path';
import { badArgument, trainingStopped } from '../core/errors.ts';
import { writeLearnt } from '../train/tuning/file.ts';
import { openTraining } from './backends.ts';
import { command, readArguments, readWhole } from './command.ts';
import { readAbout } from './data/read.ts';
import { hasState, makeFolder, readState, writeWhole } from './train/folder.ts';
import { checkData, planTraining } from './train/plan.ts';
import { shipRun } from './train/ship.ts';
import { runOnTf } from './train/tf-run.ts';
import { runOnTorch } from './train/torch-run.ts';
import { openTuned } from './train/tuned.ts';
import { trainable } from './train/trainers.ts';

const HELP = `
npm run train -- <plugin> [options]

  ${trainable().join(', ')}

  --variant NAME       which of the plugin's trainers; the first unless said
  --data NAME          a set made by "npm run data", or the path of one
  --backend NAME       wasm (anywhere), webgpu (where there is a graphics processor) or torch (python3 with PyTorch)
  --steps N            instead of the trainer's own number
  --batch N
  --seed N             decides the first weights, the order of the data and all chance; 1 unless said
  --option NAME=N      a number that the trainer itself declares; may be repeated
  --out DIR            where states, sheets and the log go; .cache/training/<plugin>/<variant> unless said
  --resume             goes on exactly where the run in --out stopped
  --from FILE          goes on with what was learnt in the scene, from an exported file, on the pictures in it; --steps more (100
                       unless said), to --out FILE (beside it unless said), which the scene imports again
  --ship               afterwards writes the trainer's named snapshots to assets/<plugin>, with their provenance

Weights are kept at 0, 1, 3, 10, 30 and 100 % of the steps, each with a sheet of samples. Ctrl-C saves and stops.`;

const say = (text: string): void => void process.stderr.write(text);

/** Takes more steps with an exported file. */
const goOn = async (args: string[]): Promise<number> => {
  const { values, positionals: [plugin] } = readArguments(args, { from: { type: 'string' }, steps: { type: 'string' }, out: { type: 'string' } }, 1);
  if (plugin === undefined || !values.from) throw badArgument('Say what goes on, and from what: npm run train -- <plugin> --from FILE.');
  const steps = readWhole('--steps', values.steps, 1, 1_000_000, 100), training = await openTraining('wasm');
  try {
    const { tuner, origin, settings, dispose } = await openTuned(plugin, values.from);
    let step = 0;
    for (let done = 0; done < steps; done++) {
      const progress = await tuner.advance(1);
      if (progress.fellBack) throw trainingStopped(progress.alarm);
      ({ step } = progress);
      const losses = Object.entries(progress.losses).map(([name, value]) => `${name} ${value.toPrecision(3)}`).join('  ');
      if (process.stderr.isTTY || (done + 1) % 20 === 0) say(`${process.stderr.isTTY ? '\r\x1b[K' : ''}step ${step}  ${losses}${process.stderr.isTTY ? '' : '\n'}`);
    }
    if (process.stderr.isTTY) say('\n');
    const out = values.out ?? `${values.from.replace(/(-\d+)?\.safetensors$/, '')}-${step}.safetensors`;
    writeWhole(out, writeLearnt(await tuner.state(), { ...origin, step, settings: JSON.stringify(settings) }));
    process.stdout.write(`${steps} more steps, ${step} in all; ${out} can be imported in the scene.\n`);
    dispose();
    return 0;
  } finally {
    training.dispose();
  }
};

await command(HELP, async (args) => {
  if (args.includes('--from')) return goOn(args);
  const { trainer, plan, ship } = await planTraining(args);
  checkData(trainer, readAbout(plan.data));
  makeFolder(plan.out);
  const there = hasState(plan.out) ? Number(readState(plan.out).metadata['step'] ?? 0) : undefined;
  if (plan.resume && there === undefined) throw badArgument(`There is no run to resume in ${plan.out}.`);
  if (!plan.resume && there !== undefined) throw badArgument(`${plan.out} holds a run at step ${there}: go on with --resume, or give another --out.`);
  const stop = new AbortController();
  const interrupted = (): void => {
    if (!stop.signal.aborted) say('\nStopping after this step ...\n');
    stop.abort();
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  const show = (line: string, kept: boolean): void => {
    if (process.stderr.isTTY) say(`\r\x1b[K${line.slice(0, process.stderr.columns - 1)}`);
    else if (kept) say(`${line}\n`);
  };
  const reached = plan.backend === 'torch' ? await runOnTorch(trainer, plan, stop.signal) : await runOnTf(trainer, plan, show, stop.signal);
  if (process.stderr.isTTY) say('\n');
  if (reached < plan.steps) {
    say(`Stopped and saved at step ${reached} of ${plan.steps}; the same command with --resume goes on.\n`);
    return 130;
  }
  process.stdout.write(`${reached} steps; states, sheets and metrics.jsonl are in ${relative(process.cwd(), plan.out) || '.'}.\n`);
  if (ship) for (const path of await shipRun(trainer, plan)) process.stdout.write(`wrote ${path}\n`);
  return 0;
});
