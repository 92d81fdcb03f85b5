// A compiled per-pixel network on the device: weights, uniforms and the steps that paint one picture. Owns its buffers.
// Pictures can be drawn in bands of rows, so that no single dispatch holds up a frame.

import type { Output, Part, Step } from '#api';
import type { Network } from '../network.ts';
import type { Weights } from '../weights.ts';
import type { Paint } from './paint.ts';
import type { DenseSlot } from './emitter.ts';
import { computeGroup, oncePerDevice, paintGroups, pipelineOf } from './pipelines.ts';
import { pixelSource, SAMPLE_SIDE } from './pixel-source.ts';

/** Where the picture looks: half extent and centre of the shorter side in the network's coordinates, and mirrors. */
export interface Grid {
  readonly scale: number;
  readonly center: readonly [number, number];
  readonly mirrorX: boolean;
  readonly mirrorY: boolean;
}

export interface PixelProgram {
  /** Uploads weights; takes effect with the next run. Throws where one is missing or of another shape. */
  setWeights(weights: Weights): void;
  /**
   * The steps that paint `output`. `inputs` holds the latents by name; `paint` is `[4 * paint.uniforms]`. All are read
   * before this returns.
   */
  run(grid: Grid, inputs: Readonly<Record<string, ArrayLike<number>>>, paint: ArrayLike<number>, output: Output): readonly Step[];
  readonly flopsPerPixel: number;
  dispose(): void;
}

/** Tiles of one picture: bands of rows, in workgroups of 8. */
const MOST_BANDS = 128, BAND_STRIDE = 256;

const pack = (net: Network, slots: readonly DenseSlot[], length: number, weights: Weights): Float32Array<ArrayBuffer> => {
  const packed = new Float32Array(4 * length);
  for (const { name, fanIn, units, base, packedRows } of slots) {
    const kernel = weights.get(`${name}/kernel`), bias = weights.get(`${name}/bias`);
    if (kernel?.data.length !== fanIn * units) throw new Error(`network ${net.name}: weight ${name}/kernel must be [${fanIn}, ${units}]; got ${kernel ? `[${kernel.shape.join(', ')}]` : 'none'}`);
    const inBlocks = Math.ceil(packedRows / 4), outBlocks = Math.ceil(units / 4);
    if (bias) packed.set(bias.data, 4 * base);
    for (let row = 0; row < packedRows; row++) for (let unit = 0; unit < units; unit++) {
      const block = (unit >> 2) * inBlocks + (row >> 2);
      packed[4 * (base + outBlocks + 4 * block + (row & 3)) + (unit & 3)] = kernel.data[row * units + unit]!;
    }
  }
  return packed;
};

/** The named inputs without pixels, in the order the network appends them. */
const hoistedInputs = (net: Network): readonly { name: string; size: number }[] =>
  net.layers.flatMap((layer) => (layer.type === 'concat' ? [{ name: layer.input, size: net.inputs[layer.input]?.[0] ?? 0 }] : []));

/** Weights and frame; picture; band; stretch. */
const layoutsOf = oncePerDevice((device) => {
  const layouts = [...paintGroups(device), computeGroup(device, { buffer: { type: 'storage' } })] as const;
  return { layouts, layout: device.createPipelineLayout({ bindGroupLayouts: [...layouts] }) };
});

/** Compiles without blocking; rejects with the compiler's message. */
export const compilePixelProgram = async (device: GPUDevice, net: Network, paint: Paint): Promise<PixelProgram> => {
  const source = pixelSource(net, paint);
  const { layouts, layout } = layoutsOf(device);
  let module: GPUShaderModule | undefined;
  const pipeline = (entryPoint: string): Promise<GPUComputePipeline> => pipelineOf(device, `pixels ${entryPoint} ${source.code}`, () => {
    module ??= device.createShaderModule({ label: net.name, code: source.code });
    return device.createComputePipelineAsync({ label: `${net.name} ${entryPoint}`, layout, compute: { module, entryPoint } });
  });
  const [draw, sample, rank] = await Promise.all([pipeline('draw'), ...(paint.stretch ? [pipeline('sample'), pipeline('rank')] : [])]);

  const uniform = new ArrayBuffer(48 + 16 * (Math.max(1, paint.uniforms) + source.hoistedBlocks));
  const uniformInts = new Uint32Array(uniform), uniformFloats = new Float32Array(uniform);
  const paintAt = 12, hoistedAt = paintAt + 4 * Math.max(1, paint.uniforms);
  const { STORAGE, UNIFORM, COPY_DST } = GPUBufferUsage;
  const buffers = {
    weights: device.createBuffer({ label: `${net.name} weights`, size: 16 * source.weightBlocks, usage: STORAGE | COPY_DST }),
    frame: device.createBuffer({ label: `${net.name} frame`, size: uniform.byteLength, usage: UNIFORM | COPY_DST }),
    bands: device.createBuffer({ label: `${net.name} bands`, size: BAND_STRIDE * MOST_BANDS, usage: UNIFORM | COPY_DST }),
    stretch: device.createBuffer({ label: `${net.name} stretch`, size: 4 * (2 + SAMPLE_SIDE ** 2), usage: STORAGE }),
  };
  const bind = (index: number, ...resources: GPUBindingResource[]): GPUBindGroup =>
    device.createBindGroup({ layout: layouts[index]!, entries: resources.map((resource, binding) => ({ binding, resource })) });
  const common = bind(0, { buffer: buffers.weights }, { buffer: buffers.frame });
  const bandGroup = bind(2, { buffer: buffers.bands, size: 16 });
  const stretchGroup = bind(3, { buffer: buffers.stretch });

  const latents = hoistedInputs(net);
  const first = source.slots[0]!;
  let hoistKernel = new Float32Array(), hoistBias = new Float32Array(first.units);
  let bandRows = 0;

  /** Rows of a band of a picture so high; uploads where each begins. */
  const split = (height: number): void => {
    const rows = 8 * Math.ceil(height / 8 / MOST_BANDS);
    if (rows === bandRows) return;
    bandRows = rows;
    const data = new Uint32Array((BAND_STRIDE / 4) * MOST_BANDS);
    for (let i = 0; i < MOST_BANDS; i++) data[(BAND_STRIDE / 4) * i] = i * rows;
    device.queue.writeBuffer(buffers.bands, 0, data);
  };

  const stepsFor = (view: GPUTextureView, { width, height }: Pick<Part, 'width' | 'height'>): Step[] => {
    const picture = bind(1, view);
    const encode = (pass: GPUComputePassEncoder, pipelineOf: GPUComputePipeline, x: number, y: number, band = 0): void => {
      pass.setPipeline(pipelineOf);
      pass.setBindGroup(0, common);
      pass.setBindGroup(1, picture);
      pass.setBindGroup(2, bandGroup, [BAND_STRIDE * band]);
      pass.setBindGroup(3, stretchGroup);
      pass.dispatchWorkgroups(x, y);
    };
    const samples = SAMPLE_SIDE ** 2, rows = bandRows;
    const measure: Step[] = sample && rank ? [
      { label: 'sample', flops: samples * source.flopsPerPixel, encode: (pass) => encode(pass, sample, SAMPLE_SIDE / 8, SAMPLE_SIDE / 8) },
      { label: 'rank', flops: samples * samples, encode: (pass) => encode(pass, rank, samples / 64, 1) },
    ] : [];
    const bands = (pass: GPUComputePassEncoder, from: number, to: number): void =>
      encode(pass, draw, Math.ceil(width / 8), Math.ceil((Math.min(height, to * rows) - from * rows) / 8), from);
    const count = Math.ceil(height / rows);
    return [...measure, { label: 'draw', flops: height * width * source.flopsPerPixel, encode: (pass) => bands(pass, 0, count), tiles: { count, encode: bands } }];
  };
  /** By target, so that a frame makes no new objects. */
  const prepared = new WeakMap<GPUTextureView, { rows: number; steps: readonly Step[] }>();

  return {
    flopsPerPixel: source.flopsPerPixel,
    setWeights(weights) {
      device.queue.writeBuffer(buffers.weights, 0, pack(net, source.slots, source.weightBlocks, weights));
      hoistKernel = weights.get(`${first.name}/kernel`)!.data.slice(first.packedRows * first.units);
      hoistBias = weights.get(`${first.name}/bias`)?.data.slice() ?? new Float32Array(first.units);
    },
    run(grid, inputs, paintValues, output) {
      const { width, height, part } = output, extent = part ?? output;
      const shorter = Math.max(1, Math.min(width, height) - 1);
      uniformInts[0] = width;
      uniformInts[1] = height;
      uniformFloats[2] = grid.scale * Math.max(1, width - 1) / shorter;
      uniformFloats[3] = grid.scale * Math.max(1, height - 1) / shorter;
      uniformFloats[4] = grid.center[0];
      uniformFloats[5] = grid.center[1];
      uniformFloats[6] = grid.mirrorX ? 1 : 0;
      uniformFloats[7] = grid.mirrorY ? 1 : 0;
      uniformInts[8] = part?.x ?? 0;
      uniformInts[9] = part?.y ?? 0;
      uniformInts[10] = extent.width;
      uniformInts[11] = extent.height;
      for (let i = 0; i < 4 * paint.uniforms; i++) uniformFloats[paintAt + i] = paintValues[i] ?? 0;
      for (let unit = 0; unit < first.units; unit++) {
        let sum = hoistBias[unit]!, row = 0;
        for (const { name, size } of latents) {
          const latent = inputs[name];
          for (let i = 0; i < size; i++, row++) sum += (latent?.[i] ?? 0) * hoistKernel[row * first.units + unit]!;
        }
        uniformFloats[hoistedAt + unit] = sum;
      }
      device.queue.writeBuffer(buffers.frame, 0, uniform);
      split(extent.height);
      const known = prepared.get(output.view);
      if (known?.rows === bandRows) return known.steps;
      const steps = stepsFor(output.view, extent);
      prepared.set(output.view, { rows: bandRows, steps });
      return steps;
    },
    dispose() {
      for (const buffer of Object.values(buffers)) buffer.destroy();
    },
  };
};
