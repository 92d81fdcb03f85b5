// What shards have rendered, looked at together: every frame there, whole, of one size, from one recipe at its own moment.

import { EngineError } from '../core/errors.ts';
import { writtenPicture } from './render-files.ts';
import { framesOf, type Shard } from './render-shards.ts';

/** `3, 7-12, 40` */
export const ranges = (numbers: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const n of numbers) {
    const run = runs.at(-1);
    if (run?.[1] === n - 1) run[1] = n;
    else runs.push([n, n]);
  }
  const shown = runs.slice(0, 8).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return `${shown.join(', ')}${runs.length > 8 ? ` and ${runs.length - 8} more runs` : ''}`;
};

/** Throws a sentence that names what is missing or strange, and how to render it; answers how many frames there are. */
export const joinPictures = (file: (frame: number) => string, frames: number, texts: (frame: number) => string, isOf: (path: string, text: string) => boolean, shards: number | undefined): number => {
  const missing: number[] = [], strange: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const path = file(frame);
    if (!writtenPicture(path)) missing.push(frame);
    else if (!isOf(path, texts(frame))) strange.push(frame);
  }
  if (missing.length === 0 && strange.length === 0) return frames;
  const of = (wanted: readonly number[]): string => {
    if (shards === undefined) return '';
    const all = Array.from({ length: shards }, (_, i): Shard => ({ index: i + 1, count: shards }));
    const hit = all.filter((shard) => { const [first, end] = framesOf(shard, frames); return wanted.some((frame) => frame >= first && frame < end); });
    return `, of shard${hit.length > 1 ? 's' : ''} ${ranges(hit.map(({ index }) => index))}`;
  };
  const faults = [
    ...(missing.length > 0 ? [`${missing.length} of ${frames} frames are missing: ${ranges(missing)}${of(missing)}`] : []),
    ...(strange.length > 0 ? [`${strange.length} frames were rendered from another recipe, moment or size: ${ranges(strange)}${of(strange)}`] : []),
  ];
  throw new EngineError('data-unusable', `${faults.join('; ')}.`, { hint: 'The same command with --resume in place of --join renders them.' });
};
