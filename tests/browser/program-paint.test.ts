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

test('a spline passes the pixels by, evenly: a step becomes a slope without a wave', async () => {
  const row = (await painted([1, 1, 6, 1], [0, 0, 0, 1, 1, 1], { range: [0, 1], enlarge: 'spline' }, [24, 4]))[1]!;
  const share = (t: number): number => (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6;
  // From the middle of the third pixel on: the third and the fourth weight of its neighbours.
  expectClose([row.slice(10, 14)], [[.125, .375, .625, .875].map((t) => linear(share(t) + t ** 3 / 6))]);
  expect(row.every((x, i) => i === 0 || x >= row[i - 1]! - 1e-3)).toBe(true);
});

test('an edge cuts tones at the middle, no narrower than a pixel of the target; a wider one leaves a slope', async () => {
  const values = [0, .3, .45, .55, .7, 1], cut = async (edge: number): Promise<number[]> => (await painted([1, 1, 6, 1], values, { range: [0, 1], enlarge: 'nearest', edge }, [60, 10]))[5]!.filter((_, i) => i % 10 === 5);
  const smooth = (t: number): number => linear(t * t * (3 - 2 * t));
  expectClose([await cut(0)], [[0, 0, 0, 1, 1, 1]]);
  expectClose([await cut(.25)], [[0, smooth(.1), smooth(.4), smooth(.6), smooth(.9), 1]]);
});

test('a palette colours tones in linear light, goes on around the pictures, and is shaded where they slope', async () => {
  const stops = [0, .1, .3, .6, 1].flatMap((x) => [x, x, x, 1]), look: Look = { range: [0, 1], enlarge: 'nearest', palette: stops };
  expectClose(await painted([1, 1, 5, 1], [0, .125, .25, .75, 1], look, [5, 1]), [[0, .05, .1, .6, 1]]);
  expectClose(await painted([1, 1, 1, 1], [1], { ...look, palette: stops.map((x) => x / 2 + .2) }, [3, 1]), [[.2, .7, .2]]);
  const slope = async (values: number[]): Promise<number> => (await painted([1, 1, 2, 1], values, { ...look, enlarge: 'bilinear', relief: .2 }, [4, 2]))[1]![1]!;
  const [rising, falling] = [await slope([0, 1]), await slope([1, 0])];
  // A quarter and three quarters of the way are stops; the slope is 1.
  expect(rising).toBeCloseTo(.1 * 1.2, 3);
  expect(falling).toBeCloseTo(.6 * .8, 3);
});

test('tiles have round corners and a joint; dots grow with the light, in the full colour where there are two', async () => {
  const tile = await painted([1, 1, 1, 1], [1], { range: [0, 1], enlarge: 'mosaic' }, [20, 20]);
  expectClose([[tile[10]![10]!, tile[0]![10]!, tile[10]![0]!, tile[1]![1]!, tile[1]![10]!]], [[1, 0, 0, 0, 1]]);
  const lit = async (value: number): Promise<number> => (await painted([1, 1, 1, 1], [value], { range: [0, 1], enlarge: 'dots' }, [40, 40])).flat().filter((x) => x > .99).length;
  expect(await lit(.01)).toBe(0);
  const [half, whole] = [await lit(.5), await lit(1)];
  expect(half).toBeGreaterThan(500);
  expect(whole / half).toBeGreaterThan(1.6);
  const colour = await painted([1, 1, 1, 3], [.2, .6, .4], { range: [0, 1], enlarge: 'dots', ground: [.9, .9, .9] }, [20, 20], 1);
  expectClose([[colour[10]![10]!, colour[0]![0]!]], [[linear(.6), linear(.9)]]);
});

test('channels that are no colours hang as pictures of their own, example after example, with a margin', async () => {
  const values = [.1, .2, .3, .4, .5, .6, .7, .8];
  // Two examples of 1 x 1 pixels with 4 channels: eight pictures.
  const found = await painted([2, 1, 1, 4], values, { range: [0, 1], enlarge: 'nearest', columns: 4, margin: 1, ground: [1, 1, 1] }, [6, 4]);
  const line = (tones: number[]): number[] => [1, ...tones.map(linear), 1];
  expectClose(found, [[1, 1, 1, 1, 1, 1], line([.1, .2, .3, .4]), line([.5, .6, .7, .8]), [1, 1, 1, 1, 1, 1]]);
});

test('made smaller, a pixel is the mean light of what it covers', async () => {
  expectClose(await painted([1, 2, 4, 1], [0, 1, 0, 0, 1, 0, 0, 1], { range: [0, 1], enlarge: 'nearest' }, [2, 1]), [[.5, .25]]);
});

test('a large target is painted whole, each pixel once, and can be cut', async () => {
  const { device } = gpu;
  const program = await compileProgram(device, network('large', { x: [1, 1, 1] }, []));
  const texture = device.createTexture({ size: [1050, 1000], format: 'rgba16float', usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC });
  submit(device, program.run({ x: [1] }));
  const steps = program.paint({ range: [0, 1], enlarge: 'nearest', ground: [1, 1, 1] }, { view: texture.createView(), width: 1050, height: 1000 });
  expect(steps[0]!.tiles!.count).toBe(63);
  submit(device, steps);
  const rgba = await readTexture(device, texture);
  expect(rgba.every((x) => x === 1)).toBe(true);
  program.dispose();
  texture.destroy();
});
