// `npm run bench`.

import { command } from '../command.ts';
import { bench, HELP } from '../bench.ts';

void command(HELP, (args) => bench(args));
