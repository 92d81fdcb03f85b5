// Digits that no trainer has seen: the prepared set's test part where MNIST is there, else the thousand that lie in
// assets/datasets/digits, so that weights can be judged from a fresh clone.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { HeldOut } from '#nets';
import { dataUnusable } from '../../core/errors.ts';
import { itemsOf } from '../../train/batches.ts';
import { folderOf } from '../data/place.ts';
import { readDataSet } from '../data/read.ts';
import { inRoot } from '../root.ts';

const SIDE = 28;

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
  return { items, shape: [SIDE, SIDE, 1], count, labels: Uint8Array.from(classes.slice(0, count), Number) };
};

/** The held-out part of a set, at most `most` items; of the digits, the shipped ones where the set is not prepared. */
export const heldOutOf = (name: string, most: number): HeldOut => {
  if (name === 'mnist' && (most <= 1000 || !existsSync(join(folderOf(name), 'about.json')))) return shippedDigits(most);
  const set = readDataSet(name), [start, end] = set.about.splits.test;
  const label = set.columns['label'];
  if (!label) throw dataUnusable(`The data set ${name} has no classes to evaluate by.`);
  const count = Math.min(most, end - start), indices = Uint32Array.from({ length: count }, (_, i) => start + i);
  return { items: itemsOf(set, indices), shape: set.about.shape, count, labels: Uint8Array.from(label.subarray(start, start + count)) };
};
