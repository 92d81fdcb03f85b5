import { expect, test } from 'vitest';
import { MOST_PIPELINES, oncePerDevice, pipelineOf } from '../../src/nets/wgsl/pipelines.ts';

const device = (): GPUDevice => ({}) as GPUDevice;
/** A compiler that tells what it was asked for. */
const compiler = (): { asked: string[]; get(on: GPUDevice, key: string): Promise<GPUComputePipeline> } => {
  const asked: string[] = [];
  return {
    asked,
    get: (on, key) => pipelineOf(on, key, () => {
      asked.push(key);
      return key.startsWith('bad') ? Promise.reject(new Error(key)) : Promise.resolve({ label: key } as GPUComputePipeline);
    }),
  };
};

test('a device compiles the same code once, while it is compiled, too; another device for itself', async () => {
  const one = device(), other = device(), { asked, get } = compiler();
  const [a, b] = await Promise.all([get(one, 'x'), get(one, 'x')]);
  expect(await get(one, 'x')).toBe(a);
  expect(b).toBe(a);
  expect(await get(other, 'x')).not.toBe(a);
  await get(one, 'y');
  expect(asked).toEqual(['x', 'x', 'y']);
});

test('what did not compile is compiled again', async () => {
  const one = device(), { asked, get } = compiler();
  await expect(get(one, 'bad')).rejects.toThrow('bad');
  await expect(get(one, 'bad')).rejects.toThrow('bad');
  expect(asked).toHaveLength(2);
});

test('of many the ones that were asked for last are remembered', async () => {
  const one = device(), { asked, get } = compiler();
  for (let i = 0; i < MOST_PIPELINES; i++) await get(one, `${i}`);
  await get(one, '0');
  await get(one, 'one more');
  expect(asked).toHaveLength(MOST_PIPELINES + 1);
  await get(one, '0');
  await get(one, '2');
  expect(asked).toHaveLength(MOST_PIPELINES + 1);
  await get(one, '1');
  expect(asked.at(-1)).toBe('1');
  expect(asked).toHaveLength(MOST_PIPELINES + 2);
});

test('something of a device is made once', () => {
  let made = 0;
  const of = oncePerDevice(() => ++made), one = device();
  expect([of(one), of(one), of(device()), of(one)]).toEqual([1, 1, 2, 1]);
});
