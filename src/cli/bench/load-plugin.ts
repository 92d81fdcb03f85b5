// The bench's own plugin: a picture whose cost is a number, in one step that can be cut into tiles. It is in no folder of
// plugins: nobody but the bench sees it.

import { definePlugin, p, type PluginDefinition } from '#api';

const CODE = /* wgsl */ `
struct Load { row: u32, turns: u32 }
@group(0) @binding(0) var<uniform> load: Load;
@group(0) @binding(1) var picture: texture_storage_2d<rgba16float, write>;
@compute @workgroup_size(8, 8) fn main(@builtin(global_invocation_id) id: vec3u) {
  let pixel = vec2u(id.x, id.y + load.row);
  if (any(pixel >= textureDimensions(picture))) { return; }
  var a = vec4f(vec2f(pixel) / 4096, 0.5, 0.25);
  var b = a.wzyx;
  for (var i = 0u; i < load.turns; i++) { a = fma(a, vec4f(0.99), b * 0.01); b = fma(b, vec4f(0.98), a.yzwx * 0.02); }
  textureStore(picture, pixel, a + b);
}`;
/** Operations of one turn. */
const TURN = 32;
const TILES = 64, STRIDE = 256;

export const loadPlugin = definePlugin({
  id: 'bench-load', title: 'Load', summary: 'A picture of a known cost.', papers: [], engine: '^1',
  params: { turns: p.int({ min: 1, max: 10_000_000, default: 1 }) },
  presets: {},
  output: { width: 256, height: 256, resolutionFree: true },
  budget: { every: 1, levels: ['full'] },
  async create({ device, own }) {
    const layout = device.createBindGroupLayout({ entries: [
      { binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform', hasDynamicOffset: true } },
      { binding: 1, visibility: GPUShaderStage.COMPUTE, storageTexture: { access: 'write-only', format: 'rgba16float' } },
    ] });
    const pipeline = await device.createComputePipelineAsync({ label: 'bench load', layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }), compute: { module: device.createShaderModule({ code: CODE }) } });
    const bands = own(device.createBuffer({ label: 'bench load', size: STRIDE * TILES, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST })), data = new Uint32Array((STRIDE / 4) * TILES);
    const groups = new WeakMap<GPUTextureView, GPUBindGroup>();
    return {
      *infer(_, { turns }, { view, width, height }) {
        const rows = 8 * Math.ceil(height / 8 / TILES), count = Math.ceil(height / rows);
        for (let i = 0; i < count; i++) data.set([i * rows, turns], (STRIDE / 4) * i);
        device.queue.writeBuffer(bands, 0, data);
        let group = groups.get(view);
        if (!group) groups.set(view, group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer: bands, size: 16 } }, { binding: 1, resource: view }] }));
        const encode = (pass: GPUComputePassEncoder, from: number, to: number): void => {
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group, [STRIDE * from]);
          pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil((Math.min(height, to * rows) - from * rows) / 8));
        };
        yield { label: 'load', flops: TURN * turns * width * height, encode: (pass) => encode(pass, 0, count), tiles: { count, encode } };
      },
    };
  },
}) as unknown as PluginDefinition;
