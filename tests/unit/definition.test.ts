import { describe, expect, test } from 'vitest';
import { EngineError } from '../../src/core/errors.ts';
import { checkDefinition } from '../../src/engine/definition.ts';
import { samplerPlugin } from '../support/sampler-plugin.ts';

const fault = (raw: unknown, id = 'sampler'): string => {
  try {
    checkDefinition(raw, id);
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    expect((error as EngineError).plugin).toBe(id);
    return (error as EngineError).message;
  }
  return '';
};
const changed = (change: Record<string, unknown>): string => fault({ ...samplerPlugin, ...change });
const withParam = (param: Record<string, unknown>, key = 'amount'): string => changed({ params: { ...samplerPlugin.params, [key]: param } });

test('a sound definition passes as it is', () => {
  expect(checkDefinition(samplerPlugin, 'sampler')).toBe(samplerPlugin);
});

test('weights are paths under assets/, by label', () => {
  expect(changed({ weights: {} })).toBe('');
  expect(changed({ weights: { '24 epochs': 'sampler/width-6-24_epochs.v2.safetensors', top: 'a.safetensors' } })).toBe('');
});

test.each([undefined, null, 7, 'plugin'])('a module that exports %o says what it should export', (raw) => {
  expect(fault(raw)).toBe('plugins/sampler: index.ts must export definePlugin({...}) as default');
});

describe('names what is wrong', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['another id than the folder', { id: 'other' }, 'id must be the folder\'s name "sampler"; got "other"'],
    ['no title', { title: '' }, 'title is missing'],
    ['another engine', { engine: '^2' }, 'it was written for engine "^2"; this is 1.'],
    ['no create', { create: undefined }, 'create must be a function'],
    ['no size', { output: { width: 0, height: 9000 } }, 'output must have a width and height of 1 to 8192 pixels'],
    ['pixels of its own that are no function', { output: { width: 64, height: 64, native: 64 } }, 'output.native must be a function of the params'],
    ['no output', { output: undefined }, 'output must have a width and height'],
    ['an unknown level', { budget: { every: 1, levels: ['full', 'third'] } }, 'budget.levels must list some of full, half, quarter'],
    ['no levels', { budget: { every: 1, levels: [] } }, 'budget.levels must list'],
    ['half a frame', { budget: { every: .5, levels: ['full'] } }, 'budget.every must be a whole number of frames'],
    ['no budget', { budget: undefined }, 'budget.every must be a whole number of frames'],
    ['a preset with an unknown param', { presets: { wild: { speed: 1 } } }, 'presets.wild.speed is not a param'],
    ['a preset out of range', { presets: { wild: { amount: 99 } } }, 'presets.wild.amount must be -1 to 3; got 99'],
    ['inputs that are a list', { inputs: ['content'] }, 'inputs must be an object of name: p.image(); got 1 values'],
    ['an input of another kind', { inputs: { content: { kind: 'sound' } } }, 'inputs.content.kind must be image; got "sound"'],
    ['an input that is nothing', { inputs: { content: null } }, 'inputs.content.kind must be image; got undefined'],
    ['an input with a name that is no identifier', { inputs: { 'my input': { kind: 'image' } } }, 'inputs.my input: names are camelCase letters and digits'],
    ['weights that are a list', { weights: ['a.safetensors'] }, 'weights must be an object of label: path; got 1 values'],
    ['weights that are a number', { weights: { early: 7 } }, 'weights.early must be a path under assets/ like my-plugin/weights.safetensors; got 7'],
    ['weights of another format', { weights: { early: 'a/b.bin' } }, 'weights.early must be a path under assets/'],
    ['weights outside assets', { weights: { early: '../secrets.safetensors' } }, 'weights.early must be a path under assets/'],
    ['weights outside assets by a way round', { weights: { early: 'a/../../b.safetensors' } }, 'weights.early must be a path under assets/'],
    ['weights by an address', { weights: { early: 'https://a.example/b.safetensors' } }, 'weights.early must be a path under assets/'],
    ['weights without a label', { weights: { ' ': 'a/b.safetensors' } }, 'must be a path under assets/'],
  ])('%s', (_, change, message) => { expect(changed(change)).toContain(message); });

  test.each<[string, Record<string, unknown>, string, string?]>([
    ['a kind nobody knows', { kind: 'slider' }, 'params.amount.kind must be one of number, int'],
    ['a param that is nothing', null as never, 'params.amount.kind must be one of'],
    ['a default out of range', { kind: 'number', min: 0, max: 1, default: 7 }, 'params.amount.default must be 0 to 1; got 7'],
    ['bounds the wrong way round', { kind: 'number', min: 2, max: 1, default: 1 }, 'params.amount.min must be below max'],
    ['a choice without options', { kind: 'choice', default: 'a' }, 'params.amount.options must list'],
    ['a choice that is no option', { kind: 'choice', options: ['a', 'b'], default: 'c' }, 'params.amount.default must be one of a, b; got "c"'],
    ['a latent whose range is empty', { kind: 'latent', dims: 2, distribution: 'uniform', range: [1, 1], default: {} }, 'params.amount.range must go from low to high; got 2 values'],
    ['a latent without dimensions', { kind: 'latent', dims: 0, distribution: 'normal', default: {} }, 'params.amount.dims must be a positive integer; got 0'],
    ['a sketch too large for a link', { kind: 'sketch', width: 28, height: 280, default: '' }, 'params.amount must have a width and height of 4 to 64 cells'],
    ['a sketch that is none', { kind: 'sketch', width: 28, height: 28, default: 'A' }, 'params.amount.default must be a sketch of 28 x 28'],
    ['a mask without switches', { kind: 'mask', count: 0, default: '' }, 'params.amount.count must be 1 to 64 switches; got 0'],
    ['a mask of half the switches', { kind: 'mask', count: 4, default: '11' }, 'params.amount.default must be 4 of 0 and 1; got "11"'],
    ['a mask that names too few', { kind: 'mask', count: 4, names: ['a'], default: '1111' }, 'params.amount.names must name all 4 switches; got 1 values'],
    ['a name that is no identifier', { kind: 'toggle', default: true }, 'params.my-param: names are camelCase', 'my-param'],
  ])('%s', (_, param, message, key) => { expect(withParam(param, key)).toContain(message); });

  test('all of it at once', () => {
    const message = fault({ ...samplerPlugin, title: '', create: 1, engine: '^9' });
    expect(message.split('; ').length).toBeGreaterThanOrEqual(3);
    expect(message).toMatch(/^plugins\/sampler: /);
  });
});
