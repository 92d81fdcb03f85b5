import { expect, test } from 'vitest';
import { checkWeights, dense, network, networkWeights, normalWeights, relu, together, type Weights } from '#nets';
import { EngineError } from '../../src/core/errors.ts';

const net = network('small', { x: [3] }, [dense(2), relu(), dense(1)]);
const sound = normalWeights(net, 1, { kernel: () => 1, bias: 0 });
const changed = (change: (weights: Map<string, { shape: readonly number[]; data: Float32Array }>) => void): Weights => {
  const weights = new Map(sound);
  change(weights);
  return weights;
};

test('a network\'s own weights pass as they are, in any order', () => {
  expect(checkWeights(net, sound)).toBe(sound);
  const turned = new Map(Array.from(sound).reverse());
  expect(checkWeights(net, turned)).toBe(turned);
});

test.each<[string, Weights, string]>([
  ['missing', changed((weights) => weights.delete('2/bias')), 'tensor "2/bias" [1] is missing.'],
  ['of another shape', changed((weights) => weights.set('0/kernel', { shape: [2, 3], data: new Float32Array(6) })), 'tensor "0/kernel" must be [3, 2]; got [2, 3].'],
  ['flat', changed((weights) => weights.set('0/kernel', { shape: [6], data: new Float32Array(6) })), 'tensor "0/kernel" must be [3, 2]; got [6].'],
  ['one too many', changed((weights) => weights.set('4/kernel', { shape: [1], data: new Float32Array(1) })), 'tensor "4/kernel" is one too many.'],
  ['all gone', new Map(), 'tensor "0/kernel" [3, 2] is missing (and 3 more faults).'],
])('a tensor %s is named, with file and network', (_, weights, message) => {
  const check = (): unknown => checkWeights(net, weights, 'assets/a/b.safetensors');
  expect(check).toThrow(EngineError);
  expect(check).toThrow(`assets/a/b.safetensors cannot be read: for network small, ${message}`);
});

test('a network\'s part of a file', () => {
  const file = { file: 'assets/a/b.safetensors', weights: together({ first: sound, second: new Map() }), metadata: {} };
  expect(networkWeights(file, 'first', net)).toEqual(sound);
  expect(() => networkWeights(file, 'second', net)).toThrow('assets/a/b.safetensors cannot be read: for network small, tensor "0/kernel" [3, 2] is missing');
});
