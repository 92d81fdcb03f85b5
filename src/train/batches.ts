// The order in which a seed draws a data set: every item once an epoch, each epoch shuffled anew. Nothing is kept but
// how many batches were drawn, so that a run can go on from any of them.

import { random } from '../core/random.ts';
import { sizeOf, type DataSet, type DataValues } from './data/data-set.ts';

/** Indices `start <= i < end` in the order of an epoch (Fisher-Yates). */
export const orderOf = (seed: number, epoch: number, start: number, end: number): Uint32Array<ArrayBuffer> => {
  const order = Uint32Array.from({ length: end - start }, (_, i) => start + i), chance = random(seed, `order of epoch ${epoch}`);
  for (let i = order.length - 1; i > 0; i--) {
    const j = chance.int(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
};

/** Answers with the indices of batch number `drawn` of a run. */
export const batchesOf = (seed: number, size: number, [start, end]: readonly [number, number]): ((drawn: number) => Uint32Array<ArrayBuffer>) => {
  const perEpoch = Math.max(1, Math.floor((end - start) / size));
  let known = -1, order = new Uint32Array();
  return (drawn) => {
    const epoch = Math.floor(drawn / perEpoch), place = drawn % perEpoch;
    if (epoch !== known) [known, order] = [epoch, orderOf(seed, epoch, start, end)];
    return order.subarray(place * size, (place + 1) * size);
  };
};

const gather = (values: DataValues, size: number, indices: ArrayLike<number>, scale: number): Float32Array => {
  const out = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) for (let j = 0, from = indices[i]! * size; j < size; j++) out[i * size + j] = values[from + j]! * scale;
  return out;
};

/** Items as floats; bytes become 0..1. */
export const itemsOf = ({ about, items }: DataSet, indices: ArrayLike<number>): Float32Array =>
  gather(items, sizeOf(about.shape), indices, about.type === 'u8' ? 1 / 255 : 1);

/** A column as floats: bytes, which are classes or counts, keep their value. */
export const columnOf = ({ about, columns }: DataSet, name: string, indices: ArrayLike<number>): { data: Float32Array; shape: readonly number[] } => {
  const column = about.columns[name], values = columns[name];
  if (!column || !values) throw new Error(`the data set ${about.name} has no "${name}"; it has ${Object.keys(about.columns).join(', ') || 'no columns'}`);
  return { data: gather(values, sizeOf(column.shape), indices, 1), shape: column.shape };
};
