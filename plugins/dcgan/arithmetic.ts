// Arithmetic with faces, as the paper does it by hand: the mean of three z that show one thing, less that of three that lack
// it, plus that of three others, must draw those others with it. Here a reader of attributes chooses the faces and judges what
// comes, so that it can be done hundreds of times.

import type { Random } from '#nets';

/** Latents of faces and what was read of them. */
export interface Pool {
  /** `[count, size]`. */
  readonly latents: Float32Array;
  readonly size: number;
  /** `[count, attributes]` logits. */
  readonly logits: Float32Array;
  readonly attributes: number;
}

export interface Sum {
  /** Which attribute is to change, from `to`'s contrary. */
  readonly attribute: number;
  /** `[attributes]` of 0 and 1: what the result must show. */
  readonly wanted: readonly number[];
  /** `[size]`: mean(A) - mean(B) + mean(C). */
  readonly latent: Float32Array;
}

/** Faces in a bin. */
const EACH = 3;
/** A face is used where every attribute is read clearly: logits this far from 0. */
const CLEAR = 1;

/** Faces by what they show, as one number of bits; those that are not clear are left out. */
const cells = ({ logits, attributes }: Pool): Map<number, number[]> => {
  const found = new Map<number, number[]>();
  for (let n = 0; n < logits.length / attributes; n++) {
    const row = Array.from(logits.subarray(n * attributes, (n + 1) * attributes));
    if (row.some((logit) => Math.abs(logit) < CLEAR)) continue;
    const cell = row.reduce((bits, logit, k) => bits | (Number(logit > 0) << k), 0);
    found.set(cell, [...found.get(cell) ?? [], n]);
  }
  return new Map([...found].filter(([, faces]) => faces.length >= EACH).sort(([a], [b]) => a - b));
};

/**
 * `count` sums, each attribute added and taken away in turn. A and B differ in that attribute alone; C lacks what A shows of
 * it, and may be any else. Fewer, or none, where the pool has no such faces.
 */
export const sums = (pool: Pool, count: number, source: Random): Sum[] => {
  const known = cells(pool), kinds = [...known.keys()], { latents, size, attributes } = pool;
  const mean = (cell: number): Float32Array => {
    const left = [...known.get(cell)!], out = new Float32Array(size);
    for (let i = 0; i < EACH; i++) {
      const [face] = left.splice(source.int(left.length), 1) as [number];
      for (let k = 0; k < size; k++) out[k]! += latents[face * size + k]! / EACH;
    }
    return out;
  };
  return Array.from({ length: count }, (_, i) => i).flatMap((i): Sum[] => {
    const attribute = i % attributes, bit = 1 << attribute, adds = Math.floor(i / attributes) % 2 === 0;
    const shows = (cell: number): boolean => ((cell & bit) !== 0) === adds;
    const pairs = kinds.filter((cell) => shows(cell) && known.has(cell ^ bit)), others = kinds.filter((cell) => !shows(cell));
    if (pairs.length === 0 || others.length === 0) return [];
    const a = pairs[source.int(pairs.length)]!, c = others[source.int(others.length)]!;
    const [plus, minus, base] = [mean(a), mean(a ^ bit), mean(c)];
    return [{ attribute, wanted: Array.from({ length: attributes }, (_x, k) => ((c ^ bit) >> k) & 1), latent: plus.map((x, k) => x - minus[k]! + base[k]!) }];
  });
};

/** Shares of sums, 0 where there are none: the attribute changed as meant, the others stayed, both. */
export interface Outcome { readonly changed: number; readonly kept: number; readonly both: number }

/** What `logits` `[count of results, attributes]` of the pictures say. */
export const outcomeOf = (results: readonly Sum[], logits: Float32Array): Outcome => {
  const seen = results.map(({ attribute, wanted }, n) => {
    const right = wanted.map((want, k) => (logits[n * wanted.length + k]! > 0) === (want === 1));
    return { changed: right[attribute]!, kept: right.every((yes, k) => yes || k === attribute) };
  });
  const share = (of: (one: (typeof seen)[number]) => boolean): number => (seen.length === 0 ? 0 : seen.filter(of).length / seen.length);
  return { changed: share(({ changed }) => changed), kept: share(({ kept }) => kept), both: share(({ changed, kept }) => changed && kept) };
};

/** How often a face of the pool shows what was wanted, by chance. */
export const chanceOf = (results: readonly Sum[], { logits, attributes }: Pool): number => {
  const count = logits.length / attributes;
  let hits = 0;
  for (const { wanted } of results) for (let n = 0; n < count; n++) if (wanted.every((want, k) => (logits[n * attributes + k]! > 0) === (want === 1))) hits++;
  return results.length === 0 ? 0 : hits / (count * results.length);
};
