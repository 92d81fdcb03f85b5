// From the words after `npm run render --` to what is to be rendered. Reads files and declarations, opens no browser:
// everything that can be wrong with the words is said here, in one sentence.

import { readFileSync, existsSync } from 'node:fs';
import type { PluginDefinition } from '#api';
import { applyPreset } from '../core/edits.ts';
import { badArgument, reason } from '../core/errors.ts';
import { emptyRecipe, newPiece, parseRecipe, type PieceRecipe, type Recipe } from '../core/recipe.ts';
import type { Registry } from '../engine/registry.ts';
import { readArguments, readWhole } from './command.ts';
import { setFromText } from './set-param.ts';

export interface RenderPlan {
  readonly recipe: Recipe;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly fps: number;
  /** Name of a frame's file, counted from 0. */
  readonly file: (frame: number) => string;
  /** The piece whose own texture is written; the scene where undefined. */
  readonly texture: string | undefined;
  /** The machine's graphics adapter instead of the software one. */
  readonly gpu: boolean;
  /** What a recipe file held that could not be used. */
  readonly problems: readonly string[];
}

const OPTIONS = {
  preset: { type: 'string' }, set: { type: 'string', multiple: true }, piece: { type: 'string' },
  size: { type: 'string' }, frames: { type: 'string' }, fps: { type: 'string' }, start: { type: 'string' }, out: { type: 'string' },
  texture: { type: 'boolean' }, software: { type: 'boolean' }, gpu: { type: 'boolean' },
} as const;

const MOST_FRAMES = 1_000_000, MAX_SIDE = 8192;

const readSize = (text: string): readonly [number, number] => {
  const [width, height] = (/^(\d{1,5})x(\d{1,5})$/i.exec(text) ?? []).slice(1).map(Number);
  if (width && height && width <= MAX_SIDE && height <= MAX_SIDE) return [width, height];
  throw badArgument(`--size must be written WIDTHxHEIGHT, each 1 to ${MAX_SIDE}; got "${text}".`);
};

const readSeconds = (name: string, text: string | undefined, above: number, most: number, fallback: number): number => {
  if (text === undefined) return fallback;
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= above && value <= most) return value;
  throw badArgument(`${name} must be a number ${above} to ${most}; got "${text}".`);
};

/** `out/%05d.png` as a function of the frame's number. */
export const readPattern = (text: string, frames: number): ((frame: number) => string) => {
  if (!/\.png$/i.test(text)) throw badArgument(`--out must name .png files; got "${text}".`);
  const places = [...text.matchAll(/%(?:0([1-9]))?d/g)];
  if (places.length > 1 || text.replace(/%(?:0[1-9])?d/, '').includes('%')) throw badArgument(`--out may hold one %05d and no other %; got "${text}".`);
  const [place] = places;
  if (!place && frames > 1) throw badArgument(`--out needs a place for the frame's number, as in out/%05d.png; got "${text}".`);
  return (frame) => (place ? text.replace(place[0], String(frame).padStart(Number(place[1] ?? 1), '0')) : text);
};

const readRecipe = async (path: string, registry: Registry): Promise<{ recipe: Recipe; problems: string[] }> => {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw badArgument(`The recipe ${path} cannot be read: ${reason(error)}.`);
  }
  const { recipe, problems } = await parseRecipe(raw, registry.load);
  if (recipe.pieces.length === 0) throw badArgument(`The recipe ${path} holds no piece to render${problems[0] ? `: ${problems[0].replace(/\.$/, '')}` : ''}.`);
  return { recipe, problems };
};

/** One piece of a plugin over the whole window. */
const fullPicture = (definition: PluginDefinition): Recipe => {
  const empty = emptyRecipe();
  const piece = newPiece(empty, definition);
  return { ...empty, pieces: [{ ...piece, view: { ...piece.view, kind: 'full' } }] };
};

/** The piece that `--preset`, `--set` and `--texture` mean. */
const pieceMeant = (recipe: Recipe, name: string | undefined): PieceRecipe => {
  const ids = recipe.pieces.map(({ id }) => id).join(', ');
  const piece = recipe.pieces.find(({ id }) => id === name);
  if (name !== undefined && !piece) throw badArgument(`There is no piece "${name}"; there are ${ids}.`);
  if (!piece && recipe.pieces.length > 1) throw badArgument(`Say with --piece which is meant: ${ids}.`);
  return piece ?? recipe.pieces[0]!;
};

const withSize = (recipe: Recipe, id: string, size: readonly [number, number]): Recipe =>
  ({ ...recipe, pieces: recipe.pieces.map((piece) => (piece.id === id ? { ...piece, size } : piece)) });

/** Throws an argument error: one sentence. */
export const planRender = async (args: string[], registry: Registry): Promise<RenderPlan> => {
  const { values, positionals: [subject] } = readArguments(args, OPTIONS, 1);
  const { preset, piece: name, texture = false, gpu = false } = values;
  if (subject === undefined) throw badArgument('Say what to render: a plugin or a recipe file; --help shows how.');
  if (gpu && values.software) throw badArgument('--gpu and --software exclude each other.');
  const frames = readWhole('--frames', values.frames, 1, MOST_FRAMES, 1);
  const fps = readSeconds('--fps', values.fps, .001, 1000, 60);
  const file = readPattern(values.out ?? 'out/%05d.png', frames);
  const size = values.size === undefined ? undefined : readSize(values.size);

  const isFile = /\.json$/i.test(subject) || /[\\/]/.test(subject) || (existsSync(subject) && !registry.ids.includes(subject));
  if (!isFile && !registry.ids.includes(subject)) throw badArgument(`There is no plugin "${subject}"; there are ${registry.ids.join(', ')}.`);
  const read = isFile ? await readRecipe(subject, registry) : { recipe: fullPicture(await registry.load(subject)), problems: [] };
  let { recipe } = read;
  const meant = (): PieceRecipe => pieceMeant(recipe, name);
  const definitionOf = ({ plugin }: PieceRecipe): PluginDefinition => registry.loaded.get(plugin)!;
  if (name !== undefined) meant();

  if (preset !== undefined) {
    const { presets, id } = definitionOf(meant());
    if (!Object.hasOwn(presets, preset)) throw badArgument(`${id} has no preset "${preset}"; it has ${Object.keys(presets).join(', ')}.`);
    recipe = applyPreset(meant().id, definitionOf(meant()), preset)(recipe);
  }
  for (const text of values.set ?? []) recipe = setFromText(recipe, meant, (piece) => definitionOf(piece).params, text);

  let [width, height] = size ?? [1280, 720];
  if (texture) {
    const { output, id } = definitionOf(meant());
    const own = [output.width, output.height] as const;
    [width, height] = size ?? (output.resolutionFree ? meant().size : undefined) ?? own;
    if (!output.resolutionFree && (width !== own[0] || height !== own[1])) throw badArgument(`${id} paints ${own.join('x')} and no other size; leave --size out.`);
  }
  // A picture that fills the window, or is written itself, is painted at the size that is asked for.
  if (texture || !isFile) if (definitionOf(meant()).output.resolutionFree) recipe = withSize(recipe, meant().id, [width, height]);

  const time = readSeconds('--start', values.start, 0, 1e6, recipe.clock.time);
  return { recipe: { ...recipe, clock: { time, playing: false } }, width, height, frames, fps, file, texture: texture ? meant().id : undefined, gpu, problems: read.problems };
};
