// `npm run bench`.

import { command } from '../command.ts';
import { bench, HELP } from '../bench.ts';
import { inRoot } from '../root.ts';

void command(HELP, (args) => bench(args, {
  node: async () => (await import('./node-host.ts')).openNodeHost(inRoot('assets')),
  page: async (gpu) => (await import('./page-host.ts')).openPageHost(gpu),
}));
