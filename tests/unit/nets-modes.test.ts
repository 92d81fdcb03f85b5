// What the tf executor does besides computing layers: dropout, batch statistics, stopping at a layer, ownership; and the
// properties of the losses that fixtures cannot say.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { affine, batchNorm, conv, coordinates, dense, dropout, network, normalWeights, oneHot, relu, residual, skip, tanh, type Layer, type Network, type Weights } from '#nets';
import { binary, category, gaussianKl, gradientPenalty, hinge, l1, leastSquares, runTf, toTensors, wasserstein, type TfMode } from '#nets/tf';
import { random } from '../../src/core/random.ts';

beforeAll(async () => { await tf.setBackend('cpu'); });

const over = (size: number, ...layers: Layer[]): Network => network('net', { x: [size] }, layers);
const weightsOf = (net: Network): Weights => normalWeights(net, 1, { kernel: () => .5, bias: .1 });
/** What a network answers, as numbers. */
const answer = (net: Network, x: readonly number[] | tf.Tensor, mode?: TfMode, weights = weightsOf(net)): number[] =>
  tf.tidy(() => Array.from(runTf(net, toTensors(weights), { x: x instanceof tf.Tensor ? x : tf.tensor2d([...x], [1, x.length]) }, mode).dataSync()));
const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());

describe('dropout', () => {
  const net = over(4000, dropout(.3)), ones = Array.from({ length: 4000 }, () => 1);

  test('while training zeroes its share and scales the rest, so that the mean stays', () => {
    const dropped = answer(net, ones, { training: true, random: random(1) });
    const zeros = dropped.filter((x) => x === 0).length;
    expect(zeros / 4000).toBeCloseTo(.3, 1);
    for (const x of dropped) if (x !== 0) expect(x).toBeCloseTo(1 / .7, 6);
  });

  test('is decided by its chance', () => {
    const training = true, source = random(2);
    const [first, second] = [answer(net, ones, { training, random: source }), answer(net, ones, { training, random: source })];
    expect(answer(net, ones, { training, random: random(2) })).toEqual(first);
    expect(second).not.toEqual(first);
  });

  test('is not there when drawing, nor at rate 0', () => {
    expect(answer(net, ones)).toEqual(ones);
    expect(answer(over(4000, dropout(0)), ones, { training: true })).toEqual(ones);
  });

  test('asks for chance', () => {
    expect(() => answer(net, ones, { training: true })).toThrow('network net: no mode.random for the dropout of layer 0');
  });
});

describe('batch statistics', () => {
  const net = over(2, affine(2, 0), residual([batchNorm()]), batchNorm());
  const heard = (mode: TfMode): [string, number[], number[]][] => {
    const all: [string, number[], number[]][] = [];
    answer(net, tf.tensor2d([1, 2, 3, 6], [2, 2]), { ...mode, onStatistics: (path, mean, variance) => { all.push([path, numbers(mean), numbers(variance)]); } });
    return all;
  };

  test('are heard of while training, by path, biased', () => {
    const statistics = heard({ training: true });
    expect(statistics.map(([path]) => path)).toEqual(['1/0', '2']);
    expect(statistics[0]).toEqual(['1/0', [4, 8], [4, 16]]);
  });

  test('are not heard of when drawing', () => { expect(heard({})).toEqual([]); });
});

describe('a layer to stop at', () => {
  const net = over(3, affine(2, 0), residual([affine(10, 0), affine(1, 1)], 2), skip([relu(), residual([tanh()])]), affine(0, 7));
  test.each<[string, number[]]>([
    ['0', [2, 4, -6]],
    ['1/0', [20, 40, -60]],
    ['1/1', [21, 41, -59]],
    ['1', [44, 86, -124]],
    ['2/0', [44, 86, 0]],
    ['2/1/0', [1, 1, 0]],
    ['2/1', [45, 87, 0]],
    ['2', [44, 86, -124, 45, 87, 0]],
    ['3', [7, 7, 7, 7, 7, 7]],
  ])('%s', (until, values) => { expect(answer(net, [1, 2, -3], { until })).toEqual(values); });

  test('must be there', () => {
    expect(() => answer(net, [1, 2, -3], { until: '2/2' })).toThrow('network net: no layer 2/2');
  });
});

test('the result is the caller\'s even where it equals the input', () => {
  for (const layers of [[], [dropout()]]) {
    const x = tf.tensor2d([[1, 2]]);
    tf.tidy(() => runTf(over(2, ...layers), new Map(), { x })).dispose();
    expect(numbers(x)).toEqual([1, 2]);
    x.dispose();
  }
});

test('nothing stays behind but the result', () => {
  const net = network('net', { x: [6, 6, 2] }, [conv(4, 3, { stride: 2 }), batchNorm(), dropout(), residual([dense(4), tanh()])]);
  const x = tf.ones([2, 6, 6, 2]), weights = toTensors(weightsOf(net)), before = tf.memory().numTensors;
  tf.tidy(() => runTf(net, weights, { x }, { training: true, random: random(1), onStatistics: () => undefined })).dispose();
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([x, ...weights.values()]);
});

test('coordinates reach both borders, at any size', () => {
  const picture = answer(network('net', { x: [null, null, 1] }, [coordinates(2)]), tf.zeros([1, 3, 5, 1]));
  const at = (row: number, column: number): number[] => picture.slice(4 * (5 * row + column)).slice(1, 4);
  expect(at(0, 0)).toEqual([-2, -2, Math.fround(Math.sqrt(8))]);
  expect(at(1, 2)).toEqual([0, 0, 0]);
  expect(at(2, 1)).toEqual([-1, 2, Math.fround(Math.sqrt(5))]);
});

test('a class is the nearest whole number', () => {
  const net = network('net', { x: [1] }, [oneHot(4)]);
  expect(answer(net, tf.tensor2d([2.01, .96], [2, 1]))).toEqual([0, 0, 1, 0, 0, 1, 0, 0]);
});

describe('losses', () => {
  const scalar = (loss: () => tf.Tensor): number => tf.tidy(() => loss().dataSync()[0]!);

  test('stay finite where a sigmoid or a softmax would be 0 or 1', () => {
    expect(scalar(() => binary(tf.tensor1d([500]), 0))).toBe(500);
    expect(scalar(() => binary(tf.tensor1d([500]), 1))).toBe(0);
    expect(scalar(() => category(tf.tensor2d([[1e4, -1e4]]), tf.tensor1d([1], 'int32')))).toBe(2e4);
  });

  test('know what is right', () => {
    expect(scalar(() => gaussianKl(tf.zeros([1, 5]), tf.zeros([1, 5])))).toBeCloseTo(0, 9);
    expect(scalar(() => category(tf.zeros([3, 8]), tf.tensor1d([1, 5, 7], 'int32')))).toBeCloseTo(Math.log(8), 6);
    expect(scalar(() => binary(tf.zeros([4]), 1))).toBeCloseTo(Math.log(2), 6);
    expect(scalar(() => hinge(tf.tensor1d([1.5, 3]), 1))).toBe(0);
    expect(scalar(() => leastSquares(tf.ones([3]), 1))).toBe(0);
  });

  test.each([['binary', binary], ['leastSquares', leastSquares], ['hinge', hinge], ['wasserstein', wasserstein]] as const)('%s raises a score for 1 and lowers it for 0', (_, loss) => {
    const slopes = ([1, 0] as const).map((target) => tf.tidy(() => numbers(tf.grad((x) => loss(x, target))(tf.tensor1d([.2])))[0]!));
    expect(slopes[0]).toBeLessThan(0);
    expect(slopes[1]).toBeGreaterThan(0);
  });

  test('l1 does not pull at what is equal', () => {
    expect(tf.tidy(() => numbers(tf.grad((x) => l1(x, tf.tensor1d([1, 2, 3])))(tf.tensor1d([1, 5, 1]))))).toEqual([0, Math.fround(1 / 3), -Math.fround(1 / 3)]);
  });

  test('the gradient penalty of a plane is its slope\'s distance from 1, squared', () => {
    const penalty = scalar(() => {
      const slope = tf.tensor2d([[3], [4]]);
      return gradientPenalty((x) => tf.matMul(x, slope), tf.ones([2, 2]), tf.zeros([2, 2]), tf.tensor1d([.3, 1]));
    });
    expect(penalty).toBeCloseTo(16, 4);
  });

  test('the gradient penalty is taken between real and drawn, by the share of the real', () => {
    const seen: number[] = [];
    tf.tidy(() => gradientPenalty((x) => { seen.push(...numbers(x)); return tf.sum(tf.square(x), 1); }, tf.tensor2d([[10], [10]]), tf.tensor2d([[20], [20]]), tf.tensor1d([1, .2])));
    expect(seen).toEqual([10, 18]);
  });
});
