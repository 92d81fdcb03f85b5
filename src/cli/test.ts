// `npm test`: type check, lint, documents, build, then every test; the last line counts them. With arguments only
// vitest runs, with those arguments.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ALL, ONLY_BUILD, runChecks } from './checks.ts';
import { NO_CHROMIUM } from './chromium.ts';
import { command } from './command.ts';
import { NO_FFMPEG } from './ffmpeg.ts';
import { ensureTools } from './install.ts';
import { inRoot, ROOT } from './root.ts';
import { onlyRun, tally, type Tally, type VitestReport } from './tally.ts';

const HELP = `
npm test                             everything
npm test -- <file or folder ...>     only the tests whose path holds one of these
npm test -- --project <name>         only a project of vite.config.ts: unit, browser, "end to end"

Arguments go to vitest. The last line is "N passed, N failed"; the exit code is 1 where any failed.`;

/** Runs a tool of node_modules to its exit code, its output shown. */
const tool = (path: string, ...args: string[]): number =>
  spawnSync(process.execPath, [inRoot('node_modules', path), ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;

/** Every test file there is; one that no project takes up must not be forgotten in silence. */
const testFiles = (): string[] => ['tests', 'plugins'].flatMap((folder) =>
  readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts')).map((path) => resolve(inRoot(folder, path))));

const runVitest = (args: string[], files: readonly string[], byName: boolean): Tally => {
  const folder = mkdtempSync(join(tmpdir(), 'driftloom-test-'));
  const file = join(folder, 'report.json');
  const exitCode = tool('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, '--allowOnly=false', ...args);
  let report: VitestReport | undefined;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    // Vitest did not get as far as writing it; the tally says so.
  }
  rmSync(folder, { recursive: true });
  return tally(report && byName ? onlyRun(report) : report, exitCode, files);
};

await command(HELP, async (args) => {
  const { chromium, ffmpeg } = ensureTools();
  if (chromium === undefined) {
    process.stderr.write(`${NO_CHROMIUM}\n`);
    return 1;
  }
  if (!ffmpeg) process.stderr.write(`${NO_FFMPEG}\n`);
  const whole = args.length === 0;
  // End-to-end tests start the built viewer.
  const checks = await runChecks(whole ? ALL : args.some((arg) => /e2e|end to end/.test(arg)) ? ONLY_BUILD : []);
  const byName = args.some((arg) => /^(-t|--testNamePattern)/.test(arg));
  const tests = runVitest(args, whole ? testFiles() : [], byName);
  for (const fault of tests.faults) process.stdout.write(`✗ ${fault.replaceAll(ROOT, '')}\n`);
  const passed = checks.passed + tests.passed, failed = checks.failed + tests.failed;
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
});
