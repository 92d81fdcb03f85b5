// Pictures that no trainer has seen: a prepared set's test part, or what of it lies in assets/datasets, so that weights can
// be judged from a fresh clone. Few are always taken from there, so that a short evaluation is the same everywhere.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { HeldColumn, HeldOut, Learnt, Line, Rows } from '#nets';
import { itemsOf } from '../../train/batches.ts';
import { sizeOf, type DataSet } from '../../train/data/data-set.ts';
import { split } from '../../train/data/split.ts';
import { folderOf } from '../data/place.ts';
import { readDataSet } from '../data/read.ts';
import { eightLandscapes, landscapeCrops } from '../data/sets/photographs.ts';
import { inRoot } from '../root.ts';
import { pictureColumns, readPack } from './pack.ts';

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

/** Photographs, of which a tenth is held out. */
const PHOTOGRAPHS = 135;

/** Some squares, like those that the set "landscape-crops" holds out, cut anew: of which photographs those are, their number alone decides. */
const cutLandscapes = async (most: number, side: number): Promise<HeldOut> => {
  const every = Uint8Array.from({ length: PHOTOGRAPHS }, (_, picture) => picture);
  const { items: order, test } = split({ title: '', shape: [1], items: every, columns: {}, groups: every, licence: '', credits: [], sources: [] });
  const held = new Set<number>(order.slice(PHOTOGRAPHS - test)), squares = PHOTOGRAPHS * Math.ceil(most / test);
  const options = { size: side, count: squares, seed: 1, style: '', path: '', progress: () => undefined, notice: () => undefined };
  const { items, shape } = await landscapeCrops(options, (picture) => held.has(picture)), size = sizeOf(shape), count = Math.min(most, items.length / size);
  return { items: Float32Array.from(items.subarray(0, count * size), (x) => x / 255), shape, count, columns: {} };
};

/** What a CPPN is fitted to, with twice as many pixels a side: between those that it was asked for lie those that it never was. */
const finerLandscapes = async (): Promise<HeldOut> => {
  const { items, shape } = await eightLandscapes({ size: 256, progress: () => undefined });
  return { items: Float32Array.from(items, (x) => x / 255), shape, count: items.length / sizeOf(shape), columns: {} };
};

/** Sets of two heaps, and where the line between them lies. */
const LINES: Readonly<Record<string, string>> = { 'portraits': 'portraits', 'emoji-pairs': 'emoji-pairs', 'landscapes-vangogh': 'vangogh' };
export const linePath = (name: string): string | undefined => LINES[name] && inRoot('assets', 'datasets', LINES[name], 'line.json');

/** What of a set is shipped: how many items, and how they are read. */
const SHIPPED: Readonly<Record<string, { readonly count: number; readonly read: (most: number) => HeldOut | Promise<HeldOut> }>> = {
  'mnist': { count: 1000, read: shippedDigits },
  'posters': { count: 400, read: (most) => readPack(inRoot('assets', 'datasets', 'posters'), most) },
  'typeset-digits': { count: 500, read: (most) => readPack(inRoot('assets', 'datasets', 'typeset-digits'), most) },
  'landscape-crops': { count: 300, read: (most) => cutLandscapes(most, 64) },
  'landscapes-vangogh': { count: 300, read: async (most) => ({ ...await cutLandscapes(most, 128), looks: { other: paintingsSeen() } }) },
  'eight-landscapes': { count: Infinity, read: finerLandscapes },
  'portraits': { count: 200, read: (most) => readPack(inRoot('assets', 'datasets', 'portraits'), most) },
  'emoji-pairs': { count: 200, read: (most) => readPack(inRoot('assets', 'datasets', 'emoji-pairs'), most) },
};

/** How many held-out items of a set everybody has. */
export const shippedCount = (name: string): number => SHIPPED[name]?.count ?? Infinity;

/** What is seen in held-out squares of paintings, which are not for handing on; see make-packs.ts. */
const paintingsSeen = (): Rows => {
  const { size, rows } = JSON.parse(readFileSync(inRoot('assets', 'datasets', 'vangogh', 'looks.json'), 'utf8')) as { readonly size: number; readonly rows: readonly number[] };
  return { data: Float32Array.from(rows), count: rows.length / size, size };
};

const prepared = (name: string): boolean => existsSync(join(folderOf(name), 'about.json'));

const testPart = (set: DataSet, most: number): HeldOut => {
  const { splits: { test: [start, end] }, shape, columns } = set.about, count = Math.min(most, end - start);
  const pictures = pictureColumns(set.about), size = sizeOf(shape);
  return {
    items: itemsOf(set, Uint32Array.from({ length: count }, (_, i) => start + i)), shape, count,
    ...(pictures.length > 0 ? { pictures: Object.fromEntries(pictures.map((name) => [name, Float32Array.from(set.columns[name]!.subarray(start * size, (start + count) * size), (x) => x / 255)])) } : {}),
    columns: Object.fromEntries(Object.entries(columns).filter(([, column]) => column.shape.length === 0).map(([name, { classes }]): [string, HeldColumn] =>
      [name, { values: set.columns[name]!.slice(start, start + count), ...(classes ? { classes } : {}) }])),
  };
};

/** The held-out part of a set, at most `most` items; what is shipped of it where that is enough or the set is not prepared. */
export const heldOutOf = async (name: string, most: number): Promise<HeldOut> => {
  const shipped = SHIPPED[name], path = linePath(name);
  const held = await (shipped && (most <= shipped.count || !prepared(name)) ? shipped.read(most) : testPart(readDataSet(name), most));
  return path ? { ...held, line: JSON.parse(readFileSync(path, 'utf8')) as Line } : held;
};

/** The part of a set that is learnt from; undefined where the set is not prepared. */
export const learntOf = (name: string): Learnt | undefined => {
  if (!prepared(name)) return undefined;
  const set = readDataSet(name), [first, last] = set.about.splits.train;
  return { count: last - first, items: (start, end) => itemsOf(set, Uint32Array.from({ length: end - start }, (_, i) => first + start + i)) };
};
