// The device's side of the arena's picture: buffers of fixed size, two kernels, and the steps for a target.

import type { KernelStep, Output, PieceContext } from '#api';
import { ENTRIES, MOST, STROKE, TILES, type Items } from './items.ts';
import { criticNumbers, FIELD, fieldKernel, LOOK_NUMBERS, PAINT_KERNEL, PART_AT } from './kernel.ts';
import { REMEMBERED } from './rounds.ts';

/** Pixels between two cells of the field, by the picture's longer side. */
export const cellOf = (most: number): number => Math.max(2, most / (FIELD - 4));

export interface Painter {
  /** Numbers of the kernels' `Look`. */
  readonly look: Float32Array;
  /** The critic's weights, and then what it saw. */
  readonly critic: Float32Array;
  /** Heights of two curves, `[2, REMEMBERED]` in 0..1. */
  readonly curves: Float32Array;
  /** Uploads all of it and answers with the steps, the same objects for the same target. */
  steps(items: Items, output: Output): readonly KernelStep[];
}

/** For critics with so many hidden layers. */
export const createPainter = async ({ device, own }: PieceContext, layers: number): Promise<Painter> => {
  const compile = (label: string, code: string): Promise<GPUComputePipeline> =>
    device.createComputePipelineAsync({ label, layout: 'auto', compute: { module: device.createShaderModule({ label, code }) } });
  const [field, paint] = await Promise.all([compile('arena field', fieldKernel(layers)), compile('arena paint', PAINT_KERNEL)]);
  const numbers = criticNumbers(layers), { UNIFORM, STORAGE, COPY_DST } = GPUBufferUsage;
  const buffer = (label: string, numbers: number, usage: number = STORAGE): GPUBuffer => own(device.createBuffer({ label: `arena ${label}`, size: 4 * numbers, usage: usage | COPY_DST }));
  const buffers = {
    look: buffer('look', LOOK_NUMBERS, UNIFORM), critic: buffer('critic', numbers), scores: buffer('scores', FIELD ** 2),
    strokes: buffer('strokes', MOST * STROKE), lists: buffer('lists', TILES ** 2 + 1 + ENTRIES), curves: buffer('curves', 2 * REMEMBERED),
  };
  const look = new Float32Array(LOOK_NUMBERS), critic = new Float32Array(numbers), curves = new Float32Array(2 * REMEMBERED);
  const bind = (pipeline: GPUComputePipeline, resources: readonly GPUBindingResource[]): GPUBindGroup =>
    device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: resources.map((resource, binding) => ({ binding, resource })) });
  const scored = bind(field, [buffers.look, buffers.critic, buffers.scores].map((each) => ({ buffer: each })));
  const step = (label: string, flops: number, pipeline: GPUComputePipeline, group: GPUBindGroup, columns: number, rows: number): KernelStep => ({
    label, flops,
    encode(pass) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(columns / 8), Math.ceil(rows / 8));
    },
  });
  const prepared = new WeakMap<GPUTextureView, readonly KernelStep[]>();
  const stepsFor = ({ view, width, height, part }: Output): readonly KernelStep[] => {
    const group = bind(paint, [...[buffers.look, buffers.scores, buffers.strokes, buffers.lists, buffers.curves].map((each) => ({ buffer: each })), view]);
    const { width: across, height: down } = part ?? { width, height };
    const cell = cellOf(Math.max(width, height)), columns = Math.min(FIELD, Math.ceil(width / cell) + 4), rows = Math.min(FIELD, Math.ceil(height / cell) + 4);
    return [step('field', 2 * numbers * columns * rows, field, scored, columns, rows), step('paint', 500 * across * down, paint, group, across, down)];
  };
  return {
    look, critic, curves,
    steps(items, output) {
      look[PART_AT] = output.part?.x ?? 0;
      look[PART_AT + 1] = output.part?.y ?? 0;
      look[PART_AT + 2] = output.width;
      look[PART_AT + 3] = output.height;
      device.queue.writeBuffer(buffers.look, 0, look);
      device.queue.writeBuffer(buffers.critic, 0, critic);
      device.queue.writeBuffer(buffers.curves, 0, curves);
      if (items.count > 0) device.queue.writeBuffer(buffers.strokes, 0, items.strokes, 0, items.count * STROKE);
      device.queue.writeBuffer(buffers.lists, 0, items.lists, 0, items.listed);
      let steps = prepared.get(output.view);
      if (!steps) prepared.set(output.view, steps = stepsFor(output));
      return steps;
    },
  };
};
