// `npm test`: type check, lint, documents, build and every test, side by side on two cores; the last line counts them. With
// arguments only vitest runs, with those arguments.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BUILD, DOCUMENTS, runJobs, tool, TYPES_AND_LINT } from './checks.ts';
import { NO_CHROMIUM } from './chromium.ts';
import { command } from './command.ts';
import { NO_FFMPEG } from './ffmpeg.ts';
import { ensureTools } from './install.ts';
import type { Job } from './lanes.ts';
import { inRoot, ROOT } from './root.ts';
import { onlyRun, tally, type Tally, type VitestReport, type VitestRun } from './tally.ts';

const HELP = `
npm test                             everything
npm test -- <file or folder ...>     only the tests whose path holds one of these
npm test -- --project <name>         only a project of vite.config.ts: unit, browser, "end to end"

Arguments go to vitest. The last line is "N passed, N failed"; the exit code is 1 where any failed.`;

const VITEST = 'vitest/vitest.mjs';
/** Every test file there is; one that no project takes up must not be forgotten in silence. */
const testFiles = (): string[] => ['tests', 'plugins'].flatMap((folder) =>
  readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts')).map((path) => resolve(inRoot(folder, path))));

/** `run` is given vitest's arguments, and answers with its exit code. */
const reported = async (args: readonly string[], run: (args: readonly string[]) => Promise<number> | number): Promise<VitestRun> => {
  const folder = mkdtempSync(join(tmpdir(), 'driftloom-test-')), file = join(folder, 'report.json');
  const exitCode = await run(['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, '--allowOnly=false', ...args]);
  let report: VitestReport | undefined;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    // Vitest did not get as far as writing it; the tally says so.
  }
  rmSync(folder, { recursive: true });
  return { report, exitCode };
};

/**
 * The browser takes longest and begins first. Lint and types read every file, and unit tests make some; end-to-end tests
 * start the built viewer. What takes long is several jobs, by folder, so that both lanes are busy to the end.
 */
const runEverything = async (): Promise<Tally> => {
  const files = testFiles(), runs: VitestRun[] = [];
  const project = (name: string, after: readonly string[], folder?: string): Job<Tally> => ({
    name: folder ?? name, after,
    async run() {
      runs.push(await reported(['--project', name, ...(folder ? [folder] : [])], async (args) => (await tool(VITEST, args, true)).code));
      return { passed: 0, failed: 0, faults: [] };
    },
  });
  const checks = await runJobs([BUILD, TYPES_AND_LINT, project('browser', [BUILD.name], 'tests/browser'), DOCUMENTS, project('unit', [TYPES_AND_LINT.name]), ...['tests/contract', 'tests/visual'].map((folder) => project('browser', [BUILD.name], folder)), project('end to end', [BUILD.name], 'tests/e2e/viewer'), project('end to end', [BUILD.name], 'tests/e2e/cli')]);
  const tests = tally(runs, files);
  return { passed: checks.passed + tests.passed, failed: checks.failed + tests.failed, faults: tests.faults };
};

/** Runs vitest as it was asked for, its output shown. */
const runSome = async (asked: readonly string[]): Promise<Tally> => {
  const checks = await runJobs(asked.some((arg) => /e2e|end to end/.test(arg)) ? [BUILD] : []);
  const { report, exitCode } = await reported(asked, (args) => spawnSync(process.execPath, [inRoot('node_modules', VITEST), ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1);
  const byName = asked.some((arg) => /^(-t|--testNamePattern)/.test(arg));
  const tests = tally([{ report: report && byName ? onlyRun(report) : report, exitCode }], []);
  return { passed: checks.passed + tests.passed, failed: checks.failed + tests.failed, faults: tests.faults };
};

await command(HELP, async (args) => {
  const { chromium, ffmpeg } = ensureTools();
  if (chromium === undefined) {
    process.stderr.write(`${NO_CHROMIUM}\n`);
    return 1;
  }
  if (!ffmpeg) process.stderr.write(`${NO_FFMPEG}\n`);
  const { passed, failed, faults } = await (args.length === 0 ? runEverything() : runSome(args));
  for (const fault of faults) process.stdout.write(`✗ ${fault.replaceAll(ROOT, '')}\n`);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
});
