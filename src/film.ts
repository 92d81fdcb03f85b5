// Exact frames for the recorder: painted whole, rendered off the screen, read back, one after the other. What a frame shows
// depends on recipe and number alone, never on what was on screen before.

import type { Clock } from './core/clock.ts';
import { EngineError } from './core/errors.ts';
import { closedRecipe, type Loop } from './core/loop.ts';
import type { Recipe } from './core/recipe.ts';
import { picturesRemember } from './core/remembers.ts';
import type { Engine } from './engine/engine.ts';
import type { Registry } from './engine/registry.ts';
import { createFrameReader } from './gpu/resolve.ts';
import { momentOf, type Film, type FilmSetting } from './record/frames.ts';
import type { Stage } from './scene/stage.ts';

/** What a film is made with; the caller sees to it that nobody else uses them meanwhile, and restores them. */
export interface FilmCrew {
  readonly device: GPUDevice;
  readonly engine: Engine;
  readonly stage: Stage;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly recipe: Recipe;
  /** No drift of the camera. */
  readonly still: boolean;
  /** Learning that is stepped with the frames. */
  readonly lessons?: { before(frame: number): Promise<void>; end(): void } | undefined;
}

/** Frames before its loop that a frame 0 must have seen: all of a round where pictures remember, else as long as trails last. */
const seenBefore = ({ post: { trails } }: Recipe, remember: boolean, round: number): number =>
  Math.min(round, remember ? round : trails > 0 ? Math.ceil(Math.log(1 / 512) / Math.log(trails)) : 0);

export const openFilm = async <T>({ device, engine, stage, clock, registry, recipe: free, still, lessons }: FilmCrew, setting: FilmSetting, work: (film: Film) => Promise<T>): Promise<T> => {
  const { width, height, supersampling, depth, alpha, fps, start } = setting, remember = picturesRemember(free, registry.loaded);
  const loop: Loop | undefined = setting.loop > 0 ? { start, seconds: setting.loop } : undefined;
  const recipe = loop ? closedRecipe(free, registry.loaded, loop) : free;
  // What remembers earlier frames is made anew, so that it remembers none but the film's.
  if (remember) engine.apply({ ...recipe, pieces: [] }, registry.loaded);
  engine.apply(recipe, registry.loaded);
  stage.apply(recipe);
  await engine.settled();
  const broken = new Set(engine.pieces.filter(({ state }) => state === 'failed'));
  const shot = stage.film({ width: width * supersampling, height: height * supersampling, exact: depth === 16, alpha, ...(loop ? { loop } : {}) });
  const reader = createFrameReader(device, shot.texture, supersampling, depth);
  let begun = false;

  const paint = async (index: number): Promise<void> => {
    if (begun) clock.step(fps);
    begun = true;
    // Frames before the first of a loop are its last.
    clock.seek(momentOf(setting, index) + (index < 0 ? loop!.seconds : 0));
    await lessons?.before(index);
    await engine.present();
    engine.complete();
    const failed = engine.pieces.find((piece) => piece.state === 'failed' && !broken.has(piece));
    if (failed) throw new EngineError('plugin-failed', `${failed.id} could not paint frame ${index}`);
    stage.render(engine.pieces, clock.time, still, false);
  };
  const remembered = async (index: number): Promise<void> => {
    const before = loop ? seenBefore(recipe, remember, Math.round(loop.seconds * fps)) : 0;
    const first = recipe.post.trails > 0 || remember ? -before : index;
    for (let unseen = first; unseen < index; unseen++) {
      await paint(unseen);
      await device.queue.onSubmittedWorkDone();
    }
  };
  try {
    return await work({
      async frame(index) {
        if (!begun) await remembered(index);
        await paint(index);
        return reader.read();
      },
    });
  } finally {
    reader.dispose();
    shot.end();
    lessons?.end();
  }
};
