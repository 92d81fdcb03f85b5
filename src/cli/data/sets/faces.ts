// Drawn faces by DiceBear (dicebear.com): as many as wanted, every attribute known. Line art in black and white
// (lorelei, notionists) or colour (the others); pixel-art is drawn on a grid of 16 x 16.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reason } from '../../../core/errors.ts';
import { classColumn } from '../../../train/data/attributes.ts';
import type { DataDraft } from '../../../train/data/data-set.ts';
import type { MakeOptions } from '../catalogue.ts';
import { npmPackages } from '../npm.ts';
import { drawPictures, readPicture } from '../pictures.ts';
import { damaged } from '../place.ts';

const VERSION = '9.4.3';

/** What is used of DiceBear's modules, which are fetched when they are wanted and so have no types here. */
interface Style {
  readonly meta: { readonly title: string; readonly creator: string; readonly source?: string; readonly license?: { readonly name: string; readonly url: string } };
  readonly schema: { readonly properties: Readonly<Record<string, { readonly items?: { readonly enum?: readonly string[] }; readonly default?: unknown }>> };
}
interface Avatar { readonly svg: string; readonly extra: Readonly<Record<string, unknown>> }
interface Core { readonly createAvatar: (style: Style, options: Readonly<Record<string, unknown>>) => { toJson(): Avatar } }

export const STYLES = ['open-peeps', 'lorelei', 'notionists', 'pixel-art', 'adventurer'] as const;

/** Styles that are another's, drawn with options of DiceBear's. */
const VARIANTS: Readonly<Record<string, { readonly style: string; readonly note: string; readonly options: Readonly<Record<string, unknown>> }>> = {
  // Every second face wears glasses and every second one a beard, so that a generator meets all four combinations often.
  posters: {
    style: 'open-peeps', note: 'on coloured paper, half with glasses, half bearded',
    options: {
      backgroundColor: ['f3d9b1', 'e8b89a', 'c9d8b6', 'a9cfd0', 'b9b4dc', 'e6b8cf'],
      accessories: ['glasses', 'glasses2', 'glasses3', 'glasses4', 'glasses5', 'sunglasses', 'sunglasses2'], accessoriesProbability: 50,
      facialHair: ['chin', 'full', 'full2', 'full3', 'full4', 'goatee1', 'goatee2'], facialHairProbability: 50,
      face: ['awe', 'blank', 'calm', 'cheeky', 'cute', 'driven', 'explaining', 'lovingGrin1', 'serious', 'smile', 'smileBig', 'smileLOL', 'smileTeethGap', 'solemn', 'suspicious', 'tired'],
      maskProbability: 0,
    },
  },
};

const NONE = 'none';

const load = async <T>(folder: string): Promise<T> => {
  const path = join(folder, 'lib/index.js');
  try {
    return await import(pathToFileURL(path).href) as T;
  } catch (error) {
    throw damaged(path, reason(error));
  }
};

const word = (value: unknown): string => typeof value === 'string' ? value : NONE;

/** The attributes that differ from face to face, as columns; the words an attribute can take come in the style's order. */
const attributes = (faces: readonly Avatar['extra'][], { properties }: Style['schema']): DataDraft['columns'] => {
  const names = [...new Set(faces.flatMap((extra) => Object.keys(extra)))].filter((name) => /^\w+$/.test(name) && !name.endsWith('BackgroundColor'));
  return Object.fromEntries(names.flatMap((name) => {
    const words = faces.map((extra) => word(extra[name]));
    if (new Set(words).size < 2) return [];
    const met = new Set(words);
    const known = [...(met.has(NONE) ? [NONE] : []), ...[...properties[name]?.items?.enum ?? []].sort()];
    return [[name, classColumn(words, known)]];
  }));
};

export const faces = async ({ style: chosen, size, count, seed, progress }: MakeOptions): Promise<DataDraft> => {
  const { style: name, note, options } = VARIANTS[chosen] ?? { style: chosen, note: undefined, options: {} };
  const folder = npmPackages(`faces-${name}`, { '@dicebear/core': VERSION, [`@dicebear/${name}`]: VERSION });
  const { createAvatar } = await load<Core>(folder('@dicebear/core'));
  const style = await load<Style>(folder(`@dicebear/${name}`));
  const known: Avatar['extra'][] = [];
  const { items } = await drawPictures(count, [size, size, 3], (i) => {
    const { svg, extra } = createAvatar(style, { ...options, seed: `${seed}-${i}`, size }).toJson();
    known[i] = extra;
    return readPicture(Buffer.from(svg), [size, size, 3]);
  }, progress);
  const { title, creator, source, license } = style.meta;
  return {
    title: `Faces: ${title}${note ? ` ${note}` : ''}, ${count} drawn by DiceBear`,
    shape: [size, size, 3], items, columns: attributes(known, style.schema),
    licence: license ? `${license.name} (${license.url})` : 'not stated',
    credits: [`"${title}" by ${creator}${source ? ` (${source})` : ''}, as adapted by DiceBear (https://www.dicebear.com); remixed here: chosen at random, drawn small`],
    sources: [`@dicebear/core@${VERSION}`, `@dicebear/${name}@${VERSION}`],
  };
};
