import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adam } from '#nets';
import { canonicalBytes, lossCurve, readProvenance, writeProvenance, type Provenance } from '../../src/nets/provenance.ts';
import { readSafetensors, writeSafetensors } from '../../src/nets/safetensors.ts';
import type { Weights } from '../../src/nets/weights.ts';

const whole: Provenance = {
  plugin: 'residual-cppn', variant: 'width-6', label: '24 epochs',
  data: 'mnist', dataLicence: 'CC BY-SA 3.0', dataSha256: 'ab'.repeat(32),
  command: 'npm run train -- residual-cppn --backend torch', seed: 7, steps: 1680, seconds: 5123.4,
  optimisers: { generator: adam(['encoder', 'generator'], .001, { beta1: .75, clipNorm: 5 }) },
  backend: 'torch', machine: '2-core CPU', commit: 'cfa8dc6', made: '2025-11-22', initialSha256: '01'.repeat(32),
  losses: { steps: [1, 2, 5], losses: { draw: [2.4, 2.1, 1.5], latent: [.1, .2, .3] } },
  metrics: [{ name: 'class', trained: .93, untrained: .1, real: .991 }, { name: 'gates', trained: 22, untrained: 0, real: null }],
};
const written = writeProvenance(whole);
const problems = (change: Record<string, string | undefined>): readonly string[] =>
  readProvenance(Object.fromEntries(Object.entries({ ...written, ...change }).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])))).problems;

test('what a file says of its weights comes back through the file, all of it text', () => {
  expect(Object.values(written).every((value) => typeof value === 'string')).toBe(true);
  const { metadata } = readSafetensors(writeSafetensors(new Map(), written));
  expect(readProvenance(metadata)).toEqual({ provenance: whole, problems: [] });
});

test('a file without any of it says so, key by key', () => {
  const { provenance, problems: all } = readProvenance({ format: 'pt' });
  expect(provenance).toEqual({});
  expect(all).toHaveLength(Object.keys(whole).length);
  expect(all[0]).toBe('metadata plugin is missing');
});

describe('what makes no sense is named, and the rest is read', () => {
  test.each<[string, string, string]>([
    ['plugin', ' ', 'must be text; got " "'],
    ['steps', '12.5', 'must be a whole number; got "12.5"'],
    ['steps', '-1', 'must be a whole number'],
    ['seconds', 'NaN', 'must be a number of seconds; got "NaN"'],
    ['dataSha256', 'AB', 'must be 64 hexadecimal digits'],
    ['made', 'yesterday', 'must be a day as YYYY-MM-DD'],
    ['backend', 'abacus', 'must be wasm, webgpu or torch; got "abacus"'],
    ['optimisers', '[]', 'must be optimisers by name'],
    ['optimisers', '{"g":{"learningRate":null}}', 'must be optimisers by name'],
    ['losses', '{', 'must be losses by name at rising steps'],
    ['losses', '{"steps":[1,2],"losses":{"a":[1]}}', 'must be losses by name'],
    ['losses', '{"steps":[2,1],"losses":{"a":[1,1]}}', 'must be losses by name'],
    ['losses', '{"steps":[1],"losses":{"a":[null]}}', 'must be losses by name'],
    ['losses', '{"steps":[1],"losses":[[1]]}', 'must be losses by name'],
    ['metrics', '[{"name":"a","trained":1,"untrained":"0","real":null}]', 'must be a list of {name, trained, untrained, real}'],
    ['metrics', '[null]', 'must be a list of'],
    ['metrics', '[{"name":"a","trained":1,"untrained":0}]', 'must be a list of'],
  ])('%s: %s', (key, text, message) => {
    const { provenance, problems: [first, ...more] } = readProvenance({ ...written, [key]: text });
    expect(first).toContain(`metadata ${key} ${message}`);
    expect(more).toEqual([]);
    const { [key as keyof Provenance]: _, ...rest } = whole;
    expect(provenance).toEqual(rest);
  });

  test('a key that is missing', () => { expect(problems({ seed: undefined })).toEqual(['metadata seed is missing']); });
  test('keys of others are let be', () => { expect(problems({ format: 'pt' })).toEqual([]); });

  test('any text in any key', () => {
    fc.assert(fc.property(fc.constantFrom(...Object.keys(written), '__proto__'), fc.oneof(fc.string(), fc.json()), (key, text) => {
      expect(problems({ [key]: text }).length).toBeLessThanOrEqual(1);
    }), { numRuns: 300 });
  });
});

test.each<[string, Partial<Provenance>]>([
  ['a figure that is not finite', { metrics: [{ name: 'a', trained: NaN, untrained: 0, real: null }] }],
  ['half a step', { steps: 1.5 }],
  ['no name', { label: '' }],
])('%s is not written', (_, change) => {
  expect(() => writeProvenance({ ...whole, ...change })).toThrow(/^The weights cannot be written: metadata \w+ must be /);
});

describe('a curve of losses', () => {
  const log = (count: number): { step: number; losses: Record<string, number> }[] => Array.from({ length: count }, (_, i) => ({ step: i + 1, losses: { up: i, half: i % 2 } }));

  test('of a short run holds every step', () => {
    expect(lossCurve(log(3))).toEqual({ steps: [1, 2, 3], losses: { up: [0, 1, 2], half: [0, 1, 0] } });
    expect(lossCurve([])).toEqual({ steps: [], losses: {} });
  });

  test('of a long run holds means, up to its last step', () => {
    const { steps, losses } = lossCurve(log(1680), 60);
    expect(steps).toEqual(Array.from({ length: 60 }, (_, i) => 28 * (i + 1)));
    expect(losses['up']!.slice(0, 2)).toEqual([13.5, 41.5]);
    expect(new Set(losses['half'])).toEqual(new Set([.5]));
    const uneven = lossCurve(log(1001), 200);
    expect([uneven.steps.length, uneven.steps.at(-1), new Set(uneven.steps).size]).toEqual([200, 1001, 200]);
  });

  test('leaves out what is not known at every step', () => {
    expect(lossCurve([{ step: 1, losses: { a: 1, b: NaN } }, { step: 2, losses: { a: 2, b: 3 } }]).losses).toEqual({ a: [1, 2] });
  });
});

test('the same weights have the same bytes to hash, in whatever order they are listed', () => {
  const a = { shape: [2], data: Float32Array.of(1, 1 / 3) }, b = { shape: [1], data: Float32Array.of(2) };
  const hash = (weights: Weights): string => createHash('sha256').update(canonicalBytes(weights)).digest('hex');
  expect(hash(new Map([['b', b], ['a', a]]))).toBe(hash(new Map([['a', a], ['b', b]])));
  expect(hash(new Map([['a', a], ['b', { ...b, data: Float32Array.of(2.0000002) }]]))).not.toBe(hash(new Map([['a', a], ['b', b]])));
});
