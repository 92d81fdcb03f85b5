// The weights files of the repository: every file a plugin names is there, sound, says where it comes from and fits the
// plugin's networks; all together stay small. Whether they are any good, `npm run evaluate` measures.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { adam, checkWeights, dense, network, normalWeights, readProvenance, readSafetensors, together, within, writeProvenance, writeSafetensors, type Provenance, type Trainer, type Trainers } from '#nets';
import type { PluginDefinition } from '#api';
import { openRegistry } from '../../src/cli/plugins.ts';
import { inRoot } from '../../src/cli/root.ts';
import { reason } from '../../src/core/errors.ts';
import { samplerPlugin } from '../support/sampler-plugin.ts';

/** Of all files together. */
const MOST_BYTES = 80e6;
/** Of a file's loss curve, where it was trained for as many steps. */
const LEAST_POINTS = 50;

/** What is wrong with a file; `bytes` is undefined where there is none. */
const fileFaults = (id: string, trainers: Trainers, path: string, bytes: Uint8Array | undefined): string[] => {
  if (!bytes) return [`assets/${path} is missing`];
  try {
    const { weights, metadata } = readSafetensors(bytes, `assets/${path}`);
    const { provenance: { plugin, variant = '', steps = 0, losses }, problems } = readProvenance(metadata);
    const faults = [...problems];
    if (plugin !== id) faults.push(`it was trained for ${plugin ?? 'nobody'}`);
    if ((losses?.steps.length ?? 0) < Math.min(LEAST_POINTS, steps)) faults.push('its loss curve is too short');
    const trainer = Object.hasOwn(trainers, variant) ? trainers[variant] : undefined;
    if (!trainer && Object.keys(trainers).length > 0) faults.push(`there is no trainer "${variant}"`);
    for (const part of trainer?.ships ?? []) checkWeights(trainer!.networks[part]!, within(weights, part), `part ${part}`);
    return faults.map((fault) => `assets/${path}: ${fault}`);
  } catch (error) {
    return [`assets/${path}: ${reason(error)}`];
  }
};

const faultsOf = ({ id, weights = {} }: PluginDefinition, trainers: Trainers, read: (path: string) => Uint8Array | undefined): string[] =>
  Object.values(weights).flatMap((path) => fileFaults(id, trainers, path, read(path)));

const trainersOf = async (id: string): Promise<Trainers> => {
  const path = inRoot('plugins', id, 'trainer.ts');
  return existsSync(path) ? (await import(/* @vite-ignore */ pathToFileURL(path).href) as { default: Trainers }).default : {};
};

test('every file that a plugin names is in order', async () => {
  const registry = openRegistry();
  for (const id of registry.ids) {
    expect(faultsOf(await registry.load(id), await trainersOf(id), (path) => (existsSync(inRoot('assets', path)) ? readFileSync(inRoot('assets', path)) : undefined))).toEqual([]);
  }
});

test('all files together stay small', () => {
  const files = readdirSync(inRoot('assets'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.safetensors'));
  expect(files.reduce((sum, path) => sum + statSync(inRoot('assets', path)).size, 0)).toBeLessThan(MOST_BYTES);
});

describe('a fault is found', () => {
  const net = network('small', { x: [3] }, [dense(2)]);
  const weights = together({ small: normalWeights(net, 1, { kernel: () => 1, bias: 0 }) });
  const trainers: Trainers = { wide: { networks: { small: net }, ships: ['small'] } as unknown as Trainer };
  const curve = (points: number): Provenance['losses'] => ({ steps: Array.from({ length: points }, (_, i) => i), losses: { a: new Array<number>(points).fill(1) } });
  const provenance: Provenance = {
    plugin: 'sampler', variant: 'wide', label: 'late', data: 'mnist', dataLicence: 'MIT', dataSha256: '0'.repeat(64), command: 'npm run train', seed: 1, steps: 100, seconds: 1,
    optimisers: { small: adam(['small'], .001) }, backend: 'wasm', machine: 'a CPU', commit: 'abc', made: '2025-01-01', initialSha256: '0'.repeat(64), losses: curve(50), metrics: [],
  };
  const definition: PluginDefinition = { ...samplerPlugin, weights: { late: 'sampler/late.safetensors' } };
  const file = (change: Partial<Provenance> = {}, tensors = weights): Uint8Array => writeSafetensors(tensors, writeProvenance({ ...provenance, ...change }));
  const faults = (bytes: Uint8Array | undefined): string[] => faultsOf(definition, trainers, () => bytes);

  test('none in a file that is in order', () => {
    expect(faults(file())).toEqual([]);
    expect(faults(file({ steps: 0, losses: curve(0) }))).toEqual([]);
    expect(faultsOf(definition, {}, () => file({ variant: 'any' }))).toEqual([]);
  });

  test.each<[string, Uint8Array | undefined, string]>([
    ['no file', undefined, 'assets/sampler/late.safetensors is missing'],
    ['a damaged file', file().subarray(0, 100), 'it ends within its header'],
    ['no word of where it comes from', writeSafetensors(weights, {}), 'metadata plugin is missing'],
    ['another plugin\'s', file({ plugin: 'other' }), 'it was trained for other'],
    ['a short curve', file({ losses: curve(49) }), 'its loss curve is too short'],
    ['a trainer that is gone', file({ variant: 'narrow' }), 'there is no trainer "narrow"'],
    ['weights of another network', file({}, together({ small: normalWeights(network('other', { x: [3] }, [dense(1)]), 1, { kernel: () => 1, bias: 0 }) })), 'part small cannot be read: for network small, tensor "0/kernel" must be [3, 2]; got [3, 1]'],
    ['no weights', file({}, new Map()), 'tensor "0/kernel" [3, 2] is missing'],
  ])('%s', (_, bytes, message) => { expect(faults(bytes).join('\n')).toContain(message); });
});
