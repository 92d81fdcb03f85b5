import { expect, test } from 'vitest';
import type { PluginDefinition } from '#api';
import { EngineError } from '../../src/core/errors.ts';
import { createWeightsStore, noWeights, type WeightsLoan, type WeightsStore } from '../../src/engine/weights.ts';
import { writeSafetensors } from '../../src/nets/safetensors.ts';
import { samplerPlugin } from '../support/sampler-plugin.ts';

const definition: PluginDefinition = { ...samplerPlugin, weights: { early: 'sampler/early.safetensors', late: 'sampler/late.safetensors', too: 'sampler/early.safetensors' } };
const bytes = writeSafetensors(new Map([['a', { shape: [1], data: Float32Array.of(3) }]]), { label: 'x' });

const open = (load = (_path: string): Promise<Uint8Array> => Promise.resolve(bytes)): { store: WeightsStore; loads: string[]; lend: (label: string) => WeightsLoan } => {
  const loads: string[] = [];
  const store = createWeightsStore((path) => {
    loads.push(path);
    return load(path);
  });
  return { store, loads, lend: (label) => store.lend(definition, label) };
};

test('a file is read, and knows its path', async () => {
  const { file, weights, metadata } = await open().lend('early').file;
  expect([file, [...weights.get('a')!.data], metadata]).toEqual(['assets/sampler/early.safetensors', [3], { label: 'x' }]);
});

test('who asks while it is in use shares it; who asks after that loads anew', async () => {
  const { loads, lend } = open();
  const first = lend('early'), second = lend('early');
  expect(await first.file).toBe(await second.file);
  first.dispose();
  first.dispose();
  expect(await lend('too').file).toBe(await second.file);
  expect(loads).toEqual(['sampler/early.safetensors']);
  const { loads: again, lend: lendAgain } = open();
  lendAgain('early').dispose();
  lendAgain('early').dispose();
  expect(again).toHaveLength(2);
});

test('other files, and other definitions of the same plugin, share nothing', async () => {
  const { store, loads, lend } = open();
  const files = await Promise.all([lend('early').file, lend('late').file, store.lend({ ...definition }, 'early').file]);
  expect(new Set(files).size).toBe(3);
  expect(loads).toEqual(['sampler/early.safetensors', 'sampler/late.safetensors', 'sampler/early.safetensors']);
});

test('a fault reaches everyone who waited, and is not kept', async () => {
  let broken = true;
  const { loads, lend } = open(() => (broken ? Promise.resolve(bytes.subarray(0, 20)) : Promise.resolve(bytes)));
  const first = lend('early'), second = lend('early');
  await expect(first.file).rejects.toThrow('assets/sampler/early.safetensors cannot be read: it ends within its header.');
  await expect(second.file).rejects.toThrow(EngineError);
  broken = false;
  const third = lend('early');
  expect((await third.file).weights.size).toBe(1);
  // Those who hold the fault give back nothing of the third's.
  first.dispose();
  second.dispose();
  expect(await lend('early').file).toBe(await third.file);
  expect(loads).toHaveLength(2);
});

test('a label that is none names those there are', () => {
  expect(() => open().lend('latest')).toThrow('plugins/sampler has no weights "latest"; it has early, late, too.');
  expect(() => open().lend('constructor')).toThrow('has no weights "constructor"');
  expect(() => open().store.lend(samplerPlugin, 'early')).toThrow('it has none.');
});

test('a host without weights says so', async () => {
  await expect(noWeights('a/b.safetensors')).rejects.toThrow('assets/a/b.safetensors cannot be read: there are no weights files here.');
});
