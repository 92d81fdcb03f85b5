// A program on the device: weights and inputs that come and go, what it says to wrong ones, and what it leaves behind.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchNorm, compileProgram, concat, conv, dense, network, relu, reshape, tanh, upConv, type Network, type Weights } from '#nets';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { readOutput, submit } from '../support/run-program.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  gpu.dispose();
});

/** y = x * kernel + bias. */
const line = network('line', { x: [1] }, [dense(1)]);
const lineWeights = (slope: number, offset: number): Weights => new Map([['0/kernel', { shape: [1, 1], data: Float32Array.of(slope) }], ['0/bias', { shape: [1], data: Float32Array.of(offset) }]]);

test('a run reads its inputs at once, new weights take effect with the next run, and the steps stay the same objects', async () => {
  const program = await compileProgram(gpu.device, line, { batch: 3 });
  program.setWeights(lineWeights(2, 1));
  const x = [1, 2, 3], steps = program.run({ x });
  x.fill(100);
  submit(gpu.device, steps);
  expect([...await readOutput(gpu.device, program)]).toEqual([3, 5, 7]);
  program.setWeights(lineWeights(-1, 0));
  expect(program.run({ x: Float32Array.of(4, 5, 6) })).toBe(steps);
  submit(gpu.device, steps);
  expect([...await readOutput(gpu.device, program)]).toEqual([-4, -5, -6]);
  program.dispose();
});

test('the output is a buffer in the asked precision, and nothing stays behind', async () => {
  const before = gpu.audit.buffers;
  const program = await compileProgram(gpu.device, network('shapes', { z: [4] }, [dense(16), reshape(2, 2, 4), batchNorm(), relu(), upConv(3), tanh()]), { batch: 2 });
  expect(program.output).toMatchObject({ shape: [2, 4, 4, 3], precision: 'f32' });
  expect(program.output.buffer.size).toBe(4 * 2 * 4 * 4 * 3);
  expect(program.flops).toBe(2 * 2 * (4 * 16 + 2 * 2 * 16 * 4 * 3));
  expect(gpu.audit.buffers).toBeGreaterThan(before);
  program.dispose();
  expect(gpu.audit.buffers).toBe(before);
});

test('a network without layers answers with its input', async () => {
  const program = await compileProgram(gpu.device, network('nothing', { x: [3] }, []));
  program.setWeights(new Map());
  submit(gpu.device, program.run({ x: [.5, -1, 2] }));
  expect([...await readOutput(gpu.device, program)]).toEqual([.5, -1, 2]);
  program.dispose();
});

test('wrong weights and inputs are named, and the old ones stay in force', async () => {
  const net = network('two', { x: [2], y: [3] }, [concat('y'), dense(1)]);
  const program = await compileProgram(gpu.device, net, { batch: 2 });
  const weights: Weights = new Map([['1/kernel', { shape: [5, 1], data: Float32Array.of(1, 2, 3, 4, 5) }], ['1/bias', { shape: [1], data: Float32Array.of(.5) }]]);
  program.setWeights(weights);
  const without = new Map(weights);
  without.delete('1/bias');
  expect(() => program.setWeights(without)).toThrow(/network two, tensor "1\/bias" \[1\] is missing/);
  expect(() => program.setWeights(new Map([...weights, ['1/kernel', { shape: [4, 1], data: new Float32Array(4) }]]))).toThrow(/"1\/kernel" must be \[5, 1\]; got \[4, 1\]/);
  expect(() => program.run({ x: [1, 2, 3, 4] })).toThrow('network two: input "y" must be [2, 3], 6 numbers; got none');
  expect(() => program.run({ x: [1, 2], y: [1, 2, 3, 4, 5, 6] })).toThrow('network two: input "x" must be [2, 2], 4 numbers; got 2');
  submit(gpu.device, program.run({ x: [1, 1, 0, 0], y: [0, 0, 0, 1, 1, 1] }));
  expect([...await readOutput(gpu.device, program)]).toEqual([3.5, 12.5]);
  expect(() => program.paint({ range: [0, 1] }, { view: undefined as unknown as GPUTextureView, width: 8, height: 8 })).toThrow('network two: pictures [height, width, channels] can be painted; its output is [2, 1]');
  program.dispose();
});

test.each<[string, Network, object, RegExp]>([
  ['free sides', network('free', { x: [null, null, 3] }, [conv(3, 3)]), {}, /network free, layer input: "x" has free sides; set them with sized/],
  ['a layer that does not fit', network('odd', { x: [4, 4, 3] }, [conv(3, 7, { padding: 'valid' })]), {}, /network odd, layer 0 \(conv\): a kernel of 7 does not fit/],
  ['half an example', line, { batch: .5 }, /network line: batch must be a positive integer; got 0.5/],
  ['a picture too large for any buffer', network('vast', { x: [4096, 4096, 3] }, [conv(512, 3)]), {}, /network vast, layer 0 conv: needs a buffer of 34360 MB; this device allows \d+ MB/],
])('%s: rejected with a sentence', async (_, net, options, message) => {
  await expect(compileProgram(gpu.device, net, options)).rejects.toThrow(message);
});

test('f16 is refused where the device has none, and given where it has', async () => {
  const asked = compileProgram(gpu.device, line, { precision: 'f16' }).then((program) => {
    program.dispose();
    return program.output.precision;
  }, (error: unknown) => (error as Error).message);
  expect(await asked).toBe(gpu.device.features.has('shader-f16') ? 'f16' : 'network line: this device has no shader-f16; ask for the precision "best" or "f32"');
});
