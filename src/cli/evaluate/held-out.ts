// Pictures that no trainer has seen: a prepared set's test part, or what of it lies in assets/datasets, so that weights can
// be judged from a fresh clone. Few are always taken from there, so that a short evaluation is the same everywhere.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { HeldColumn, HeldOut, Learnt } from '#nets';
import { itemsOf } from '../../train/batches.ts';
import type { DataSet } from '../../train/data/data-set.ts';
import { split } from '../../train/data/split.ts';
import { folderOf } from '../data/place.ts';
import { readDataSet } from '../data/read.ts';
import { landscapeCrops } from '../data/sets/photographs.ts';
import { inRoot } from '../root.ts';
import { readPack } from './pack.ts';

const SIDE = 28, DIGITS = Array.from('0123456789');

/** The first `most` shipped digits: a PNG of 28 x 28 fields in rows of 40, and their classes as one text. */
export const shippedDigits = (most = Infinity): HeldOut => {
  const folder = inRoot('assets', 'datasets', 'digits');
  const { width, data } = decode(readFileSync(join(folder, 'digits.png')));
  const classes = readFileSync(join(folder, 'classes.txt'), 'utf8').replace(/\s/g, '');
  const count = Math.min(most, classes.length), across = width / SIDE;
  const items = Float32Array.from({ length: count * SIDE * SIDE }, (_, k) => {
    const n = Math.floor(k / SIDE ** 2), y = Math.floor(k / SIDE) % SIDE, x = k % SIDE;
    return data[(Math.floor(n / across) * SIDE + y) * width + (n % across) * SIDE + x]! / 255;
  });
  return { items, shape: [SIDE, SIDE, 1], count, columns: { label: { values: Uint8Array.from(classes.slice(0, count), Number), classes: DIGITS } } };
};

/** Photographs, of which the tenth is held out, and squares of each that are cut for it. */
const PHOTOGRAPHS = 135, SQUARES = 15;

/** Squares of the photographs that the set "landscape-crops" holds out, whatever its count: which those are, their number alone decides. */
const cutLandscapes = async (most: number): Promise<HeldOut> => {
  const squares = Math.min(SQUARES, Math.ceil(10 * most / PHOTOGRAPHS));
  const { items, shape, test } = split(await landscapeCrops({ size: 64, count: PHOTOGRAPHS * squares, seed: 2, style: '', path: '', progress: () => undefined, notice: () => undefined }));
  const count = Math.min(most, test), size = items.length / (PHOTOGRAPHS * squares), start = items.length - test * size;
  return { items: Float32Array.from(items.subarray(start, start + count * size), (x) => x / 255), shape, count, columns: {} };
};

/** What of a set is shipped: how many items, and how they are read. */
const SHIPPED: Readonly<Record<string, { readonly count: number; readonly read: (most: number) => HeldOut | Promise<HeldOut> }>> = {
  'mnist': { count: 1000, read: shippedDigits },
  'posters': { count: 400, read: (most) => readPack(inRoot('assets', 'datasets', 'posters'), most) },
  'typeset-digits': { count: 500, read: (most) => readPack(inRoot('assets', 'datasets', 'typeset-digits'), most) },
  'landscape-crops': { count: 210, read: cutLandscapes },
};

const prepared = (name: string): boolean => existsSync(join(folderOf(name), 'about.json'));

const testPart = (set: DataSet, most: number): HeldOut => {
  const { splits: { test: [start, end] }, shape, columns } = set.about, count = Math.min(most, end - start);
  return {
    items: itemsOf(set, Uint32Array.from({ length: count }, (_, i) => start + i)), shape, count,
    columns: Object.fromEntries(Object.entries(columns).filter(([, column]) => column.shape.length === 0).map(([name, { classes }]): [string, HeldColumn] =>
      [name, { values: set.columns[name]!.slice(start, start + count), ...(classes ? { classes } : {}) }])),
  };
};

/** The held-out part of a set, at most `most` items; what is shipped of it where that is enough or the set is not prepared. */
export const heldOutOf = async (name: string, most: number): Promise<HeldOut> => {
  const shipped = SHIPPED[name];
  return shipped && (most <= shipped.count || !prepared(name)) ? shipped.read(most) : testPart(readDataSet(name), most);
};

/** The part of a set that is learnt from; undefined where the set is not prepared. */
export const learntOf = (name: string): Learnt | undefined => {
  if (!prepared(name)) return undefined;
  const set = readDataSet(name), [first, last] = set.about.splits.train;
  return { count: last - first, items: (start, end) => itemsOf(set, Uint32Array.from({ length: end - start }, (_, i) => first + start + i)) };
};
