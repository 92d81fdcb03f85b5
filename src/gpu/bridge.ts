// Tensor -> texture without leaving the GPU: a tfjs tensor's buffer is read by a compute pass that writes the output.

import type { GpuTensor, HostStep, Output } from '#api';

/** Makes the step behind `PieceContext.paint`. */
export interface Bridge {
  /** A step that writes a `[H,W,1|3|4]` float tensor, linear light 0..1, to `output`, nearest pixel; the tensor is borrowed until it ran. */
  step(tensor: GpuTensor, output: Output): HostStep;
  dispose(): void;
}

const CODE = /* wgsl */ `
struct Size { source: vec2u, picture: vec2u, origin: vec2u, channels: u32 }
@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<uniform> size: Size;
@group(0) @binding(2) var picture: texture_storage_2d<rgba16float, write>;
@compute @workgroup_size(8, 8) fn paint(@builtin(global_invocation_id) id: vec3u) {
  let pixel = size.origin + id.xy;
  if (any(pixel >= size.picture) || any(id.xy >= textureDimensions(picture))) { return; }
  let texel = pixel * size.source / size.picture;
  let at = (texel.y * size.source.x + texel.x) * size.channels;
  var color = vec4f(vec3f(values[at]), 1);
  if (size.channels > 1) { color = vec4f(values[at], values[at + 1], values[at + 2], 1); }
  if (size.channels > 3) { color.a = values[at + 3]; }
  textureStore(picture, id.xy, color);
}
`;

export const createBridge = (device: GPUDevice): Bridge => {
  let pipeline: GPUComputePipeline | undefined;
  const sizes = device.createBuffer({ label: 'bridge sizes', size: 32, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const numbers = new Uint32Array(8);
  return {
    step: (tensor, output) => ({
      label: 'paint tensor',
      flops: 0,
      run() {
        const [height, width, channels = 1] = tensor.shape;
        if (!height || !width || tensor.shape.length !== 3 || ![1, 3, 4].includes(channels)) throw new Error(`paint needs a [H, W, 1|3|4] tensor; got [${tensor.shape.join(', ')}]`);
        pipeline ??= device.createComputePipeline({ label: 'bridge', layout: 'auto', compute: { module: device.createShaderModule({ label: 'bridge', code: CODE }) } });
        const { buffer, tensorRef } = tensor.dataToGPU();
        try {
          if (!buffer) throw new Error('the tensor is not on the GPU');
          const { x, y, width: across, height: down } = output.part ?? { x: 0, y: 0, width: output.width, height: output.height };
          numbers.set([width, height, output.width, output.height, x, y, channels]);
          device.queue.writeBuffer(sizes, 0, numbers);
          const encoder = device.createCommandEncoder({ label: 'bridge' });
          const pass = encoder.beginComputePass();
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, device.createBindGroup({
            layout: pipeline.getBindGroupLayout(0),
            entries: [{ buffer }, { buffer: sizes }, output.view].map((resource, binding) => ({ binding, resource })),
          }));
          pass.dispatchWorkgroups(Math.ceil(across / 8), Math.ceil(down / 8));
          pass.end();
          device.queue.submit([encoder.finish()]);
        } finally {
          tensorRef.dispose();
        }
      },
    }),
    dispose: () => sizes.destroy(),
  };
};
