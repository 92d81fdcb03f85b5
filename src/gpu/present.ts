// Shows linear textures on small canvases of their own, beside the stage's: walls of samples. Encodes sRGB.

export interface Surface {
  /** Encodes what fills the canvas with `from`, one mip level of a linear texture. */
  show(encoder: GPUCommandEncoder, from: GPUTextureView): void;
  /** Gives the canvas back; it shows nothing from then on. */
  dispose(): void;
}

export interface Presenter {
  /** Makes a canvas one of the device's; its size is the caller's, and must stay. Throws a sentence where it already has another context. */
  surface(canvas: HTMLCanvasElement): Surface;
}

const CODE = /* wgsl */ `
@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var smooth_sampler: sampler;
struct Corner { @builtin(position) position: vec4f, @location(0) uv: vec2f }
@vertex fn corner(@builtin(vertex_index) i: u32) -> Corner {
  let uv = vec2f(f32((i << 1) & 2), f32(i & 2));
  return Corner(vec4f(uv.x * 2 - 1, 1 - uv.y * 2, 0, 1), uv);
}
@fragment fn show(in: Corner) -> @location(0) vec4f {
  let light = clamp(textureSampleLevel(source, smooth_sampler, in.uv, 0).rgb, vec3f(0), vec3f(1));
  return vec4f(select(1.055 * pow(light, vec3f(1 / 2.4)) - .055, 12.92 * light, light <= vec3f(.0031308)), 1);
}
`;

/** What all canvases need is made with the first of them, so that no frame waits for it. */
export const createPresenter = (device: GPUDevice): Presenter => {
  const groups = new WeakMap<GPUTextureView, GPUBindGroup>();
  let made: GPURenderPipeline | undefined, sampler: GPUSampler | undefined;
  /** The browser prefers one format, always. */
  const pipelineFor = (format: GPUTextureFormat): GPURenderPipeline => {
    const module = device.createShaderModule({ label: 'present', code: CODE });
    return device.createRenderPipeline({ label: 'present', layout: 'auto', vertex: { module }, fragment: { module, targets: [{ format }] } });
  };
  const groupFor = (pipeline: GPURenderPipeline, view: GPUTextureView): GPUBindGroup => {
    let group = groups.get(view);
    sampler ??= device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
    if (!group) groups.set(view, group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: view }, { binding: 1, resource: sampler }] }));
    return group;
  };
  return {
    surface(canvas) {
      const context = canvas.getContext('webgpu');
      if (!context) throw new Error('The browser gave no WebGPU canvas to show pictures on.');
      const format = navigator.gpu.getPreferredCanvasFormat();
      context.configure({ device, format, alphaMode: 'opaque' });
      const pipeline = made ??= pipelineFor(format);
      return {
        show(encoder, from) {
          const pass = encoder.beginRenderPass({ colorAttachments: [{ view: context.getCurrentTexture().createView(), loadOp: 'clear', storeOp: 'store' }] });
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, groupFor(pipeline, from));
          pass.draw(3);
          pass.end();
        },
        dispose: () => context.unconfigure(),
      };
    },
  };
};
