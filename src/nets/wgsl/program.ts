// A compiled network on the device: `plan.ts` says which kernels run on which buffers, `kernels/` writes them, and this
// makes of it the steps that a job runs, cut into tiles, so that none holds up a frame. For networks
// over pixels that are dense throughout, `pixel-program.ts` is faster: one kernel for all layers.

import type { KernelStep, Output } from '#api';
import { badArgument } from '../../core/errors.ts';
import type { Network } from '../network.ts';
import type { Weights } from '../weights.ts';
import type { Precision } from './kernels/shell.ts';
import { cut, kernelOf } from './kernels/source.ts';
import { checkSizes, createMemory } from './memory.ts';
import { product } from './operations.ts';
import { asHalves } from './pack.ts';
import type { Look } from './look.ts';
import { compilePainter, paintable } from './painter.ts';
import { createPipelines } from './pipelines.ts';
import { plan } from './plan.ts';

export interface ProgramOptions {
  /** Examples of one run; 1 if nothing is said. */
  readonly batch?: number;
  /** Of tensors and weights; sums and statistics are f32 always. `best` is f16 where the device has it. f32 if nothing is said. */
  readonly precision?: Precision | 'best';
  /** Kernels for parallel devices, that share workgroup memory; if nothing is said, on all but software adapters. */
  readonly tiled?: boolean;
}

/** One job at a time: tensors are the program's own, and a new `run` writes over those of the last. */
export interface Program {
  /** Uploads weights, borrowed; takes effect with the next run. Throws `EngineError` naming one that is missing or of another shape. */
  setWeights(weights: Weights): void;
  /**
   * The steps that run the network; the same objects each time. `inputs` are `[batch, ...shape]` by name, uploaded before
   * this returns. Throws `EngineError` naming one that is missing or of another length.
   */
  run(inputs: Readonly<Record<string, ArrayLike<number>>>): readonly KernelStep[];
  /** Those steps alone, for inputs that other steps write into the buffers of `inputs`. */
  readonly steps: readonly KernelStep[];
  /** `[batch, ...shape]` by name, storage buffers of the output's precision; the program's. */
  readonly inputs: Readonly<Record<string, GPUBuffer>>;
  /**
   * The steps that paint what the last run made, after its own; the same objects for the same target. `look` is read
   * before this returns. Throws `EngineError` where the output is not pictures `[H, W, C]`.
   */
  paint(look: Look, output: Output): readonly KernelStep[];
  /** `[batch, ...shape]`, a storage buffer of `precision`; the program's, and as the last run left it. */
  readonly output: { readonly buffer: GPUBuffer; readonly shape: readonly number[]; readonly precision: Precision };
  /** Of one run. */
  readonly flops: number;
  dispose(): void;
}

/** Uniform buffers may be bound at multiples of this. */
const RANGE_STRIDE = 256;

const isSoftware = (device: GPUDevice): boolean => {
  // Browsers of 2024 have no `adapterInfo` yet.
  const info = device.adapterInfo as GPUAdapterInfo | undefined;
  return info !== undefined && (info.isFallbackAdapter || /swiftshader|llvmpipe|software|basic render/i.test(`${info.vendor} ${info.architecture} ${info.description} ${info.device}`));
};

const precisionOn = (device: GPUDevice, net: Network, wanted: Precision | 'best'): Precision => {
  const halves = device.features.has('shader-f16');
  if (wanted === 'f16' && !halves) throw badArgument(`network ${net.name}: this device has no shader-f16; ask for the precision "best" or "f32"`);
  return wanted === 'best' ? (halves ? 'f16' : 'f32') : wanted;
};

/**
 * Compiles a network whose sides are all known (`sized` sets them) without blocking. Rejects with `EngineError` where it
 * does not fit together, or a layer is too large for the device. Call `setWeights` before the first run.
 */
export const compileProgram = async (device: GPUDevice, net: Network, { batch = 1, precision: wanted = 'f32', tiled = !isSoftware(device) }: ProgramOptions = {}): Promise<Program> => {
  if (!Number.isInteger(batch) || batch < 1) throw badArgument(`network ${net.name}: batch must be a positive integer; got ${batch}`);
  const precision = precisionOn(device, net, wanted), planned = plan(net, { batch, tiled });
  checkSizes(net, planned, precision, device.limits);
  const shape = [batch, ...planned.output.shape];

  const pipelines = createPipelines(device, net.name), mostWorkgroups = device.limits.maxComputeWorkgroupsPerDimension;
  const [makePainter, ...compiled] = await Promise.all([
    paintable(shape) ? compilePainter(device, net.name, shape, precision) : undefined,
    ...planned.steps.map(async (step) => {
      const kernel = kernelOf(step, precision);
      return { step, kernel, pipeline: await pipelines.compile(step.label, kernel.code, step.reads.length), ...cut(kernel, mostWorkgroups) };
    }),
  ]);

  const memory = createMemory(device, net, planned, precision);
  const ranges = new Uint32Array((RANGE_STRIDE / 4) * Math.max(1, compiled.reduce((sum, piece) => sum + piece.tiles, 0)));
  const rangeBuffer = device.createBuffer({ label: `${net.name} ranges`, size: ranges.byteLength, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const rangeGroup = device.createBindGroup({ layout: pipelines.range, entries: [{ binding: 0, resource: { buffer: rangeBuffer, size: 16 } }] });
  let slots = 0;
  const steps = compiled.map(({ step, kernel: { items, perWorkgroup }, pipeline, tiles, perTile }): KernelStep => {
    const buffers = [memory.tensor(step.writes), ...step.reads.map((read) => memory.read(step.label, read))];
    const group = device.createBindGroup({ layout: pipelines.bindings(step.reads.length), entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })) });
    const slot = slots, atOnce = Math.floor((mostWorkgroups * perWorkgroup) / perTile);
    slots += tiles;
    // A tile's range is open at its end: how many workgroups are dispatched closes it.
    for (let i = 0; i < tiles; i++) ranges.set([i * perTile, items], (RANGE_STRIDE / 4) * (slot + i));
    const encode = (pass: GPUComputePassEncoder, from: number, to: number): void => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      for (let first = from; first < to; first += atOnce) {
        pass.setBindGroup(1, rangeGroup, [RANGE_STRIDE * (slot + first)]);
        pass.dispatchWorkgroups(Math.ceil((Math.min(items, Math.min(to, first + atOnce) * perTile) - first * perTile) / perWorkgroup));
      }
    };
    return { label: step.label, flops: step.flops, encode: (pass) => encode(pass, 0, tiles), tiles: { count: tiles, encode } };
  });
  device.queue.writeBuffer(rangeBuffer, 0, ranges);

  const uploads = Object.entries(planned.inputs).map(([name, { tensor, shape: sides }]) => {
    const length = batch * product(sides);
    return { name, length, sides, buffer: memory.tensor(tensor), numbers: precision === 'f32' ? new Float32Array(length) : asHalves(new Float32Array(length)) };
  });
  const output = { buffer: memory.tensor(planned.output.tensor), shape, precision }, painter = makePainter?.(output.buffer);
  return {
    output, steps,
    inputs: Object.fromEntries(uploads.map(({ name, buffer }) => [name, buffer])),
    flops: planned.steps.reduce((sum, { flops }) => sum + flops, 0),
    setWeights: (weights) => memory.setWeights(weights),
    run(inputs) {
      for (const { name, length, sides, buffer, numbers } of uploads) {
        const given = inputs[name];
        if (given?.length !== length) throw badArgument(`network ${net.name}: input "${name}" must be [${[batch, ...sides].join(', ')}], ${length} numbers; got ${given?.length ?? 'none'}`);
        if (numbers instanceof Float32Array) numbers.set(given);
        else asHalves(given, numbers);
        device.queue.writeBuffer(buffer, 0, numbers);
      }
      return steps;
    },
    paint(look, target) {
      if (!painter) throw badArgument(`network ${net.name}: pictures [height, width, channels] can be painted; its output is [${shape.join(', ')}]`);
      return painter.steps(look, target);
    },
    dispose() {
      painter?.dispose();
      memory.dispose();
      rangeBuffer.destroy();
    },
  };
};
