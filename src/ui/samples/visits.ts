// Where a person has taken a latent: the points it was set to by a click, a drag's end, a draw or an address, told from
// the walk's own way by their jumps. Kept for the session, by latent, as long as the piece is there; the recipe does not
// hold them.

import type { LatentState } from '#api';
import { rounded, samePoint, type Point } from '../../core/latent-samples.ts';
import { latentAt } from '../../core/latent.ts';
import type { PieceRecipe } from '../../core/recipe.ts';
import type { PanelHost } from '../host.ts';
import { pieceOf } from '../piece-edits.ts';
import { visit } from './moves.ts';

export interface Visits {
  /** Points of a latent by its name, `cppn.z`; newest first. */
  of(name: string): readonly Point[];
  /** Notes the points that the hand has let go of. */
  update(): void;
  dispose(): void;
}

/** A hand is on something from these events to those. */
const HELD = ['pointerdown', 'keydown'], FREE = ['pointerup', 'pointercancel', 'keyup', 'blur'];

export const followVisits = (host: PanelHost): Visits => {
  const visited = new Map<string, readonly Point[]>();
  /** Moved by hand, and not noted yet. */
  const moved = new Set<string>();
  let held = false, before = host.document.recipe;
  const hold = (): void => { held = true; };
  // Of blurs the window's alone: an element loses the focus under the hand that takes hold of another.
  const free = ({ type, target }: Event): void => { if (type !== 'blur' || target === window) held = false; };
  for (const type of HELD) window.addEventListener(type, hold, true);
  for (const type of FREE) window.addEventListener(type, free, true);

  /** The point of this moment by the states of `piece`; undefined where it has no such latent. */
  const pointOf = (piece: PieceRecipe | undefined, key: string): Point | undefined => {
    const param = piece && host.registry.loaded.get(piece.plugin)?.params[key], state = piece?.params[key as never] as LatentState | undefined;
    return param?.kind === 'latent' && state ? rounded(param, latentAt(param, state, host.time(), new Float32Array(param.dims))) : undefined;
  };
  const note = (name: string, point: Point): void => void visited.set(name, visit(visited.get(name) ?? [], point));
  const compare = (piece: PieceRecipe): void => {
    const old = pieceOf(before, piece.id);
    if (!old || old === piece || old.plugin !== piece.plugin) return;
    for (const [key, state] of Object.entries(piece.params)) {
      if (old.params[key as never] === state) continue;
      const from = pointOf(old, key), to = pointOf(piece, key), name = `${piece.id}.${key}`;
      if (!from || !to || samePoint(from, to)) continue;
      // Where the first move began is a place to come back to.
      if (!visited.has(name)) note(name, from);
      moved.add(name);
    }
  };
  /** Another piece by its name, or another plugin, was never there. */
  const forget = ({ id, params }: PieceRecipe): void => {
    for (const key of Object.keys(params)) {
      visited.delete(`${id}.${key}`);
      moved.delete(`${id}.${key}`);
    }
  };
  const stop = host.document.subscribe((recipe) => {
    for (const old of before.pieces) if (pieceOf(recipe, old.id)?.plugin !== old.plugin) forget(old);
    for (const piece of recipe.pieces) compare(piece);
    before = recipe;
  });
  return {
    of: (name) => visited.get(name) ?? [],
    update() {
      if (held || moved.size === 0) return;
      for (const { id, params } of before.pieces) for (const key of Object.keys(params)) {
        const point = moved.has(`${id}.${key}`) ? pointOf(pieceOf(before, id), key) : undefined;
        if (point) note(`${id}.${key}`, point);
      }
      moved.clear();
    },
    dispose() {
      stop();
      for (const type of HELD) window.removeEventListener(type, hold, true);
      for (const type of FREE) window.removeEventListener(type, free, true);
    },
  };
};
