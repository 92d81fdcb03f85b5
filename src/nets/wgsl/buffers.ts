// Buffers for the tensors of a plan: a tensor gives its buffer on when the last step that reads it is done. Pure.

import type { PlanTensor } from './plan.ts';

/** Which tensors a step reads, and the one it writes. */
export interface Use { readonly reads: readonly number[]; readonly writes: number }

/**
 * Greedy, in the order of the steps: the tightest free buffer that is long enough, else the longest free one, lengthened,
 * else a new one. `lasting` tensors (inputs, which are written before the first step, and the output, which is read after
 * the last) share with none.
 */
export const allot = (tensors: readonly PlanTensor[], uses: readonly Use[], lasting: readonly number[]): { buffers: PlanTensor[]; bufferOf: number[] } => {
  const buffers: PlanTensor[] = [], bufferOf: number[] = new Array<number>(tensors.length).fill(-1);
  const free = new Set<number>();
  const fresh = (tensor: number): number => buffers.push(tensors[tensor]!) - 1;
  for (const tensor of new Set(lasting)) bufferOf[tensor] = fresh(tensor);
  const lastUse = new Map(uses.flatMap(({ reads, writes }, step) => [...reads, writes].map((tensor) => [tensor, step] as const)));

  uses.forEach(({ reads, writes }, step) => {
    if (bufferOf[writes] === -1) {
      const { length, exact } = tensors[writes]!;
      const fitting = [...free].filter((buffer) => buffers[buffer]!.exact === exact).sort((a, b) => buffers[a]!.length - buffers[b]!.length);
      const chosen = fitting.find((buffer) => buffers[buffer]!.length >= length) ?? fitting.at(-1) ?? fresh(writes);
      if (buffers[chosen]!.length < length) buffers[chosen] = { length, exact };
      free.delete(chosen);
      bufferOf[writes] = chosen;
    }
    for (const tensor of new Set([...reads, writes])) if (lastUse.get(tensor) === step && !lasting.includes(tensor)) free.add(bufferOf[tensor]!);
  });
  return { buffers, bufferOf };
};
