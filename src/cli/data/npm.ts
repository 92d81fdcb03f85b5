// Packages that are only data come from the npm registry when they are asked for, into .cache, so that installing the
// project stays small. npm itself checks what it downloads; versions are exact.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataUnusable } from '../../core/errors.ts';
import { PACKAGES } from './place.ts';

/** name -> exact version. */
export type Wanted = Readonly<Record<string, string>>;

const versionIn = (folder: string, name: string): string | undefined => {
  try {
    return (JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as { version?: string }).version;
  } catch {
    return undefined;
  }
};

/** npm writes the hidden lock file last: without it the installation was interrupted. */
const complete = (folder: string, wanted: Wanted): boolean =>
  existsSync(join(folder, 'node_modules', '.package-lock.json')) && Object.entries(wanted).every(([name, version]) => versionIn(folder, name) === version);

const runNpm = (folder: string): { status: number | null; text: string } => {
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const options = { cwd: folder, encoding: 'utf8' as const };
  const { status, stderr, error } = npm && /npm-cli\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return { status, text: error?.message ?? stderr };
};

/** What npm said in a word a reader can use: its error code, where it gave one. */
const cause = (text: string): string => /npm (?:error|ERR!) code (\S+)/.exec(text)?.[1] ?? text.trim().split('\n').at(-1) ?? '';

/** Fetches packages once, into a folder for `set`; answers the folder of a package in it. */
export const npmPackages = (set: string, wanted: Wanted): ((name: string) => string) => {
  const folder = join(PACKAGES, `npm-${set}`);
  const list = Object.entries(wanted).map(([name, version]) => `${name}@${version}`);
  if (!complete(folder, wanted)) {
    process.stderr.write(`Fetching ${list.join(', ')} ...\n`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: wanted }));
    const { status, text } = runNpm(folder);
    if (status !== 0 || !complete(folder, wanted)) {
      rmSync(folder, { recursive: true, force: true });
      throw dataUnusable(`npm could not fetch ${list.join(', ')} (${cause(text)}).`, 'Check the connection and `npm ping`, then run the command again.');
    }
  }
  return (name) => join(folder, 'node_modules', name);
};
