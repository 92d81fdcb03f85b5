// A planned step as WGSL: picks the kernel, and says how its items are shared out to dispatches.

import type { PlanStep } from '../plan.ts';
import type { Operation } from '../operations.ts';
import { pixelsAtOnce } from '../lowering.ts';
import { gatherBody, gatherItems } from './gather.ts';
import { directBody, directItems } from './linear.ts';
import { kernelSource, WORKGROUP, type Body, type Precision } from './shell.ts';
import { momentsBody, statisticsBody, statisticsItems } from './statistics.ts';
import { tiledBody, tiledItems, tiledMacs } from './tiled.ts';

export interface Kernel {
  readonly code: string;
  readonly items: number;
  /** Items of one workgroup. */
  readonly perWorkgroup: number;
  /** Operations of one item, roughly: for bounding a dispatch. */
  readonly work: number;
}

const bodyOf = (op: Operation): Body => {
  switch (op.type) {
    case 'linear': return op.tiled ? tiledBody(op) : directBody(op);
    case 'moments': return momentsBody(op);
    case 'statistics': return statisticsBody(op);
    default: return gatherBody(op);
  }
};

/** What reading or writing one number costs in operations: gathers wait for memory, not for arithmetic. */
const ACCESS = 8;

const cost = (op: Operation): Omit<Kernel, 'code'> => {
  const threads = { perWorkgroup: WORKGROUP };
  switch (op.type) {
    case 'linear': {
      if (op.tiled) return { items: tiledItems(op), perWorkgroup: 1, work: 2 * tiledMacs(op) };
      const taps = op.up ? Math.ceil(op.size / op.stride) : op.size;
      return { ...threads, items: directItems(op), work: (2 * 4 * pixelsAtOnce(op) * taps ** 2 * op.from[2]) / op.slices };
    }
    case 'moments': return { ...threads, items: statisticsItems(op), work: 2 * 4 * ACCESS * op.chunk };
    case 'statistics': return { ...threads, items: statisticsItems(op), work: 2 * 4 * ACCESS * Math.ceil(op.rows / op.chunk) };
    case 'pool': return { ...threads, items: gatherItems(op), work: 4 * ACCESS * op.size ** 2 };
    case 'maxout': return { ...threads, items: gatherItems(op), work: ACCESS * op.pieces };
    case 'sum': return { ...threads, items: gatherItems(op), work: 4 * ACCESS * op.slices };
    default: return { ...threads, items: gatherItems(op), work: 2 * 4 * ACCESS };
  }
};

/** Work of one dispatch; about a millisecond on a small GPU. */
const MOST_WORK = 5e8;

/** Items that one dispatch computes. */
export interface Range { readonly first: number; readonly end: number }

/** A kernel's items in equal shares, none dearer than a dispatch may be, none of more than `most` workgroups. */
export const split = ({ items, perWorkgroup, work }: Omit<Kernel, 'code'>, most: number): readonly Range[] => {
  const workgroups = Math.ceil(items / perWorkgroup);
  const allowed = Math.max(1, Math.min(most, Math.floor(MOST_WORK / (work * perWorkgroup))));
  const share = Math.ceil(workgroups / Math.ceil(workgroups / allowed)) * perWorkgroup;
  return Array.from({ length: Math.ceil(items / share) }, (_, i) => ({ first: i * share, end: Math.min(items, (i + 1) * share) }));
};

export const kernelOf = ({ operation, fused }: Pick<PlanStep, 'operation' | 'fused'>, precision: Precision): Kernel =>
  ({ code: kernelSource(bodyOf(operation), fused, precision), ...cost(operation) });
