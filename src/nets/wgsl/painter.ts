// The last steps of a program that makes pictures, on the device: `look.ts`'s kernel, which can run in bands of rows, so
// that a large target does not hold up a frame. Owns its uniforms.

import type { KernelStep, Output, Part } from '#api';
import type { Precision } from './kernels/shell.ts';
import { ENLARGEMENTS, lookSource, picturesOf, type Colour, type Look } from './look.ts';
import { oncePerDevice, paintGroups, pipelineOf } from './pipelines.ts';

export interface Painter {
  /** The same objects for the same target; `look` is read before this returns. */
  steps(look: Look, output: Output): readonly KernelStep[];
  dispose(): void;
}

const toLinear = (c: number): number => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);

/** `[N, H, W, C]` that can be painted. */
export const paintable = (shape: readonly number[]): boolean => shape.length === 4;

const MOST_BANDS = 64, BAND_STRIDE = 256;
const BLACK: Colour = [0, 0, 0], WHITE: Colour = [1, 1, 1];
/** Wider than any edge: tones stay. */
const NO_EDGE = 1;

/** Numbers and look; target; band. */
const layoutsOf = oncePerDevice((device) => {
  const layouts = paintGroups(device);
  return { layouts, layout: device.createPipelineLayout({ bindGroupLayouts: [...layouts] }) };
});

/** Compiles for a buffer `[N, H, W, C]` without blocking; what it answers with makes the painter of one. */
export const compilePainter = async (device: GPUDevice, name: string, shape: readonly number[], precision: Precision): Promise<(buffer: GPUBuffer) => Painter> => {
  const { layouts, layout } = layoutsOf(device), code = lookSource(shape, precision);
  const pipeline = await pipelineOf(device, `paint ${code}`, () =>
    device.createComputePipelineAsync({ label: `${name} paint`, layout, compute: { module: device.createShaderModule({ label: `${name} paint`, code }) } }));
  return (buffer) => createPainter(device, name, shape, pipeline, layouts, buffer);
};

const createPainter = (device: GPUDevice, name: string, shape: readonly number[], pipeline: GPUComputePipeline, layouts: readonly GPUBindGroupLayout[], buffer: GPUBuffer): Painter => {
  const [, height, width] = shape as readonly [number, number, number, number], { count: all } = picturesOf(shape);
  const uniform = new ArrayBuffer(208), ints = new Uint32Array(uniform), floats = new Float32Array(uniform);
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const looks = device.createBuffer({ label: `${name} look`, size: uniform.byteLength, usage });
  const bands = device.createBuffer({ label: `${name} bands`, size: BAND_STRIDE * MOST_BANDS, usage });
  const bind = (index: 0 | 1 | 2, ...resources: GPUBindingResource[]): GPUBindGroup =>
    device.createBindGroup({ layout: layouts[index]!, entries: resources.map((resource, binding) => ({ binding, resource })) });
  const common = bind(0, { buffer }, { buffer: looks }), bandGroup = bind(2, { buffer: bands, size: 16 });
  let bandRows = 0;

  /** Rows of a band of a target so high; uploads where each begins. */
  const split = (rows: number): void => {
    const share = 8 * Math.ceil(rows / 8 / MOST_BANDS);
    if (share === bandRows) return;
    bandRows = share;
    const data = new Uint32Array((BAND_STRIDE / 4) * MOST_BANDS);
    for (let i = 0; i < MOST_BANDS; i++) data[(BAND_STRIDE / 4) * i] = i * share;
    device.queue.writeBuffer(bands, 0, data);
  };
  const stepsFor = (view: GPUTextureView, { width: columns, height: rows }: Pick<Part, 'width' | 'height'>): readonly KernelStep[] => {
    const target = bind(1, view), share = bandRows, count = Math.ceil(rows / share);
    const encode = (pass: GPUComputePassEncoder, from: number, to: number): void => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, common);
      pass.setBindGroup(1, target);
      pass.setBindGroup(2, bandGroup, [BAND_STRIDE * from]);
      pass.dispatchWorkgroups(Math.ceil(columns / 8), Math.ceil((Math.min(rows, to * share) - from * share) / 8));
    };
    return [{ label: 'paint', flops: 64 * columns * rows, encode: (pass) => encode(pass, 0, count), tiles: { count, encode } }];
  };
  /** By target, so that a frame makes no new objects. */
  const prepared = new WeakMap<GPUTextureView, readonly KernelStep[]>();

  return {
    steps({ range: [dark, light], colours = [BLACK, WHITE], enlarge = 'bilinear', count = all, columns = Math.ceil(Math.sqrt(count)), gap = 0, margin = 0, ground, edge = NO_EDGE, relief = 0, palette }, output) {
      const rows = Math.ceil(count / columns);
      const across = columns * width + (columns - 1) * gap, down = rows * height + (rows - 1) * gap;
      ints[0] = output.width;
      ints[1] = output.height;
      ints[2] = columns;
      ints[3] = rows;
      floats[4] = across;
      floats[5] = down;
      floats[6] = dark;
      floats[7] = 1 / (light - dark);
      floats[8] = Math.max((across + 2 * margin) / output.width, (down + 2 * margin) / output.height);
      floats[9] = gap;
      ints[10] = Math.min(count, all);
      ints[11] = ENLARGEMENTS[enlarge];
      floats.set(colours[0], 12);
      floats.set(colours[1], 16);
      // A palette begins where nothing is, and so goes on around the pictures.
      for (let i = 0; i < 3; i++) floats[20 + i] = ground ? toLinear(ground[i]!) : palette?.[i] ?? 0;
      floats[24] = edge;
      floats[25] = relief;
      ints[26] = palette ? 1 : 0;
      if (palette) floats.set(palette, 28);
      const { part } = output, extent = part ?? output;
      ints[48] = part?.x ?? 0;
      ints[49] = part?.y ?? 0;
      ints[50] = extent.width;
      ints[51] = extent.height;
      device.queue.writeBuffer(looks, 0, uniform);
      split(extent.height);
      let steps = prepared.get(output.view);
      if (!steps) prepared.set(output.view, steps = stepsFor(output.view, extent));
      return steps;
    },
    dispose() {
      looks.destroy();
      bands.destroy();
    },
  };
};
