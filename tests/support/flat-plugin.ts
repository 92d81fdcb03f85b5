// A plugin that paints one colour, so that a pixel tells what its instance knew: red is the live param of this moment,
// green the reset param of the last reset, blue the rebuild param at its creation, alpha the time. It can be told to fail.

import { definePlugin, p, type HostStep, type KernelStep, type PluginDefinition } from '#api';

export type Fault = 'create' | 'wgsl' | 'infer' | 'between steps' | 'step' | 'commands' | 'reset' | 'dispose';

export interface FlatOptions {
  /** Where it fails; may be changed at any time. */
  readonly trouble?: { at?: Fault | undefined };
  /** What was called, in order. */
  readonly calls?: string[];
  /** Steps of one picture; each paints every n-th row. */
  readonly steps?: number;
  /** Steps that queue their own work, whose cost nobody measures. */
  readonly host?: boolean;
  /** Part of the hidden colour, to tell one version of the plugin from another. */
  readonly more?: Partial<PluginDefinition['params']>;
  readonly blue?: number;
}

const CODE = /* wgsl */ `
override turn: u32; override turns: u32;
@group(0) @binding(0) var<uniform> color: vec4f;
@group(0) @binding(1) var picture: texture_storage_2d<rgba16float, write>;
@compute @workgroup_size(8, 8) fn fill(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= textureDimensions(picture)) || id.y % turns != turn) { return; }
  textureStore(picture, id.xy, color);
}`;

export const flatPlugin = (id: string, { trouble = {}, calls = [], steps = 1, host = false, more = {}, blue }: FlatOptions = {}): PluginDefinition => {
  const boom = (at: Fault): void => { if (trouble.at === at) throw new Error(`boom in ${at}`); };
  const definition = definePlugin({
    id, title: id, summary: 'One colour.', papers: [], engine: '^1',
    params: {
      level: p.number({ min: 0, max: 1, default: .5 }),
      toned: p.number({ apply: 'reset', min: 0, max: 1, default: .25 }),
      built: p.number({ apply: 'rebuild', min: 0, max: 1, default: .125 }),
    },
    presets: {},
    output: { width: 8, height: 8, resolutionFree: true },
    budget: { every: 1, levels: ['full', 'half', 'quarter'] },
    async create({ device }, start) {
      calls.push('create');
      await Promise.resolve();
      boom('create');
      // Freed in `dispose` alone, as a plugin may that does not use `own`.
      const uniform = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
      const module = device.createShaderModule({ code: trouble.at === 'wgsl' ? 'fn fill( {' : CODE });
      const pipelines = Array.from({ length: steps }, (_, turn) => device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'fill', constants: { turn, turns: steps } } }));
      const { built } = start;
      let { toned } = start;
      return {
        *infer({ time }, { level, built: seen }, { view, width, height }) {
          calls.push('infer');
          if (seen !== built) calls.push(`an instance built with ${built} was shown ${seen}`);
          boom('infer');
          device.queue.writeBuffer(uniform, 0, Float32Array.of(level, toned, blue ?? built, time));
          for (const [turn, pipeline] of pipelines.entries()) {
            if (turn > 0) boom('between steps');
            const encode = (pass: GPUComputePassEncoder): void => {
              calls.push('step');
              boom('step');
              pass.setPipeline(pipeline);
              if (trouble.at !== 'commands') pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer: uniform } }, { binding: 1, resource: view }] }));
              pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
            };
            const kernel: KernelStep = { label: 'fill', flops: 0, encode };
            const own: HostStep = {
              label: 'fill', flops: 0,
              run() {
                const encoder = device.createCommandEncoder();
                const pass = encoder.beginComputePass();
                encode(pass);
                pass.end();
                device.queue.submit([encoder.finish()]);
              },
            };
            yield host ? own : kernel;
          }
        },
        reset(now) {
          calls.push('reset');
          boom('reset');
          ({ toned } = now);
        },
        dispose() {
          calls.push('dispose');
          uniform.destroy();
          boom('dispose');
        },
      };
    },
  }) as unknown as PluginDefinition;
  return { ...definition, params: { ...definition.params, ...more } as PluginDefinition['params'] };
};
