// The place in a picture's steps: which comes next, and how many of its tiles are done. Shared by the pieces' jobs and by
// the samples.

import type { KernelStep, Step, Tiles } from '#api';

export interface Cursor {
  readonly steps: Iterator<Step>;
  /** The step that comes next, or is under way; undefined when all are done. */
  next: Step | undefined;
  /** Tiles of it that are done. */
  tile: number;
  /** Some of the steps have been run: the inputs are read. */
  begun: boolean;
}

const take = (steps: Iterator<Step>): Step | undefined => {
  const result = steps.next();
  return result.done ? undefined : result.value;
};

/** Begins: runs the plugin's code up to its first step. */
export const cursorOf = (steps: Iterable<Step>): Cursor => {
  const iterator = steps[Symbol.iterator]();
  return { steps: iterator, next: take(iterator), tile: 0, begun: false };
};

/** Goes on to the next step where this one is done: runs the plugin's code between them. */
export const passOn = (cursor: Cursor): void => {
  if (!cursor.next || cursor.tile < tileCount(cursor.next)) return;
  cursor.tile = 0;
  cursor.next = take(cursor.steps);
};

/** A step's tiles; a step that cannot be cut is one. */
export const tileCount = (step: Step): number => (step as KernelStep).tiles?.count ?? 1;

/** Encodes some of a kernel step's tiles. */
export const encodeTiles = (step: KernelStep, pass: GPUComputePassEncoder, from: number, to: number): void => {
  const tiles: Tiles | undefined = step.tiles;
  if (!tiles || (from === 0 && to === tiles.count)) step.encode(pass);
  else tiles.encode(pass, from, to);
};
