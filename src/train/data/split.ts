// Which items are learnt from and which are held out: a set's own test part where it has one, else a tenth by a seeded
// shuffle. Groups (squares of one picture, letters of one font) are never torn apart, or the test would know its answers.

import { random } from '../../core/random.ts';
import { countOf, sizeOf, type DataDraft, type DataValues } from './data-set.ts';

const HELD_OUT = .1;
const SEED = 1;

const shuffled = (list: number[], seed: number): number[] => {
  const chance = random(seed, 'data order');
  for (let i = list.length - 1; i > 0; i--) {
    const j = chance.int(i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
};

const reordered = (values: DataValues, size: number, order: readonly number[]): DataValues => {
  const out = new (values.constructor as { new(length: number): Uint8Array; new(length: number): Float32Array })(values.length);
  for (const [to, from] of order.entries()) out.set(values.subarray(from * size, (from + 1) * size), to * size);
  return out;
};

/** New order of the items, and how many at its end are the test part. */
const order = (count: number, groups: ArrayLike<number> | undefined): { order: number[]; test: number } => {
  const groupOf = (i: number): number => groups?.[i] ?? i;
  const every = Array.from({ length: count }, (_, i) => i);
  const keys = shuffled([...new Set(every.map(groupOf))], SEED);
  const held = new Set(keys.length < 2 ? [] : keys.slice(-Math.max(1, Math.round(keys.length * HELD_OUT))));
  const mixed = shuffled(every, SEED + 1);
  const test = mixed.filter((i) => held.has(groupOf(i)));
  return { order: [...mixed.filter((i) => !held.has(groupOf(i))), ...test], test: test.length };
};

/** The draft in its final order, with `test` known. A set with a test part of its own is handed back as it is. */
export const split = (draft: DataDraft): DataDraft & { readonly test: number } => {
  if (draft.test !== undefined) return { ...draft, test: draft.test };
  const next = order(countOf(draft), draft.groups);
  const { groups: _, ...rest } = draft;
  return {
    ...rest,
    items: reordered(draft.items, sizeOf(draft.shape), next.order),
    columns: Object.fromEntries(Object.entries(draft.columns).map(([name, column]) => [name, { ...column, values: reordered(column.values, sizeOf(column.shape), next.order) }])),
    ...(draft.names ? { names: next.order.map((i) => draft.names![i]!) } : {}),
    test: next.test,
  };
};
