// The recipe: the whole state of a session as plain JSON. Parsing never throws: what can be used is used, the rest is
// listed for one notice.

import type { Params, PluginDefinition, States } from '#api';
import { accept, acceptAll, changed, defaults, shown } from './params.ts';
import { settingsParams, viewParams, type Settings, type SettingsGroup, type View } from './settings.ts';
import { EASINGS, type Easing, type Key, type Track } from './tracks.ts';
import { reason } from './errors.ts';
import { refusal } from './chain.ts';
import { acceptSource, type Source, type Sources } from './sources.ts';
import { compactTuning, parseTuning, type TuningRecipe } from './tuning.ts';

export const RECIPE_VERSION = 1;
const MAX_PIECES = 64, MAX_TRACKS = 256, MAX_KEYS = 4096, MAX_SIDE = 8192, MAX_PIXELS = 2 ** 26, MAX_PROBLEMS = 12, MAX_TITLE = 120, MAX_TIME = 1e7;

export interface PieceRecipe {
  /** Unique in the recipe: a letter, then letters, digits, dashes. */
  readonly id: string;
  /** Id of the plugin. */
  readonly plugin: string;
  readonly params: States;
  readonly view: View;
  /** Pixels of the picture, for resolution-free plugins; the plugin's own size where absent. */
  readonly size?: readonly [number, number];
  /** What flows in, by the names of the plugin's inputs; absent where nothing is connected. */
  readonly inputs?: Sources;
  /** What it is taught in the scene, and from what; absent where nothing was chosen. */
  readonly tuning?: TuningRecipe;
}

export interface Recipe extends Settings {
  readonly version: typeof RECIPE_VERSION;
  readonly title: string;
  readonly clock: { readonly time: number; readonly playing: boolean };
  readonly pieces: readonly PieceRecipe[];
  readonly tracks: readonly Track[];
}

/** Gives a plugin's definition, or rejects with a sentence why it cannot. */
export type LoadDefinition = (id: string) => Promise<PluginDefinition>;

type Raw = Record<string, unknown>;
const isRecord = (raw: unknown): raw is Raw => typeof raw === 'object' && raw !== null && !Array.isArray(raw);
const own = (raw: Raw, key: string): unknown => (Object.hasOwn(raw, key) ? raw[key] : undefined);
const isId = (raw: unknown): raw is string => typeof raw === 'string' && /^[a-z][a-z0-9-]{0,39}$/i.test(raw);

const groups = Object.keys(settingsParams) as SettingsGroup[];

/** A recipe with nothing in it. */
export const emptyRecipe = (): Recipe => ({
  version: RECIPE_VERSION, title: '', clock: { time: 0, playing: true }, pieces: [], tracks: [],
  ...(Object.fromEntries(groups.map((group) => [group, defaults(settingsParams[group] as Params)])) as unknown as Settings),
});

/** A new piece of a plugin with its defaults, under an id the recipe does not use yet. */
export const newPiece = (recipe: Recipe, definition: PluginDefinition): PieceRecipe =>
  ({ id: freeId(recipe, definition.id), plugin: definition.id, params: defaults(definition.params), view: defaults(viewParams) });

/** `stem`, or `stem-2`, `stem-3` ...: the first that no piece has. */
export const freeId = (recipe: Pick<Recipe, 'pieces'>, stem: string): string => {
  const base = stem.replace(/-\d+$/, '').slice(0, 36);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!recipe.pieces.some((piece) => piece.id === id)) return id;
  }
};

const parseSize = (raw: unknown, path: string, problems: string[]): readonly [number, number] | undefined => {
  if (raw === undefined) return undefined;
  const side = (x: unknown): x is number => Number.isInteger(x) && (x as number) >= 1 && (x as number) <= MAX_SIDE;
  if (Array.isArray(raw) && raw.length === 2 && side(raw[0]) && side(raw[1])) return [raw[0], raw[1]];
  problems.push(`${path} must be two whole numbers 1 to ${MAX_SIDE}; got ${shown(raw)}`);
  return undefined;
};

/** What is said to flow into a piece; whether it can is not known before all pieces are. */
const parseInputs = ({ inputs = {} }: PluginDefinition, raw: unknown, path: string, problems: string[]): [input: string, source: Source][] => {
  if (raw !== undefined && !isRecord(raw)) problems.push(`${path} must be an object; got ${shown(raw)}`);
  return Object.entries(isRecord(raw) ? raw : {}).flatMap(([input, entry]): [string, Source][] => {
    const { source, problem } = Object.hasOwn(inputs, input) ? acceptSource(entry) : { problem: 'is not an input' };
    if (problem) problems.push(`${path}.${input.slice(0, 40)} ${problem}`);
    return source ? [[input, source]] : [];
  });
};

/** Connects one source after the other; those that would close a circle, or come from nowhere, are left out. */
const connect = (pieces: readonly PieceRecipe[], wanted: ReadonlyMap<string, readonly [string, Source][]>, problems: string[]): PieceRecipe[] => {
  const connected = new Map(pieces.map((piece) => [piece.id, piece]));
  for (const [id, sources] of wanted) for (const [input, source] of sources) {
    const piece = connected.get(id)!, why = refusal({ pieces: [...connected.values()] }, id, source);
    if (why) problems.push(`${id}.inputs.${input}: ${why.replace(/\.$/, '')}`);
    else connected.set(id, { ...piece, inputs: { ...piece.inputs, [input]: source } });
  }
  return [...connected.values()];
};

const parsePiece = async (raw: unknown, index: number, taken: ReadonlySet<string>, load: LoadDefinition, wanted: Map<string, readonly [string, Source][]>, problems: string[]): Promise<PieceRecipe | undefined> => {
  if (!isRecord(raw)) return void problems.push(`pieces[${index}] must be an object; got ${shown(raw)}`);
  const plugin = own(raw, 'plugin');
  if (!isId(plugin)) return void problems.push(`pieces[${index}].plugin must name a plugin; got ${shown(plugin)}`);
  let definition: PluginDefinition;
  try {
    definition = await load(plugin);
  } catch (error) {
    return void problems.push(`pieces[${index}]: ${reason(error)}`);
  }
  let id = own(raw, 'id');
  if (!isId(id) || taken.has(id)) {
    if (id !== undefined) problems.push(`pieces[${index}].id must be a new name of letters, digits and dashes; got ${shown(id)}`);
    id = freeId({ pieces: [...taken].map((other) => ({ id: other }) as PieceRecipe) }, plugin);
  }
  const path = String(id);
  const params = acceptAll(definition.params, own(raw, 'params'), path);
  const view = acceptAll(viewParams, own(raw, 'view'), `${path}.view`);
  problems.push(...params.problems, ...view.problems);
  const size = parseSize(own(raw, 'size'), `${path}.size`, problems);
  wanted.set(path, parseInputs(definition, own(raw, 'inputs'), `${path}.inputs`, problems));
  const tuning = parseTuning(own(raw, 'tuning'), `${path}.tuning`, problems);
  return { id: path, plugin, params: params.states, view: view.states, ...(size ? { size } : {}), ...(tuning ? { tuning } : {}) };
};

const parseTrack = (raw: unknown, index: number, pieces: readonly PieceRecipe[], definitions: ReadonlyMap<string, PluginDefinition>, problems: string[]): Track | undefined => {
  const path = `tracks[${index}]`;
  if (!isRecord(raw)) return void problems.push(`${path} must be an object; got ${shown(raw)}`);
  const piece = pieces.find(({ id }) => id === own(raw, 'piece'));
  const param = own(raw, 'param');
  if (!piece) return void problems.push(`${path}.piece must name a piece; got ${shown(own(raw, 'piece'))}`);
  if (typeof param !== 'string' || !Object.hasOwn(piece.params, param)) return void problems.push(`${path}.param must name a param of ${piece.id}; got ${shown(param)}`);
  const list = own(raw, 'keys');
  if (!Array.isArray(list)) return void problems.push(`${path}.keys must be a list; got ${shown(list)}`);
  const declared = definitions.get(piece.plugin)!.params[param]!;
  if (declared.apply === 'rebuild') return void problems.push(`${path}.param ${piece.id}.${param} makes the piece anew and cannot move over time`);
  const keys = list.slice(0, MAX_KEYS).filter((key: unknown): key is Raw => isRecord(key) && typeof key['time'] === 'number' && Number.isFinite(key['time']) && key['time'] >= 0)
    .map((key): Key => {
      const time = key['time'] as number + 0;
      const { value, problem } = accept(declared, own(key, 'value'));
      if (problem) problems.push(`${path}.keys at ${time} s ${problem}`);
      return { time, value, ease: EASINGS.includes(key['ease'] as Easing) ? (key['ease'] as Easing) : 'smooth' };
    })
    .sort((a, b) => a.time - b.time);
  if (keys.length < list.length) problems.push(`${path}.keys holds ${list.length - keys.length} keys that cannot be used`);
  const loop = own(raw, 'loop') ?? 0;
  const loops = typeof loop === 'number' && Number.isFinite(loop) && loop >= 0;
  if (!loops) problems.push(`${path}.loop must be seconds; got ${shown(loop)}`);
  return { piece: piece.id, param, keys, loop: loops ? loop + 0 : 0 };
};

const parseClock = (raw: unknown, problems: string[]): Recipe['clock'] => {
  if (raw !== undefined && !isRecord(raw)) problems.push(`clock must be an object; got ${shown(raw)}`);
  const { time = 0, playing = true } = isRecord(raw) ? raw : {};
  const timely = typeof time === 'number' && time >= 0 && time <= MAX_TIME;
  if (!timely) problems.push(`clock.time must be 0 to ${MAX_TIME}; got ${shown(time)}`);
  if (typeof playing !== 'boolean') problems.push(`clock.playing must be true or false; got ${shown(playing)}`);
  return { time: timely ? time + 0 : 0, playing: playing !== false };
};

const parseList = (raw: unknown, name: string, limit: number, problems: string[]): readonly unknown[] => {
  if (raw === undefined) return [];
  if (!Array.isArray(raw)) {
    problems.push(`${name} must be a list; got ${shown(raw)}`);
    return [];
  }
  if (raw.length > limit) problems.push(`${name} may hold ${limit}; got ${raw.length}`);
  return raw.slice(0, limit);
};

/** Reads an untrusted recipe. `problems` holds one short text for each thing that was not used as it stood. */
export const parseRecipe = async (raw: unknown, load: LoadDefinition): Promise<{ recipe: Recipe; problems: string[] }> => {
  const problems: string[] = [];
  const source = isRecord(raw) ? raw : {};
  if (!isRecord(raw)) problems.push(`a recipe must be an object; got ${shown(raw)}`);
  const version = own(source, 'version');
  if (version !== undefined && version !== RECIPE_VERSION) {
    problems.push(typeof version === 'number' && version > RECIPE_VERSION
      ? `it was made by a newer Driftloom (recipe version ${version}); what this one knows is used`
      : `version must be ${RECIPE_VERSION}; got ${shown(version)}`);
  }
  const known = ['version', 'title', 'clock', 'pieces', 'tracks', ...groups];
  for (const key of Object.keys(source)) if (!known.includes(key)) problems.push(`${key.slice(0, 40)} is not part of a recipe`);

  const settings = groups.map((group) => {
    const { states, problems: found } = acceptAll(settingsParams[group] as Params, own(source, group), group);
    problems.push(...found);
    return [group, states] as const;
  });
  const pieces: PieceRecipe[] = [];
  const taken = new Set<string>();
  const definitions = new Map<string, PluginDefinition>();
  const remember: LoadDefinition = async (id) => {
    const definition = await load(id);
    definitions.set(id, definition);
    return definition;
  };
  const wanted = new Map<string, readonly [string, Source][]>();
  let pixels = 0;
  for (const [index, entry] of parseList(own(source, 'pieces'), 'pieces', MAX_PIECES, problems).entries()) {
    const piece = await parsePiece(entry, index, taken, remember, wanted, problems);
    if (!piece) continue;
    taken.add(piece.id);
    // Each pixel costs some 30 bytes of the device's memory: a link must not take the device down.
    pixels += piece.size ? piece.size[0] * piece.size[1] : 0;
    if (pixels <= MAX_PIXELS) pieces.push(piece);
    else {
      problems.push(`${piece.id}.size is more than the ${MAX_PIXELS / 2 ** 20} megapixels a scene may have in all; the plugin's own size is used`);
      pieces.push((({ size: _, ...rest }) => rest)(piece));
    }
  }
  const tracks = parseList(own(source, 'tracks'), 'tracks', MAX_TRACKS, problems).map((track, index) => parseTrack(track, index, pieces, definitions, problems)).filter((track) => track !== undefined);
  const title = own(source, 'title') ?? '';
  if (typeof title !== 'string') problems.push(`title must be text; got ${shown(title)}`);
  const recipe: Recipe = {
    ...emptyRecipe(), ...(Object.fromEntries(settings) as unknown as Settings),
    title: typeof title === 'string' ? title.slice(0, MAX_TITLE) : '',
    clock: parseClock(own(source, 'clock'), problems),
    pieces: connect(pieces, wanted, problems), tracks,
  };
  return { recipe, problems: problems.length > MAX_PROBLEMS ? [...problems.slice(0, MAX_PROBLEMS), `and ${problems.length - MAX_PROBLEMS} more`] : problems };
};

/** The recipe without what equals the defaults: short for links and files; `parseRecipe` gives the same recipe back. */
export const compactRecipe = (recipe: Recipe, definitions: ReadonlyMap<string, PluginDefinition>): Raw => {
  const small: Raw = { version: recipe.version };
  if (recipe.title) small['title'] = recipe.title;
  if (recipe.clock.time > 0 || !recipe.clock.playing) small['clock'] = recipe.clock;
  for (const group of groups) {
    const states = changed(settingsParams[group] as Params, recipe[group] as States);
    if (Object.keys(states).length > 0) small[group] = states;
  }
  small['pieces'] = recipe.pieces.map(({ id, plugin, params, view, size, inputs, tuning }) => {
    const piece: Raw = { id, plugin };
    const definition = definitions.get(plugin);
    const own = definition ? changed(definition.params, params) : params;
    const hung = changed(viewParams, view);
    if (Object.keys(own).length > 0) piece['params'] = own;
    if (Object.keys(hung).length > 0) piece['view'] = hung;
    if (size) piece['size'] = size;
    if (inputs && Object.keys(inputs).length > 0) piece['inputs'] = inputs;
    const taught = tuning && compactTuning(tuning);
    if (taught) piece['tuning'] = taught;
    return piece;
  });
  if (recipe.tracks.length > 0) small['tracks'] = recipe.tracks;
  return small;
};
