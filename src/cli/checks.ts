// What is checked without running the house: types, lint, the documents' tables, the build. Types and lint take longest
// and know nothing of each other, so they run side by side.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { inRoot, ROOT } from './root.ts';

/** Runs a tool of node_modules; its exit code and what it said. */
const tool = (path: string, ...args: string[]): Promise<{ code: number; said: string }> => new Promise((done, fail) => {
  const child = spawn(process.execPath, [inRoot('node_modules', path), ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) } });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => said.push(bytes));
  child.on('error', fail).on('close', (code) => done({ code: code ?? 1, said: Buffer.concat(said).toString() }));
});

type Check = readonly [name: string, run: () => ReturnType<typeof tool>];

const TYPES: Check = ['type check', () => tool('typescript/bin/tsc', '--noEmit')];
const lint = (...files: string[]): ReturnType<typeof tool> => tool('eslint/bin/eslint.js', '--max-warnings', '0', ...files);
const LINT: Check = ['lint', () => lint('.')];
/** What is not committed: what was, `npm test` has linted whole, which takes more than a minute. Without git, everything. */
const LINT_CHANGED: Check = ['lint of what is not committed', async () => {
  const git = (...args: string[]): string[] => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n').filter((path) => /\.[jt]s$/.test(path) && existsSync(inRoot(path)));
  let changed = ['.'];
  try {
    changed = [...git('diff', '--name-only', '--relative', 'HEAD'), ...git('ls-files', '--others', '--exclude-standard')];
  } catch {
    // A copy without its history.
  }
  return changed.length > 0 ? lint(...changed) : { code: 0, said: '' };
}];
const DOCUMENTS: Check = ['documents', () => tool('tsx/dist/cli.mjs', inRoot('src/cli/docs.ts'), '--check')];
const BUILD: Check = ['build', () => {
  rmSync(inRoot('dist'), { recursive: true, force: true });
  return tool('vite/bin/vite.js', 'build', '--logLevel', 'warn');
}];

/** Checks in steps, those of one step side by side. */
export const CODE: readonly (readonly Check[])[] = [[TYPES, LINT_CHANGED]];
export const ALL: typeof CODE = [[TYPES, LINT], [DOCUMENTS], [BUILD]];
export const ONLY_BUILD: typeof CODE = [[BUILD]];

/** Runs the steps, each check told with its time and, as soon as it ends, all it said; how many passed and failed. */
export const runChecks = async (steps: typeof CODE): Promise<{ passed: number; failed: number }> => {
  let passed = 0, failed = 0;
  for (const step of steps) await Promise.all(step.map(async ([name, run]) => {
    const since = performance.now(), { code, said } = await run();
    process.stdout.write(`${said}${code === 0 ? '✓' : '✗'} ${name} (${((performance.now() - since) / 1000).toFixed(1)} s)\n`);
    if (code === 0) passed++;
    else failed++;
  }));
  return { passed, failed };
};
