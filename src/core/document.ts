// The document: the recipe in force, and its past. The only mutable state of a session that a person edits; panel,
// engine, scene and link all follow it. Edits that carry the same gesture (one drag of a slider) are one step of undo.

import type { Recipe } from './recipe.ts';

const LONGEST_PAST = 200;

export interface Document {
  readonly recipe: Recipe;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Replaces the recipe. `gesture` joins this edit with the ones just before it that bear the same name. */
  edit(change: (recipe: Recipe) => Recipe, gesture?: string): void;
  /** Changes the recipe in force and every one that undo and redo lead to, without a step: the ground has moved. */
  replace(change: (recipe: Recipe) => Recipe): void;
  /** Ends the gesture: the next edit is a step of its own. */
  settle(): void;
  undo(): void;
  redo(): void;
  /** Calls back after each change; returns the way to stop. */
  subscribe(listener: (recipe: Recipe) => void): () => void;
}

export const createDocument = (start: Recipe): Document => {
  let recipe = start;
  let past: Recipe[] = [], future: Recipe[] = [];
  let gesture: string | undefined;
  const listeners = new Set<(recipe: Recipe) => void>();
  const show = (next: Recipe): void => {
    recipe = next;
    for (const listener of listeners) listener(recipe);
  };
  return {
    get recipe() { return recipe; },
    get canUndo() { return past.length > 0; },
    get canRedo() { return future.length > 0; },
    edit(change, name) {
      const next = change(recipe);
      if (next === recipe) return;
      if (name === undefined || name !== gesture) past = [...past.slice(1 - LONGEST_PAST), recipe];
      gesture = name;
      future = [];
      show(next);
    },
    replace(change) {
      past = past.map(change);
      future = future.map(change);
      show(change(recipe));
    },
    settle() { gesture = undefined; },
    undo() {
      const last = past.pop();
      if (!last) return;
      future.push(recipe);
      gesture = undefined;
      show(last);
    },
    redo() {
      const next = future.pop();
      if (!next) return;
      past.push(recipe);
      gesture = undefined;
      show(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
