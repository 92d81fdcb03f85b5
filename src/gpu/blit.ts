// Draws one texture into another with bilinear filtering: mip levels, and pictures painted below full resolution.

import { PICTURE_FORMAT } from './picture-format.ts';
import { stretcher } from './stretched.ts';

export interface Blitter {
  /** Fills all of `to` with `from`, stretched. Both are rgba16float views of one mip level. */
  encode(encoder: GPUCommandEncoder, from: GPUTextureView, to: GPUTextureView): void;
}

const COPY = /* wgsl */ '@fragment fn copy(in: Corner) -> @location(0) vec4f { return textureSampleLevel(source, smooth_sampler, in.uv, 0); }';

export const createBlitter = (device: GPUDevice): Blitter => ({ encode: stretcher(device, 'blit', COPY, PICTURE_FORMAT) });
