// `npm run new-plugin <id>`: a working plugin to begin with.

import { relative } from 'node:path';
import { badArgument } from '../core/errors.ts';
import { command, readArguments } from './command.ts';
import { checkPluginId, makePlugin } from './make-plugin.ts';
import { inRoot, ROOT } from './root.ts';

const HELP = `
npm run new-plugin <id>

Copies plugins/_template to plugins/<id>. An id is a lower-case letter, then letters, digits and dashes.`;

await command(HELP, async (args) => {
  const { positionals: [id] } = readArguments(args, {}, 1);
  if (id === undefined) throw badArgument('Say what the plugin is to be called: npm run new-plugin <id>.');
  const files = makePlugin(checkPluginId(id), inRoot('plugins', id));
  const next = [
    ['npm start', `add a piece of "${id}" in the panel; saving a file replaces it in place`],
    [`npm run render -- ${id} --out out/${id}.png`, 'one picture, without a window'],
    [`npm test -- plugins/${id}`, 'its own tests; npm test runs them all'],
    ['npm run docs', 'when its params have changed'],
  ] as const;
  const width = Math.max(...next.map(([line]) => line.length));
  process.stdout.write(`${files.map((file) => `wrote ${relative(ROOT, file)}\n`).join('')}\n${next.map(([line, why]) => `${line.padEnd(width)}   ${why}\n`).join('')}`);
  return 0;
});
