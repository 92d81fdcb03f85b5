import { afterAll, beforeAll, expect, test } from 'vitest';
import { TIMING_LABEL } from '../../src/gpu/audit.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => { gpu.dispose(); });

test('buffers and textures count while they live, and are uncounted once', () => {
  const { device, audit } = gpu;
  const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE });
  const texture = device.createTexture({ size: [4, 4], format: 'rgba8unorm', usage: GPUTextureUsage.TEXTURE_BINDING });
  expect([audit.buffers, audit.textures]).toEqual([1, 1]);
  buffer.destroy();
  buffer.destroy();
  texture.destroy();
  expect([audit.buffers, audit.textures]).toEqual([0, 0]);
});

test('a buffer mapped for reading is a readback; one that carries timing is not, nor is one mapped for writing', async () => {
  const { device, audit } = gpu;
  const before = audit.readbacks;
  const map = async (usage: number, mode: number, label: string): Promise<void> => {
    const buffer = device.createBuffer({ label, size: 16, usage });
    await buffer.mapAsync(mode);
    buffer.destroy();
  };
  await map(GPUBufferUsage.MAP_WRITE | GPUBufferUsage.COPY_SRC, GPUMapMode.WRITE, '');
  await map(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, GPUMapMode.READ, TIMING_LABEL);
  expect(audit.readbacks).toBe(before);
  await map(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, GPUMapMode.READ, '');
  expect(audit.readbacks).toBe(before + 1);
});

test('a command that the device refuses is an error with its message, told to whoever listens', async () => {
  const { device, audit } = gpu;
  const heard: string[] = [];
  const leave = audit.onError((message) => heard.push(message));
  const before = audit.errors.length;
  device.createBuffer({ size: 16, usage: 0 }).destroy();
  await device.queue.onSubmittedWorkDone();
  expect(audit.errors).toHaveLength(before + 1);
  expect(heard).toEqual(audit.errors.slice(before));
  leave();
});
