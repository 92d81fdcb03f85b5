// What is checked without running the house: types, lint, the documents' tables, the build.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { inLanes, type Job } from './lanes.ts';
import { inRoot, ROOT } from './root.ts';
import type { Tally } from './tally.ts';

/** Runs a tool of node_modules; its exit code and what it said. `live` shows that at once, line by line. */
export const tool = (path: string, args: readonly string[], live = false): Promise<{ code: number; said: string }> => new Promise((done, fail) => {
  const child = spawn(process.execPath, [inRoot('node_modules', path), ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) } });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let line: Buffer[] = [];
    stream.on('data', (bytes: Buffer) => {
      said.push(bytes);
      if (!live) return;
      // Whole lines, since others show theirs at the same time.
      const end = bytes.lastIndexOf(10) + 1;
      if (end > 0) process.stdout.write(Buffer.concat([...line, bytes.subarray(0, end)]));
      line = [...(end > 0 ? [] : line), bytes.subarray(end)];
    });
    if (live) stream.on('end', () => { process.stdout.write(Buffer.concat(line)); });
  }
  child.on('error', fail).on('close', (code) => done({ code: code ?? 1, said: Buffer.concat(said).toString() }));
});

/** Told with its time and, as soon as it ends, all it said. */
const check = (name: string, run: () => ReturnType<typeof tool>): Job<Tally> => ({
  name,
  async run() {
    const since = performance.now(), { code, said } = await run();
    process.stdout.write(`${said}${code === 0 ? '✓' : '✗'} ${name} (${((performance.now() - since) / 1000).toFixed(1)} s)\n`);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, faults: [] };
  },
});

export const TYPES = check('type check', () => tool('typescript/bin/tsc', ['--noEmit']));
const lint = (...files: string[]): ReturnType<typeof tool> => tool('eslint/bin/eslint.js', ['--max-warnings', '0', ...files]);
/** Of everything. */
export const TYPES_AND_LINT = check('type check and lint', () => tool('tsx/dist/cli.mjs', [inRoot('src/cli/types-and-lint.ts')]));
/** What is not committed: what was, `npm test` has linted whole, which takes more than a minute. Without git, everything. */
export const LINT_CHANGED = check('lint of what is not committed', async () => {
  const git = (...args: string[]): string[] => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n').filter((path) => /\.[jt]s$/.test(path) && existsSync(inRoot(path)));
  let changed = ['.'];
  try {
    changed = [...git('diff', '--name-only', '--relative', 'HEAD'), ...git('ls-files', '--others', '--exclude-standard')];
  } catch {
    // A copy without its history.
  }
  return changed.length > 0 ? lint(...changed) : { code: 0, said: '' };
});
export const DOCUMENTS = check('documents', () => tool('tsx/dist/cli.mjs', [inRoot('src/cli/docs.ts'), '--check']));
export const BUILD = check('build', () => {
  rmSync(inRoot('dist'), { recursive: true, force: true });
  return tool('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
});

/** Jobs that run side by side: the suite has to be quick on two cores. */
const LANES = 2;
export const runJobs = async (jobs: readonly Job<Tally>[]): Promise<Tally> => {
  const tallies = await inLanes(jobs, LANES);
  return { passed: tallies.reduce((sum, { passed }) => sum + passed, 0), failed: tallies.reduce((sum, { failed }) => sum + failed, 0), faults: tallies.flatMap(({ faults }) => faults) };
};
