// What a piece is taught, from its recipe: which trainer, the weights it goes on from, the pictures.

import type { PluginDefinition, WeightsFile } from '#api';
import { EngineError, reason } from '../core/errors.ts';
import { same } from '../core/params.ts';
import type { PieceRecipe } from '../core/recipe.ts';
import { emptyTuning, type TuningPicture } from '../core/tuning.ts';
import { weightsPath, type LoadWeights } from '../engine/weights.ts';
import { readSafetensors } from '../nets/safetensors.ts';
import type { Cut } from '../sources/cut.ts';
import type { Lesson } from '../train/tuning/course.ts';
import { lacking, shapeOf, type CutPicture } from '../train/tuning/pictures.ts';
import { tunableOf, type Tunable } from './trainers.ts';

export interface LessonHost {
  readonly loadWeights: LoadWeights;
  readonly cut: Cut;
}

/** The trainer whose work a piece shows, as its params stand; a sentence where there is none. */
export const tunableFor = async ({ plugin, params }: PieceRecipe, { title }: PluginDefinition): Promise<Tunable | string> => {
  const all = await tunableOf(plugin);
  if (all.length === 0) return `${title} has nothing to learn.`;
  const found = all.find(({ tuning: { shows } }) => Object.entries(shows).every(([key, state]) => same((params as Readonly<Record<string, unknown>>)[key], state)));
  const ways = all.map(({ tuning: { shows } }) => Object.entries(shows).map(([key, state]) => `${key} ${String(state)}`).join(', '));
  return found ?? `As it stands it cannot learn; it can with ${ways.join('; or ')}.`;
};

/** Fetches the file that a trainer goes on from; undefined where it begins by itself. */
export const startOf = async ({ loadWeights }: LessonHost, { weights = {} }: PluginDefinition, { tuning: { from } }: Tunable): Promise<WeightsFile | undefined> => {
  const path = from === undefined ? undefined : weights[from];
  return path === undefined ? undefined : readSafetensors(await loadWeights(path), weightsPath(path));
};

/** Cuts every picture; rejects with a sentence that names those that could not be. */
const cutAll = async (cut: Cut, pictures: readonly TuningPicture[], height: number, width: number, say: (work: string) => void): Promise<CutPicture[]> => {
  const done: CutPicture[] = [], failed: string[] = [];
  for (const [i, picture] of pictures.entries()) {
    say(`Reading ${i + 1} of ${pictures.length} pictures`);
    try {
      done.push({ pixels: await cut(picture, width, height), heap: picture.heap });
    } catch (error) {
      failed.push(reason(error).replace(/\.$/, ''));
    }
  }
  if (failed.length > 0) throw new EngineError('data-unusable', `${failed.length} of ${pictures.length} pictures cannot be learnt from: ${failed.slice(0, 3).join('; ')}${failed.length > 3 ? `; and ${failed.length - 3} more` : ''}. Take them out, or bring them again.`);
  return done;
};

/** `start` is the file it goes on from, borrowed. */
export const lessonOf = ({ cut }: LessonHost, piece: PieceRecipe, { variant, trainer, tuning }: Tunable, start: WeightsFile | undefined): Lesson => {
  const { settings, pictures } = piece.tuning ?? emptyTuning, [height, width] = shapeOf(trainer);
  const { perFrame: _, average, ...taught } = settings;
  return {
    key: JSON.stringify({ variant, taught, pictures }),
    averaged: average,
    async plan(say) {
      const lack = lacking(tuning.heaps, tuning.heaps.map((_heap, i) => pictures.filter(({ heap }) => heap === i).length));
      if (lack) throw new EngineError('data-unusable', lack);
      return { plugin: piece.plugin, variant, weights: start?.weights, pictures: await cutAll(cut, pictures, height, width, say), settings };
    },
  };
};
