import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../src/engine/registry.ts';
import { samplerPlugin } from '../support/sampler-plugin.ts';

const module = { default: samplerPlugin };

test('lists every plugin, sorted, and loads none of them', () => {
  let loads = 0;
  const load = (): Promise<unknown> => { loads++; return Promise.resolve(module); };
  const registry = createRegistry({ waves: load, cppn: load });
  expect(registry.ids).toEqual(['cppn', 'waves']);
  expect(registry.loaded.size).toBe(0);
  expect(loads).toBe(0);
});

test('loads a plugin once, however many ask for it', async () => {
  let loads = 0;
  const registry = createRegistry({ sampler: () => { loads++; return Promise.resolve(module); } });
  expect(await Promise.all([registry.load('sampler'), registry.load('sampler')])).toEqual([samplerPlugin, samplerPlugin]);
  expect(await registry.load('sampler')).toBe(samplerPlugin);
  expect(loads).toBe(1);
  expect(registry.loaded.get('sampler')).toBe(samplerPlugin);
});

describe('refuses with a sentence that names the plugin', () => {
  test.each(['moon', 'constructor', '__proto__'])('an unknown one: %s', async (id) => {
    await expect(createRegistry({}).load(id)).rejects.toMatchObject({ code: 'plugin-unknown', message: `There is no plugin "${id}".`, plugin: id });
  });

  test('one whose file does not load, and tries again when asked again', async () => {
    let broken = true;
    const registry = createRegistry({ sampler: () => (broken ? Promise.reject(new Error('404')) : Promise.resolve(module)) });
    await expect(registry.load('sampler')).rejects.toMatchObject({ code: 'plugin-invalid', message: 'plugins/sampler: 404' });
    broken = false;
    expect(await registry.load('sampler')).toBe(samplerPlugin);
  });

  test('one whose definition is wrong', async () => {
    await expect(createRegistry({ waves: () => Promise.resolve(module) }).load('waves')).rejects.toMatchObject({ code: 'plugin-invalid', plugin: 'waves' });
    await expect(createRegistry({ waves: () => Promise.resolve({}) }).load('waves')).rejects.toMatchObject({ code: 'plugin-invalid' });
  });
});

describe('replacing a plugin', () => {
  test('puts the new definition in place of the old', async () => {
    const registry = createRegistry({ sampler: () => Promise.resolve(module) });
    await registry.load('sampler');
    const saved = { ...samplerPlugin, title: 'Saved' };
    expect(registry.replace('sampler', { default: saved })).toBe(saved);
    expect(await registry.load('sampler')).toBe(saved);
  });

  test('with a broken one throws and keeps the old', async () => {
    const registry = createRegistry({ sampler: () => Promise.resolve(module) });
    await registry.load('sampler');
    expect(() => registry.replace('sampler', { default: { ...samplerPlugin, title: '' } })).toThrow('title is missing');
    expect(() => registry.replace('sampler', undefined)).toThrow('must export definePlugin');
    expect(registry.loaded.get('sampler')).toBe(samplerPlugin);
  });

  test('while its file is still loading keeps the replacement', async () => {
    let arrive = (_: unknown): void => undefined;
    const registry = createRegistry({ sampler: () => new Promise((resolve) => { arrive = resolve; }) });
    const loading = registry.load('sampler');
    const saved = { ...samplerPlugin, title: 'Saved' };
    registry.replace('sampler', { default: saved });
    arrive(module);
    expect(await loading).toBe(saved);
  });
});
