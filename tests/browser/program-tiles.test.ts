// Steps cut into tiles give, tile by tile, what they give whole, to the bit: programs, painters and pixel programs.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { conv, compilePixelProgram, compileProgram, dense, instanceNorm, network, normalWeights, relu, residual, tanh, upConv, type Paint } from '#nets';
import type { KernelStep, Step } from '#api';
import { random } from '../../src/core/random.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { readOutput, submit } from '../support/run-program.ts';
import { readTexture } from '../support/read-texture.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  gpu.dispose();
});

/** Submits every step in shares of `size` tiles, each on its own. Answers how many there were. */
const submitTiles = (steps: readonly Step[], size: number): number => {
  let shares = 0;
  for (const step of steps as readonly KernelStep[]) {
    const { count, encode } = step.tiles ?? { count: 1, encode: (pass: GPUComputePassEncoder) => step.encode(pass) };
    for (let from = 0; from < count; from += size, shares++) submit(gpu.device, [{ ...step, encode: (pass) => encode(pass, from, Math.min(count, from + size)) }]);
  }
  return shares;
};
const canvas = (): GPUTexture => gpu.device.createTexture({ size: [40, 70], format: 'rgba16float', usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC });

test.each([[false, 1], [true, 1], [false, 7], [true, 7]])('a program, tiled %s, %i at a time', async (tiled, size) => {
  const net = network('cut', { x: [33, 29, 8] }, [conv(12, 3, { stride: 2 }), instanceNorm(), relu(), residual([conv(12, 3), relu()]), upConv(8, 4), conv(3, 3), tanh()]);
  const program = await compileProgram(gpu.device, net, { tiled }), { normal } = random(3, 'x');
  program.setWeights(normalWeights(net, 1, { kernel: (fanIn) => 1 / Math.sqrt(fanIn), bias: .1 }));
  const inputs = { x: Float32Array.from({ length: 33 * 29 * 8 }, () => normal()) };
  submit(gpu.device, program.run(inputs));
  const whole = await readOutput(gpu.device, program), texture = canvas(), output = { view: texture.createView(), width: 40, height: 70 };
  submit(gpu.device, program.paint({ range: [-1, 1] }, output));
  const painted = await readTexture(gpu.device, texture);
  expect(new Set(whole).size).toBeGreaterThan(100);

  // Something else in between, so that nothing is left to be found right.
  submit(gpu.device, program.run({ x: inputs.x.map((v) => -v) }));
  submit(gpu.device, program.paint({ range: [-1, 1] }, output));
  expect(await readOutput(gpu.device, program)).not.toEqual(whole);
  expect(submitTiles(program.run(inputs), size)).toBeGreaterThan(program.steps.length);
  expect(await readOutput(gpu.device, program)).toEqual(whole);
  submitTiles(program.paint({ range: [-1, 1] }, output), size);
  expect(await readTexture(gpu.device, texture)).toEqual(painted);
  texture.destroy();
  program.dispose();
});

test('a network over pixels, with its stretch', async () => {
  const net = network('pixels', { position: [null, null, 3] }, [dense(16), tanh(), dense(16), tanh(), dense(1)]);
  const paint: Paint = { uniforms: 0, stretch: true, tangent: false, code: 'fn paint(v: vec4f, slope: vec4f, range: vec2f) -> vec3f { return vec3f((v.x - range.x) / (range.y - range.x)); }' };
  const program = await compilePixelProgram(gpu.device, net, paint), texture = canvas(), output = { view: texture.createView(), width: 40, height: 70 };
  program.setWeights(normalWeights(net, 2, { kernel: (fanIn) => 2 / Math.sqrt(fanIn), bias: .2 }));
  const steps = (scale: number): readonly Step[] => program.run({ scale, center: [0, 0], mirrorX: false, mirrorY: false }, {}, [], output);
  submit(gpu.device, steps(3) as readonly KernelStep[]);
  const whole = await readTexture(gpu.device, texture);
  submit(gpu.device, steps(1) as readonly KernelStep[]);
  expect(await readTexture(gpu.device, texture)).not.toEqual(whole);
  expect(submitTiles(steps(3), 2)).toBe(2 + 5);
  expect(await readTexture(gpu.device, texture)).toEqual(whole);
  texture.destroy();
  program.dispose();
});
