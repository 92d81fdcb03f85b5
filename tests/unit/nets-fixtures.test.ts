// The tf executor, the losses and Adam against PyTorch: outputs, gradients and training steps of the stored fixtures, on
// tfjs' own backend and on wasm with the kernels that training needs.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspect, type ActivationName, type Layer, type Network } from '#nets';
import { openTraining } from '../../src/cli/backends.ts';
import { layers, networks, steps } from '../support/torch-fixtures/cases.ts';
import { errorsOf, lossComputed, lossExpected, networkComputed, networkExpected, stepsComputed, stepsExpected } from '../support/torch-fixtures/computed.ts';
import { layerFixtures, lossFixtures, networkFixtures, stepsFixtures, type StoredByName } from '../support/torch-fixtures/index.ts';

const TOLERANCE = 1e-4;

const expectSame = async (computed: Readonly<Record<string, tf.Tensor>>, expected: StoredByName): Promise<void> => {
  const errors = await errorsOf(computed, expected);
  expect(Object.entries(errors).filter(([, error]) => !(error < TOLERANCE))).toEqual([]);
};

test('the fixtures are those of the cases', () => {
  const records = (cases: Readonly<Record<string, { readonly network: Network }>>): object => Object.fromEntries(Object.entries(cases).map(([name, { network: net }]) => [name, { ...net, weights: inspect(net).weights }]));
  const stored = (fixtures: Readonly<Record<string, { readonly network: Network }>>): object => Object.fromEntries(Object.entries(fixtures).map(([name, { network: net }]) => [name, net]));
  expect([layerFixtures, networkFixtures, stepsFixtures].map(stored)).toEqual([layers, networks, steps].map(records));
});

test('every layer type has a case', () => {
  type Kind = Exclude<Layer['type'], 'activation'> | ActivationName;
  const kinds: Record<Kind, true> = {
    dense: true, conv: true, upConv: true, upsample: true, depthToSpace: true, pool: true, globalPool: true, batchNorm: true, instanceNorm: true, layerNorm: true, leakyRelu: true, maxout: true,
    dropout: true, affine: true, residual: true, skip: true, concat: true, reshape: true, flatten: true, pad: true, coordinates: true, oneHot: true,
    tanh: true, sigmoid: true, softplus: true, relu: true, sin: true, abs: true, sqrt: true,
  };
  const covered = new Set(Object.values(layers).flatMap(({ network: net }) => inspect(net).layers.map(({ layer }) => (layer.type === 'activation' ? layer.name : layer.type))));
  expect([...covered].sort()).toEqual(Object.keys(kinds).sort());
});

describe.each([
  ['cpu', () => tf.setBackend('cpu')],
  ['wasm', () => openTraining('wasm')],
])('%s', (backend, open) => {
  let before = 0;
  beforeAll(async () => {
    await open();
    expect(tf.getBackend()).toBe(backend);
    before = tf.memory().numTensors;
  });
  afterAll(() => { expect(tf.memory().numTensors).toBe(before); });

  test.each(Object.entries(layerFixtures))('layer %s', async (_, fixture) => { await expectSame(networkComputed(fixture), networkExpected(fixture)); });
  test.each(Object.entries(networkFixtures))('network %s', async (_, fixture) => { await expectSame(networkComputed(fixture), networkExpected(fixture)); });
  test.each(Object.entries(lossFixtures))('loss %s', async (_, fixture) => { await expectSame(lossComputed(fixture), lossExpected(fixture)); });
  test.each(Object.entries(stepsFixtures))('three Adam steps: %s', async (_, fixture) => { await expectSame(await stepsComputed(fixture), stepsExpected(fixture)); });
});
