// Two heaps of pictures that do not belong together, for translation between them: an item is of the first, its column
// `other` of the second, and no more than chance joins them. Squares of the second heap stay in no part of their own.

import { random } from '../../../core/random.ts';
import type { DataDraft } from '../../../train/data/data-set.ts';
import type { MakeOptions } from '../catalogue.ts';
import { drawPictures, readPicture, type Shape } from '../pictures.ts';
import { faces } from './faces.ts';
import { chanceSquare, paintings, photographs, placed, type Whole } from './photographs.ts';

const joined = (items: DataDraft, other: DataDraft['items'], size: number, rest: Pick<DataDraft, 'title' | 'licence' | 'credits' | 'sources'>): DataDraft =>
  ({ ...rest, shape: items.shape, items: items.items, columns: { other: { values: other, shape: [size, size, 3] } }, ...(items.groups ? { groups: items.groups } : {}) });

/** Ink faces (lorelei) and colour faces (adventurer), all different people. */
export const portraits = async (options: MakeOptions): Promise<DataDraft> => {
  const ink = await faces({ ...options, style: 'lorelei' }), colour = await faces({ ...options, style: 'adventurer', seed: options.seed + 1 });
  return joined(ink, colour.items, options.size, {
    title: `Portraits: ${options.count} in ink and ${options.count} others in colour, drawn by DiceBear`,
    licence: `ink: ${ink.licence}; colour: ${colour.licence}`, credits: [...ink.credits, ...colour.credits],
    sources: [...new Set([...ink.sources, ...colour.sources])],
  });
};

/** Shares of the shorter side that squares of photographs and of paintings take: strokes are to be as large as they look on a wall. */
const OF_PHOTOGRAPHS = [.4, .9] as const, OF_PAINTINGS = [.25, .5] as const;

/** `count` squares by chance, of each picture as many as of any other, every second one mirrored; `groups` says of which picture. */
const squares = async (wholes: readonly Whole[], shares: readonly [number, number], { size, count, seed, progress }: MakeOptions, stream: string): Promise<Pick<DataDraft, 'items' | 'groups'>> => {
  const chance = random(seed, stream), shape: Shape = [size, size, 3];
  const cuts = Array.from({ length: count }, (_, i) => {
    const whole = wholes[i % wholes.length]!;
    return { whole, region: placed(whole, chanceSquare(chance, whole.region.width, whole.region.height, shares)), mirrored: chance.uniform() < .5 };
  });
  const { items } = await drawPictures(count, shape, (i) => readPicture(cuts[i]!.whole.input, shape, cuts[i]!.region), progress);
  for (let i = 0, row = size * 3; i < items.length; i += row) if (cuts[Math.floor(i / (size * row))]!.mirrored) mirror(items.subarray(i, i + row));
  return { items, groups: cuts.map((_, i) => i % wholes.length) };
};

/** A row of pixels of three bytes, in place. */
const mirror = (row: Uint8Array): void => {
  for (let left = 0, right = row.length - 3; left < right; left += 3, right -= 3) {
    for (let c = 0; c < 3; c++) [row[left + c], row[right + c]] = [row[right + c]!, row[left + c]!];
  }
};

/** Squares of the landscapes and of nine paintings by Van Gogh. */
export const landscapesVangogh = async (options: MakeOptions): Promise<DataDraft> => {
  const photos = photographs(), { wholes, licence, credits, sources } = await paintings();
  const items = await squares(photos.wholes, OF_PHOTOGRAPHS, options, 'squares of photographs'), { items: other } = await squares(wholes, OF_PAINTINGS, options, 'squares of paintings');
  const title = `Landscapes and Van Gogh: ${options.count} squares of ${photos.wholes.length} photographs, as many of ${wholes.length} paintings`;
  return joined({ ...photos, ...items, title, shape: [options.size, options.size, 3], columns: {} }, other, options.size, {
    title, licence: `photographs: ${photos.licence}; paintings: ${licence}`, credits: [...photos.credits, ...credits], sources: [...photos.sources, ...sources],
  });
};
