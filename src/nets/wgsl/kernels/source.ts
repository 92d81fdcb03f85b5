// A planned step as WGSL: picks the kernel, and says how its items are cut into tiles.

import type { PlanStep } from '../plan.ts';
import type { Operation } from '../operations.ts';
import { gatherBody, gatherItems } from './gather.ts';
import { directBody, directItems } from './linear.ts';
import { kernelSource, WORKGROUP, type Body, type Precision } from './shell.ts';
import { momentsBody, statisticsBody, statisticsItems } from './statistics.ts';
import { tiledBody, tiledItems } from './tiled.ts';

export interface Kernel {
  readonly code: string;
  readonly items: number;
  /** Items of one workgroup. */
  readonly perWorkgroup: number;
}

const bodyOf = (op: Operation): Body => {
  switch (op.type) {
    case 'linear': return op.tiled ? tiledBody(op) : directBody(op);
    case 'moments': return momentsBody(op);
    case 'statistics': return statisticsBody(op);
    default: return gatherBody(op);
  }
};

const itemsOf = (op: Operation): Omit<Kernel, 'code'> => {
  switch (op.type) {
    case 'linear': return op.tiled ? { items: tiledItems(op), perWorkgroup: 1 } : { items: directItems(op), perWorkgroup: WORKGROUP };
    case 'moments': case 'statistics': return { items: statisticsItems(op), perWorkgroup: WORKGROUP };
    default: return { items: gatherItems(op), perWorkgroup: WORKGROUP };
  }
};

/** Tiles of a step: fine enough for a frame's budget on a device on which the step takes half a second. */
const MOST_TILES = 64;

/** How a kernel's items are cut into tiles: of whole workgroups, equal but for the last, none of more than `most` workgroups. */
export const cut = ({ items, perWorkgroup }: Omit<Kernel, 'code'>, most: number): { readonly tiles: number; readonly perTile: number } => {
  const workgroups = Math.ceil(items / perWorkgroup), share = Math.min(most, Math.ceil(workgroups / MOST_TILES));
  return { tiles: Math.ceil(workgroups / share), perTile: share * perWorkgroup };
};

export const kernelOf = ({ operation, fused }: Pick<PlanStep, 'operation' | 'fused'>, precision: Precision): Kernel =>
  ({ code: kernelSource(bodyOf(operation), fused, precision), ...itemsOf(operation) });
