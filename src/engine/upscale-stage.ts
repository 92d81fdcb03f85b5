// The upscaler's net on the device for one picture: the small texture that a plugin paints, the reader that puts it before
// the net as sRGB, 0..1, as in the photographs that the net has learnt from, the net's program, and its painter. Owns them
// all; nothing is read back.

import type { KernelStep, Output } from '#api';
import { upscalerUnfit } from '../core/errors.ts';
import { PICTURE_FORMAT } from '../gpu/picture-format.ts';
import { createReader } from '../gpu/reader.ts';
import { sized } from '../nets/shapes.ts';
import { checkWeights } from '../nets/check-weights.ts';
import { upscaler, UPSCALER_WEIGHTS } from '../nets/upscaler.ts';
import type { Weights } from '../nets/weights.ts';
import { compileProgram } from '../nets/wgsl/program.ts';
import type { Size } from './upscale.ts';
import type { WeightsStore } from './weights.ts';

export interface Stage {
  /** Where the plugin paints. */
  readonly small: Output;
  /** The steps that read what was painted there and paint it, enlarged, into `target`; the same objects for the same target. */
  steps(target: Output): Iterable<KernelStep>;
  dispose(): void;
}

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
    const small: Output = { view: texture.createView(), width, height };
    const read = await createReader(device, { buffer: program.inputs['picture']!, width, height, precision: program.output.precision, range: [0, 1], fit: 'stretch' });
    const made = [read({ ...small, version: 0 }), ...program.steps].map(named);
    const painted = new WeakMap<GPUTextureView, readonly KernelStep[]>();
    return {
      small,
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
