// Puts an input's picture into a buffer of numbers, as networks take it: resampled without aliasing, as sRGB, in the range
// asked for. The kernel behind `PieceContext.reader`; nothing is read back to the processor.

import type { InputPicture, KernelStep, ReadInto } from '#api';
import { badArgument } from '../core/errors.ts';

/** Made once per picture, from its view. */
export type Reader = (from: InputPicture) => KernelStep;

/** About what sampling and conversion to sRGB cost for a pixel. */
const READ_FLOPS = 64;

const float = (x: number): string => `f32(${x})`;

/**
 * `span` is the part of the picture, in texels, that the buffer shows. How many texels fall on one of its pixels says which
 * mip levels are mixed; where it is one to one, texels are copied.
 */
const source = ({ width, height, precision, range: [black, white], fit }: ReadInto): string => /* wgsl */ `
${precision === 'f16' ? 'enable f16;' : ''}
@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var smooth_sampler: sampler;
@group(0) @binding(2) var<storage, read_write> values: array<${precision}>;

fn to_srgb(c: vec3f) -> vec3f {
  return select(1.055 * pow(c, vec3f(1 / 2.4)) - 0.055, 12.92 * c, c <= vec3f(0.0031308));
}

fn texel_at(place: vec2u, size: vec2f, buffer: vec2f) -> vec3f {
  if (all(size == buffer)) { return textureLoad(picture, place, 0).rgb; }
  let texels = size / buffer;
  let span = ${fit === 'cover' ? 'buffer * min(texels.x, texels.y)' : 'size'};
  let at = ((size - span) / 2 + (vec2f(place) + 0.5) * span / buffer) / size;
  let level = log2(max(span.x / buffer.x, span.y / buffer.y));
  return textureSampleLevel(picture, smooth_sampler, at, max(level, 0)).rgb;
}

@compute @workgroup_size(8, 8)
fn read(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= ${width}u || id.y >= ${height}u) { return; }
  let light = texel_at(id.xy, vec2f(textureDimensions(picture)), vec2f(${width}, ${height}));
  let colour = mix(vec3f(${float(black)}), vec3f(${float(white)}), to_srgb(clamp(light, vec3f(0), vec3f(1))));
  let at = 3 * (id.y * ${width}u + id.x);
  for (var c = 0u; c < 3u; c++) { values[at + c] = ${precision}(colour[c]); }
}
`;

/** Rejects with a sentence where the buffer is too small. Buffer and views are borrowed; what it makes lives as long as they do. */
export const createReader = async (device: GPUDevice, into: ReadInto): Promise<Reader> => {
  const { buffer, width, height, precision } = into, bytes = 3 * width * height * (precision === 'f16' ? 2 : 4);
  if (!(width >= 1 && height >= 1 && Number.isInteger(width * height))) throw badArgument(`A reader fills whole pixels; got ${width} x ${height}.`);
  if (buffer.size < bytes) throw badArgument(`A picture of ${width} x ${height} in ${precision} needs a buffer of ${bytes} bytes; this has ${buffer.size}.`);
  const module = device.createShaderModule({ label: 'reader', code: source(into) });
  const pipeline = await device.createComputePipelineAsync({ label: 'reader', layout: 'auto', compute: { module } });
  const layout = pipeline.getBindGroupLayout(0), sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear', mipmapFilter: 'linear' });
  const steps = new WeakMap<GPUTextureView, KernelStep>();
  const stepOf = (view: GPUTextureView): KernelStep => {
    const group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: view }, { binding: 1, resource: sampler }, { binding: 2, resource: { buffer } }] });
    return {
      label: `read ${width} x ${height}`, flops: READ_FLOPS * width * height,
      encode(pass) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
      },
    };
  };
  return ({ view }) => {
    let step = steps.get(view);
    if (!step) steps.set(view, step = stepOf(view));
    return step;
  };
};
