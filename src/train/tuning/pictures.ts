// A person's pictures as a data set that a trainer reads. Pictures come cut and scaled to the trainer's size, as RGBA
// bytes; who decodes them is elsewhere.

import type { Heap, Trainer, Tuning } from '#nets';
import { dataUnusable } from '../../core/errors.ts';
import { sizeOf, type DataColumn, type DataSet } from '../data/data-set.ts';

/** A picture of the trainer's size: rows from the top, sRGB, opaque. */
export interface CutPicture {
  /** `[height, width, 4]`. */
  readonly pixels: ArrayLike<number>;
  /** Index of its heap. */
  readonly heap: number;
}

/** The size of a trainer's items; throws a sentence where they are no pictures. */
export const shapeOf = ({ reads }: Trainer): readonly [number, number, number] => {
  const shape = reads?.shape ?? [];
  if (shape.length !== 3) throw dataUnusable('This trainer does not learn from pictures.');
  return shape as unknown as readonly [number, number, number];
};

const luminance = (pixels: ArrayLike<number>, at: number): number => .2126 * pixels[at]! + .7152 * pixels[at + 1]! + .0722 * pixels[at + 2]!;

/** Whether a picture is dark lines on light paper, by its border. */
const isPaper = (pixels: ArrayLike<number>, height: number, width: number): boolean => {
  let sum = 0, count = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (y === 0 || x === 0 || y === height - 1 || x === width - 1) {
    sum += luminance(pixels, 4 * (y * width + x));
    count++;
  }
  return sum / count > 127.5;
};

/** RGBA `[H, W, 4]` as bytes of `[H, W, C]`; one channel is luminance, or ink, 255 for black on paper. */
const itemOf = (pixels: ArrayLike<number>, [height, width, channels]: readonly [number, number, number], ink: boolean): Uint8Array => {
  const item = new Uint8Array(height * width * channels), inverted = ink && isPaper(pixels, height, width);
  for (let i = 0; i < height * width; i++) {
    if (channels === 1) {
      const light = Math.round(luminance(pixels, 4 * i));
      item[i] = inverted ? 255 - light : light;
    } else for (let c = 0; c < channels; c++) item[i * channels + c] = pixels[4 * i + c]!;
  }
  return item;
};

/** Left and right changed places. */
const mirrored = (item: Uint8Array, [height, width, channels]: readonly [number, number, number]): Uint8Array => {
  const other = new Uint8Array(item.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) for (let c = 0; c < channels; c++) other[(y * width + x) * channels + c] = item[(y * width + width - 1 - x) * channels + c]!;
  return other;
};

/** What is still missing, as a sentence; '' where learning can begin. */
export const lacking = (heaps: readonly Heap[], counts: readonly number[]): string => {
  const short = heaps.findIndex(({ least }, i) => (counts[i] ?? 0) < least), few = (n: number): string => (n === 1 ? 'a picture' : `${n} pictures`);
  if (short >= 0) return `Learning needs at least ${few(heaps[short]!.least)}${heaps.length > 1 ? ` under "${heaps[short]!.title}"` : ''}; there ${counts[short] === 1 ? 'is 1' : `are ${counts[short] ?? 0}`}.`;
  return counts.some((count) => count > 0) ? '' : 'Learning needs at least a picture.';
};

/** Pictures, and where it is wished their mirror images, as a set whose items are all for learning. Throws a sentence where a heap holds too few. */
export const tuningSet = (trainer: Trainer, { heaps, ink = false }: Tuning, pictures: readonly CutPicture[], mirror: boolean): DataSet => {
  const shape = shapeOf(trainer), size = sizeOf(shape);
  const piles = heaps.map((_, heap) => pictures.filter((picture) => picture.heap === heap).map(({ pixels }) => itemOf(pixels, shape, ink)));
  const lack = lacking(heaps, piles.map(({ length }) => length));
  if (lack) throw dataUnusable(lack);
  const shown = piles.map((pile) => (mirror ? pile.flatMap((item) => [item, mirrored(item, shape)]) : pile));
  // Columns of pictures stand beside the items, one for one: the shorter heap begins again.
  const items = shown.flatMap((pile, heap) => (heaps[heap]!.column ? [] : pile.map((item) => ({ item, label: heaps[heap]!.label }))));
  const beside = shown.flatMap((pile, heap) => (heaps[heap]!.column ? [[heaps[heap]!.column, pile] as const] : []));
  const count = Math.max(items.length, ...beside.map(([, pile]) => pile.length));
  const laid = (pile: readonly Uint8Array[]): Uint8Array => {
    const all = new Uint8Array(count * size);
    for (let i = 0; i < count; i++) all.set(pile[i % pile.length]!, i * size);
    return all;
  };
  const column = (name: string, of: readonly number[], classes?: readonly string[]): readonly [string, DataColumn] => [name, { file: '', type: 'u8', shape: of, sha256: '', ...(classes ? { classes } : {}) }];
  const labelled = items.some(({ label }) => label !== undefined);
  return {
    about: {
      name: 'own-pictures', title: 'Your pictures', count, shape, type: 'u8', splits: { train: [0, count], test: [count, count] },
      columns: Object.fromEntries([...beside.map(([name]) => column(name, shape)), ...(labelled ? [column('label', [], heaps.map(({ title }) => title))] : [])]),
      licence: 'as the pictures', credits: [], sources: [], made: { command: 'in the scene', options: {} }, sha256: '',
    },
    items: laid(items.map(({ item }) => item)),
    columns: Object.fromEntries([...beside.map(([name, pile]) => [name, laid(pile)] as const), ...(labelled ? [['label', Uint8Array.from({ length: count }, (_, i) => items[i % items.length]!.label ?? 0)] as const] : [])]),
  };
};
