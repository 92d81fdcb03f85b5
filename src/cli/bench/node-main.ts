// The bench for a machine that has Node and a graphics driver and nothing else: made into one file, it reads weights from
// the folder `assets` beside it.

import { fileURLToPath } from 'node:url';
import { command } from '../command.ts';
import { bench, HELP } from '../bench.ts';
import { openNodeHost } from './node-host.ts';

const noPage = (): Promise<never> => Promise.reject(new Error('there is no browser here'));

void command(HELP, (args) => bench([...args, '--node'], { node: () => openNodeHost(fileURLToPath(new URL('assets', import.meta.url))), page: noPage })).then(() => process.exit());
