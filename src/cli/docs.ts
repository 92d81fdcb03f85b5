// `npm run docs`: renews the params tables of the plugins' READMEs; `--check` only says which are out of date.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { command, readArguments } from './command.ts';
import { withParamsTable } from './params-table.ts';
import { openRegistry } from './plugins.ts';
import { inRoot } from './root.ts';

const HELP = `
npm run docs [-- --check]

Writes the table of params between <!-- params:start --> and <!-- params:end --> in every plugins/<id>/README.md.
  --check   write nothing; exit code 1 where a table is out of date`;

await command(HELP, async (args) => {
  const { values: { check = false } } = readArguments(args, { check: { type: 'boolean' } });
  const registry = openRegistry({ all: true });
  let faults = 0;
  for (const id of registry.ids) {
    const name = `plugins/${id}/README.md`, path = inRoot(name);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    const after = before === undefined ? undefined : withParamsTable(before, (await registry.load(id)).params);
    if (before === undefined || after === undefined) {
      process.stderr.write(`${name} ${before === undefined ? 'is missing' : 'has no <!-- params:start --> and <!-- params:end -->'}\n`);
      faults++;
    } else if (after !== before && check) {
      process.stderr.write(`${name} is out of date: run npm run docs\n`);
      faults++;
    } else if (after !== before) {
      writeFileSync(path, after);
      process.stdout.write(`wrote ${name}\n`);
    }
  }
  return faults > 0 ? 1 : 0;
});
