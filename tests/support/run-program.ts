// A compiled program run once, and its output read back. In tests only; it counts as a readback.

import type { KernelStep } from '#api';
import { compileProgram, type Network, type Program, type ProgramOptions, type Weights } from '#nets';
import { fromHalf } from '../../src/nets/half.ts';

/** Submits steps, a pass for each. */
export const submit = (device: GPUDevice, steps: readonly KernelStep[]): void => {
  const encoder = device.createCommandEncoder();
  for (const step of steps) {
    const pass = encoder.beginComputePass();
    step.encode(pass);
    pass.end();
  }
  device.queue.submit([encoder.finish()]);
};

/** A program's output as it is now. */
export const readOutput = async (device: GPUDevice, { output: { buffer, shape, precision } }: Program): Promise<Float32Array> => {
  const copy = device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const bytes = copy.getMappedRange().slice(0), length = shape.reduce((a, b) => a * b, 1);
    return precision === 'f16' ? Float32Array.from(new Uint16Array(bytes, 0, length), fromHalf) : new Float32Array(bytes, 0, length);
  } finally {
    copy.destroy();
  }
};

/** Compiles, runs and disposes. `tolerance` is the largest error that the program's precision may make, in parts of the range. */
export const runProgram = async (device: GPUDevice, net: Network, weights: Weights, inputs: Readonly<Record<string, ArrayLike<number>>>, options: ProgramOptions): Promise<{ data: Float32Array; shape: readonly number[]; tolerance: number }> => {
  const program = await compileProgram(device, net, options);
  try {
    program.setWeights(weights);
    submit(device, program.run(inputs));
    return { data: await readOutput(device, program), shape: program.output.shape, tolerance: program.output.precision === 'f16' ? 2e-2 : 1e-4 };
  } finally {
    program.dispose();
  }
};
