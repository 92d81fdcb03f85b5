// The light that pictures give off, for whatever they shine on: each one's two textures blended as they are seen, small
// and with mip levels, one layer each of a single texture. Light is soft: who receives it takes one sample of a picture
// whatever its size, and binds one texture whatever their number.

import { PICTURE_FORMAT } from './picture-format.ts';
import type { Picture } from './picture.ts';

/** Texels along a layer's sides, whatever the picture's shape. */
export const EMISSION_SIDE = 128;

export interface Emission {
  /** A 2D array, rgba16float, linear light, all mip levels. */
  readonly texture: GPUTexture;
  /** Layer i from now on carries the picture i, borrowed until an update without it: `share` (0..1) of its second texture over its first. At most as many as there are layers. Answers whether any of them changed: nothing is encoded for those that did not. */
  update(sources: readonly { readonly picture: Picture; readonly share: number }[]): boolean;
  dispose(): void;
}

const LEVELS = 1 + Math.log2(EMISSION_SIDE), GROUP = 8;
/** Bytes between the layers' shares: where a uniform's offset may lie on every device. */
const STRIDE = 256;

const CODE = /* wgsl */ `
@group(0) @binding(0) var first: texture_2d<f32>;
@group(0) @binding(1) var second: texture_2d<f32>;
@group(0) @binding(2) var smooth_sampler: sampler;
@group(0) @binding(3) var<uniform> share: f32;
@group(0) @binding(4) var blended: texture_storage_2d<${PICTURE_FORMAT}, write>;

@compute @workgroup_size(${GROUP}, ${GROUP}) fn blend(@builtin(global_invocation_id) id: vec3u) {
  let uv = (vec2f(id.xy) + .5) / ${EMISSION_SIDE};
  // The picture's own level that is about as fine, so that nothing of it is passed over.
  let size = vec2f(textureDimensions(first));
  let level = max(log2(max(size.x, size.y) / ${EMISSION_SIDE}), 0);
  let color = mix(textureSampleLevel(first, smooth_sampler, uv, level), textureSampleLevel(second, smooth_sampler, uv, level), share);
  textureStore(blended, id.xy, color);
}

@group(0) @binding(0) var finer: texture_2d<f32>;
@group(0) @binding(1) var coarser: texture_storage_2d<${PICTURE_FORMAT}, write>;

@compute @workgroup_size(${GROUP}, ${GROUP}) fn halve(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= textureDimensions(coarser))) { return; }
  let at = id.xy * 2;
  let sum = textureLoad(finer, at, 0) + textureLoad(finer, at + vec2u(1, 0), 0) + textureLoad(finer, at + vec2u(0, 1), 0) + textureLoad(finer, at + vec2u(1, 1), 0);
  textureStore(coarser, id.xy, sum / 4);
}`;

interface Layer {
  readonly levels: readonly GPUTextureView[];
  readonly halvings: readonly GPUBindGroup[];
  picture: Picture | undefined;
  source: GPUBindGroup | undefined;
  count: number;
  share: number;
}

export const createEmission = (device: GPUDevice, layers: number): Emission => {
  const texture = device.createTexture({
    label: 'emission', size: [EMISSION_SIDE, EMISSION_SIDE, layers], format: PICTURE_FORMAT, mipLevelCount: LEVELS,
    usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_SRC,
  });
  const shares = device.createBuffer({ label: 'emission', size: STRIDE * layers, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const module = device.createShaderModule({ label: 'emission', code: CODE });
  const pipeline = (entryPoint: string): GPUComputePipeline => device.createComputePipeline({ label: `emission ${entryPoint}`, layout: 'auto', compute: { module, entryPoint } });
  const blend = pipeline('blend'), halve = pipeline('halve');
  const sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear', mipmapFilter: 'linear' });
  const made = Array.from({ length: layers }, (_, layer): Layer => {
    const levels = Array.from({ length: LEVELS }, (_, level) => texture.createView({ dimension: '2d', baseArrayLayer: layer, arrayLayerCount: 1, baseMipLevel: level, mipLevelCount: 1 }));
    const halvings = levels.slice(1).map((coarser, i) => device.createBindGroup({ layout: halve.getBindGroupLayout(0), entries: [{ binding: 0, resource: levels[i]! }, { binding: 1, resource: coarser }] }));
    return { levels, halvings, picture: undefined, source: undefined, count: 0, share: 0 };
  });
  const share = new Float32Array(1);
  const groups = (side: number): number => Math.ceil(side / GROUP);
  return {
    texture,
    update(sources) {
      let encoder: GPUCommandEncoder | undefined, pass: GPUComputePassEncoder | undefined;
      for (let i = 0; i < sources.length; i++) {
        const layer = made[i]!, source = sources[i]!, { picture } = source;
        if (layer.picture === picture && layer.count === picture.count && layer.share === source.share) continue;
        if (layer.picture !== picture) {
          layer.source = device.createBindGroup({ layout: blend.getBindGroupLayout(0), entries: [
            { binding: 0, resource: picture.textures[0].createView() }, { binding: 1, resource: picture.textures[1].createView() }, { binding: 2, resource: sampler },
            { binding: 3, resource: { buffer: shares, offset: STRIDE * i, size: 4 } }, { binding: 4, resource: layer.levels[0]! },
          ] });
        }
        layer.picture = picture;
        layer.count = picture.count;
        layer.share = share[0] = source.share;
        device.queue.writeBuffer(shares, STRIDE * i, share);
        encoder ??= device.createCommandEncoder({ label: 'emission' });
        pass ??= encoder.beginComputePass({ label: 'emission' });
        pass.setPipeline(blend);
        pass.setBindGroup(0, layer.source);
        pass.dispatchWorkgroups(groups(EMISSION_SIDE), groups(EMISSION_SIDE));
        pass.setPipeline(halve);
        for (let level = 1; level < LEVELS; level++) {
          pass.setBindGroup(0, layer.halvings[level - 1]);
          pass.dispatchWorkgroups(groups(EMISSION_SIDE >> level), groups(EMISSION_SIDE >> level));
        }
      }
      for (let i = sources.length; i < layers; i++) made[i]!.picture = made[i]!.source = undefined;
      if (!encoder) return false;
      pass!.end();
      device.queue.submit([encoder.finish()]);
      return true;
    },
    dispose() {
      texture.destroy();
      shares.destroy();
    },
  };
};
