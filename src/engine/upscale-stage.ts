// The upscaler's net on the device for one picture: the small texture that a plugin paints, a kernel that reads it as the
// net does (linear light to sRGB), the net's program, and its painter. Owns them all; nothing is read back.

import type { KernelStep, Output } from '#api';
import { upscalerUnfit } from '../core/errors.ts';
import { PICTURE_FORMAT } from '../gpu/picture-format.ts';
import { sized } from '../nets/shapes.ts';
import { checkWeights } from '../nets/check-weights.ts';
import { upscaler, UPSCALER_WEIGHTS } from '../nets/upscaler.ts';
import type { Weights } from '../nets/weights.ts';
import { compileProgram, type Program } from '../nets/wgsl/program.ts';
import type { Size } from './upscale.ts';
import type { WeightsStore } from './weights.ts';

export interface Stage {
  /** Where the plugin paints. */
  readonly small: Output;
  /** The steps that read what was painted there and paint it, enlarged, into `target`; the same objects for the same target. */
  steps(target: Output): Iterable<KernelStep>;
  dispose(): void;
}

/** Values are sRGB, 0..1, as in the photographs that the net has learnt from. */
const readerSource = (precision: 'f32' | 'f16'): string => /* wgsl */ `
${precision === 'f16' ? 'enable f16;' : ''}
@group(0) @binding(0) var small: texture_2d<f32>;
@group(0) @binding(1) var<storage, read_write> values: array<${precision}>;

fn to_srgb(c: vec3f) -> vec3f {
  return select(1.055 * pow(c, vec3f(1 / 2.4)) - 0.055, 12.92 * c, c <= vec3f(0.0031308));
}

@compute @workgroup_size(8, 8)
fn read(@builtin(global_invocation_id) id: vec3u) {
  let size = textureDimensions(small);
  if (any(id.xy >= size)) { return; }
  let colour = to_srgb(clamp(textureLoad(small, id.xy, 0).rgb, vec3f(0), vec3f(1)));
  let at = 3 * (id.y * size.x + id.x);
  for (var c = 0u; c < 3u; c++) { values[at + c] = ${precision}(colour[c]); }
}
`;

/** About what a conversion to sRGB costs for a pixel. */
const READ_FLOPS = 64;

const readStep = async (device: GPUDevice, view: GPUTextureView, [width, height]: Size, { inputs, output: { precision } }: Program): Promise<KernelStep> => {
  const pipeline = await device.createComputePipelineAsync({ label: 'upscaler read', layout: 'auto', compute: { module: device.createShaderModule({ label: 'upscaler read', code: readerSource(precision) }) } });
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: view }, { binding: 1, resource: { buffer: inputs['picture']! } }] });
  return {
    label: 'upscaler read', flops: READ_FLOPS * width * height,
    encode(pass) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
    },
  };
};

const named = (step: KernelStep): KernelStep => ({ ...step, label: `upscaler ${step.label}` });

/** Rejects with `EngineError` 'upscaler-unfit' where the net does not fit the device. Weights are borrowed until then. */
export const openStage = async (device: GPUDevice, weights: Weights, size: Size): Promise<Stage> => {
  const [width, height] = size;
  const program = await compileProgram(device, sized(upscaler, height, width), { precision: 'best' }).catch((error: unknown) => { throw upscalerUnfit(error); });
  const texture = device.createTexture({ label: 'upscaler small', size: [...size], format: PICTURE_FORMAT, usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING });
  const dispose = (): void => {
    program.dispose();
    texture.destroy();
  };
  try {
    program.setWeights(weights);
    const view = texture.createView();
    const made = [await readStep(device, view, size, program), ...program.steps].map((step, i) => (i === 0 ? step : named(step)));
    const painted = new WeakMap<GPUTextureView, readonly KernelStep[]>();
    return {
      small: { view, width, height },
      *steps(target) {
        yield* made;
        // Its look goes to the device now: another target may have had the last word.
        const paint = program.paint({ range: [0, 1], enlarge: 'bicubic' }, target);
        let steps = painted.get(target.view);
        if (!steps) painted.set(target.view, steps = paint.map(named));
        yield* steps;
      },
      dispose,
    };
  } catch (error) {
    dispose();
    throw upscalerUnfit(error);
  }
};

/** What the store lends the weights to. */
const LENDER = { id: 'upscaler', weights: { '4x': UPSCALER_WEIGHTS } };

/** Opens stages with the weights in assets/, which are kept while one is being opened. */
export const stageOpener = (device: GPUDevice, store: WeightsStore) => async (size: Size): Promise<Stage> => {
  const loan = store.lend(LENDER, '4x');
  try {
    const { weights, file } = await loan.file;
    return await openStage(device, checkWeights(upscaler, weights, file), size);
  } finally {
    loan.dispose();
  }
};
