// `npm run evaluate`: what shipped weights can do, measured now, beside the same net untrained and real held-out data.

import { writeProvenance, writeSafetensors } from '#nets';
import { badArgument } from '../core/errors.ts';
import { openTraining } from './backends.ts';
import { command, readArguments } from './command.ts';
import { evaluateFile, provable, readWeightsFile, weightsFilesOf, type Evaluated } from './evaluate/evaluate.ts';
import { exitCode, record, table } from './evaluate/report.ts';
import { inRoot } from './root.ts';
import { writeWhole } from './train/folder.ts';
import { openTuned } from './train/tuned.ts';

const HELP = `
npm run evaluate -- <plugin> [options]

  ${provable().join(', ')}

  --only LABEL    files whose name contains this
  --quick         a tenth of the samples
  --weights FILE  what was learnt in the scene, exported: how far its samples are from the pictures that it was taught with, and how
                  far those of the weights were that it began with
  --json          one JSON object: {plugin, weights: [{file, metrics: [{name, trained, untrained, real, bar, pass}]}]}

Computes every figure from the weights in assets/<plugin>, with the held-out part of their data set where "npm run data" has
prepared it and what is shipped of it in assets/datasets else. Whether training pictures were only remembered can be seen
where the set is prepared. Figures of a full evaluation are stored in the files' metadata. The exit code is 1 where a bar is
missed.`;

/** Puts the figures into the file's metadata, where they are not there already. */
const store = ({ file, provenance, metrics }: Evaluated): void => {
  const measured = metrics.map(({ name, trained, untrained, real }) => ({ name, trained: Number(trained.toPrecision(6)), untrained: Number(untrained.toPrecision(6)), real: real === null ? null : Number(real.toPrecision(6)) }));
  if (JSON.stringify(measured) === JSON.stringify(provenance.metrics)) return;
  writeWhole(inRoot('assets', file), writeSafetensors(readWeightsFile(file).weights, writeProvenance({ ...provenance, metrics: measured })));
};

/** The figures of the scene, measured here. */
const measureTuned = async (plugin: string, path: string, json: boolean): Promise<number> => {
  const training = await openTraining('wasm');
  try {
    const { tuner, begin, dispose } = await openTuned(plugin, path);
    const figures = async (): Promise<{ distance: number; variety: number }> => ({ distance: await tuner.distance(), variety: (await tuner.look()).variety });
    const now = await figures();
    await begin();
    const before = await figures();
    dispose();
    if (json) process.stdout.write(`${JSON.stringify({ plugin, file: path, before, now })}\n`);
    else process.stdout.write(`${path}\n  distance to its pictures (FID-like)  ${now.distance.toPrecision(4)}, ${before.distance.toPrecision(4)} before\n  variety, that of the pictures being 1  ${now.variety.toPrecision(3)}, ${before.variety.toPrecision(3)} before\n`);
    return 0;
  } finally {
    training.dispose();
  }
};

await command(HELP, async (args) => {
  const { values, positionals: [plugin] } = readArguments(args, { only: { type: 'string' }, quick: { type: 'boolean' }, weights: { type: 'string' }, json: { type: 'boolean' } }, 1);
  if (plugin !== undefined && values.weights !== undefined) return measureTuned(plugin, values.weights, values.json ?? false);
  if (plugin === undefined || !provable().includes(plugin)) throw badArgument(`${plugin === undefined ? 'Say what to evaluate' : `"${plugin}" has nothing to prove`}: ${provable().join(', ')}.`);
  const files = weightsFilesOf(plugin).filter((file) => file.includes(values.only ?? ''));
  if (files.length === 0) throw badArgument(`There are no such weights in assets/${plugin}.`);
  const training = await openTraining('wasm');
  try {
    const done: Evaluated[] = [];
    for (const file of files) {
      const evaluated = await evaluateFile(file, values.quick ? .1 : 1);
      if (!values.quick) store(evaluated);
      if (!values.json) process.stdout.write(`${table(evaluated)}\n`);
      done.push(evaluated);
    }
    if (values.json) process.stdout.write(`${JSON.stringify(record(plugin, done))}\n`);
    return exitCode(done);
  } finally {
    training.dispose();
  }
});
