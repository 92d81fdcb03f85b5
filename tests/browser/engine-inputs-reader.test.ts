// The reader that puts pictures before networks: exact where sizes meet, without aliasing elsewhere, in the range asked for.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputPicture, ReadInto } from '#api';
import { createBlitter } from '../../src/gpu/blit.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { createReader } from '../../src/gpu/reader.ts';
import { uploader, type Upload } from '../../src/gpu/upload.ts';
import { fromHalf } from '../../src/nets/half.ts';
import { canvasOf } from '../support/fake-feeds.ts';

let gpu: Gpu, upload: Upload;
beforeAll(async () => {
  gpu = await openDevice(navigator.gpu);
  upload = uploader(gpu.device, createBlitter(gpu.device))('test');
});
afterAll(() => {
  upload.dispose();
  expect([gpu.audit.errors, gpu.audit.textures]).toEqual([[], 0]);
  gpu.dispose();
});

const shown = (width: number, height: number, bytes: (x: number, y: number) => readonly number[]): InputPicture => {
  upload.take(canvasOf(width, height, bytes), width, height);
  return upload.picture!;
};

/** What a reader writes, `[height, width, 3]`. */
const read = async (picture: InputPicture, how: Pick<ReadInto, 'width' | 'height'> & Partial<ReadInto>): Promise<Float32Array> => {
  const { device } = gpu, into = { precision: 'f32', range: [0, 1], fit: 'stretch', ...how } as const;
  const count = 3 * into.width * into.height, size = 4 * Math.ceil(((into.precision === 'f16' ? 2 : 4) * count) / 4);
  const buffer = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const out = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const reader = await createReader(device, { ...into, buffer }), step = reader(picture);
  expect(reader(picture)).toBe(step);
  const encoder = device.createCommandEncoder(), pass = encoder.beginComputePass();
  step.encode(pass);
  pass.end();
  encoder.copyBufferToBuffer(buffer, 0, out, 0, size);
  device.queue.submit([encoder.finish()]);
  await out.mapAsync(GPUMapMode.READ);
  const range = out.getMappedRange(), numbers = into.precision === 'f16' ? Float32Array.from(new Uint16Array(range), fromHalf) : new Float32Array(range.slice(0));
  buffer.destroy();
  out.destroy();
  return numbers.slice(0, count);
};

const bytesOf = (numbers: Float32Array, low = 0, high = 1): number[] => Array.from(numbers, (x) => Math.round((255 * (x - low)) / (high - low)) + 0);

test('a picture of the buffer\'s size arrives byte by byte, in any range', async () => {
  const bytes = (x: number, y: number): number[] => [(16 * y + x) % 256, 255 - 16 * y, 17 * x % 256, 255];
  const picture = shown(16, 16, bytes);
  const wanted = Array.from({ length: 256 }, (_, i) => bytes(i % 16, Math.floor(i / 16)).slice(0, 3)).flat();
  for (const fit of ['cover', 'stretch'] as const) expect(bytesOf(await read(picture, { width: 16, height: 16, fit, range: [-1, 1] }), -1)).toEqual(wanted);
  expect(bytesOf(await read(picture, { width: 16, height: 16, range: [255, -255] }), 255, -255)).toEqual(wanted);
});

test('fine checks become an even grey, in linear light, at every size', async () => {
  const picture = shown(64, 64, (x, y) => ((x + y) % 2 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
  for (const [width, height] of [[32, 32], [8, 8], [5, 9], [1, 1]] as const) {
    const bytes = bytesOf(await read(picture, { width, height }));
    // sRGB of half the light is 188.
    expect(Math.max(...bytes.map((byte) => Math.abs(byte - 188)))).toBeLessThan(3);
  }
});

test('cover keeps proportions and cuts evenly, stretch shows all', async () => {
  const picture = shown(32, 8, (x) => (x < 12 ? [255, 0, 0, 255] : x < 20 ? [0, 255, 0, 255] : [0, 0, 255, 255]));
  const covered = bytesOf(await read(picture, { width: 8, height: 8, fit: 'cover' }));
  expect(new Set(covered.map((byte, i) => (i % 3 === 1 ? byte : 255 * Number(byte > 0))))).toEqual(new Set([0, 255]));
  expect(covered.slice(0, 3)).toEqual([0, 255, 0]);
  const stretched = bytesOf(await read(picture, { width: 8, height: 8, fit: 'stretch' }));
  expect([stretched.slice(0, 3), stretched.slice(21, 24)]).toEqual([[255, 0, 0], [0, 0, 255]]);
  const tall = bytesOf(await read(shown(4, 16, (_, y) => (y < 6 || y > 9 ? [255, 0, 0, 255] : [0, 0, 255, 255])), { width: 4, height: 4, fit: 'cover' }));
  expect(tall).toEqual(Array.from({ length: 16 }, () => [0, 0, 255]).flat());
});

test('a small picture is enlarged smoothly, and numbers of 16 bits are as good as they can be', async () => {
  const picture = shown(2, 1, (x) => [255 * x, 255 * x, 255 * x, 255]);
  const smooth = [...await read(picture, { width: 8, height: 1 })].filter((_, i) => i % 3 === 0);
  expect(smooth).toEqual([...smooth].sort((a, b) => a - b));
  expect(new Set(smooth).size).toBeGreaterThan(4);
  if (!gpu.device.features.has('shader-f16')) return;
  const halves = await read(picture, { width: 8, height: 1, precision: 'f16' });
  expect(Math.max(...smooth.map((x, i) => Math.abs(x - halves[3 * i]!)))).toBeLessThan(1e-3);
});

test('a buffer that is too small is refused in a sentence', async () => {
  const buffer = gpu.device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE });
  await expect(createReader(gpu.device, { buffer, width: 4, height: 4, precision: 'f32', range: [0, 1], fit: 'cover' })).rejects.toThrow('A picture of 4 x 4 in f32 needs a buffer of 192 bytes; this has 16.');
  buffer.destroy();
});
