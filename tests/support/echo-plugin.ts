// A plugin that answers what flows in: half of it, in linear light, and its level; the level alone where nothing does. Told
// the pictures it is shown, and how large they were.

import { definePlugin, p, type InputPicture, type PluginDefinition } from '#api';

const CODE = /* wgsl */ `
@group(0) @binding(0) var<uniform> level: vec4f;
@group(0) @binding(1) var shown: texture_2d<f32>;
@group(0) @binding(2) var picture: texture_storage_2d<rgba16float, write>;
@compute @workgroup_size(8, 8) fn echo(@builtin(global_invocation_id) id: vec3u) {
  let size = textureDimensions(picture);
  if (any(id.xy >= size)) { return; }
  textureStore(picture, id.xy, level + 0.5 * textureLoad(shown, id.xy * textureDimensions(shown) / size, 0));
}`;

export interface EchoOptions {
  /** Hears of the size of every picture that flows in, or 'nothing'. */
  readonly seen?: string[];
  /** Steps before and behind the one that reads; they do nothing. */
  readonly pauses?: number;
  readonly every?: number;
}

export const echoPlugin = (id = 'echo', { seen = [], pauses = 0, every = 1 }: EchoOptions = {}): PluginDefinition => definePlugin({
  id, title: id, summary: 'Half of what flows in.', papers: [], engine: '^1',
  params: { level: p.number({ min: 0, max: 1, default: .25 }), built: p.int({ apply: 'rebuild', min: 0, max: 9, default: 0 }), z: p.latent({ dims: 1, distribution: 'normal' }) },
  inputs: { from: p.image({ label: 'source' }), other: p.image() },
  presets: {},
  output: { width: 8, height: 8, resolutionFree: true },
  budget: { every, levels: ['full'] },
  async create({ device, own }) {
    const uniform = own(device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST }));
    const nothing = own(device.createTexture({ size: [1, 1], format: 'rgba16float', usage: GPUTextureUsage.TEXTURE_BINDING })).createView();
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module: device.createShaderModule({ code: CODE }) } });
    return {
      *infer(_frame, { level }, { view, width, height }, { from }: Readonly<Record<string, InputPicture | undefined>>) {
        seen.push(from ? `${from.width} x ${from.height}` : 'nothing');
        device.queue.writeBuffer(uniform, 0, Float32Array.of(level, level, level, level));
        const entries = [{ buffer: uniform }, from?.view ?? nothing, view].map((resource, binding) => ({ binding, resource }));
        const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
        yield {
          label: 'echo', flops: 0,
          encode(pass) {
            pass.setPipeline(pipeline);
            pass.setBindGroup(0, group);
            pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
          },
        };
        for (let i = 0; i < pauses; i++) yield { label: 'pause', flops: 0, encode: () => undefined };
      },
    };
  },
});
