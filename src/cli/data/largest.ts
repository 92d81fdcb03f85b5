// How large a set may be: a file of 2 GiB cannot be read back in one piece.

import { badArgument } from '../../core/errors.ts';
import { sizeOf } from '../../train/data/data-set.ts';

const LARGEST = 2 ** 31 - 1;

/** Throws a sentence where `count` pictures of `shape` are too many bytes. */
export const holdable = (count: number, shape: readonly number[]): void => {
  const bytes = count * sizeOf(shape);
  if (bytes > LARGEST) throw badArgument(`${count} pictures of ${shape.join(' x ')} are ${(bytes / 2 ** 30).toFixed(1)} GiB; 2 are the most. Take a smaller --size or fewer pictures.`);
};
