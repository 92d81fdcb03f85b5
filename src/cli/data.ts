// `npm run data`: prepares a data set once, into .cache/data. What sets there are is in data/catalogue.ts.

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { badArgument, dataUnusable } from '../core/errors.ts';
import { countOf, type DataAbout } from '../train/data/data-set.ts';
import { command } from './command.ts';
import { CATALOGUE } from './data/catalogue.ts';
import { planData, type DataPlan } from './data/plan.ts';
import { folderOf } from './data/place.ts';
import { readAbout } from './data/read.ts';
import { writeDataSet } from './data/write.ts';

const LIST = Object.entries(CATALOGUE).map(([name, { summary, path }]) => `  ${[name, path].filter(Boolean).join(' ').padEnd(16)} ${summary}`).join('\n');

const STYLES = Object.entries(CATALOGUE).flatMap(([name, { styles }]) => styles ? [`${name}: ${styles.join(', ')}`] : [])
  .map((line, i) => `  ${(i === 0 ? '--style NAME' : '').padEnd(15)} ${line}`).join('\n');

const HELP = `
npm run data -- <name> [options]

${LIST}

  --size N        side of the pictures in pixels, where a set can be made at several
  --count N       how many items, where a set is made by a program
${STYLES}
  --seed N        chance of the sets made by a program; 1 unless said
  --as NAME       keep it under another name, beside the one made with other options
  --force         make it again although it is there

The set lies in .cache/data/<name>: about.json describes it, sheet.png shows it. Packages it needs are kept in
.cache/packages.`;

const describe = ({ name, title, count, shape, type, splits: { train, test }, columns, licence, credits, sources }: DataAbout): string => [
  `${name}: ${title}`,
  `  items    ${count} of ${shape.join(' x ')} ${type}, ${train[1]} to learn from and ${test[1] - test[0]} held out`,
  ...(Object.keys(columns).length > 0 ? [`  columns  ${Object.entries(columns).map(([column, { shape: own, classes }]) => `${column}${own.length > 0 ? ` (${own.join(' x ')})` : ''}${classes ? ` (${classes.length} classes)` : ''}`).join(', ')}`] : []),
  `  licence  ${licence}`,
  ...credits.map((credit, i) => `  ${i === 0 ? 'credits ' : '        '} ${credit}`),
  ...(sources.length > 0 ? [`  from     ${sources.join(', ')}`] : []),
  `  sheet    ${relative(process.cwd(), join(folderOf(name), 'sheet.png'))}`,
].join('\n');

const say = (text: string): void => void process.stderr.write(text);

/** One line that renews itself on a terminal; nothing elsewhere. */
const progress = (done: number, total: number): void => {
  if (process.stderr.isTTY) say(`\r\x1b[K${done} of ${total}${done === total ? '\n' : ''}`);
};

const prepare = async ({ entry, name, written, options }: DataPlan): Promise<DataAbout> => {
  const draft = await entry.make({ size: 0, count: 0, seed: 1, style: '', path: '', ...options, progress, notice: (sentence) => say(`${sentence}\n`) });
  if (countOf(draft) === 0) throw dataUnusable(`Data set ${name} would be empty.`);
  return writeDataSet(folderOf(name), draft, { command: `npm run data -- ${written}`, options });
};

/** The set as it is there already; undefined where it is not. */
const existing = ({ name, options, force }: DataPlan): DataAbout | undefined => {
  if (force || !existsSync(folderOf(name))) return undefined;
  const about = readAbout(name);
  const differs = Object.entries(options).filter(([key, value]) => about.made.options[key] !== value);
  if (differs.length > 0) {
    throw badArgument(`Data set ${name} is there already, made by \`${about.made.command}\`: --force makes it again as you say, --as NAME keeps both.`);
  }
  return about;
};

await command(HELP, async (args) => {
  const plan = planData(args);
  if (plan === undefined) {
    process.stdout.write(`${LIST}\n\nnpm run data -- <name> prepares one of them; --help lists the options.\n`);
    return 0;
  }
  const ready = existing(plan);
  const about = ready ?? await prepare(plan).catch((error: unknown) => {
    if (error instanceof RangeError) throw dataUnusable(`This is more than memory holds (${error.message}).`, 'Take a smaller --size or --count.');
    // A file of a fetched package that is not there any more.
    if (error instanceof Error && 'syscall' in error) throw dataUnusable(`${error.message}.`, 'Delete .cache/packages and run the command again.');
    throw error;
  });
  process.stdout.write(`${describe(about)}\n`);
  if (ready) process.stdout.write('It was there already; --force makes it again.\n');
  return 0;
});
