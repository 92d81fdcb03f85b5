// Checks a plugin's definition before any of its code runs, and says everything that is wrong with it at once.

import { API_VERSION, LEVELS, type ImageInput, type Params, type PluginDefinition } from '#api';
import { pluginInvalid } from '../core/errors.ts';
import { accept, acceptAll, shown } from '../core/params.ts';

const KINDS = ['number', 'int', 'toggle', 'choice', 'color', 'vec2', 'seed', 'sketch', 'mask', 'latent'];
/** Cells along a sketch's side and switches of a mask, at most: links carry them, and the panel shows them. */
const LARGEST = 64;

const fits = (size: unknown, least: number): boolean => Number.isInteger(size) && (size as number) >= least && (size as number) <= LARGEST;

const paramProblems = (params: Params): string[] => Object.entries(params).flatMap(([key, param]) => {
  const at = `params.${key}`;
  if (!/^[a-z][a-zA-Z0-9]*$/.test(key)) return [`${at}: names are camelCase letters and digits`];
  if (!KINDS.includes(param?.kind)) return [`${at}.kind must be one of ${KINDS.join(', ')}; got ${shown(param?.kind)}`];
  if (param.kind === 'latent' && !(Number.isInteger(param.dims) && param.dims > 0)) return [`${at}.dims must be a positive integer; got ${shown(param.dims)}`];
  if (param.kind === 'latent' && param.range && !(param.range[0] < param.range[1])) return [`${at}.range must go from low to high; got ${shown(param.range)}`];
  if (param.kind === 'choice' && !(Array.isArray(param.options) && param.options.length > 0)) return [`${at}.options must list what can be chosen; got ${shown(param.options)}`];
  if (param.kind === 'sketch' && !(fits(param.width, 4) && fits(param.height, 4))) return [`${at} must have a width and height of 4 to ${LARGEST} cells`];
  if (param.kind === 'mask' && !fits(param.count, 1)) return [`${at}.count must be 1 to ${LARGEST} switches; got ${shown(param.count)}`];
  if (param.kind === 'mask' && param.names && param.names.length !== param.count) return [`${at}.names must name all ${param.count} switches; got ${shown(param.names)}`];
  if ('min' in param && !(param.min < param.max)) return [`${at}.min must be below max`];
  const { problem } = accept(param, param.default);
  return problem ? [`${at}.default ${problem}`] : [];
});

/** What is wrong with the list of weights files: they lie under assets/ and nowhere else. */
const weightsProblems = (weights: unknown): string[] => {
  if (weights === undefined) return [];
  if (typeof weights !== 'object' || weights === null || Array.isArray(weights)) return [`weights must be an object of label: path; got ${shown(weights)}`];
  return Object.entries(weights).flatMap(([label, path]: [string, unknown]) => (label.trim() && typeof path === 'string' && /^([\w-][\w.-]*\/)*[\w-][\w.-]*\.safetensors$/.test(path) ? []
    : [`weights.${label.slice(0, 40)} must be a path under assets/ like my-plugin/weights.safetensors; got ${shown(path)}`]));
};

/** What is wrong with what flows in. */
const inputProblems = (inputs: unknown): string[] => {
  if (inputs === undefined) return [];
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs)) return [`inputs must be an object of name: p.image(); got ${shown(inputs)}`];
  return Object.entries(inputs).flatMap(([name, input]: [string, Partial<ImageInput> | null]) => [
    ...(/^[a-z][a-zA-Z0-9]*$/.test(name) ? [] : [`inputs.${name.slice(0, 40)}: names are camelCase letters and digits`]),
    ...(input?.kind === 'image' ? [] : [`inputs.${name.slice(0, 40)}.kind must be image; got ${shown(input?.kind)}`]),
  ]);
};

/** The definition a plugin's module exports, or a throw that lists its faults. `id` is its folder's name. */
export const checkDefinition = (raw: unknown, id: string): PluginDefinition => {
  const definition = raw as PluginDefinition | undefined;
  if (typeof definition !== 'object' || definition === null) throw pluginInvalid(id, ['index.ts must export definePlugin({...}) as default']);
  const problems: string[] = [];
  if (definition.id !== id) problems.push(`id must be the folder's name "${id}"; got ${shown(definition.id)}`);
  if (!definition.title) problems.push('title is missing');
  if (definition.engine !== `^${API_VERSION.split('.')[0] ?? ''}`) problems.push(`it was written for engine ${shown(definition.engine)}; this is ${API_VERSION}`);
  if (typeof definition.create !== 'function') problems.push('create must be a function');
  const sides = [definition.output?.width, definition.output?.height];
  if (!sides.every((side) => Number.isInteger(side) && side >= 1 && side <= 8192)) problems.push('output must have a width and height of 1 to 8192 pixels');
  if (definition.output?.native !== undefined && typeof definition.output.native !== 'function') problems.push('output.native must be a function of the params');
  const levels = definition.budget?.levels ?? [];
  if (levels.length === 0 || !levels.every((level) => Object.hasOwn(LEVELS, level))) problems.push(`budget.levels must list some of ${Object.keys(LEVELS).join(', ')}`);
  if (!(Number.isInteger(definition.budget?.every) && definition.budget.every >= 1)) problems.push('budget.every must be a whole number of frames');
  problems.push(...weightsProblems(definition.weights), ...inputProblems(definition.inputs), ...paramProblems(definition.params ?? {}));
  if (problems.length === 0) {
    for (const [name, preset] of Object.entries(definition.presets ?? {})) problems.push(...acceptAll(definition.params, preset, `presets.${name}`).problems);
  }
  if (problems.length > 0) throw pluginInvalid(id, problems);
  return definition;
};
