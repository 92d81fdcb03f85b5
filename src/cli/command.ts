// How every command begins and ends: `--help`, arguments read by node:util, and one sentence with exit code 2 where an
// argument is wrong. What a command does is in its own file.

import { parseArgs, type ParseArgsConfig } from 'node:util';
import { badArgument, EngineError, reason } from '../core/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Read<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>>;

/** Reads options, and at most `most` words beside them; throws a sentence for the person who typed them. */
export const readArguments = <const O extends Options>(args: string[], options: O, most = 0): Read<O> => {
  let read: Read<O>;
  try {
    read = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // node:util adds advice after the first sentence, and after the first line.
    const sentence = reason(error).split('. ')[0] ?? '';
    throw badArgument(`${sentence.replace(/\.$/, '')}; --help lists what there is.`);
  }
  const extra = read.positionals[most];
  if (extra !== undefined) throw badArgument(`"${extra}" is one word too many; --help shows how the command is written.`);
  return read;
};

/** A whole number from `min` to `max` out of an option's text; `fallback` where the option was not given. */
export const readWhole = (name: string, text: string | undefined, min: number, max: number, fallback: number): number => {
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw badArgument(`${name} must be a whole number ${min} to ${max}; got "${text}".`);
  return value;
};

/** Runs a command to its exit code. `main` gets what was typed after the command's name and answers 0 for success. */
export const command = async (help: string, main: (args: string[]) => Promise<number>): Promise<void> => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${help.trim()}\n`);
    return;
  }
  try {
    process.exitCode = await main(args);
  } catch (error) {
    if (error instanceof EngineError) {
      process.stderr.write(`${[error.message, error.hint].filter(Boolean).join(' ')}\n`);
      process.exitCode = error.code === 'argument' ? 2 : 1;
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
};
