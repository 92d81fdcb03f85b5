// Nothing that a piece took from the device outlives it.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { flatPlugin, type Fault } from '../support/flat-plugin.ts';
import { studiosOf, type Studio } from '../support/studio.ts';
import cppn from '../../plugins/cppn/index.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => { gpu.dispose(); });

const alive = (): { buffers: number; textures: number } => ({ buffers: gpu.audit.buffers, textures: gpu.audit.textures });
const openStudio = studiosOf(() => gpu);
const open = (trouble: { at?: Fault | undefined } = {}): Studio => openStudio([cppn, flatPlugin('flat', { trouble })]);
const small = { width: 8, depth: 1 };

test('removing pieces frees what they took', async () => {
  const studio = open();
  await studio.show({ pieces: [] });
  studio.live();
  const before = alive();
  for (let i = 0; i < 3; i++) {
    await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [16, 16], params: small }, { id: 'b', plugin: 'flat' }], budget: { quality: i === 1 ? 'half' : 'full' } });
    studio.live();
    studio.exact();
    expect(alive().textures).toBeGreaterThan(before.textures);
    await studio.show({ pieces: [] });
    studio.live();
    expect(alive()).toEqual(before);
  }
});

test('rebuilds, at the same and at other sizes, leave one picture and one instance', async () => {
  const studio = open();
  const show = async (seed: number, size: number, built: number): Promise<void> => {
    await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [size, size], params: { ...small, seed, variant: seed % 2 ? 'tanh' : 'sine' } }, { id: 'b', plugin: 'flat', size: [size, size], params: { built } }] });
    studio.exact();
  };
  await show(1, 16, .5);
  const before = alive();
  for (const [seed, size, built] of [[2, 16, .25], [3, 32, .25], [4, 24, .75], [5, 16, .5]] as const) await show(seed, size, built);
  expect(alive()).toEqual(before);
});

test('pieces removed while they are being built free everything, too', async () => {
  const studio = open();
  await studio.show({ pieces: [] });
  const before = alive();
  await studio.apply({ pieces: [{ id: 'a', plugin: 'cppn', size: [16, 16], params: small }, { id: 'b', plugin: 'flat' }] });
  const pieces = [...studio.engine.pieces];
  await studio.apply({ pieces: [] });
  await Promise.all(pieces.map((piece) => piece.settled()));
  expect(alive()).toEqual(before);
});

test('a build overtaken by another frees everything', async () => {
  const studio = open();
  await studio.show({ pieces: [{ id: 'b', plugin: 'flat' }] });
  studio.exact();
  const before = alive();
  for (const [size, built] of [[16, .1], [32, .2], [8, .3]] as const) await studio.apply({ pieces: [{ id: 'b', plugin: 'flat', size: [size, size], params: { built } }] });
  await studio.engine.settled();
  studio.exact();
  expect(alive()).toEqual(before);
});

test.each<Fault>(['create', 'wgsl', 'infer', 'step', 'commands', 'dispose'])('an instance that fails in %s frees everything', async (at) => {
  const trouble: { at?: Fault | undefined } = { at };
  const studio = open(trouble);
  await studio.show({ pieces: [] });
  const before = alive();
  await studio.show({ pieces: [{ id: 'b', plugin: 'flat' }] });
  studio.live();
  await studio.show({ pieces: [] });
  expect(alive()).toEqual(before);
});

test('the engine frees what it took itself', async () => {
  const before = alive();
  const studio = open();
  await studio.show({ pieces: [{ id: 'a', plugin: 'cppn', size: [16, 16], params: small }, { id: 'b', plugin: 'flat' }] });
  studio.live();
  studio.exact();
  studio.engine.dispose();
  await gpu.device.queue.onSubmittedWorkDone();
  expect(alive()).toEqual(before);
});
