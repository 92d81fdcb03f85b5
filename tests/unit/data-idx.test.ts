import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readIdx } from '../../src/cli/data/idx.ts';
import { readDigits } from '../../src/cli/data/sets/digits.ts';

const idx = (shape: readonly number[], values: ArrayLike<number>): Uint8Array => {
  const bytes = new Uint8Array(4 + shape.length * 4 + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, (8 << 8) | shape.length);
  for (const [i, n] of shape.entries()) view.setUint32(4 + i * 4, n);
  bytes.set(values, 4 + shape.length * 4);
  return bytes;
};

describe('an IDX file', () => {
  test('is read, also out of the middle of a buffer', () => {
    const bytes = idx([2, 3], [1, 2, 3, 4, 5, 255]);
    const shifted = new Uint8Array(bytes.length + 5);
    shifted.set(bytes, 5);
    for (const one of [bytes, shifted.subarray(5)]) expect(readIdx(one)).toEqual({ shape: [2, 3], values: new Uint8Array([1, 2, 3, 4, 5, 255]) });
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(0), /does not begin/],
    ['something else', new TextEncoder().encode('<html>not found</html>'), /does not begin/],
    ['of floats', idx([1], [0]).with(2, 0x0d), /type 13/],
    ['without dimensions', idx([], []), /ends within its header/],
    ['cut in its header', idx([2, 3], [0, 0, 0, 0, 0, 0]).subarray(0, 9), /ends within its header/],
    ['cut in its numbers', idx([2, 3], [0, 0, 0, 0, 0]), /5 numbers instead of 2 x 3/],
    ['too long', idx([2], [0, 0, 0]), /3 numbers instead of 2/],
    ['of a hostile size', idx([0xffffffff, 0xffffffff], [0]), /1 numbers instead of 4294967295 x 4294967295/],
  ])('that is %s is refused', (_, bytes, why) => {
    expect(() => readIdx(bytes)).toThrow(why);
  });
});

describe('the four files of MNIST', () => {
  let folder: string;
  const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
  const picture = (value: number): number[] => new Array<number>(784).fill(value);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'digits-'));
    write('train-images-idx3-ubyte', idx([2, 28, 28], [...picture(10), ...picture(20)]));
    write('train-labels-idx1-ubyte', idx([2], [3, 9]));
    write('t10k-images-idx3-ubyte.gz', gzipSync(idx([1, 28, 28], picture(30))));
    write('t10k-labels-idx1-ubyte.gz', gzipSync(idx([1], [7])));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('become one set, the test part last, zipped or not', () => {
    const { items, label, shape, test: held } = readDigits(folder, [2, 1]);
    expect({ shape, held, label: [...label], firsts: [0, 1, 2].map((i) => items[i * 784]), length: items.length })
      .toEqual({ shape: [28, 28, 1], held: 1, label: [3, 9, 7], firsts: [10, 20, 30], length: 3 * 784 });
  });

  test.each<[string, string, () => Uint8Array, RegExp]>([
    ['fewer pictures than there should be', 'train-images-idx3-ubyte', () => idx([1, 28, 28], picture(0)), /its shape is 1 x 28 x 28, not 2 x 28 x 28/],
    ['a broken zip', 't10k-images-idx3-ubyte.gz', () => new Uint8Array([1, 2, 3]), /t10k-images-idx3-ubyte\.gz is damaged \(incorrect header check/],
    ['a label that is no digit', 'train-labels-idx1-ubyte', () => idx([2], [3, 10]), /label 1 is 10/],
  ])('with %s are refused, and the file is named', (_, name, bytes, why) => {
    write(name, bytes());
    expect(() => readDigits(folder, [2, 1])).toThrow(why);
  });

  test('are refused where one is missing', () => {
    rmSync(join(folder, 'train-labels-idx1-ubyte'));
    expect(() => readDigits(folder, [2, 1])).toThrow(/train-labels-idx1-ubyte is damaged \(it is missing\)/);
  });
});
