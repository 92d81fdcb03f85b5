// Gradients of the tf executor against finite differences, layer by layer, at the points of the stored fixtures: along a
// random direction of every input and every weight, the central difference must be the gradient's share of it.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { averagePool, concat, conv, dense, depthToSpace, flatten, globalPool, inspect, instanceNorm, layerNorm, leakyRelu, network, normalWeights, pad, relu, residual, skip, softplus, upConv, upsample, type Layer } from '#nets';
import { gradientPenalty, runTf, toTensors, type TfMode } from '#nets/tf';
import { random } from '../../src/core/random.ts';
import { layerFixtures, type NetworkFixture, type Stored } from '../support/torch-fixtures/index.ts';

beforeAll(async () => { await tf.setBackend('cpu'); });

/** Inputs and kinks of the fixtures are a thousandth apart: steps below half of it cross none. */
const STEP = 4e-4;
const TOLERANCE = 3e-3;

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);
const direction = (size: number, name: string): number[] => {
  const source = random(1, name);
  return Array.from({ length: size }, () => 2 * source.uniform() - 1);
};

/**
 * Holds `gradient(at)` of `value(at)` to the difference along a random direction. The value is summed in double
 * precision by the caller, so that a step as small as this one measures anything.
 */
const expectGradient = (name: string, { data, shape }: Stored, value: (at: tf.Tensor) => number, gradient: (at: tf.Tensor) => tf.Tensor): void => {
  const along = direction(data.length, name);
  const moved = (by: number): tf.Tensor => tf.tensor(data.map((x, i) => x + by * along[i]!), [...shape]);
  const numeric = (value(moved(STEP)) - value(moved(-STEP))) / (2 * STEP);
  const exact = gradient(moved(0)).dataSync();
  // How large the share in a random direction is, as a rule.
  const usual = Math.sqrt(dot(exact, exact) * dot(along, along) / data.length);
  expect(usual, `gradient of ${name}`).toBeGreaterThan(0);
  expect(Math.abs(dot(exact, along) - numeric) / usual, name).toBeLessThan(TOLERANCE);
};

const checkGradients = ({ network: net, inputs, weights, probe, gradients }: NetworkFixture, mode: () => TfMode): void => {
  const stored: Readonly<Record<string, Stored>> = { ...inputs, ...weights };
  const run = (changed: string, at: tf.Tensor): tf.Tensor => {
    const tensors = Object.entries(stored).map(([name, { data, shape }]): [string, tf.Tensor] => [name, name === changed ? at : tf.tensor([...data], [...shape])]);
    return runTf(net, new Map(tensors), Object.fromEntries(tensors), mode());
  };
  const upstream = tf.tensor([...probe.data], [...probe.shape]);
  for (const name of Object.keys({ ...gradients.inputs, ...gradients.weights })) {
    expectGradient(name, stored[name]!, (at) => dot(run(name, at).dataSync(), probe.data), tf.grad((at) => tf.sum(tf.mul(run(name, at), upstream))));
  }
};

describe('layers', () => {
  test.each(Object.entries(layerFixtures))('%s', (_, fixture) => {
    tf.tidy(() => { checkGradients(fixture, () => ({ training: fixture.training !== null })); });
  });

  test.each(['batchNorm', 'batchNorm-vector', 'batchNorm-batch'])('%s as it is drawn', (name) => {
    tf.tidy(() => { checkGradients(layerFixtures[name]!, () => ({})); });
  });

  test('dropout while training', () => {
    tf.tidy(() => { checkGradients(layerFixtures['dropout']!, () => ({ training: true, random: random(4) })); });
  });
});

describe('the slope of a slope, as a gradient penalty needs it', () => {
  const critics: Readonly<Record<string, readonly Layer[]>> = {
    'conv, leakyRelu, dense': [conv(4, 4, { stride: 2 }), leakyRelu(), conv(4, 3, { padding: 1 }), leakyRelu(.1), flatten(), dense(6), relu(), dense(1)],
    'pads, pools and upsampling': [pad(1), conv(4, 3, { padding: 'valid' }), softplus(), averagePool(), upsample(), conv(16, 3), depthToSpace(), softplus(), globalPool(), dense(1)],
    'residual, skip, concat, upConv': [residual([conv(2, 3), softplus()]), skip([concat('label'), conv(3, 3, { stride: 2 }), softplus(), upConv(3)]), softplus(), flatten(), dense(1)],
    'norms': [conv(4, 3), layerNorm(), softplus(), conv(4, 3), instanceNorm(), softplus(), flatten(), dense(1)],
  };

  test.each(Object.entries(critics))('%s', (_, layers) => {
    const net = network('critic', { x: [6, 6, 2], label: [3] }, layers);
    const initial = normalWeights(net, 5, { kernel: (fanIn) => 1.5 / Math.sqrt(fanIn), bias: .3 });
    tf.tidy(() => {
      const given = (name: string, ...shape: number[]): tf.Tensor => tf.tensor(direction(shape.reduce((a, b) => a * b), name), shape);
      const weights = toTensors(initial), real = given('real', 3, 6, 6, 2), fake = given('fake', 3, 6, 6, 2), label = given('label', 3, 3), mix = tf.tensor1d([.2, .5, .9]);
      const penalty = (changed: string, at: tf.Tensor): tf.Scalar => gradientPenalty((x) => runTf(net, new Map([...weights, [changed, at]]), { x, label }), real, fake, mix);
      for (const { name, shape } of inspect(net).weights.filter(({ role }) => role === 'kernel' || role === 'scale')) {
        expectGradient(name, { shape, data: [...initial.get(name)!.data] }, (at) => penalty(name, at).dataSync()[0]!, tf.grad((at) => penalty(name, at)));
      }
    });
  });
});
