// `npm run bench`: figures of speed, from a run on this machine. Nothing here is a test: a slow machine misses targets.

import { badArgument } from '../core/errors.ts';
import { readArguments, readWhole } from './command.ts';
import { tableOf } from './bench/report.ts';
import { benchScheduler } from './bench/scheduler.ts';
import type { BenchHost } from './bench/session.ts';
import { benchTraining, trainingTable } from './bench/training.ts';

export const HELP = `
npm run bench -- scheduler [options]
npm run bench -- training [options]

  scheduler: time between frames with 0, 1, 4 and 16 pieces, a style chain, and a piece whose picture costs five frames; each with
  the scheduler, and with a loop that infers everything before it renders. The exit code is 1 where the target is missed:
  under the load of five frames, p99 at most 1.5 times the empty scene's, where the naive loop shows at least 5 times.

  training: time between frames of a scene whose DCGAN is not taught, and is taught beside them; steps a second, and those
  of a loop that takes a whole step before each frame. The exit code is 1 where p99 grows beyond 1.5 times.

  --json        one JSON object instead of a table
  --gpu         the machine's graphics adapter; without it a software one
  --node        the engine in Node, on Dawn and the adapter it finds, without a scene (scheduler)
  --seconds N   of each scene in each loop; 4 unless said
  --frames N    of the run that watches memory (scheduler); 1000 unless said, 0 leaves it out`;

export interface BenchHosts {
  node(): Promise<BenchHost>;
  page(gpu: boolean): Promise<BenchHost>;
}

export const bench = async (args: string[], hosts: BenchHosts): Promise<number> => {
  const { values, positionals: [what] } = readArguments(args, { 'json': { type: 'boolean' }, 'gpu': { type: 'boolean' }, 'node': { type: 'boolean' }, 'seconds': { type: 'string' }, 'frames': { type: 'string' } }, 1);
  if (what !== 'scheduler' && what !== 'training') throw badArgument(`${what ? `There is no bench "${what}"` : 'Say which bench'}: there are "scheduler" and "training".`);
  const plan = { seconds: readWhole('--seconds', values.seconds, 1, 600, 4), frames: readWhole('--frames', values.frames, 0, 1_000_000, 1000) };
  const host = await (values.node ? hosts.node() : hosts.page(values.gpu ?? false));
  try {
    if (what === 'training') {
      const report = await benchTraining(host, plan.seconds);
      process.stdout.write(`${values.json ? JSON.stringify(report) : trainingTable(report)}\n`);
      return report.target.met ? 0 : 1;
    }
    const report = await benchScheduler(host, values.node ? 'node' : 'page', plan, (text) => process.stderr.write(`${text}\n`));
    process.stdout.write(`${values.json ? JSON.stringify(report) : tableOf(report)}\n`);
    return report.target.met ? 0 : 1;
  } finally {
    await host.close();
  }
};
