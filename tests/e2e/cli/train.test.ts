// `npm run train` and `npm run evaluate` as a person meets them: processes on a tiny set of digits, judged by exit code,
// words and files. What a run does inside its folder, tests/unit/train-run.test.ts looks at.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeDataSet } from '../../../src/cli/data/write.ts';
import { shippedDigits } from '../../../src/cli/evaluate/held-out.ts';
import { inRoot } from '../../../src/cli/root.ts';
import { readState } from '../../../src/cli/train/folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftloom-train-')), data = join(folder, 'digits');
beforeAll(() => {
  const { items, columns } = shippedDigits(300), { values, classes = [] } = columns['label']!;
  writeDataSet(data, {
    title: 'Digits', shape: [28, 28, 1], items: Uint8Array.from(items, (ink) => Math.round(255 * ink)), columns: { label: { values, shape: [], classes } }, licence: 'none', credits: [], sources: [], test: 50,
  }, { command: 'npm run data -- digits', options: {} });
});
afterAll(() => rmSync(folder, { recursive: true }));

const commandLine = (name: string, args: readonly string[]): string[] => ['--import', 'tsx', inRoot('src/cli', `${name}.ts`), ...args];
const run = (name: string, ...args: string[]): { code: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, commandLine(name, args), { cwd: inRoot(), encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};
const evaluator = (out: string, steps: number, ...more: string[]): string[] => ['evaluator', '--data', data, '--steps', String(steps), '--batch', '20', '--out', join(folder, out), ...more];

test('Ctrl-C saves, and --resume ends where an uninterrupted run ends; a run is not begun over another', async () => {
  const child = spawn(process.execPath, commandLine('train', evaluator('parts', 100_000)), { cwd: inRoot(), stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const begun = (): boolean => readdirSync(folder).includes('parts') && readdirSync(join(folder, 'parts')).includes('last.safetensors');
  while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  const [, reached = ''] = /^\nStopping after this step \.\.\.\nStopped and saved at step (\d+) of 100000; the same command with --resume goes on\.\n$/.exec(err) ?? [err];
  const steps = Number(reached) + 4;
  expect(readState(join(folder, 'parts')).metadata['step']).toBe(reached);

  expect(run('train', ...evaluator('parts', steps))).toEqual({ code: 2, out: '', err: `${join(folder, 'parts')} holds a run at step ${reached}: go on with --resume, or give another --out.\n` });
  const resumed = run('train', ...evaluator('parts', steps, '--resume')), whole = run('train', ...evaluator('whole', steps));
  expect([resumed.code, whole.code, resumed.out]).toEqual([0, 0, expect.stringContaining(`${steps} steps; states, sheets and metrics.jsonl are in `)]);
  expect(whole.err).toMatch(new RegExp(`\\] ${steps}/${steps} {2}loss .* left\\n$`));
  expect([...readState(join(folder, 'parts')).weights]).toEqual([...readState(join(folder, 'whole')).weights]);
  expect(readFileSync(join(folder, 'parts', 'metrics.jsonl'), 'utf8').trim().split('\n')).toHaveLength(steps);

  writeFileSync(join(folder, 'whole', 'last.safetensors'), 'damaged by a test');
  expect(run('train', ...evaluator('whole', steps, '--resume'))).toEqual({ code: 1, out: '', err: expect.stringMatching(/^[^\n]*last\.safetensors cannot be read: [^\n]*\.\n$/) as string });
});

test.each<[string, number, string, string[]]>([
  ['train', 2, '"nothing" does not learn; ', ['nothing']],
  ['train', 1, 'The data set in ./nowhere is not prepared', ['evaluator', '--data', './nowhere']],
  ['train', 2, 'There is no run to resume in ', evaluator('never', 5, '--resume')],
  ['train', 2, 'plugins/evaluator has no pretrain.py; train it with --backend wasm or webgpu.', evaluator('torch', 5, '--backend', 'torch')],
  ['evaluate', 2, '"picture" has nothing to prove: ', ['picture']],
  ['evaluate', 2, 'There are no such weights in assets/evaluator.', ['evaluator', '--only', 'no-such-label']],
])('%s says in one sentence what is wrong, exit code %d: %s', (name, code, says, words) => {
  const ended = run(name, ...words);
  expect(ended).toEqual({ code, out: '', err: expect.stringMatching(/^[^\n]+\n$/) as string });
  expect(ended.err).toContain(says);
});

test('evaluate --json prints one object, computed from the weights', () => {
  const { code, out } = run('evaluate', 'evaluator', '--json', '--quick', '--only', 'digits');
  expect(code).toBe(0);
  const { plugin, weights } = JSON.parse(out) as { plugin: string; weights: { file: string; metrics: object[] }[] };
  expect([plugin, weights.map(({ file }) => file)]).toEqual(['evaluator', ['assets/evaluator/digits-8-epochs.safetensors']]);
  for (const { metrics } of weights) for (const metric of metrics) expect(Object.keys(metric)).toEqual(['name', 'trained', 'untrained', 'real', 'bar', 'pass']);
});
