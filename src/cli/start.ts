// `npm start`: serves the viewer for work and play on this machine, and opens it.

import { badArgument, reason } from '../core/errors.ts';
import { command, readArguments, readWhole } from './command.ts';
import { inRoot, ROOT } from './root.ts';

const HELP = `
npm start -- [--port N] [--host H] [--no-open]

  --port N    the port; without it 5173, or the next free one
  --host H    the address to listen on; localhost unless said (elsewhere browsers give WebGPU only to https pages)
  --no-open   do not open a browser`;

const FIRST_PORT = 5173;

/** Whether a browser window could appear: not on a build machine, and not on a Linux without a display. */
const hasDisplay = (): boolean => {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  return !CI && (process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY));
};

const unusable = (error: unknown, port: number, host: string | undefined): unknown => {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'EADDRINUSE' || /already in use/.test(reason(error))) return badArgument(`Port ${port} is taken; name another, or leave --port out and the next free one is found.`);
  if (code === 'EACCES') return badArgument(`Port ${port} needs administrator rights; name one above 1023.`);
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') return badArgument(`${host ?? 'localhost'} is not an address of this machine.`);
  return error;
};

await command(HELP, async (args) => {
  const { values } = readArguments(args, { port: { type: 'string' }, host: { type: 'string' }, 'no-open': { type: 'boolean' } });
  const { host } = values;
  const port = readWhole('--port', values.port, 1, 65535, FIRST_PORT);
  const { createServer } = await import('vite');
  const server = await createServer({
    root: ROOT, configFile: inRoot('vite.config.ts'), logLevel: 'warn', clearScreen: false,
    server: { port, strictPort: values.port !== undefined, ...(host === undefined ? {} : { host }) },
  });
  try {
    await server.listen();
  } catch (error) {
    await server.close();
    throw unusable(error, port, host);
  }
  const { local, network } = server.resolvedUrls ?? { local: [], network: [] };
  process.stdout.write(`Driftloom is at ${local[0] ?? network[0] ?? `http://localhost:${port}/`}\n`);
  if (!values['no-open'] && hasDisplay()) server.openBrowser();
  await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
  await server.close();
  return 0;
});
