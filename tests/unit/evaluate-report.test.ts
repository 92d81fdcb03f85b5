// What `npm run evaluate` makes of weights: figures measured from them and not read, an exit code that tells a missed bar,
// a table and a JSON object. The weights are the evaluator's, once as shipped and once as they began.

import { beforeAll, describe, expect, test } from 'vitest';
import { together, type WeightsFile } from '#nets';
import { openTraining } from '../../src/cli/backends.ts';
import { evaluateWeights, provable, readWeightsFile, weightsFilesOf, type Evaluated } from '../../src/cli/evaluate/evaluate.ts';
import { exitCode, record, table } from '../../src/cli/evaluate/report.ts';
import { heldOutOf, shippedDigits } from '../../src/cli/evaluate/held-out.ts';
import trainers from '../../src/train/evaluator/trainer.ts';

const FILE = 'evaluator/digits-8-epochs.safetensors';
const shipped = readWeightsFile(FILE), begun: WeightsFile = { ...shipped, weights: together(trainers.digits.init(7)) };

let good: Evaluated, poor: Evaluated;
beforeAll(async () => {
  await openTraining('wasm');
  [good, poor] = [{ file: FILE, ...await evaluateWeights(shipped, .05) }, { file: FILE, ...await evaluateWeights(begun, .05) }];
}, 120_000);

describe('the exit code', () => {
  test('is 0 where all bars are cleared and 1 where one is missed', () => {
    expect([exitCode([good]), exitCode([poor]), exitCode([good, poor])]).toEqual([0, 1, 1]);
  });
});

test('the object holds every figure with its bar and whether it passes', () => {
  const name = good.metrics[0]!.name;
  expect(JSON.parse(JSON.stringify(record('evaluator', [good, poor])))).toEqual({
    plugin: 'evaluator',
    weights: [
      { file: `assets/${FILE}`, metrics: [{ name, trained: good.metrics[0]!.trained, untrained: good.metrics[0]!.untrained, real: null, bar: { least: .985 }, pass: true }] },
      { file: `assets/${FILE}`, metrics: [expect.objectContaining({ name, pass: false })] },
    ],
  });
  const plain: Evaluated = { ...good, metrics: [{ name: 'a', trained: 1, untrained: 0, real: 2 }] };
  expect(record('evaluator', [plain])).toMatchObject({ weights: [{ metrics: [{ name: 'a', bar: null, pass: true }] }] });
});

test('the figures are measured: the untrained net knows a tenth of the digits or so', () => {
  expect(good.metrics[0]!.trained).toBeGreaterThan(.985);
  expect(good.metrics[0]!.untrained).toBeLessThan(.3);
  expect(poor.metrics[0]!.trained).toBeLessThan(.3);
});

test('the table says what is cleared and what is missed', () => {
  expect(table(good)).toMatch(/^evaluator\/digits-8-epochs\.safetensors: 4800 steps on mnist, wasm, .*\n +trained +untrained +real +bar\n +digits known of \d+ +\.?0?\.\d+ .* >= 0\.985 {2}cleared\n$/);
  expect(table(poor)).toContain('MISSED');
});

test('weights that do not fit, or say nothing of themselves, are refused in a sentence', async () => {
  const without = new Map(shipped.weights);
  without.delete('evaluator/7/kernel');
  await expect(evaluateWeights({ ...shipped, weights: without }, .05)).rejects.toMatchObject({ code: 'weights-unreadable', message: expect.stringContaining('tensor "7/kernel" [512, 64] is missing') as string });
  await expect(evaluateWeights({ ...shipped, metadata: {} }, .05)).rejects.toMatchObject({ code: 'argument', message: expect.stringContaining('does not say where it comes from: metadata plugin is missing') as string });
  await expect(evaluateWeights({ ...shipped, metadata: { ...shipped.metadata, plugin: 'nothing' } }, .05)).rejects.toThrow('"nothing" does not learn');
});

test('what there is to evaluate', () => {
  expect(provable()).toEqual(expect.arrayContaining(['evaluator', 'residual-cppn']));
  expect(provable()).not.toContain('picture');
  expect(weightsFilesOf('evaluator')).toContain(FILE);
  expect(weightsFilesOf('no-such-plugin')).toEqual([]);
});

test('the shipped digits are a thousand, of all classes, and stand in for the prepared ones where few are asked for', async () => {
  const { count, items, columns, shape } = shippedDigits();
  expect([count, items.length, shape, new Set(columns['label']!.values).size]).toEqual([1000, 784_000, [28, 28, 1], 10]);
  expect(await heldOutOf('mnist', 50)).toEqual(shippedDigits(50));
});
