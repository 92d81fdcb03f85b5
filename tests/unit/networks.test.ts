import { describe, expect, test } from 'vitest';
import {
  abs, affine, averagePool, batchNorm, concat, conv, coordinates, dense, depthToSpace, dropout, flatten, globalPool, inspect, instanceNorm, layerNorm, leakyRelu, maxout, maxPool, network,
  normalWeights, oneHot, pad, relu, reshape, residual, sigmoid, sin, sized, skip, softplus, sqrt, tanh, upConv, upsample, type Layer, type Network,
} from '#nets';
import { EngineError } from '../../src/core/errors.ts';
import { isLearnt, window } from '../../src/nets/shapes.ts';

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
    const keeping = [tanh(), sigmoid(), softplus(), relu(), sin(), abs(), sqrt(), affine(2, 1), leakyRelu(), dropout(), batchNorm(), instanceNorm(), layerNorm()];
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

  test.each<[string, Layer, readonly (number | null)[]]>([
    ['conv', conv(4, 3), [9, 12, 4]],
    ['conv, SAME, stride 2', conv(4, 5, { stride: 2 }), [5, 6, 4]],
    ['conv, VALID, stride 2', conv(4, 4, { stride: 2, padding: 'valid' }), [3, 5, 4]],
    ['conv, one zero around', conv(4, 4, { padding: 1 }), [8, 11, 4]],
    ['upConv', upConv(4), [18, 24, 4]],
    ['upConv, stride 3', upConv(4, 5, { stride: 3 }), [27, 36, 4]],
    ['upsample', upsample(3), [27, 36, 3]],
    ['maxPool', maxPool(), [4, 6, 3]],
    ['maxPool, SAME, overlapping', maxPool(3, { stride: 2, padding: 'same' }), [5, 6, 3]],
    ['averagePool', averagePool(3), [3, 4, 3]],
    ['globalPool', globalPool(), [3]],
    ['maxout', maxout(3), [9, 12, 1]],
    ['skip', skip([conv(5, 3), tanh()]), [9, 12, 8]],
    ['reshape', reshape(18, 6, 3), [18, 6, 3]],
    ['flatten', flatten(), [9 * 12 * 3]],
    ['pad', pad(8), [25, 28, 3]],
    ['pad with zeros', pad(20, 'zero'), [49, 52, 3]],
    ['coordinates', coordinates(), [9, 12, 6]],
  ])('%s', (_, layer, output) => {
    expect(inspect(over([layer], { x: [9, 12, 3] })).output).toEqual(output);
  });

  test('channels become blocks of pixels', () => {
    expect(inspect(over([conv(36, 1), depthToSpace(3)], { x: [9, 12, 3] })).output).toEqual([27, 36, 4]);
    expect(inspect(over([conv(36, 1), depthToSpace()])).output).toEqual([null, null, 9]);
  });

  test('a whole number becomes a class', () => {
    expect(inspect(over([oneHot(10)], { label: [1] })).output).toEqual([10]);
  });

  test('free sides stay free', () => {
    const layers = [conv(4, 3, { stride: 2 }), batchNorm(), upConv(2), upsample(), maxPool(), pad(3), coordinates(), conv(3, 7, { padding: 'valid' })];
    expect(inspect(over(layers)).output).toEqual([null, null, 3]);
    expect(inspect(sized(over(layers), 8, 10)).output).toEqual([8, 10, 3]);
    expect(inspect(over([...layers, globalPool()])).output).toEqual([3]);
  });

  test('SAME puts the odd zero behind', () => {
    expect(window(5, 3, 2, 'same')).toEqual({ before: 1, after: 1, count: 3 });
    expect(window(6, 3, 2, 'same')).toEqual({ before: 0, after: 1, count: 3 });
    expect(window(6, 1, 2, 'same')).toEqual({ before: 0, after: 0, count: 3 });
    expect(window(null, 4, 2, 'same')).toEqual({ before: 1, after: 1, count: null });
  });

  test('a network without layers is its input', () => {
    expect(inspect(over([]))).toMatchObject({ output: [null, null, 3], parameters: 0, flops: 0 });
  });
});

describe('weights and work', () => {
  test('are named by the layer, and counted', () => {
    const report = inspect(over([dense(4), relu(), residual([dense(4, { bias: false })])]));
    expect(report.weights).toEqual([{ name: '0/kernel', shape: [3, 4], role: 'kernel' }, { name: '0/bias', shape: [4], role: 'bias' }, { name: '2/0/kernel', shape: [4, 4], role: 'kernel' }]);
    expect(report.parameters).toBe(12 + 4 + 16);
    expect(report.flops).toBe(2 * (12 + 16));
  });

  test('of pictures: kernels, their biases, norms and what norms remember', () => {
    const report = inspect(over([conv(4, 5, { stride: 2 }), batchNorm(), skip([upConv(6, 4, { stride: 1, bias: false }), instanceNorm()]), layerNorm()], { x: [8, 8, 3] }));
    expect(report.weights.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['0/kernel', 5, 5, 3, 4], ['0/bias', 4], ['1/scale', 4], ['1/shift', 4], ['1/mean', 4], ['1/variance', 4],
      ['2/0/kernel', 4, 4, 6, 4], ['2/1/scale', 6], ['2/1/shift', 6], ['3/scale', 10], ['3/shift', 10],
    ]);
    expect(report.weights.filter((weight) => !isLearnt(weight)).map(({ name }) => name)).toEqual(['1/mean', '1/variance']);
    expect(report.parameters).toBe(25 * 3 * 4 + 4 + 2 * 4 + 16 * 6 * 4 + 2 * 6 + 2 * 10);
    expect(report.flops).toBe(2 * (16 * 25 * 3 * 4 + 16 * 16 * 6 * 4));
  });

  test('count a transposed convolution where its input is', () => {
    expect(inspect(over([upConv(5, 4)], { x: [3, 7, 2] })).flops).toBe(2 * 3 * 7 * 16 * 2 * 5);
  });

  test('count every pixel of a fixed size', () => {
    expect(inspect(over([dense(4)], { x: [10, 20, 3] })).flops).toBe(2 * 10 * 20 * 12);
  });
});

describe('networks of the papers have their known size', () => {
  const inputs = { x: [256, 256, 3] };
  const gigaflops = (net: Network): number => inspect(net).flops / 1e9;
  /** Instance norms of the reference have no scale and shift, and the convolutions before them keep their biases. */
  const withoutNorms = (net: Network): number => inspect(net).weights.filter(({ role }) => role === 'kernel' || role === 'bias').reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);

  test('CycleGAN, ResNet of 9 blocks: 11.378 M', () => {
    const norm = instanceNorm(), inside = [pad(1), conv(256, 3, { padding: 'valid' }), norm];
    const net = over([
      pad(3), conv(64, 7, { padding: 'valid' }), norm, relu(), conv(128, 3, { stride: 2 }), norm, relu(), conv(256, 3, { stride: 2 }), norm, relu(),
      ...Array.from({ length: 9 }, () => residual([...inside, relu(), ...inside])),
      upConv(128, 3), norm, relu(), upConv(64, 3), norm, relu(), pad(3), conv(3, 7, { padding: 'valid' }), tanh(),
    ], inputs);
    expect(withoutNorms(net)).toBe(11_378_179);
    expect(gigaflops(net)).toBeCloseTo(99.1, 1);
  });

  test('pix2pix, U-Net 256: 54.41 M', () => {
    const level = (filters: number, outer: number, inner: readonly Layer[], { norm = [batchNorm()] as readonly Layer[], rate = 0 } = {}): readonly Layer[] =>
      [skip([leakyRelu(), conv(filters, 4, { stride: 2, bias: false }), ...norm, ...inner, relu(), upConv(outer, 4, { bias: false }), batchNorm(), dropout(rate)])];
    const rate = .5, bottom = level(512, 512, [], { norm: [] });
    const core = [512, 512, 512].reduce((inner, filters) => level(filters, 512, inner, { rate }), bottom);
    const body = [[512, 256], [256, 128], [128, 64]].reduce((inner, [filters, outer]) => level(filters!, outer!, inner), core);
    const net = over([conv(64, 4, { stride: 2, bias: false }), ...body, relu(), upConv(3, 4), tanh()], inputs);
    expect(inspect(net).parameters).toBe(54_413_955);
    expect(gigaflops(net)).toBeCloseTo(12.1, 1);
    expect(inspect(net).output).toEqual([256, 256, 3]);
  });

  test('PatchGAN of 70 x 70: 2.765 M', () => {
    const layer = (filters: number, stride: number): Layer[] => [conv(filters, 4, { stride, padding: 1 }), instanceNorm(), leakyRelu()];
    const net = over([conv(64, 4, { stride: 2, padding: 1 }), leakyRelu(), ...layer(128, 2), ...layer(256, 2), ...layer(512, 1), conv(1, 4, { padding: 1 })], inputs);
    expect(withoutNorms(net)).toBe(2_764_737);
    expect(gigaflops(net)).toBeCloseTo(6.3, 1);
    expect(inspect(net).output).toEqual([30, 30, 1]);
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
    ['a convolution over no picture', over([conv(4, 3)], { x: [7] }), 'layer 0 (conv): needs a picture [height, width, channels]; got [7]'],
    ['a kernel larger than the picture', over([conv(4, 7, { padding: 'valid' })], { x: [5, 9, 3] }), 'layer 0 (conv): a kernel of 7 does not fit a side of 5'],
    ['no stride', over([conv(4, 3, { stride: 0 })]), 'layer 0 (conv): stride must be a positive integer; got 0'],
    ['half a filter', over([upConv(1.5)]), 'layer 0 (upConv): filters must be a positive integer; got 1.5'],
    ['negative padding', over([conv(4, 3, { padding: -1 })]), 'layer 0 (conv): padding must be an integer of at least 0; got -1'],
    ['a transposed kernel with gaps', over([upConv(4, 2, { stride: 3 })]), 'layer 0 (upConv): a kernel of 2 leaves gaps at stride 3'],
    ['blocks that do not come out even', over([depthToSpace(2)]), 'layer 0 (depthToSpace): 3 channels do not divide into blocks of 2 x 2'],
    ['enlarging by nothing', over([upsample(0)]), 'layer 0 (upsample): factor must be a positive integer; got 0'],
    ['a window larger than the picture', over([relu(), maxPool(6)], { x: [5, 9, 3] }), 'layer 1 (pool): a kernel of 6 does not fit a side of 5'],
    ['pooling no picture', over([globalPool()], { x: [5] }), 'layer 0 (globalPool): needs a picture'],
    ['a batch norm of unknown channels', over([batchNorm()], { x: [null] }), 'layer 0 (batchNorm): needs a known number of channels'],
    ['an instance norm over no picture', over([instanceNorm()], { x: [5] }), 'layer 0 (instanceNorm): needs a picture'],
    ['dropping everything', over([dropout(1)]), 'layer 0 (dropout): rate must be 0 to below 1; got 1'],
    ['pieces that do not divide', over([maxout(2)]), 'layer 0 (maxout): 3 channels do not divide into 2 pieces'],
    ['an input of another size', over([concat('y')], { x: [8, 8, 3], y: [8, 9, 2] }), 'layer 0 (concat): input "y" is [8, 9, 2] beside [8, 8, 3]'],
    ['a skip that changes the sides', over([skip([conv(5, 3, { stride: 2 })])], { x: [8, 8, 3] }), 'layer 0 (skip): inner layers must keep the sides of [8, 8, 3]; got [4, 4, 5]'],
    ['a shape of another size', over([reshape(2, 4)], { x: [9] }), 'layer 0 (reshape): [9] holds 9 numbers, [2, 4] 8'],
    ['no shape', over([reshape()], { x: [9] }), 'layer 0 (reshape): sides must be positive integers; got []'],
    ['flattening what is free', over([flatten()]), 'layer 0 (flatten): needs a known size; got [free, free, 3]'],
    ['a mirror wider than the picture', over([pad(5)], { x: [5, 9, 3] }), 'layer 0 (pad): a side of 5 cannot be mirrored by 5'],
    ['a border of less than nothing', over([pad(-1, 'zero')]), 'layer 0 (pad): amount must be an integer of at least 0; got -1'],
    ['positions of no picture', over([coordinates()], { x: [4] }), 'layer 0 (coordinates): needs a picture'],
    ['a class of several numbers', over([oneHot(5)], { x: [2] }), 'layer 0 (oneHot): reads [1], one number; got [2]'],
    ['a fault inside a skip', over([skip([skip([dense(0)])])]), 'layer 0/0/0 (dense): units must be a positive integer; got 0'],
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
