// A plugin that has a small photograph of its own, the one the upscaler's fixture is of, and paints it enlarged eightfold by
// repetition, or as it is where it is asked for its own size.

import { definePlugin, p, type PluginDefinition } from '#api';
import fixture from './upscaler-fixture.json';

export const [PHOTO_HEIGHT, PHOTO_WIDTH] = fixture.shape as [number, number, number];

const CODE = /* wgsl */ `
@group(0) @binding(0) var<storage, read> colours: array<vec4f>;
@group(0) @binding(1) var picture: texture_storage_2d<rgba16float, write>;
@compute @workgroup_size(8, 8) fn show(@builtin(global_invocation_id) id: vec3u) {
  let size = textureDimensions(picture);
  if (any(id.xy >= size)) { return; }
  let at = id.xy * vec2u(${PHOTO_WIDTH}, ${PHOTO_HEIGHT}) / size;
  textureStore(picture, id.xy, colours[at.y * ${PHOTO_WIDTH}u + at.x]);
}`;

const linear = (byte: number): number => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + .055) / 1.055) ** 2.4);

/** `calls` hears of the size of every picture painted, and of every end. */
export const photoPlugin = (calls: string[] = []): PluginDefinition => definePlugin({
  id: 'photo', title: 'Photo', summary: 'A photograph.', papers: [], engine: '^1',
  params: { built: p.int({ apply: 'rebuild', min: 0, max: 9, default: 0 }), whole: p.toggle({ apply: 'rebuild', default: true }) },
  presets: {},
  output: { width: 8 * PHOTO_WIDTH, height: 8 * PHOTO_HEIGHT, native: ({ whole }) => (whole ? { width: PHOTO_WIDTH, height: PHOTO_HEIGHT } : undefined) },
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },
  async create({ device, own }) {
    const colours = own(device.createBuffer({ size: 16 * PHOTO_WIDTH * PHOTO_HEIGHT, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST }));
    device.queue.writeBuffer(colours, 0, Float32Array.from({ length: 4 * PHOTO_WIDTH * PHOTO_HEIGHT }, (_, i) => (i % 4 === 3 ? 1 : linear(fixture.bytes[3 * Math.floor(i / 4) + (i % 4)]!))));
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module: device.createShaderModule({ code: CODE }) } });
    return {
      *infer(_frame, _params, { view, width, height }) {
        calls.push(`${width} x ${height}`);
        yield {
          label: 'show', flops: 0,
          encode(pass) {
            pass.setPipeline(pipeline);
            pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer: colours } }, { binding: 1, resource: view }] }));
            pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
          },
        };
      },
      dispose() { calls.push('dispose'); },
    };
  },
});
