// The plain executor against the tf executor on tfjs's own processor backend, and what it refuses.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { affine, batchNorm, conv, dense, dropout, flatten, leakyRelu, network, normalWeights, relu, reshape, residual, runPlain, sigmoid, sin, softplus, tanh, type Layer, type Network } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import { random } from '../../src/core/random.ts';

beforeAll(async () => { await tf.setBackend('cpu'); });

/** Norms begin as the identity; here they do something. */
const weightsOf = (net: Network) => new Map([...normalWeights(net, 3, { kernel: (fanIn) => 1 / Math.sqrt(fanIn), bias: .3 })].map(([name, { shape, data }]) =>
  [name, { shape, data: /(scale|shift|mean|variance)$/.test(name) ? data.map((x, i) => x + .4 + .3 * Math.sin(i + name.length)) : data }]));

const inputOf = (net: Network): Float32Array => {
  const source = random(5, 'input');
  return Float32Array.from({ length: Object.values(net.inputs)[0]!.reduce<number>((a, b) => a * b!, 1) }, () => source.normal());
};

const byTf = (net: Network, input: Float32Array): Float32Array => tf.tidy(() => {
  const [[name, shape]] = Object.entries(net.inputs) as [[string, number[]]];
  return Float32Array.from(runTf(net, toTensors(weightsOf(net)), { [name]: tf.tensor(input, [1, ...shape]) }).dataSync());
});

const layers: [string, Layer[]][] = [
  ['an encoder', [flatten(), dense(9), softplus(), dropout(.4), dense(7), tanh(), dense(4)]],
  ['every pixel by itself', [dense(5), leakyRelu(.2), dense(2, { bias: false }), sigmoid()]],
  ['the first layer of a generator', [flatten(), dense(12, { bias: false }), reshape(2, 2, 3), batchNorm(), relu()]],
  ['residual layers', [dense(3), residual([dense(3), relu(), residual([dense(3), sin()]), dense(3)], .5), affine(-2, .25)]],
];

test.each(layers)('%s: as tf', (_name, stack) => {
  const net = network('small', { picture: [4, 3, 2] }, stack), input = inputOf(net);
  const plain = runPlain(net, weightsOf(net), input), expected = byTf(net, input);
  expect(plain).toHaveLength(expected.length);
  expect(Math.max(...plain.map((x, i) => Math.abs(x - expected[i]!)))).toBeLessThan(1e-5);
  expect(new Set(plain).size).toBeGreaterThan(1);
});

test('says what it cannot run, and what does not fit', () => {
  const net = network('small', { picture: [4, 4, 1] }, [flatten(), dense(2)]), weights = weightsOf(net);
  expect(() => runPlain(network('conv', { picture: [4, 4, 1] }, [conv(2, 3)]), new Map(), new Float32Array(16))).toThrow('network conv, layer 0 (conv): the plain executor runs dense');
  expect(() => runPlain(network('norm', { picture: [2] }, [batchNorm({ statistics: 'batch' })]), new Map(), new Float32Array(2))).toThrow('layer 0: of batch norms');
  expect(() => runPlain(net, weights, new Float32Array(15))).toThrow('network small, layer input: must be [4, 4, 1] numbers; got 15');
  expect(() => runPlain(net, new Map([...weights].slice(0, 1)), new Float32Array(16))).toThrow('network small, layer 1: bias must hold 2 numbers; got none');
  expect(() => runPlain(network('free', { position: [null, null, 3] }, [dense(2)]), new Map(), new Float32Array(3))).toThrow('must be [free, free, 3] numbers; got 3');
});
