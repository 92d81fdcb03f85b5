// Samples of a wall that a person has dropped: they are hidden, and are not among the kept. They are the session's, as the
// wall is; the recipe holds what is kept. What is kept, by whatever gesture or undo, is dropped no longer.

import { samePoint, type Point } from '../../core/latent-samples.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { LatentTools } from '../latent/tools.ts';
import { keptAt, unkept } from './moves.ts';

export interface Dropped {
  has(point: Point): boolean;
  /** Drops a sample, which is kept no longer; or brings it back. */
  toggle(point: Point): void;
  /** Brings it back where it was dropped. */
  bring(point: Point): void;
  /** Brings the last one back where nothing was edited since it was dropped; answers whether there was one. */
  undo(): boolean;
  /** Forgets what is kept by now. */
  follow(): void;
  clear(): void;
}

/** `all` are the points of each latent by its name; `changed` is told when marks are to be shown anew. */
export const createDropped = ({ name, state, change, host }: LatentTools, all: Map<string, readonly Point[]>, changed: () => void): Dropped => {
  const points = (): readonly Point[] => all.get(name) ?? [];
  /** Drops that no edit came with, and the recipe that they were made on. */
  let steps: { readonly point: Point; readonly recipe: Recipe }[] = [];
  const has = (point: Point): boolean => points().some((one) => samePoint(one, point));
  const bring = (point: Point): void => {
    if (!has(point)) return;
    all.set(name, points().filter((one) => !samePoint(one, point)));
    steps = steps.filter((step) => !samePoint(step.point, point));
    changed();
  };
  return {
    has, bring,
    toggle(point) {
      if (has(point)) return bring(point);
      const at = keptAt(state(), point);
      // The edit's own undo keeps it again, and so brings it back.
      if (at >= 0) change('keep', unkept(state(), at), true);
      else steps.push({ point, recipe: host.document.recipe });
      all.set(name, [...points(), point]);
      changed();
    },
    undo() {
      const last = steps.findLast(({ point }) => has(point));
      if (last?.recipe !== host.document.recipe) return false;
      bring(last.point);
      return true;
    },
    follow() { all.set(name, points().filter((point) => keptAt(state(), point) < 0)); },
    clear() { all.delete(name); },
  };
};
