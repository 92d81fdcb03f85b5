// Runs before every npm command (prestart, pretest ...): checks Node and installs what is missing. Plain JavaScript
// without a dependency or new syntax, because an old Node must get as far as the sentence below, with nothing installed.

import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const lock = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules', '.driftloom');
/** npm writes it at the end of an installation. */
const installed = join(root, 'node_modules', '.package-lock.json');

const stop = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

/** What node_modules must have been installed from. */
const wanted = () => createHash('sha256').update(readFileSync(existsSync(lock) ? lock : join(root, 'package.json'))).digest('hex');

/** Ours left a stamp; an installation by hand is as good when it is younger than the lock file. */
const fresh = (hash) => {
  if (!existsSync(installed)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  return existsSync(lock) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
};

const install = () => {
  // Tests, the viewer and the command line need the development packages, whatever NODE_ENV says.
  const args = [existsSync(lock) ? 'ci' : 'install', '--include=dev', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  process.stderr.write(`Installing packages (npm ${args[0]}) ...\n`);
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const { status, error } = npm && /npm-cli\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (error) stop(`npm could not be started: ${error.message}.`);
  if (status !== 0) stop('The packages could not be installed; npm says why above.');
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) stop(`Driftloom needs Node 20.19 or newer; this is ${process.versions.node}. Get it from https://nodejs.org.`);

const hash = wanted();
if (!fresh(hash)) {
  install();
  writeFileSync(stamp, wanted());
}
