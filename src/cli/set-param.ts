// `--set key=value`: text to a param's value, by the declaration of the param. Knows recipes, not the command.

import type { LatentState, Param, Params, States } from '#api';
import { setParam, setSetting, setView } from '../core/edits.ts';
import { badArgument } from '../core/errors.ts';
import { accept } from '../core/params.ts';
import type { PieceRecipe, Recipe } from '../core/recipe.ts';
import { settingsParams, viewParams, type SettingsGroup, type View } from '../core/settings.ts';

const FIELDS: readonly (keyof LatentState)[] = ['seed', 'center', 'speed', 'beats', 'ease', 'loop', 'radius', 'phase', 'psi', 'middle'];

/** A number where the text is one; otherwise the text itself, so that the complaint shows what was typed. */
const number = (text: string): unknown => (text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text));
const numbers = (text: string): unknown => (text.trim() === '' ? [] : text.split(',').map(number));

const FROM_TEXT: Record<Exclude<Param['kind'], 'latent'>, (text: string) => unknown> = {
  number, int: number, seed: number, color: String, choice: String, sketch: String, mask: String, vec2: numbers,
  toggle: (text) => (text === 'true' ? true : text === 'false' ? false : text),
};

/** The value that `text` means for a param whose value is `state` now; `rest` is what the key says after the param's name. */
const valueFrom = (param: Param, state: unknown, rest: string, text: string, key: string): unknown => {
  let raw: unknown;
  if (param.kind === 'latent') {
    const field = FIELDS.find((name) => name === rest);
    if (!field) throw badArgument(`--set ${key}: a latent is set by one of ${FIELDS.map((name) => `${key.split('.')[0] ?? ''}.${name}`).join(', ')}.`);
    raw = { ...(state as LatentState), [field]: field === 'center' || field === 'middle' ? numbers(text) : number(text) };
  } else {
    if (rest) throw badArgument(`--set ${key}: only a latent has parts after a dot.`);
    raw = FROM_TEXT[param.kind](text);
  }
  const { value, problem } = accept(param, raw);
  if (problem) throw badArgument(`--set ${key}: ${problem}.`);
  return value;
};

const isGroup = (name: string): name is SettingsGroup => Object.hasOwn(settingsParams, name);

/**
 * The recipe with one setting changed. `text` is `param=value` for a param of the piece, `view.x=value` for where it
 * hangs, or `post.bloom=value` for one of the scene's settings. Throws a sentence where it cannot be done.
 */
export const setFromText = (recipe: Recipe, piece: () => PieceRecipe, paramsOf: (piece: PieceRecipe) => Params, text: string): Recipe => {
  const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (!key) throw badArgument(`--set must be written param=value; got "${text}".`);
  const [head = '', ...parts] = key.split('.');
  const tail = parts.join('.');

  if (isGroup(head) && parts.length > 0) {
    const params: Params = settingsParams[head];
    return setSetting(head, tail, valueFrom(known(params, tail, head), (recipe[head] as States)[tail], '', value, key))(recipe);
  }
  const { id, plugin, params: states, view } = piece();
  if (head === 'view' && parts.length > 0) {
    const param = known(viewParams, tail, 'view');
    return setView(id, tail as keyof View, valueFrom(param, view[tail as keyof View], '', value, key))(recipe);
  }
  const param = known(paramsOf(piece()), head, plugin);
  return setParam(id, head, valueFrom(param, states[head], tail, value, key))(recipe);
};

const known = (params: Params, key: string, owner: string): Param => {
  const param = Object.hasOwn(params, key) ? params[key] : undefined;
  if (!param) throw badArgument(`${owner} has no param "${key}"; it has ${Object.keys(params).join(', ')}.`);
  return param;
};
