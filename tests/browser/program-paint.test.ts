// A program's output as a picture: values, colours, grids and enlargement, read back from the texture it was painted in.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileProgram, network, type Look } from '#nets';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { readTexture } from '../support/read-texture.ts';
import { submit } from '../support/run-program.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  expect([gpu.audit.buffers, gpu.audit.textures]).toEqual([0, 0]);
  gpu.dispose();
});

/** `[height][width]` of one colour channel, linear light, of pictures `[N, H, W, C]` painted as they are. */
const painted = async (shape: [number, number, number, number], values: readonly number[], look: Look, [width, height]: readonly [number, number], channel = 0): Promise<number[][]> => {
  const { device } = gpu, [batch, ...sides] = shape;
  const program = await compileProgram(device, network('picture', { x: sides }, []), { batch });
  const texture = device.createTexture({ size: [width, height], format: 'rgba16float', usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC });
  const output = { view: texture.createView(), width, height };
  submit(device, program.run({ x: values }));
  const steps = program.paint(look, output);
  expect(program.paint(look, output)).toBe(steps);
  submit(device, steps);
  const rgba = await readTexture(device, texture);
  program.dispose();
  texture.destroy();
  expect(rgba.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 1)).toBe(true);
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => rgba[4 * (y * width + x) + channel]!));
};

const linear = (c: number): number => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
const expectClose = (found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void => {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  found.flat().forEach((x, i) => { expect(x, `pixel ${i}`).toBeCloseTo(expected.flat()[i]!, 3); });
};

test('values of the range become linear light; what is beyond is clamped', async () => {
  const grey = await painted([1, 2, 2, 1], [-1, 0, .5, 7], { range: [-1, 1], enlarge: 'nearest' }, [2, 2]);
  expectClose(grey, [[0, linear(.5)], [linear(.75), 1]]);
});

test('a range the other way round inverts', async () => {
  expectClose(await painted([1, 1, 2, 1], [.2, 1], { range: [1, 0], enlarge: 'nearest' }, [2, 1]), [[linear(.8), 0]]);
});

test('one channel between two colours, three channels as they are', async () => {
  const look: Look = { range: [0, 1], enlarge: 'nearest', colours: [[.1, .2, .3], [.9, .8, .7]] };
  expectClose(await painted([1, 1, 3, 1], [0, .5, 1], look, [3, 1], 2), [[linear(.3), linear(.5), linear(.7)]]);
  for (const channel of [0, 1, 2]) expectClose(await painted([1, 1, 2, 3], [.1, .2, .3, .4, .5, .6], look, [2, 1], channel), [[linear([.1, .2, .3][channel]!), linear([.4, .5, .6][channel]!)]]);
});

test('a batch hangs as a grid with gaps, in the middle of a target of another shape', async () => {
  const G = linear(.5);
  // Five pictures of 2 x 1 pixels in rows of three: 8 x 3 pixels of 1; two rows are left over above and below.
  const found = await painted([5, 1, 2, 1], [.1, .1, .2, .2, .3, .3, .4, .4, .6, .6].map((x) => 2 * x - 1), { range: [-1, 1], enlarge: 'nearest', columns: 3, gap: 1, ground: [.5, .5, .5] }, [8, 7]);
  const [a, b, c, d, e] = [.1, .2, .3, .4, .6].map(linear) as [number, number, number, number, number];
  const ground = new Array<number>(8).fill(G);
  expectClose(found, [ground, ground, [a, a, G, b, b, G, c, c], ground, [d, d, G, e, e, G, G, G], ground, ground]);
});

test('fewer than the batch, in a grid as square as can be', async () => {
  expectClose(await painted([4, 1, 1, 1], [.2, .4, .6, .8], { range: [0, 1], enlarge: 'nearest', count: 2 }, [2, 1]), [[linear(.2), linear(.4)]]);
  expectClose(await painted([4, 1, 1, 1], [.2, .4, .6, .8], { range: [0, 1], enlarge: 'nearest' }, [2, 2]), [[linear(.2), linear(.4)], [linear(.6), linear(.8)]]);
});

test('enlarged: nearest repeats, bilinear goes straight, bicubic goes through the pixels with a slope', async () => {
  const values = [0, 0, 1, 1], row = async (enlarge: Look['enlarge']): Promise<number[]> => (await painted([1, 1, 4, 1], values, { range: [0, 1], ...(enlarge ? { enlarge } : {}) }, [16, 4]))[1]!;
  expectClose([await row('nearest')], [[...new Array<number>(8).fill(0), ...new Array<number>(8).fill(1)]]);
  const straight = [0, 0, 0, 0, 0, 0, .125, .375, .625, .875, 1, 1, 1, 1, 1, 1].map(linear);
  expectClose([await row('bilinear')], [straight]);
  expectClose([await row(undefined)], [straight]);
  // Catmull and Rom's spline through 0, 0, 1, 1 is -t^3 + 1.5 t^2 + t / 2 in between.
  const cubic = (t: number): number => -(t ** 3) + 1.5 * t ** 2 + t / 2;
  expectClose([(await row('bicubic')).slice(6, 10)], [[.125, .375, .625, .875].map((t) => linear(cubic(t)))]);
});

test('made smaller, a pixel is the mean light of what it covers', async () => {
  expectClose(await painted([1, 2, 4, 1], [0, 1, 0, 0, 1, 0, 0, 1], { range: [0, 1], enlarge: 'nearest' }, [2, 1]), [[.5, .25]]);
});

test('a large target is painted in several steps, each pixel once', async () => {
  const { device } = gpu;
  const program = await compileProgram(device, network('large', { x: [1, 1, 1] }, []));
  const texture = device.createTexture({ size: [1050, 1000], format: 'rgba16float', usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC });
  submit(device, program.run({ x: [1] }));
  const steps = program.paint({ range: [0, 1], enlarge: 'nearest', ground: [1, 1, 1] }, { view: texture.createView(), width: 1050, height: 1000 });
  expect(steps.length).toBe(2);
  submit(device, steps);
  const rgba = await readTexture(device, texture);
  expect(rgba.every((x) => x === 1)).toBe(true);
  program.dispose();
  texture.destroy();
});
