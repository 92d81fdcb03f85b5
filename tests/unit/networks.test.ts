import { describe, expect, test } from 'vitest';
import { abs, affine, concat, dense, inspect, network, normalWeights, relu, residual, sigmoid, sin, softplus, sqrt, tanh, type Layer, type Network } from '#nets';
import { EngineError } from '../../src/core/errors.ts';

const over = (layers: readonly Layer[], inputs: Network['inputs'] = { x: [null, null, 3] }): Network => network('test', inputs, layers);
const fault = (net: Network): string => {
  try {
    inspect(net);
  } catch (error) {
    expect(error).toMatchObject({ code: 'network-invalid' });
    expect(error).toBeInstanceOf(EngineError);
    return (error as Error).message;
  }
  return '';
};

describe('shapes', () => {
  test('a dense layer replaces the last axis and keeps the others', () => {
    expect(inspect(over([dense(7)])).output).toEqual([null, null, 7]);
    expect(inspect(over([dense(7)], { x: [5] })).output).toEqual([7]);
  });

  test('activations and affine layers keep them all', () => {
    const keeping = [tanh(), sigmoid(), softplus(), relu(), sin(), abs(), sqrt(), affine(2, 1)];
    expect(inspect(over(keeping)).layers.map(({ output }) => output)).toEqual(keeping.map(() => [null, null, 3]));
  });

  test('concat appends the channels of a named input, with pixels or without', () => {
    expect(inspect(over([concat('z')], { x: [null, null, 3], z: [8] })).output).toEqual([null, null, 11]);
    expect(inspect(over([concat('y')], { x: [null, null, 3], y: [null, null, 2] })).output).toEqual([null, null, 5]);
  });

  test('a residual has the shape of its input, and its inner layers a path of their own', () => {
    const report = inspect(over([dense(4), residual([dense(4), tanh()])]));
    expect(report.layers.map(({ path, output }) => [path, output])).toEqual([['0', [null, null, 4]], ['1/0', [null, null, 4]], ['1/1', [null, null, 4]], ['1', [null, null, 4]]]);
  });

  test('a network without layers is its input', () => {
    expect(inspect(over([]))).toMatchObject({ output: [null, null, 3], parameters: 0, flops: 0 });
  });
});

describe('weights and work', () => {
  test('are named by the layer, and counted', () => {
    const report = inspect(over([dense(4), relu(), residual([dense(4, { bias: false })])]));
    expect(report.weights).toEqual([{ name: '0/kernel', shape: [3, 4] }, { name: '0/bias', shape: [4] }, { name: '2/0/kernel', shape: [4, 4] }]);
    expect(report.parameters).toBe(12 + 4 + 16);
    expect(report.flops).toBe(2 * (12 + 16));
  });

  test('count every pixel of a fixed size', () => {
    expect(inspect(over([dense(4)], { x: [10, 20, 3] })).flops).toBe(2 * 10 * 20 * 12);
  });
});

describe('a network that does not fit names its layer', () => {
  test.each<[string, Network, string]>([
    ['no input', over([], {}), 'network test, layer input: a network needs an input with at least one axis'],
    ['an input without axes', over([], { x: [] }), 'layer input: a network needs an input'],
    ['unknown channels', over([dense(4)], { x: [3, null] }), 'layer 0 (dense): needs a known number of channels'],
    ['half a unit', over([tanh(), dense(2.5)]), 'layer 1 (dense): units must be a positive integer; got 2.5'],
    ['an unknown input', over([concat('w')]), 'layer 0 (concat): there is no input "w"; inputs are x'],
    ['an input of other axes', over([concat('y')], { x: [null, null, 3], y: [null, 2] }), 'layer 0 (concat): input "y" must have 1 or 3 axes; got 2'],
    ['a residual that changes the shape', over([residual([dense(5)])]), 'layer 0 (residual): inner layers must keep the shape [, , 3]; got [, , 5]'],
    ['a fault inside a residual', over([dense(3), residual([tanh(), dense(0)])]), 'layer 1/1 (dense): units must be a positive integer; got 0'],
  ])('%s', (_, net, message) => { expect(fault(net)).toContain(message); });
});

describe('normal weights', () => {
  const net = over([dense(40), tanh(), dense(50)], { x: [30] });
  const at = (seed: number, deviation = 1): ReturnType<typeof normalWeights> => normalWeights(net, seed, { kernel: () => deviation, bias: .5 });
  const deviation = (data: Float32Array): number => Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length);

  test('have the shapes of the network', () => {
    expect([...at(1)].map(([name, { shape, data }]) => [name, shape, data.length])).toEqual([['0/kernel', [30, 40], 1200], ['0/bias', [40], 40], ['2/kernel', [40, 50], 2000], ['2/bias', [50], 50]]);
  });

  test('have the deviations asked for, which may know the layer', () => {
    const weights = normalWeights(net, 3, { kernel: (fanIn, fanOut, name) => (name === '2/kernel' ? .1 : 1 / Math.sqrt(fanIn * fanOut)), bias: 2 });
    expect(deviation(weights.get('0/kernel')!.data)).toBeCloseTo(1 / Math.sqrt(1200), 2);
    expect(deviation(weights.get('2/kernel')!.data)).toBeCloseTo(.1, 2);
    expect(deviation(weights.get('2/bias')!.data)).toBeCloseTo(2, -.3);
  });

  test('are the same for the same seed, others for another', () => {
    expect(at(5)).toEqual(at(5));
    expect(at(5).get('0/kernel')!.data).not.toEqual(at(6).get('0/kernel')!.data);
  });

  test('keep their draw when the deviation is swept', () => {
    const [one, tenth] = [at(5), at(5, .1)].map((weights) => weights.get('2/kernel')!.data) as [Float32Array, Float32Array];
    tenth.forEach((x, i) => { expect(x).toBeCloseTo(.1 * one[i]!, 6); });
  });
});
