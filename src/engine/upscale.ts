// The optional last stage of a piece: its plugin paints small, and the upscaler's net paints that four times larger into
// the piece's picture, as more steps of the same job. What is small, and what a picture measures then, is decided here.

import type { Level, Output, PluginDefinition, Step } from '#api';
import { EngineError, reason } from '../core/errors.ts';
import { same } from '../core/params.ts';
import type { PieceRecipe } from '../core/recipe.ts';
import type { Picture } from '../gpu/picture.ts';
import { LEAST_UPSCALED, MOST_UPSCALED, UPSCALE } from '../nets/upscaler.ts';
import type { Stage } from './upscale-stage.ts';

export type Size = readonly [width: number, height: number];

/** Pixels of a piece's picture, and those that its plugin paints before the upscaler, where it has one. */
export interface Sizes { readonly size: Size; readonly small?: Size }

const fits = (size: Size): boolean => size.every((side) => Number.isInteger(side) && side >= LEAST_UPSCALED && side <= MOST_UPSCALED);

type Told = { readonly width: number; readonly height: number } | undefined;

/** What a plugin says of its pixels; one that fails to say says nothing. */
const told = (say: ((params: PieceRecipe['params']) => Told) | undefined, params: PieceRecipe['params']): Size | undefined => {
  try {
    const said = say?.(params);
    return said && [said.width, said.height];
  } catch {
    return undefined;
  }
};

/** Pixels of a piece's picture without the upscaler. */
const plainSize = ({ output }: PluginDefinition, { params, size }: Pick<PieceRecipe, 'params' | 'size'>): Size =>
  (output.resolutionFree ? size : undefined) ?? told(output.size, params) ?? [output.width, output.height];

/** What a piece can be upscaled from: its plugin's own pixels, or all of a picture that is small; undefined where it has more. */
export const upscalable = (definition: PluginDefinition, recipe: Pick<PieceRecipe, 'params' | 'size'>): Size | undefined => {
  const { native } = definition.output, small = native ? told(native, recipe.params) : plainSize(definition, recipe);
  return small && fits(small) ? small : undefined;
};

/** A size that was asked for holds where the plugin has pixels of its own; else the picture is four times the small one. */
export const sizesOf = (definition: PluginDefinition, recipe: Pick<PieceRecipe, 'params' | 'size' | 'view'>): Sizes => {
  const { output } = definition, wanted = output.resolutionFree ? recipe.size : undefined;
  const small = recipe.view.upscale === 'off' ? undefined : upscalable(definition, recipe);
  if (!small) return { size: plainSize(definition, recipe) };
  return { size: (output.native ? wanted : undefined) ?? [UPSCALE * small[0], UPSCALE * small[1]], small };
};

/** A picture, and the stage before it, which is made without blocking. They end together. */
export interface StagedPicture extends Picture {
  readonly upscale?: {
    readonly small: Size;
    /** Resolves when the stage is there, or is known not to come. */
    readonly ready: Promise<void>;
    /** Undefined until it is there. */
    readonly stage: Stage | undefined;
    /** Why it does not come, as a sentence; '' where nothing is wrong. */
    readonly problem: string;
  };
}

/** Whether a picture serves a piece of these sizes. */
export const serves = (picture: StagedPicture | undefined, { size, small }: Sizes): picture is StagedPicture =>
  picture?.width === size[0] && picture.height === size[1] && same(picture.upscale?.small, small);

/** Adds the stage that `opening` brings to a picture, both of which it then owns. */
export const withStage = (picture: Picture, small: Size, opening: Promise<Stage>): StagedPicture => {
  let stage: Stage | undefined, problem = '', ended = false;
  const ready = opening.then((made) => {
    if (ended) made.dispose();
    else stage = made;
  }, (error: unknown) => { problem = `${reason(error).replace(/\.$/, '')}. ${error instanceof EngineError ? error.hint : ''}`.trim(); });
  return {
    ...picture,
    // The spread has copied what these were.
    get front() { return picture.front; },
    get count() { return picture.count; },
    upscale: { small, ready, get stage() { return stage; }, get problem() { return problem; } },
    dispose() {
      ended = true;
      stage?.dispose();
      stage = undefined;
      picture.dispose();
    },
  };
};

/**
 * One picture's steps: `paint` paints into the target, or into the stage's small texture before the stage paints the
 * target. At a lower level than its best a piece goes without the stage, which is most of the cost.
 */
export const stepsInto = ({ upscale }: StagedPicture, best: boolean, target: Output, paint: (output: Output) => Iterable<Step>): Iterable<Step> => {
  const stage = best ? upscale?.stage : undefined;
  return stage ? upscaled(stage, target, paint(stage.small)) : paint(target);
};

function* upscaled(stage: Stage, target: Output, small: Iterable<Step>): Generator<Step> {
  yield* small;
  yield* stage.steps(target);
}

/** Whether a level is the best that a plugin offers. */
export const isBest = ({ budget: { levels } }: PluginDefinition, level: Level): boolean => level === levels[0];
