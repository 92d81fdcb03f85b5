// A run in its folder, by the functions of the command line: what is kept and when, resuming, stopping, what goes wrong, what
// is shipped, and what PyTorch is handed. No process is started and no Python needed.

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspect, readProvenance, readSafetensors, type Trainer } from '#nets';
import { sha256, writeDataSet } from '../../src/cli/data/write.ts';
import { readAbout } from '../../src/cli/data/read.ts';
import { appendLog, readLog, readState, trimLog } from '../../src/cli/train/folder.ts';
import { checkJob } from '../../src/cli/train/identity.ts';
import { writeJob, type RunPlan } from '../../src/cli/train/job.ts';
import { checkData, planTraining } from '../../src/cli/train/plan.ts';
import { progressLine, spoken } from '../../src/cli/train/progress.ts';
import { shipRun } from '../../src/cli/train/ship.ts';
import { runOnTf } from '../../src/cli/train/tf-run.ts';
import { findPython } from '../../src/cli/train/torch-run.ts';
import { safetensorsOf } from '../support/safetensors-bytes.ts';
import { tinyDraft, tinyTrainer } from '../support/tiny-trainer.ts';

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'runs-'));
  writeDataSet(join(place, 'sides'), tinyDraft, { command: 'npm run data -- sides', options: {} });
});
afterAll(() => rmSync(place, { recursive: true }));

const planOf = (change: Partial<RunPlan> = {}): RunPlan => ({
  plugin: 'tiny', variant: 'one', backend: 'wasm', data: join(place, 'sides'), steps: 20, batch: 8, seed: 1, resume: false, out: mkdtempSync(join(place, 'run-')), options: { weight: 1 }, ...change,
});
/** Runs, and stops after the step `until` where one is given. */
const go = async (plan: RunPlan, { until = Infinity, trainer = tinyTrainer }: { until?: number; trainer?: Trainer } = {}): Promise<{ reached: number; lines: string[] }> => {
  const stop = new AbortController(), lines: string[] = [];
  const show = (line: string, kept: boolean): void => {
    if (kept) lines.push(line);
    if (Number(/ (\d+)\//.exec(line)![1]) === until) stop.abort();
  };
  return { reached: await runOnTf(trainer, plan, show, stop.signal), lines };
};
const numbers = (folder: string, name?: string): unknown => [...readState(folder, name).weights];

test('a run keeps its state and a sheet at each mark, logs every step, and ships its snapshots', async () => {
  const plan = planOf(), { reached, lines } = await go(plan), marks = ['000000', '000001', '000002', '000006', '000020'];
  expect(reached).toBe(20);
  expect(readdirSync(plan.out).sort()).toEqual(['last.safetensors', 'metrics.jsonl', ...marks.flatMap((mark) => [`step-${mark}.png`, `step-${mark}.safetensors`])]);
  expect(lines.map((line) => / (\d+)\/20 {2}known \d\.\d{3} {2}drawn \d\.\d{3} {2}\d+ s left$/.exec(line)?.[1])).toEqual(['1', '2', '6', '20']);
  for (const mark of marks) {
    const { width, height, channels, data } = decode(readFileSync(join(plan.out, `step-${mark}.png`)));
    expect([width, height, channels]).toEqual([12, 8, 1]);
    expect(new Set(data).size).toBeGreaterThan(10);
  }
  const log = readLog(plan.out);
  expect(log.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(log.every(({ losses: { known, drawn }, seconds }) => Number.isFinite(known) && Number.isFinite(drawn) && seconds >= 0)).toBe(true);
  expect(numbers(plan.out)).toEqual(numbers(plan.out, 'step-000020'));

  const [untrained, late] = (await shipRun(tinyTrainer, plan, join(place, 'assets'))).map((_, i) => readSafetensors(readFileSync(join(place, 'assets', 'tiny', ['one-untrained.safetensors', 'one-late.safetensors'][i]!))));
  const { provenance, problems } = readProvenance(late!.metadata), state = readState(plan.out, 'step-000020').weights;
  expect(problems).toEqual([]);
  expect(provenance).toMatchObject({ plugin: 'tiny', variant: 'one', label: 'late', data: 'sides', dataSha256: sha256(readFileSync(join(plan.data, 'items.bin'))), seed: 1, steps: 20, backend: 'wasm', metrics: [] });
  expect([provenance.losses!.steps.length, readProvenance(untrained!.metadata).provenance.losses!.steps.length]).toEqual([20, 0]);
  expect(readProvenance(untrained!.metadata).provenance.initialSha256).toBe(provenance.initialSha256);
  late!.weights.get('generator/0/kernel')!.data.forEach((x, i) => { expect(x).toBeCloseTo(state.get('average/generator/0/kernel')!.data[i]!, 2); });
});

test('a stopped run that is resumed ends with the same state and a log without repetition', async () => {
  const whole = planOf({ steps: 12 }), parts = planOf({ steps: 12 });
  await go(whole);
  expect((await go(parts, { until: 5 })).reached).toBe(5);
  expect(readState(parts.out).metadata['step']).toBe('5');
  appendLog(parts.out, [{ step: 6, seconds: 1, losses: { known: 9 } }]);
  expect((await go({ ...parts, resume: true })).reached).toBe(12);
  expect(numbers(parts.out)).toEqual(numbers(whole.out));
  expect(readLog(parts.out).map(({ step, losses }) => [step, losses])).toEqual(readLog(whole.out).map(({ step, losses }) => [step, losses]));
});

test('a signal that comes while it computes is heard', async () => {
  const plan = planOf({ steps: 3000 }), stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const reached = await runOnTf(tinyTrainer, plan, () => undefined, stop.signal);
  expect(reached).toBeLessThan(3000);
  expect(readState(plan.out).metadata['step']).toBe(String(reached));
});

describe('what goes wrong stops the run with a sentence and leaves the last good state', () => {
  const bad = (step: Trainer['step']): Trainer => ({ ...tinyTrainer, step: (run) => (run.step < 3 ? tinyTrainer.step(run) : step(run)) });

  test('a loss that is no number', async () => {
    const plan = planOf();
    await expect(go(plan, { trainer: bad(async (run) => ({ ...await tinyTrainer.step(run), known: NaN })) })).rejects.toMatchObject({
      code: 'training-stopped', message: 'Step 4: known became NaN; the run stops.', hint: expect.stringContaining('try a smaller learning rate') as string,
    });
    expect(readState(plan.out).metadata['step']).toBe('2');
    expect(readLog(plan.out).map(({ step }) => step)).toEqual([1, 2]);
  });

  test('weights that are none, behind losses that are', async () => {
    const plan = planOf();
    const trainer = bad(async (run) => {
      await run.minimise('generator', () => run.apply('generator', { z: run.normal([1, 3]) }).mul(NaN).sum());
      return { known: 1, drawn: 1 };
    });
    await expect(go(plan, { trainer })).rejects.toMatchObject({ code: 'training-stopped', message: expect.stringMatching(/^Step 6: generator\/0\/kernel became a number that is not finite/) as string });
    expect(readState(plan.out).metadata['step']).toBe('2');
  });
});

describe('resuming is refused', () => {
  let out: string;
  beforeAll(async () => {
    const plan = planOf({ steps: 1 });
    await go(plan);
    out = plan.out;
  });

  test.each<[string, Partial<RunPlan>]>([['seed', { seed: 2 }], ['batch', { batch: 9 }], ['option', { options: { weight: 2 } }], ['variant', { variant: 'two' }]])('with another %s', async (_, change) => {
    await expect(go(planOf({ out, resume: true, steps: 2, ...change }))).rejects.toMatchObject({ code: 'data-unusable', message: expect.stringMatching(/^The run in .* is another: \{"plugin":"tiny"/) as string });
  });

  test('with other data', async () => {
    writeDataSet(join(place, 'others'), { ...tinyDraft, items: new Uint8Array(tinyDraft.items.length) }, { command: '', options: {} });
    await expect(go(planOf({ out, resume: true, steps: 2, data: join(place, 'others') }))).rejects.toThrow('is another: of other data.');
  });

  test('from a damaged state, which is named', async () => {
    truncateSync(join(out, 'last.safetensors'), 1000);
    await expect(go(planOf({ out, resume: true, steps: 2 }))).rejects.toMatchObject({ code: 'weights-unreadable', message: expect.stringContaining(join(out, 'last.safetensors')) as string });
  });
});

test('the log survives a line that was cut off, and is trimmed to a step', () => {
  const out = mkdtempSync(join(place, 'log-'));
  writeFileSync(join(out, 'metrics.jsonl'), '{"step":1,"seconds":0.5,"a":1}\n{"step":2,"seconds":1,"a":2}\n{"step":3,"se');
  expect(readLog(out)).toHaveLength(2);
  trimLog(out, 1);
  expect(readFileSync(join(out, 'metrics.jsonl'), 'utf8')).toBe('{"step":1,"seconds":0.5,"a":1}\n');
});

test('the line of progress says how far, how well and how long', () => {
  expect(progressLine(50, 200, { draw: 1.23456, known: .5 }, 100)).toBe('[######..................] 50/200  draw 1.235  known 0.500  2 min left');
  expect([4.4, 89, 600, 7200].map(spoken)).toEqual(['4 s', '89 s', '10 min', '2.0 h']);
});

describe('PyTorch', () => {
  test('is handed networks with their weights\' names and shapes, marks, optimisers and first weights', () => {
    const plan = planOf({ backend: 'torch' }), job = JSON.parse(readFileSync(writeJob(tinyTrainer, plan), 'utf8')) as Record<string, unknown>;
    expect(job).toMatchObject({ ...plan, marks: [0, 1, 2, 6, 20], optimisers: tinyTrainer.optimisers, average: { networks: ['generator'], decay: .9 } });
    for (const [name, net] of Object.entries(tinyTrainer.networks)) expect(job['networks']).toHaveProperty(name, { ...net, weights: inspect(net).weights });
    const initial = readSafetensors(readFileSync(job['initial'] as string)).weights;
    expect([...initial.keys()]).toEqual(Object.entries(tinyTrainer.networks).flatMap(([name, net]) => inspect(net).weights.map((weight) => `${name}/${weight.name}`)));
    expect(initial.get('generator/0/kernel')!.data).toEqual(tinyTrainer.init(1)['generator']!.get('0/kernel')!.data);
    expect(() => checkJob(plan)).not.toThrow();
    expect(() => checkJob({ ...plan, seed: 2 })).toThrow('is another: {"plugin":"tiny"');
    expect(() => checkJob({ ...plan, data: 'mnist' })).toThrow('of other data');
    expect(() => checkJob(planOf())).toThrow('of another backend');
  });

  test('keeps the state of its chance as bytes, which can be read', () => {
    const out = mkdtempSync(join(place, 'torch-'));
    writeFileSync(join(out, 'last.safetensors'), safetensorsOf({ __metadata__: { step: '3' }, 'random/cpu': { dtype: 'U8', shape: [3], data_offsets: [0, 3] } }, Uint8Array.of(0, 7, 255)));
    const { weights, metadata } = readState(out);
    expect([[...weights.get('random/cpu')!.data], metadata['step']]).toEqual([[0, 7, 255], '3']);
  });

  test('is asked for in a sentence where it is missing', () => {
    expect(() => findPython(['/nowhere/python3'])).toThrow(/^--backend torch needs python3 with PyTorch and Pillow: "apt-get install python3-torch .* or "pip install torch numpy pillow"; PYTHON may name another interpreter\.$/);
  });
});

describe('the words after npm run train', () => {
  test('become a plan with every option filled in', async () => {
    const { plan, ship } = await planTraining(['residual-cppn']);
    expect(plan).toMatchObject({ plugin: 'residual-cppn', variant: 'width-6', backend: 'wasm', data: 'mnist', steps: 840, batch: 192, seed: 1, resume: false, options: { updates: 16, judged: 2, classifierUpdates: 8, coarse: .7 } });
    expect([ship, plan.out.endsWith(join('.cache', 'training', 'residual-cppn', 'width-6'))]).toEqual([false, true]);
    expect((await planTraining(['residual-cppn', '--variant', 'width-4', '--option', 'updates=2', '--option', 'coarse=.5', '--ship'])).plan).toMatchObject({ variant: 'width-4', options: { updates: 2, coarse: .5 } });
  });

  test.each<[string[], RegExp]>([
    [[], /^Say what is to learn: npm run train -- <plugin>\. .*evaluator, .*residual-cppn/],
    [['nothing'], /^"nothing" does not learn; .*evaluator, /],
    [['constructor'], /^"constructor" does not learn/],
    [['evaluator', '--variant', 'toString'], /^evaluator has no variant "toString"; it has digits, attributes\.$/],
    [['evaluator', '--backend', 'cuda'], /^--backend must be wasm, webgpu, torch; got "cuda"\.$/],
    [['evaluator', '--steps', '0'], /^--steps must be a whole number 1 to /],
    [['evaluator', '--option', 'a=1'], /^--option must be one of none here; got "a=1"\.$/],
    [['residual-cppn', '--option', 'updates=many'], /^--option must be one of updates=NUMBER, .*; got "updates=many"\.$/],
    [['evaluator', '--colour'], /^Unknown option '--colour'/],
  ])('%j are refused in a sentence', async (words, why) => {
    await expect(planTraining(words)).rejects.toMatchObject({ code: 'argument', message: expect.stringMatching(why) as string });
  });

  test('a data set that does not fit is refused in a sentence', () => {
    const about = readAbout(join(place, 'sides'));
    expect(() => checkData(tinyTrainer, about)).not.toThrow();
    expect(() => checkData(tinyTrainer, { ...about, shape: [8, 8, 3] })).toThrow('Data set sides has items of 8 x 8 x 3; they must be 4 x 4 x 1 here.');
    expect(() => checkData(tinyTrainer, { ...about, columns: {} })).toThrow('Data set sides has no classes "label", which are needed here.');
    expect(() => checkData(tinyTrainer, { ...about, splits: { train: [0, 0], test: [0, 50] } })).toThrow('no items to learn from');
    expect(() => readAbout('no-such-set')).toThrow('Data set no-such-set is not prepared: npm run data -- no-such-set');
  });
});
