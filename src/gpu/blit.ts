// Draws one texture into another with bilinear filtering: mip levels, and pictures painted below full resolution.

import { PICTURE_FORMAT } from './picture-format.ts';

export interface Blitter {
  /** Fills all of `to` with `from`, stretched. Both are rgba16float views of one mip level. */
  encode(encoder: GPUCommandEncoder, from: GPUTextureView, to: GPUTextureView): void;
}

const CODE = /* wgsl */ `
@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var smooth_sampler: sampler;
struct Corner { @builtin(position) position: vec4f, @location(0) uv: vec2f }
@vertex fn corner(@builtin(vertex_index) i: u32) -> Corner {
  let uv = vec2f(f32((i << 1) & 2), f32(i & 2));
  return Corner(vec4f(uv.x * 2 - 1, 1 - uv.y * 2, 0, 1), uv);
}
@fragment fn copy(in: Corner) -> @location(0) vec4f { return textureSampleLevel(source, smooth_sampler, in.uv, 0); }
`;

export const createBlitter = (device: GPUDevice): Blitter => {
  const module = device.createShaderModule({ label: 'blit', code: CODE });
  const pipeline = device.createRenderPipeline({ label: 'blit', layout: 'auto', vertex: { module }, fragment: { module, targets: [{ format: PICTURE_FORMAT }] } });
  const layout = pipeline.getBindGroupLayout(0);
  const sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
  const groups = new WeakMap<GPUTextureView, GPUBindGroup>();
  const groupOf = (view: GPUTextureView): GPUBindGroup => {
    let group = groups.get(view);
    if (!group) groups.set(view, group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: view }, { binding: 1, resource: sampler }] }));
    return group;
  };
  return {
    encode(encoder, from, to) {
      const pass = encoder.beginRenderPass({ colorAttachments: [{ view: to, loadOp: 'clear', storeOp: 'store' }] });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, groupOf(from));
      pass.draw(3);
      pass.end();
    },
  };
};
