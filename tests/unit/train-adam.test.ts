// What Adam keeps and takes back; its steps are held to PyTorch's in nets-fixtures.test.ts.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { adam } from '#nets';
import { openTraining } from '../../src/cli/backends.ts';
import { adamOn } from '../../src/train/adam.ts';

beforeAll(async () => { await openTraining('wasm'); });

const SPEC = adam(['a'], .1);
const start = (): Map<string, tf.Variable> => new Map([['x', tf.tidy(() => tf.variable(tf.tensor([3, -2])))], ['far', tf.tidy(() => tf.variable(tf.tensor([1])))]]);
const bowl = (variables: ReadonlyMap<string, tf.Variable>) => (): tf.Scalar => tf.sum(tf.square(variables.get('x')!));

test('a state taken back goes on as if nothing had been, bit for bit', async () => {
  const variables = start(), whole = adamOn(variables, SPEC);
  for (let i = 0; i < 3; i++) await whole.minimise(bowl(variables));
  const state = await whole.state(), kept = await variables.get('x')!.data();
  for (let i = 0; i < 4; i++) await whole.minimise(bowl(variables));
  const other = start(), resumed = adamOn(other, SPEC);
  tf.tidy(() => other.get('x')!.assign(tf.tensor(kept)));
  resumed.restore(state);
  for (let i = 0; i < 4; i++) await resumed.minimise(bowl(other));
  expect(await other.get('x')!.data()).toEqual(await variables.get('x')!.data());
  expect((await resumed.state()).get('updates')!.data[0]).toBe(7);
});

test('the first update is a learning rate long, and a variable that the loss does not reach stays', async () => {
  const variables = start(), optimiser = adamOn(variables, SPEC);
  expect(await optimiser.minimise(bowl(variables))).toBe(13);
  expect(Array.from(await variables.get('x')!.data(), (x) => Math.round(x * 1e4) / 1e4)).toEqual([2.9, -1.9]);
  expect(Array.from(await variables.get('far')!.data())).toEqual([1]);
});

test('a learning rate that falls does so from its share of the run on, in a straight line', async () => {
  let done = 0;
  const variables = start(), optimiser = adamOn(variables, adam(['a'], .1, { fallsFrom: .5 }), () => done), moved: number[] = [];
  // Far from its goal a gradient keeps its sign, so that each update is a learning rate long.
  for (done of [0, .5, .75, 1]) {
    const [before = NaN] = await variables.get('x')!.data();
    await optimiser.minimise(() => tf.sum(variables.get('x')!));
    moved.push(before - (await variables.get('x')!.data())[0]!);
  }
  expect(moved.map((x) => Math.round(1000 * x) / 1000)).toEqual([.1, .1, .05, 0]);
});

test('clipping bounds the gradients of all variables together', async () => {
  const variables = start(), optimiser = adamOn(variables, { ...SPEC, clipNorm: 1 });
  await optimiser.minimise(bowl(variables));
  const first = (await optimiser.state()).get('x/first')!.data;
  expect(Math.hypot(...first) / (1 - SPEC.beta1)).toBeCloseTo(1, 4);
  expect(first[0]! / first[1]!).toBeCloseTo(-1.5, 4);
});

test('a state without a moment is refused', async () => {
  const optimiser = adamOn(start(), SPEC), state = new Map(await optimiser.state());
  state.delete('x/second');
  expect(() => optimiser.restore(state)).toThrow('no moment x/second');
});

test('it leaves nothing behind', async () => {
  const before = tf.memory().numTensors, variables = start(), optimiser = adamOn(variables, { ...SPEC, clipNorm: 1 });
  for (let i = 0; i < 3; i++) await optimiser.minimise(bowl(variables));
  optimiser.dispose();
  tf.dispose([...variables.values()]);
  expect(tf.memory().numTensors).toBe(before);
});
