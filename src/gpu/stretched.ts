// Draws one texture over all of a target, stretched. How it is shaded there is the caller's fragment stage.

/** What such a stage may use: `source`, the texture; `smooth_sampler`; and `in: Corner`, whose `uv` is the place in it. */
const HEAD = /* wgsl */ `
@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var smooth_sampler: sampler;
struct Corner { @builtin(position) position: vec4f, @location(0) uv: vec2f }
@vertex fn corner(@builtin(vertex_index) i: u32) -> Corner {
  let uv = vec2f(f32((i << 1) & 2), f32(i & 2));
  return Corner(vec4f(uv.x * 2 - 1, 1 - uv.y * 2, 0, 1), uv);
}
`;

/** Compiles `fragment`; what it answers with encodes a pass. A view's bind group is made once. */
export const stretcher = (device: GPUDevice, label: string, fragment: string, format: GPUTextureFormat): ((encoder: GPUCommandEncoder, from: GPUTextureView, to: GPUTextureView) => void) => {
  const module = device.createShaderModule({ label, code: HEAD + fragment });
  const pipeline = device.createRenderPipeline({ label, layout: 'auto', vertex: { module }, fragment: { module, targets: [{ format }] } });
  const layout = pipeline.getBindGroupLayout(0), sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
  const groups = new WeakMap<GPUTextureView, GPUBindGroup>();
  const groupOf = (view: GPUTextureView): GPUBindGroup => {
    let group = groups.get(view);
    if (!group) groups.set(view, group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: view }, { binding: 1, resource: sampler }] }));
    return group;
  };
  return (encoder, from, to) => {
    const pass = encoder.beginRenderPass({ colorAttachments: [{ view: to, loadOp: 'clear', storeOp: 'store' }] });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, groupOf(from));
    pass.draw(3);
    pass.end();
  };
};
