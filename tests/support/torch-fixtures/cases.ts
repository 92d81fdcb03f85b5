// What the fixtures compute: a case per layer type and variant, a few small whole networks, and training steps.

import {
  abs, affine, averagePool, batchNorm, concat, conv, coordinates, dense, depthToSpace, dropout, flatten, globalPool, instanceNorm, layerNorm, leakyRelu, maxPool,
  maxout, network, oneHot, pad, relu, reshape, residual, sigmoid, sin, skip, softplus, sqrt, tanh, upConv, upsample, type Layer, type Network,
} from '#nets';

export interface NetworkCase {
  readonly network: Network;
  readonly batch: number;
  /** Height and width for free sides. */
  readonly size: readonly [height: number, width: number];
}

export interface StepsCase extends NetworkCase {
  readonly loss: string;
  /** The number that the loss takes, if it takes one. */
  readonly target: number | null;
  readonly optimiser: { readonly learningRate: number; readonly beta1: number; readonly beta2: number; readonly epsilon: number };
}

const PICTURE = { x: [5, 6, 3] }, VECTOR = { x: [6] };
const over = (inputs: Network['inputs'], ...layers: Layer[]): NetworkCase => ({ network: network('layer', inputs, layers), batch: 2, size: [5, 6] });
const picture = (...layers: Layer[]): NetworkCase => over(PICTURE, ...layers);
const vector = (...layers: Layer[]): NetworkCase => ({ ...over(VECTOR, ...layers), batch: 3 });

/** Sides of 5 x 6 put SAME's odd pixel and the windows that do not fit to the test. */
export const layers: Readonly<Record<string, NetworkCase>> = {
  'dense': vector(dense(4)),
  'dense-pixels': picture(dense(4, { bias: false })),
  'conv': picture(conv(4, 3)),
  'conv-stride': picture(conv(4, 5, { stride: 2 })),
  'conv-stride-even': picture(conv(4, 4, { stride: 2, bias: false })),
  'conv-even': picture(conv(2, 4)),
  'conv-valid': picture(conv(4, 3, { stride: 2, padding: 'valid' })),
  'conv-padding': picture(conv(4, 4, { stride: 2, padding: 1 })),
  'conv-padding-stride-1': picture(conv(2, 4, { padding: 1 })),
  'conv-point': picture(conv(5, 1)),
  'upConv': picture(upConv(4)),
  'upConv-3': picture(upConv(4, 3, { bias: false })),
  'upConv-5': picture(upConv(2, 5)),
  'upConv-2': picture(upConv(2, 2)),
  'upConv-stride-1': picture(upConv(2, 3, { stride: 1 })),
  'upConv-stride-3': picture(upConv(2, 4, { stride: 3 })),
  'upsample': picture(upsample()),
  'upsample-3': picture(upsample(3)),
  'depthToSpace': over({ x: [5, 6, 12] }, depthToSpace()),
  'depthToSpace-3': over({ x: [3, 2, 18] }, depthToSpace(3), conv(3, 3)),
  'maxPool': picture(maxPool()),
  'maxPool-same': picture(maxPool(3, { stride: 2, padding: 'same' })),
  'maxPool-overlapping': picture(maxPool(3, { stride: 1 })),
  'averagePool': picture(averagePool()),
  'averagePool-blocks': picture(conv(2, 2, { padding: 'valid' }), pad(1, 'zero'), averagePool(1), averagePool(3, { padding: 'same' })),
  'averagePool-same': picture(averagePool(3, { stride: 2, padding: 'same' })),
  'globalPool': picture(globalPool()),
  'batchNorm': picture(batchNorm()),
  'batchNorm-vector': vector(batchNorm({ epsilon: .01, momentum: .99 })),
  'batchNorm-batch': picture(conv(4, 3, { bias: false }), batchNorm({ statistics: 'batch' })),
  'instanceNorm': picture(instanceNorm()),
  'layerNorm': picture(layerNorm()),
  'layerNorm-vector': vector(layerNorm({ epsilon: .001 })),
  'tanh': picture(tanh()), 'sigmoid': picture(sigmoid()), 'softplus': picture(softplus()), 'relu': picture(relu()), 'sin': picture(sin()), 'abs': picture(abs()),
  'sqrt': picture(abs(), affine(1, .125), sqrt()),
  'leakyRelu': picture(leakyRelu(.1)),
  'maxout': vector(maxout(3)),
  'maxout-pixels': over({ x: [5, 6, 4] }, maxout(2)),
  'dropout': vector(dropout(.35)),
  'affine': picture(affine(-2, .5)),
  'residual': picture(residual([conv(3, 3), tanh(), residual([dense(3)])], .5)),
  'skip': picture(skip([conv(4, 3, { stride: 1 }), skip([tanh()]), softplus()])),
  'concat': over({ x: [null, null, 3], z: [4] }, concat('z'), dense(2)),
  'concat-pixels': over({ x: [null, null, 3], y: [null, null, 2] }, concat('y'), tanh()),
  'concat-vector': over({ x: [6], z: [4] }, concat('z')),
  'reshape': vector(reshape(1, 2, 3), conv(2, 2)),
  'flatten': picture(flatten(), dense(3)),
  'pad-reflect': picture(pad(2)),
  'pad-reflect-most': picture(pad(4), conv(2, 3, { padding: 'valid' })),
  'pad-zero': picture(pad(2, 'zero')),
  'coordinates': over({ x: [null, null, 1] }, coordinates(2)),
  'oneHot': over({ x: [1] }, oneHot(5), dense(3)),
};

const whole = (name: string, inputs: Network['inputs'], ...inner: Layer[]): NetworkCase => ({ network: network(name, inputs, inner), batch: 2, size: [6, 5] });
const convBlock = (filters: number): Layer[] => [pad(1), conv(filters, 3, { padding: 'valid' }), instanceNorm()];
const down = (filters: number): Layer[] => [leakyRelu(), conv(filters, 4, { stride: 2, bias: false })];
const up = (filters: number): Layer[] => [relu(), upConv(filters, 4, { bias: false }), batchNorm()];

export const networks: Readonly<Record<string, NetworkCase>> = {
  'residual-cppn': whole('residual CPPN', { position: [null, null, 3], z: [4] }, concat('z'), dense(6), tanh(),
    ...Array.from({ length: 3 }, () => residual([...Array.from({ length: 4 }, () => [dense(6), relu()]).flat(), dense(6), tanh()])), dense(1), sigmoid()),
  'unet': whole('small U-Net', { x: [16, 16, 3] }, conv(4, 4, { stride: 2 }),
    skip([...down(6), batchNorm(), skip([...down(6), batchNorm(), skip([...down(6), ...up(6)]), ...up(6)]), ...up(4)]), relu(), upConv(3), tanh()),
  'resnet-generator': whole('small ResNet generator', { x: [10, 10, 3] }, pad(3), conv(4, 7, { padding: 'valid' }), instanceNorm(), relu(),
    conv(8, 3, { stride: 2, padding: 1 }), instanceNorm(), relu(), residual([...convBlock(8), relu(), ...convBlock(8)]),
    upConv(4, 3), instanceNorm(), relu(), pad(3), conv(3, 7, { padding: 'valid' }), tanh()),
  'classifier': whole('small LeNet', { x: [16, 16, 1] }, conv(4, 5, { padding: 'valid' }), relu(), maxPool(), conv(8, 3, { padding: 'valid' }), relu(), maxPool(), flatten(), dense(16), relu(), dense(10)),
  'dcgan-generator': whole('small DCGAN generator', { z: [8] }, dense(4 * 4 * 8, { bias: false }), reshape(4, 4, 8), batchNorm(), relu(), upConv(6, 4, { bias: false }), batchNorm(), relu(), upConv(3), tanh()),
  'batch-classifier': whole('small classifier by batch statistics', { x: [13, 13, 1] }, conv(4, 5, { stride: 2 }), leakyRelu(), conv(6, 5, { stride: 2 }), batchNorm({ statistics: 'batch' }), leakyRelu(), flatten(), dense(11)),
  'conditional-critic': whole('small conditional critic', { x: [12, 12, 3], label: [4] }, concat('label'), conv(6, 4, { stride: 2, padding: 1 }), leakyRelu(), conv(8, 4, { padding: 1 }), layerNorm(), maxout(2), averagePool(), globalPool(), dense(1)),
  'super-resolution': whole('small super-resolution net', { x: [null, null, 3] }, conv(6, 3), residual([conv(6, 3), residual([skip([conv(2, 3), relu()]), conv(6, 1)]), skip([residual([skip([conv(2, 3), relu()]), conv(6, 1)])]), conv(6, 1)]), relu(), conv(12, 3), depthToSpace(2)),
  'upsampler': whole('small upsampling generator', { label: [1], z: [6] }, oneHot(4), concat('z'), dense(3 * 3 * 4), reshape(3, 3, 4), coordinates(), upsample(), conv(6, 3), softplus(), upsample(), conv(3, 3), sigmoid()),
};

const GAN = { learningRate: .01, beta1: .5, beta2: .999, epsilon: 1e-8 }, PLAIN = { learningRate: .001, beta1: .9, beta2: .999, epsilon: 1e-6 };
const critic = (loss: string, target: number | null): StepsCase => ({ ...whole('critic', { x: [6, 6, 2] }, conv(4, 4, { stride: 2 }), leakyRelu(), flatten(), dense(6), relu(), dense(1)), batch: 4, loss, target, optimiser: GAN });

/** No bias before a norm, whose gradient would be noise that Adam makes as large as any other. */
export const steps: Readonly<Record<string, StepsCase>> = {
  'binary-1': critic('binary', 1), 'binary-0': critic('binary', 0), 'leastSquares': critic('leastSquares', 1), 'hinge': critic('hinge', 0), 'wasserstein': critic('wasserstein', 1),
  'gradientPenalty': critic('gradientPenalty', null),
  'category': { ...whole('classifier', { x: [8] }, dense(12, { bias: false }), batchNorm(), relu(), dense(5)), batch: 6, loss: 'category', target: null, optimiser: PLAIN },
  'gaussianKl': { ...whole('encoder', { x: [8] }, dense(8), softplus(), dense(6)), batch: 4, loss: 'gaussianKl', target: null, optimiser: PLAIN },
  'l1': { ...whole('painter', { x: [6, 6, 3] }, conv(4, 3, { bias: false }), instanceNorm(), tanh(), upConv(2), sigmoid()), batch: 2, loss: 'l1', target: null, optimiser: GAN },
};
