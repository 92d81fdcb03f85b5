// The arena's hand-written gradients against tfjs and against differences.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { dense, leakyRelu, network, random, type Weight } from '#nets';
import { binary, gradientPenalty, runTf, toTensors } from '#nets/tf';
import { adamOn } from '../../src/train/adam.ts';
import { crowd, crowdBack } from './crowd.ts';
import { criticBends, criticLoss, generatorLoss, LOSSES } from './losses.ts';
import { backward, createMlp, createPass, forward, initialise, type Bend, type Mlp } from './mlp.ts';
import { createOptimiser } from './optimiser.ts';
import { createPenalty } from './penalty.ts';
import { createUnroll } from './unroll.ts';

beforeAll(async () => { await tf.setBackend('cpu'); });

const SIZES = [3, 10, 7, 1], BATCH = 8;

const netOf = (bend: Bend): Mlp => {
  const net = createMlp(SIZES, bend);
  initialise(net, 3, 'net', 1.3);
  return net;
};
const points = (stream: string): Float64Array => {
  const chance = random(5, stream);
  return Float64Array.from({ length: 3 * BATCH }, (_, i) => (i % 3 === 2 ? 0 : chance.normal()));
};
/** Greatest difference, as a share of the greatest number. */
const off = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const list = Array.from(a), most = Math.max(...list.map(Math.abs));
  expect(most).toBeGreaterThan(1e-4);
  return Math.max(...list.map((x, i) => Math.abs(x - b[i]!))) / most;
};
const differences = (at: Float64Array, value: () => number, step = 1e-6): number[] => Array.from(at, (x, i) => {
  at[i] = x + step;
  const above = value();
  at[i] = x - step;
  const below = value();
  at[i] = x;
  return (above - below) / (2 * step);
});

/** The same net in tfjs, of two inputs and a 0, with the weights of `net`. */
const critic = network('critic', { x: [3] }, [dense(10), leakyRelu(.2), dense(7), leakyRelu(.2), dense(1)]);
const tensorsOf = ({ sizes, offsets, weights }: Pick<Mlp, 'sizes' | 'offsets' | 'weights'>): Map<string, Weight> => new Map(offsets.flatMap((offset, k): [string, Weight][] => {
  const inputs = sizes[k]!, outputs = sizes[k + 1]!;
  const kernel = Float32Array.from({ length: inputs * outputs }, (_, i) => weights[offset + (i % outputs) * inputs + Math.floor(i / outputs)]!);
  return [[`${2 * k}/kernel`, { shape: [inputs, outputs], data: kernel }], [`${2 * k}/bias`, { shape: [outputs], data: Float32Array.from(weights.subarray(offset + inputs * outputs, offset + outputs * (inputs + 1))) }]];
}));

test('the loss and the penalty have the gradients of tfjs', () => {
  const net = netOf('leaky'), real = createPass(net, BATCH), penalty = createPenalty(net, BATCH), x = points('real'), y = points('fake');
  real.values[0]!.set(x);
  criticLoss('non-saturating', forward(net, real), true, real.deltas.at(-1)!);
  backward(net, real, true);
  const share = .3;
  penalty.pass.values[0]!.set(x.map((value, i) => share * value + (1 - share) * y[i]!));
  const mean = penalty.add(net, 2.5);
  tf.tidy(() => {
    const weights = toTensors(tensorsOf(net)), names = [...weights.keys()];
    const two = (all: Float64Array): tf.Tensor => tf.tensor2d(Array.from(all).filter((_, i) => i % 3 < 2), [BATCH, 2]);
    const score = (at: ReadonlyMap<string, tf.Tensor>, places: tf.Tensor): tf.Tensor => runTf(critic, new Map(at), { x: tf.concat([places, tf.zeros([BATCH, 1])], 1) });
    const loss = (...list: tf.Tensor[]): tf.Scalar => {
      const at = new Map(names.map((name, i) => [name, list[i]!]));
      const slope = gradientPenalty((places) => score(at, places), two(x), two(y), tf.fill([BATCH], share));
      return tf.add(binary(score(at, two(x)), 1), tf.mul(2.5, slope));
    };
    const { value, grads } = tf.valueAndGrads(loss)([...weights.values()]);
    expect(value.dataSync()[0]).toBeCloseTo(criticLoss('non-saturating', real.values.at(-1)!, true, new Float64Array(BATCH)) + 2.5 * mean, 4);
    const ours = tensorsOf({ ...net, weights: net.gradients });
    for (const [i, name] of names.entries()) expect(off(ours.get(name)!.data, grads[i]!.dataSync()), name).toBeLessThan(1e-4);
  });
});

describe.each(['leaky', 'tanh'] as const)('%s', (bend) => {
  test('gradients at weights and inputs are the differences', () => {
    const net = netOf(bend), pass = createPass(net, BATCH), slopes = pass.deltas.at(-1)!;
    pass.values[0]!.set(points('x').map((x, i) => x + (i % 3 === 2 ? .4 : 0)));
    const inputs = pass.values[0]!, value = (): number => criticLoss('least squares', forward(net, pass), true, slopes);
    value();
    const atInputs = Float64Array.from(backward(net, pass, true)), atWeights = Float64Array.from(net.gradients);
    expect(off(atWeights, differences(net.weights, value))).toBeLessThan(1e-6);
    expect(off(atInputs, differences(inputs, value))).toBeLessThan(1e-6);
  });

  test('the penalty differentiates twice', () => {
    const net = netOf(bend), penalty = createPenalty(net, BATCH);
    penalty.pass.values[0]!.set(points('between'));
    penalty.add(net, 1);
    const gradient = Float64Array.from(net.gradients);
    expect(off(gradient, differences(net.weights, () => penalty.add(net, 0)))).toBeLessThan(1e-5);
  });
});

test.each(LOSSES)('the slopes of the game "%s" are the differences', (loss) => {
  const scores = Float64Array.from([-3, -.2, .5, 4]), slopes = new Float64Array(4), scrap = new Float64Array(4), bends = new Float64Array(4);
  criticBends(loss, scores, bends);
  for (const real of [true, false]) {
    // What is seen of each score's slope when all move as one: no slope hangs on another's score.
    const slopeSum = (): number => (criticLoss(loss, scores, real, slopes), slopes.reduce((sum, x) => sum + x));
    for (const [i, bend] of differences(scores, slopeSum).entries()) expect(bend).toBeCloseTo(bends[i]!, 6);
  }
  for (const real of [true, false]) {
    criticLoss(loss, scores, real, slopes);
    expect(off(slopes, differences(scores, () => criticLoss(loss, scores, real, scrap)))).toBeLessThan(1e-6);
  }
  generatorLoss(loss, scores, slopes);
  expect(off(slopes, differences(scores, () => generatorLoss(loss, scores, scrap)))).toBeLessThan(1e-6);
});

test('where the critic is sure, minimax pulls at less than a tenth of what non-saturating does', () => {
  const sure = Float64Array.of(-6, -7, -5), slopes = new Float64Array(3);
  const pull = (loss: 'minimax' | 'non-saturating'): number => {
    generatorLoss(loss, sure, slopes);
    return Math.max(...slopes.map(Math.abs));
  };
  expect(pull('minimax')).toBeLessThan(pull('non-saturating') / 10);
});

test('what comes through the crowd is the difference', () => {
  const inputs = points('crowd'), weight = [.3, -1, .7, .2, .5, -.4, 1, .1];
  const value = (): number => {
    crowd(inputs, BATCH);
    return weight.reduce((sum, w, i) => sum + w * inputs[3 * i + 2]!, 0);
  };
  value();
  const deltas = new Float64Array(3 * BATCH);
  weight.forEach((w, i) => { deltas[3 * i + 2] = w; });
  crowdBack(inputs, deltas, BATCH);
  const found = differences(inputs, value), places = (all: ArrayLike<number>): number[] => Array.from(all).filter((_, i) => i % 3 < 2);
  expect(off(places(deltas), places(found))).toBeLessThan(1e-6);
});

test('the optimiser is the Adam of the trainers', async () => {
  const net = createMlp([2, 1], 'leaky'), optimiser = createOptimiser(net);
  net.weights.set([.5, -.3, .1]);
  const variable = tf.variable(tf.tensor1d([.5, -.3, .1])), theirs = adamOn(new Map([['w', variable]]), { networks: [], learningRate: .02, beta1: .5, beta2: .9, epsilon: 1e-8 });
  for (let k = 0; k < 5; k++) {
    // The loss is the sum of w^4.
    net.gradients.set(net.weights.map((w) => 4 * w ** 3));
    optimiser.step(.02, .5, .9);
    await theirs.minimise(() => tf.sum(tf.pow(variable, 4)));
  }
  const wanted = variable.dataSync();
  net.weights.forEach((w, i) => expect(w).toBeCloseTo(wanted[i]!, 5));
  theirs.dispose();
  variable.dispose();
});

test.each(['minimax', 'non-saturating', 'least squares'] as const)('the game "%s" is differentiated through updates of the critic', (loss) => {
  const net = netOf('leaky'), optimiser = createOptimiser(net), unroll = createUnroll(net, BATCH), real = points('real'), fake = points('fake');
  const pass = createPass(net, BATCH), pace = { rate: .02, beta1: .5, beta2: .99 };
  // A critic that has learnt a little remembers something; its crowd is of no account here.
  for (let k = 0; k < 3; k++) {
    pass.values[0]!.set(real);
    criticLoss(loss, forward(net, pass), true, pass.deltas.at(-1)!);
    backward(net, pass, true);
    optimiser.step(.02, .5, .99);
  }
  const value = (count: number) => (): number => unroll.look(loss, net, optimiser.moments, real, fake, count, pace);
  const before = Float64Array.from(net.weights);
  value(4)();
  const slopes = Float64Array.from(unroll.slopes);
  expect(off(slopes, differences(fake, value(4)))).toBeLessThan(1e-5);
  // It is another gradient than that of a critic which would stay, or whose updates would not depend on what is drawn.
  const still = createPass(net, BATCH);
  still.values[0]!.set(fake);
  generatorLoss(loss, forward(unroll.critic, still), still.deltas.at(-1)!);
  expect(off(backward(unroll.critic, still, false), slopes)).toBeGreaterThan(.01);
  expect(net.weights).toEqual(before);
});
