// One rendering on many machines: which frames are whose. Frames are independent, so each machine takes a run of them and
// needs to know nothing of the others. Numbers and words only.

import { createClock } from '../core/clock.ts';
import { badArgument } from '../core/errors.ts';

/** One of `count` shares, counted from 1. */
export interface Shard { readonly index: number; readonly count: number }

const MOST_SHARDS = 10_000;

const HOW = '--shard is written i/n, such as 3/8, or auto in a Slurm array, or auto/8 in a Kubernetes indexed Job of 8';

type Environment = Readonly<Record<string, string | undefined>>;

const number = (text: string | undefined): number | undefined => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined);

/** What the scheduler says: Slurm's array variables, or a Kubernetes Job's, which does not tell how many there are. */
const scheduled = (env: Environment, told: number | undefined): Shard => {
  const task = number(env['SLURM_ARRAY_TASK_ID']), job = number(env['JOB_COMPLETION_INDEX']);
  if (task !== undefined) {
    const count = told ?? number(env['SLURM_ARRAY_TASK_COUNT']), first = number(env['SLURM_ARRAY_TASK_MIN']) ?? 0;
    if (count === undefined) throw badArgument('--shard auto found SLURM_ARRAY_TASK_ID but no SLURM_ARRAY_TASK_COUNT; say how many there are with --shard auto/n.');
    // An array may be written 0-28:4; its numbers count the tasks either way.
    return { index: Math.floor((task - first) / (number(env['SLURM_ARRAY_TASK_STEP']) || 1)) + 1, count };
  }
  if (job === undefined) throw badArgument(`--shard auto found neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX in the environment; ${HOW}.`);
  if (told === undefined) throw badArgument('--shard auto found JOB_COMPLETION_INDEX, but a Job does not tell how many there are; write --shard auto/n with the number of its completions.');
  return { index: job + 1, count: told };
};

/** Reads `3/8`, `auto` or `auto/8`; throws a sentence. */
export const readShard = (text: string, env: Environment): Shard => {
  const [, which = '', told] = /^(auto|\d{1,5})(?:\/(\d{1,5}))?$/.exec(text) ?? [];
  if (which === '' || (which !== 'auto' && told === undefined)) throw badArgument(`${HOW}; got "${text}".`);
  const shard = which === 'auto' ? scheduled(env, number(told)) : { index: Number(which), count: Number(told) };
  if (shard.count < 1 || shard.count > MOST_SHARDS) throw badArgument(`There may be 1 to ${MOST_SHARDS} shards; got ${shard.count}.`);
  if (shard.index < 1 || shard.index > shard.count) throw badArgument(`There is no shard ${shard.index} of ${shard.count}; they count from 1.`);
  return shard;
};

/** The frames of a shard, from the first to before the end: as even as whole frames can be, in order. Empty where there are more shards than frames. */
export const framesOf = ({ index, count }: Shard, frames: number): readonly [first: number, end: number] =>
  [Math.floor(((index - 1) * frames) / count), Math.floor((index * frames) / count)];

/** Name of a share of a film, beside the whole: `film.mp4` of the third of 16 is `film-03-of-16.mp4`. */
export const partName = (whole: string, { index, count }: Shard): string => whole.replace(/\.\w+$/, (ending) => `-${String(index).padStart(String(count).length, '0')}-of-${count}${ending}`);

/** The moment of every frame, to the last bit as the viewer's clock counts it from the first: wherever a rendering begins, it is the same. */
export const momentsOf = (start: number, fps: number): ((frame: number) => number) => {
  const times = [start], clock = createClock();
  clock.seek(start);
  return (frame) => {
    while (times.length <= frame) {
      clock.step(fps);
      times.push(clock.time);
    }
    return times[frame]!;
  };
};
