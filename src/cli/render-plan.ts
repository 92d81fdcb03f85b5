// From the words after `npm run render --` to what is to be rendered. Reads files and declarations, opens no browser:
// everything that can be wrong with the words is said here, in one sentence.

import { readFileSync, existsSync } from 'node:fs';
import type { PluginDefinition } from '#api';
import { applyPreset } from '../core/edits.ts';
import { badArgument, reason } from '../core/errors.ts';
import { DEFAULT_DPI, LEAST_DPI, MOST_DPI, readPrintSize } from '../core/print-size.ts';
import { compactRecipe, emptyRecipe, newPiece, parseRecipe, type PieceRecipe, type Recipe } from '../core/recipe.ts';
import { framesRemember } from '../core/remembers.ts';
import type { Registry } from '../engine/registry.ts';
import type { FormatId } from '../record/formats.ts';
import { MAX_SUPERSAMPLING, planRecording, QUALITIES, type RecordOptions, type RecordQuality } from '../record/plan.ts';
import { recipeText } from '../record/recipe-tag.ts';
import { readArguments, readWhole } from './command.ts';
import { framesOf, momentsOf, partName, readShard } from './render-shards.ts';
import { setFromText } from './set-param.ts';

/** What is asked of a film beside its frames. */
export type FilmOptions = Required<Pick<RecordOptions, 'format' | 'loop' | 'alpha' | 'supersampling' | 'quality'>>;

export interface RenderPlan {
  /** Paused at the moment of frame 0. */
  readonly recipe: Recipe;
  readonly width: number;
  readonly height: number;
  /** Of the whole. */
  readonly frames: number;
  /** Those that are rendered here: from the first to before the end. */
  readonly share: readonly [first: number, end: number];
  /** Into how many shares it is divided, where that was said. */
  readonly shards: number | undefined;
  readonly fps: number;
  /** Name of a frame's file, counted from 0; of the one file where there is one. */
  readonly file: (frame: number) => string;
  /** Seconds of a frame. */
  readonly moment: (frame: number) => number;
  /** The recipe's text that a frame's file carries, and that of any moment. */
  readonly text: (frame: number) => string;
  readonly textAt: (seconds: number) => string;
  /** What is written: a PNG picture of each frame, one print, or one film by the page's recorder. */
  readonly output: { readonly kind: 'pictures' } | { readonly kind: 'print'; readonly dpi: number } | { readonly kind: 'film'; readonly how: FilmOptions; /** Path of a file with sound. */ readonly audio: string | undefined; /** Name of the whole, of which `file` may be a share. */ readonly whole: string };
  /** Bits of a sample. */
  readonly depth: 8 | 16;
  /** Frames show what was seen before them, so those before the share are painted, too. */
  readonly remembers: boolean;
  /** Leaves out what is on disk already. */
  readonly resume: boolean;
  /** Renders nothing: looks whether all is there, and puts a film together. */
  readonly join: boolean;
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
  print: { type: 'string' }, dpi: { type: 'string' }, depth: { type: 'string' }, format: { type: 'string' }, loop: { type: 'boolean' }, alpha: { type: 'boolean' }, supersampling: { type: 'string' }, quality: { type: 'string' }, audio: { type: 'string' },
  shard: { type: 'string' }, resume: { type: 'boolean' }, join: { type: 'boolean' },
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
  if (!/\.png$/i.test(text)) throw badArgument(`--out must name .png files, or one .mp4, .webm or .gif; got "${text}".`);
  const places = [...text.matchAll(/%(?:0([1-9]))?d/g)];
  if (places.length > 1 || text.replace(/%(?:0[1-9])?d/, '').includes('%')) throw badArgument(`--out may hold one %05d and no other %; got "${text}".`);
  const [place] = places;
  if (!place && frames > 1) throw badArgument(`--out needs a place for the frame's number, as in out/%05d.png; got "${text}".`);
  return (frame) => (place ? text.replace(place[0], String(frame).padStart(Number(place[1] ?? 1), '0')) : text);
};

/** What `--format` may say, by the ending of the file. The recorder checks whether its encoder is there. */
const FILMS: Readonly<Record<string, readonly FormatId[]>> = { mp4: ['mp4', 'mp4-av1'], webm: ['webm', 'webm-vp8'], gif: ['gif'] };

const readFilm = (out: string, format: string | undefined): FormatId | undefined => {
  const ending = /\.(mp4|webm|gif)$/i.exec(out)?.[1]?.toLowerCase(), known = ending === undefined ? undefined : FILMS[ending]!;
  if (format !== undefined && !known) throw badArgument('--format says how a film is written; name one with --out, such as film.mp4.');
  const named = known?.find((id) => id === format);
  if (format !== undefined && !named) throw badArgument(`--format of a .${ending!} file is ${known!.join(' or ')}; got "${format}".`);
  return named ?? known?.[0];
};

/** Throws what is wrong with a film, before anything is opened. */
const checkedFilm = (how: FilmOptions, rest: Pick<RecordOptions, 'width' | 'height' | 'fps' | 'frames' | 'start'>): FilmOptions => {
  planRecording({ ...how, ...rest }, '', 0);
  return how;
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

/** Pixels of a piece's own picture. */
const textureSize = ({ output, id }: PluginDefinition, piece: PieceRecipe, size: readonly [number, number] | undefined): readonly [number, number] => {
  const own = [output.width, output.height] as const, wanted = size ?? (output.resolutionFree ? piece.size : undefined) ?? own;
  if (!output.resolutionFree && (wanted[0] !== own[0] || wanted[1] !== own[1])) throw badArgument(`${id} paints ${own.join('x')} and no other size; leave --size out.`);
  return wanted;
};

const readQuality = (text: string | undefined): RecordQuality => {
  const quality = QUALITIES.find((one) => one === (text ?? 'high'));
  if (!quality) throw badArgument(`--quality is ${QUALITIES.join(', ')}; got "${text!}".`);
  return quality;
};

const readDepth = (text: string | undefined): 8 | 16 => {
  if (text === undefined || text === '8') return 8;
  if (text === '16') return 16;
  throw badArgument(`--depth is 8 or 16; got "${text}".`);
};

/** Throws the first sentence that applies. */
const refuse = (rules: readonly (readonly [applies: unknown, sentence: string])[]): void => {
  for (const [applies, sentence] of rules) if (applies) throw badArgument(sentence);
};

const withSize = (recipe: Recipe, id: string, size: readonly [number, number]): Recipe =>
  ({ ...recipe, pieces: recipe.pieces.map((piece) => (piece.id === id ? { ...piece, size } : piece)) });

/** Throws an argument error: one sentence. `env` is where a scheduler says which share is meant. */
export const planRender = async (args: string[], registry: Registry, env: Readonly<Record<string, string | undefined>> = {}): Promise<RenderPlan> => {
  const { values, positionals: [subject] } = readArguments(args, OPTIONS, 1);
  const { preset, piece: name, texture = false, gpu = false, resume = false, join = false, loop = false } = values;
  if (subject === undefined) throw badArgument('Say what to render: a plugin or a recipe file; --help shows how.');
  if (gpu && values.software) throw badArgument('--gpu and --software exclude each other.');
  const frames = readWhole('--frames', values.frames, 1, MOST_FRAMES, 1);
  const fps = readSeconds('--fps', values.fps, .001, 1000, 60);
  const out = values.out ?? (values.print === undefined ? 'out/%05d.png' : 'out/print.png'), film = readFilm(out, values.format);
  const depth = readDepth(values.depth);
  const dpi = readWhole('--dpi', values.dpi, LEAST_DPI, MOST_DPI, DEFAULT_DPI);
  const print = values.print === undefined ? undefined : readPrintSize(values.print, dpi);
  const how = film && { format: film, loop, alpha: values.alpha ?? false, supersampling: readWhole('--supersampling', values.supersampling, 1, MAX_SUPERSAMPLING, 1), quality: readQuality(values.quality) };
  const shard = values.shard === undefined ? undefined : readShard(values.shard, env);
  const file = !film ? readPattern(out, frames) : () => (shard ? partName(out, shard) : out);
  refuse([
    [print && values.size !== undefined, '--print and --size exclude each other.'],
    [print && frames > 1, '--print writes one picture; leave --frames out, or use --size.'],
    [print && film, '--print writes a .png file.'],
    [!print && values.dpi !== undefined, '--dpi belongs to --print.'],
    [print && (shard || resume || join), '--print writes one picture, which is neither divided nor joined.'],
    [film && texture, '--texture writes pictures; a film shows the scene.'],
    [film && values.depth !== undefined, '--depth belongs to pictures.'],
    [film === 'gif' && (shard || join), 'A GIF is neither divided nor joined: render .png files, or an .mp4 or .webm film.'],
    [film && values.audio !== undefined && (shard || join || film === 'gif'), '--audio belongs to a whole .mp4 or .webm film, rendered in one go.'],
    [film && values.audio !== undefined && !existsSync(values.audio), `--audio: there is no file ${values.audio ?? ''}.`],
    [!film && (loop || values.alpha || values.audio !== undefined || values.supersampling !== undefined || values.quality !== undefined), '--loop, --alpha, --supersampling, --quality and --audio belong to films.'],
    [depth === 16 && !print && !texture, '--depth 16 belongs to --print and --texture.'],
    [join && resume, '--join looks, and --resume renders; say one of them.'],
    [film === 'gif' && resume, '--resume belongs to .png, .mp4 and .webm.'],
  ]);
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

  // A plugin's print is its picture; there is nothing around it.
  const own = texture || (print !== undefined && !isFile);
  let [width, height] = print ? [print.width, print.height] : size ?? [1280, 720];
  if (own && !print) [width, height] = textureSize(definitionOf(meant()), meant(), size);
  // A picture that fills the window, or is written itself, is painted at the size that is asked for.
  if (!print && (texture || !isFile) && definitionOf(meant()).output.resolutionFree) recipe = withSize(recipe, meant().id, [width, height]);

  const time = readSeconds('--start', values.start, 0, 1e6, recipe.clock.time), moment = momentsOf(time, fps);
  recipe = { ...recipe, clock: { time, playing: false } };
  const textAt = (seconds: number): string => recipeText(compactRecipe({ ...recipe, clock: { time: seconds, playing: false } }, registry.loaded));
  return {
    recipe, width, height, frames, fps, file, moment, depth, gpu, resume, join, problems: read.problems,
    share: shard ? framesOf(shard, frames) : [0, frames], shards: shard?.count,
    textAt, text: (frame) => textAt(moment(frame)),
    output: print ? { kind: 'print', dpi } : how ? { kind: 'film', how: checkedFilm(how, { width, height, fps, frames, start: time }), audio: values.audio, whole: out } : { kind: 'pictures' },
    remembers: framesRemember(recipe, registry.loaded),
    texture: own ? meant().id : undefined,
  };
};
