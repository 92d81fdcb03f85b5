// What the words after `npm run data --` mean: which set, with which options.

import { resolve } from 'node:path';
import { badArgument } from '../../core/errors.ts';
import { readArguments, readWhole } from '../command.ts';
import { CATALOGUE, type Entry, type NumberOption } from './catalogue.ts';
import { holdable } from './largest.ts';

export interface DataPlan {
  readonly entry: Entry;
  /** The folder's name: the set's own unless --as gave another. */
  readonly name: string;
  /** The command that says the same. */
  readonly written: string;
  /** Every option the set takes, with its value. */
  readonly options: Readonly<Record<string, string | number>>;
  readonly force: boolean;
}

const NUMBERS: readonly NumberOption[] = ['size', 'count', 'seed'];

const chosenStyle = (set: string, { styles }: Entry, style: string | undefined): Record<string, string> => {
  if (styles === undefined) {
    if (style !== undefined) throw badArgument(`${set} has no styles.`);
    return {};
  }
  const chosen = style ?? styles[0]!;
  if (!styles.includes(chosen)) throw badArgument(`--style must be one of ${styles.join(', ')}; got "${chosen}".`);
  return { style: chosen };
};

/** The plan; undefined where no set was named. Throws a sentence for the person who typed the words. */
export const planData = (args: string[]): DataPlan | undefined => {
  const text = { type: 'string' } as const;
  const { values, positionals: [set, path] } = readArguments(args, { size: text, count: text, seed: text, style: text, as: text, force: { type: 'boolean' } }, 2);
  if (set === undefined) return undefined;
  const entry = Object.hasOwn(CATALOGUE, set) ? CATALOGUE[set]! : undefined;
  if (entry === undefined) throw badArgument(`There is no data set "${set}"; there are ${Object.keys(CATALOGUE).join(', ')}.`);
  if (entry.path !== undefined && path === undefined) throw badArgument(`${set} needs a path: npm run data -- ${set} ${entry.path}.`);
  if (entry.path === undefined && path !== undefined) throw badArgument(`"${path}" is one word too many; --help shows how the command is written.`);
  const name = values.as ?? set;
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) throw badArgument(`--as must be made of small letters, digits and hyphens; got "${name}".`);
  const options: Record<string, string | number> = { ...(path === undefined ? {} : { path: resolve(path) }), ...chosenStyle(set, entry, values.style) };
  for (const option of NUMBERS) {
    const range = entry.options?.[option];
    if (range === undefined && values[option] !== undefined) throw badArgument(`${set} takes no --${option}.`);
    if (range) options[option] = readWhole(`--${option}`, values[option], ...range);
  }
  if (entry.options?.size && entry.options.count) holdable(Number(options['count']), [Number(options['size']), Number(options['size']), 3]);
  const given = [...NUMBERS, 'style' as const, 'as' as const].filter((key) => values[key] !== undefined).map((key) => `--${key} ${values[key]!}`);
  return { entry, name, options, written: [set, ...(path === undefined ? [] : [path]), ...given].join(' '), force: values.force ?? false };
};
