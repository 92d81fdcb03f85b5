// Films in shares: each machine writes its frames as a film of its own beside the whole, and `--join` puts them together.

import { readdirSync, existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { badArgument, EngineError } from '../core/errors.ts';
import { momentOf } from '../record/frames.ts';
import { filmOnDisk, joinFilms } from '../record/join.ts';
import { RECIPE_TAG, recipeText } from '../record/recipe-tag.ts';
import type { Container } from '../record/settle.ts';
import { writeBy } from './render-files.ts';
import { ranges } from './render-join.ts';
import { line, renderOne, type OpenViewer } from './render-one.ts';
import type { RenderPlan } from './render-plan.ts';
import { framesOf, partName } from './render-shards.ts';

type Share = RenderPlan['share'];

/** Whether a film on disk is the one that would be rendered: all of these frames, of this size, from this recipe. */
export const isRenderedFilm = async (path: string, { width, height, fps, moment, textAt }: RenderPlan, [first, end]: Share): Promise<boolean> => {
  const found = existsSync(path) ? await filmOnDisk(path) : undefined;
  return found?.frames === end - first && found.width === width && found.height === height && found.recipe !== undefined && recipeText(found.recipe) === textAt(momentOf({ start: moment(0), fps }, first));
};

/** Renders the share of a film that the plan says. */
export const renderFilm = async (plan: RenderPlan, open: OpenViewer): Promise<void> => {
  const { output, share: [from, until], file, width, height, fps, frames } = plan;
  if (output.kind !== 'film') return;
  if (until === from) return line('Nothing to render: there are more shards than frames', true);
  if (plan.resume && await isRenderedFilm(file(0), plan, plan.share)) return line(`Nothing to render: ${file(0)} is there`, true);
  await renderOne(plan, open, (viewer) => viewer.film({ ...output.how, ...(output.audio === undefined ? {} : { audio: output.audio }), width, height, fps, frames, from, until, start: plan.moment(0) },
    ({ done, frames: all, left }) => line(`${done} of ${all} frames${left === undefined ? '' : `, ${Math.ceil(left)} s to go`}`, false)));
};

/** Into how many shares the films beside `whole` say that it is divided. */
const countBeside = (whole: string): number => {
  const [, stem = '', ending = ''] = /^(.*)(\.\w+)$/.exec(basename(whole)) ?? [], folder = dirname(whole);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(`${stem}-`) && name.endsWith(ending)) : [];
  const told = names.flatMap((name) => /^\d+-of-(\d+)$/.exec(name.slice(stem.length + 1, -ending.length))?.[1] ?? []);
  const counts = [...new Set(told.map(Number))].sort((a, b) => a - b), [count] = counts;
  if (count === undefined) throw badArgument(`There is no part of ${whole} to join; the same command with --shard 1/2 renders the first of two.`);
  if (counts.length > 1) throw badArgument(`There are parts of ${whole} of several divisions: of ${counts.join(' and of ')}; say which with --shard 1/${count}.`);
  return count;
};

/** Puts the shares of a film together; answers how many there were. Throws a sentence that names those that are missing or strange. */
export const joinParts = async (plan: RenderPlan): Promise<number> => {
  const { output } = plan;
  if (output.kind !== 'film') return 0;
  const { whole, how: { alpha } } = output, { frames, fps, moment, textAt, recipe: { title } } = plan, count = plan.shards ?? countBeside(whole);
  const parts = Array.from({ length: count }, (_, i) => ({ index: i + 1, path: partName(whole, { index: i + 1, count }), share: framesOf({ index: i + 1, count }, frames) })).filter(({ share: [first, end] }) => end > first);
  const missing: number[] = [], strange: number[] = [];
  for (const { index, path, share } of parts) {
    if (!existsSync(path)) missing.push(index);
    else if (!await isRenderedFilm(path, plan, share)) strange.push(index);
  }
  const faults = [
    ...(missing.length > 0 ? [`${missing.length} of ${parts.length} parts are missing: ${ranges(missing)}`] : []),
    ...(strange.length > 0 ? [`${strange.length} are not whole, or from another recipe, moment or size: ${ranges(strange)}`] : []),
  ];
  if (faults.length > 0) throw new EngineError('data-unusable', `${faults.join('; ')}.`, { hint: `The same command with --shard I/${count} in place of --join renders the I-th.` });
  await writeBy(whole, (path) => joinFilms(parts.map(({ path: part, share: [first] }) => ({ path: part, first })), path, {
    container: whole.slice(whole.lastIndexOf('.') + 1).toLowerCase() as Container, fps, alpha, name: title || 'driftloom', metadata: { key: RECIPE_TAG, text: textAt }, start: moment(0),
  }));
  return parts.length;
};
