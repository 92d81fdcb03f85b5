// Reads a rendered frame back as bytes: each pixel the mean of a square of rendered ones, in linear light, as a lens would
// have it. For recordings; never on the live path.

const CODE = /* wgsl */ `
override scale: u32;
override deep: bool;
@group(0) @binding(0) var rendered: texture_2d<f32>;
@group(0) @binding(1) var<storage, read_write> pixels: array<u32>;

fn decode(c: vec3f) -> vec3f { return select(pow((c + .055) / 1.055, vec3f(2.4)), c / 12.92, c <= vec3f(.04045)); }
fn encode(c: vec3f) -> vec3f { return select(1.055 * pow(c, vec3f(1 / 2.4)) - .055, 12.92 * c, c <= vec3f(.0031308)); }

@compute @workgroup_size(8, 8) fn resolve(@builtin(global_invocation_id) id: vec3u) {
  let size = textureDimensions(rendered) / scale;
  if (any(id.xy >= size)) { return; }
  var shown = clamp(textureLoad(rendered, id.xy * scale, 0), vec4f(0), vec4f(1));
  if (scale > 1) {
    var sum = vec4f(0);
    for (var y = 0u; y < scale; y++) { for (var x = 0u; x < scale; x++) {
      let one = clamp(textureLoad(rendered, id.xy * scale + vec2u(x, y), 0), vec4f(0), vec4f(1));
      sum += vec4f(decode(one.rgb), one.a);
    } }
    sum /= f32(scale * scale);
    shown = vec4f(encode(sum.rgb), sum.a);
  }
  let color = vec4f(select(min(shown.rgb / max(shown.a, 1e-6), vec3f(1)), shown.rgb, shown.a >= 1), shown.a);
  let at = id.y * size.x + id.x;
  if (deep) {
    let units = vec4u(round(color * 65535));
    pixels[2 * at] = units.x | (units.y << 16);
    pixels[2 * at + 1] = units.z | (units.w << 16);
  } else { pixels[at] = pack4x8unorm(color); }
}`;

export interface FrameReader {
  /** The frame that was rendered last, RGBA, borrowed until the next call. Rejects where the device is lost. */
  read(): Promise<Uint8ClampedArray<ArrayBuffer> | Uint16Array<ArrayBuffer>>;
  dispose(): void;
}

/** `rendered`: sRGB as it is shown, alpha multiplied in, `scale` times the frame in both directions. */
export const createFrameReader = (device: GPUDevice, rendered: GPUTexture, scale: number, depth: 8 | 16): FrameReader => {
  const width = rendered.width / scale, height = rendered.height / scale, bytes = (width * height * depth) / 2;
  const pixels = device.createBuffer({ label: 'frame', size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const held = device.createBuffer({ label: 'frame read back', size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const pipeline = device.createComputePipeline({
    label: 'resolve', layout: 'auto', compute: { module: device.createShaderModule({ code: CODE }), entryPoint: 'resolve', constants: { scale, deep: depth === 16 ? 1 : 0 } },
  });
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: rendered.createView() }, { binding: 1, resource: { buffer: pixels } }] });
  const copy = new ArrayBuffer(bytes), whole = new Uint8Array(copy);
  const shown = depth === 16 ? new Uint16Array(copy) : new Uint8ClampedArray(copy);
  return {
    async read() {
      const encoder = device.createCommandEncoder({ label: 'resolve' }), pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
      pass.end();
      encoder.copyBufferToBuffer(pixels, 0, held, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await held.mapAsync(GPUMapMode.READ);
      whole.set(new Uint8Array(held.getMappedRange()));
      held.unmap();
      return shown;
    },
    dispose() {
      pixels.destroy();
      held.destroy();
    },
  };
};
