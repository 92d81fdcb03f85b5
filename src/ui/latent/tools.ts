// What the parts of one latent's folder share: its declaration, its state in the recipe, and the one way to change it.

import type { LatentParam, LatentState } from '#api';
import { latentAt } from '../../core/latent.ts';
import type { PanelHost } from '../host.ts';
import { write, type Place } from '../rows.ts';

export interface LatentTools {
  readonly host: PanelHost;
  readonly param: LatentParam;
  /** Names rows and gestures: `cppn.z`. */
  readonly name: string;
  /** What is in the recipe now; the declaration's default when the piece is gone. */
  state(): LatentState;
  /** Writes a state; what one hand does until `last` is one step of undo. */
  change(hand: string, next: LatentState, last: boolean): void;
  /** The hand that is changing the state right now, or ''. It shows it already: a refresh would fight with the pointer. */
  readonly hand: string;
  /** The point of this moment, `[dims]`; borrowed until the next call. */
  point(): Float32Array;
  /** Share of the picture's variance by dimension, as measured in this session; undefined before. */
  importance: readonly number[] | undefined;
}

/** A part of the folder. */
export interface LatentPart {
  /** The state has changed. */
  show(): void;
  /** A few times a second: what moves by itself. */
  update?(): void;
  /** It can no longer be seen. */
  rest?(): void;
}

/** What was measured, by host and latent, so that it outlives a folder that is made anew. */
const measured = new WeakMap<PanelHost, Map<string, readonly number[]>>();

export const latentTools = (host: PanelHost, place: Place, key: string, param: LatentParam): LatentTools => {
  const name = `${place.path}.${key}`, now = new Float32Array(param.dims);
  const kept = measured.get(host) ?? new Map<string, readonly number[]>();
  measured.set(host, kept);
  let hand = '';
  const state = (): LatentState => {
    const held = place.states(host.document.recipe)?.[key];
    return typeof held === 'object' && held !== null && 'center' in held ? held as LatentState : param.default;
  };
  return {
    host, param, name, state,
    change(which, next, last) {
      hand = which;
      write(host.document, place, key, next, last, `${name}.${which}`);
      hand = '';
    },
    get hand() { return hand; },
    point: () => latentAt(param, state(), host.time(), now),
    get importance() {
      const known = kept.get(name);
      return known?.length === param.dims ? known : undefined;
    },
    set importance(shares) { if (shares) kept.set(name, shares); else kept.delete(name); },
  };
};
