// Microsoft's Fluent emoji: the renders in 3D with their names, and pairs of the flat and the shaded drawing of the same
// emoji. Variants that differ in skin tone alone are left out unless asked for; with them, they stay in one part.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reason } from '../../../core/errors.ts';
import { classColumn } from '../../../train/data/attributes.ts';
import type { DataDraft } from '../../../train/data/data-set.ts';
import type { MakeOptions } from '../catalogue.ts';
import { npmPackages } from '../npm.ts';
import { drawPictures, readPicture } from '../pictures.ts';
import { damaged } from '../place.ts';

export const STYLES = ['one-tone', 'all-tones'] as const;

const CREDIT = 'Microsoft Corporation: Fluent UI Emoji (https://github.com/microsoft/fluentui-emoji)';
const TONES = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'];

interface Emoji { readonly label: string; readonly hexcode: string; readonly group?: number; readonly tone?: number | readonly number[]; readonly skins?: readonly Emoji[] }
interface Icons { readonly icons: Readonly<Record<string, { readonly body: string; readonly width?: number; readonly height?: number }>>; readonly width?: number; readonly height?: number }

const readJson = <T>(folder: string, name: string): T => {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  } catch (error) {
    throw damaged(join(folder, name), reason(error));
  }
};

/** Code points without the variation selector, which sources write or leave out as they like, and leading zeros. */
const key = (codes: string): string => codes.toLowerCase().split(/[-_]/).map((code) => code.replace(/^0+/, '')).filter((code) => code !== 'fe0f').join('-');

/** The emoji without skin tones that `codes` is a variant of; itself where there is none. */
const toneless = (codes: string): string => key(codes).split('-').filter((code) => !/^1f3f[b-f]$/.test(code)).join('-');

const toneOf = (codes: string): string => {
  const tones = new Set(key(codes).match(/1f3f[b-f]/g));
  return tones.size === 0 ? 'none' : tones.size > 1 ? 'several' : TONES[parseInt([...tones][0]!.slice(-1), 16) - 10]!;
};

const numbered = (words: readonly string[]): number[] => {
  const index = new Map<string, number>();
  return words.map((word) => index.get(word) ?? (index.set(word, index.size), index.size - 1));
};

export const emoji = async ({ size, style, progress }: MakeOptions): Promise<DataDraft> => {
  const wanted = { '@lobehub/fluent-emoji-3d': '1.1.0', 'emojibase-data': '17.0.0' };
  const folder = npmPackages('emoji', wanted);
  const words = folder('emojibase-data'), pictures = join(folder('@lobehub/fluent-emoji-3d'), 'assets');
  const known = new Map(readJson<Emoji[]>(words, 'en/data.json').flatMap((one) => [one, ...one.skins ?? []]).map((one) => [key(one.hexcode), one]));
  const { groups } = readJson<{ groups: Record<string, string> }>(words, 'meta/groups.json');
  const files = readdirSync(pictures).filter((file) => file.endsWith('.webp')).map((file) => file.replace('.webp', '')).sort()
    .filter((codes) => style === 'all-tones' || toneOf(codes) === 'none');
  const { items } = await drawPictures(files.length, [size, size, 3], (i) => readPicture(join(pictures, `${files[i]!}.webp`), [size, size, 3]).catch((error: unknown) => {
    throw damaged(join(pictures, `${files[i]!}.webp`), reason(error));
  }), progress);
  return {
    title: `Fluent emoji in 3D: ${files.length}${style === 'all-tones' ? ' in all skin tones' : ''}`,
    shape: [size, size, 3], items,
    columns: {
      group: classColumn(files.map((codes) => groups[known.get(key(codes))?.group ?? ''] ?? 'other'), Object.values(groups)),
      ...(style === 'all-tones' ? { tone: classColumn(files.map(toneOf), TONES) } : {}),
    },
    names: files.map((codes) => known.get(key(codes))?.label ?? codes),
    groups: numbered(files.map(toneless)),
    licence: 'MIT', credits: [CREDIT, 'Miles Johnson: emojibase, the names (MIT)'],
    sources: Object.entries(wanted).map(([name, version]) => `${name}@${version}`),
  };
};

const TONE_IN_NAME = /-(medium-light|medium-dark|light|medium|dark)(?=-|$)/g;

/** Names that only look as if they said a skin tone keep it: no plain emoji of the shorter name exists for them. */
const baseName = (name: string, all: Icons['icons']): string => {
  const short = name.replace(TONE_IN_NAME, '');
  return short !== name && (short in all || /-(light|medium|dark)$/.test(name)) ? short : name;
};

export const emojiPairs = async ({ size, style, progress }: MakeOptions): Promise<DataDraft> => {
  const wanted = { '@iconify-json/fluent-emoji': '1.2.7', '@iconify-json/fluent-emoji-flat': '1.2.6' };
  const folder = npmPackages('emoji-pairs', wanted);
  const flat = readJson<Icons>(folder('@iconify-json/fluent-emoji-flat'), 'icons.json'), shaded = readJson<Icons>(folder('@iconify-json/fluent-emoji'), 'icons.json');
  const { categories } = readJson<{ categories: Record<string, string[]> }>(folder('@iconify-json/fluent-emoji-flat'), 'metadata.json');
  const category = new Map(Object.entries(categories).flatMap(([name, list]) => list.map((icon) => [icon, name] as const)));
  const names = Object.keys(flat.icons).filter((name) => name in shaded.icons && (style === 'all-tones' || baseName(name, flat.icons) === name)).sort();
  const draw = ({ icons, width = 16, height = 16 }: Icons, name: string): Promise<Uint8Array> => {
    const { body, width: w = width, height: h = height } = icons[name]!;
    return readPicture(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${w} ${h}" width="${size}" height="${size}">${body}</svg>`), [size, size, 3]);
  };
  const { items } = await drawPictures(names.length, [size, size, 3], (i) => draw(flat, names[i]!), () => undefined);
  const { items: pair } = await drawPictures(names.length, [size, size, 3], (i) => draw(shaded, names[i]!), progress);
  return {
    title: `Fluent emoji: ${names.length} flat drawings and, as their pair, the shaded ones`,
    shape: [size, size, 3], items,
    columns: { pair: { values: pair, shape: [size, size, 3] }, category: classColumn(names.map((name) => category.get(name) ?? category.get(baseName(name, flat.icons)) ?? 'Other'), Object.keys(categories)) },
    names, groups: numbered(names.map((name) => baseName(name, flat.icons))),
    licence: 'MIT', credits: [CREDIT], sources: Object.entries(wanted).map(([name, version]) => `${name}@${version}`),
  };
};
