// `npm run upscaler`: makes the weights of the stage that enlarges small pictures, and measures it.

import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inspect, sized } from '#nets';
import { badArgument, reason } from '../core/errors.ts';
import { upscaler } from '../nets/upscaler.ts';
import { openTraining } from './backends.ts';
import { command, readArguments, readWhole } from './command.ts';
import { importUpscaler } from './upscaler/import.ts';
import { measureSet, openShipped, type Measurement } from './upscaler/measure.ts';
import { sheet, table } from './upscaler/report.ts';

const SETS = ['landscapes-256', 'posters-256', 'emoji'];

const HELP = `
npm run upscaler -- import      fetches the published weights and writes assets/upscaler
npm run upscaler -- measure     holds what it makes of held-out pictures against bicubic enlargement

  --set NAME      a prepared set of colour pictures; may be given several times (${SETS.join(', ')})
  --count N       held-out pictures of each set; 24 unless said
  --sheet FILE    writes a PNG: small, bicubic, upscaled and original side by side
  --json          prints one JSON object instead of the table

Prepare the sets first:
  npm run data -- landscapes --size 256 --as landscapes-256
  npm run data -- posters --size 256 --count 600 --as posters-256
  npm run data -- emoji`;

const importNow = async (): Promise<void> => {
  const { path, bytes, converted, stored } = await importUpscaler();
  process.stdout.write(`${relative(process.cwd(), path)}: ${inspect(upscaler).parameters} numbers, ${bytes} bytes
  farthest from the original, of values in 0..1: ${converted.toExponential(1)} converted, ${stored.toExponential(1)} as stored in half precision\n`);
};

await command(HELP, async (args) => {
  const { values, positionals: [verb] } = readArguments(args, { set: { type: 'string', multiple: true }, count: { type: 'string' }, sheet: { type: 'string' }, json: { type: 'boolean' } }, 1);
  if (verb !== 'import' && verb !== 'measure') throw badArgument(`${verb === undefined ? 'Say what to do' : `"${verb}" is not known`}: import or measure.`);
  const count = readWhole('--count', values.count, 1, 10_000, 24);
  const training = await openTraining('wasm');
  try {
    if (verb === 'import') {
      await importNow();
      return 0;
    }
    const upscaling = openShipped(), done: Measurement[] = [];
    for (const set of values.set ?? SETS) done.push(await measureSet(upscaling, set, count));
    upscaling.dispose();
    process.stdout.write(values.json
      ? `${JSON.stringify(done.map(({ shown: _, ...figures }) => figures))}\n`
      : `${table(done)}\n\n${Math.round(inspect(sized(upscaler, 64, 64)).flops / 1e6)} MFLOP from 64 x 64 to 256 x 256\n`);
    if (values.sheet !== undefined) {
      try {
        writeFileSync(values.sheet, sheet(done.flatMap(({ shown }) => shown)));
      } catch (error) {
        throw badArgument(`--sheet cannot be written: ${reason(error)}.`);
      }
    }
    return 0;
  } finally {
    training.dispose();
  }
});
