// Counts what lives on the device, whoever made it (three, tfjs, plugins), and every readback of picture or tensor data.
// Watches from outside, by wrapping the device's own methods; nothing else in the house needs to report.

/** Label of buffers that carry a few bytes of timing to the CPU; reading them is counted apart. */
export const TIMING_LABEL = 'driftloom timing';

export interface Audit {
  /** Alive now. */
  readonly buffers: number;
  readonly textures: number;
  /** Bytes of what is alive, mip levels and all. */
  readonly bytes: { readonly buffers: number; readonly textures: number };
  /** Compute pipelines made since the start: each is a hitch, where it is made on a frame. */
  readonly pipelines: number;
  /** Buffers of picture or tensor data mapped for reading since the start. The live loop must leave it at 0. */
  readonly readbacks: number;
  /** Validation and out-of-memory errors since the start, by message. */
  readonly errors: readonly string[];
  /** Calls back on each error; returns the way to stop. */
  onError(listener: (message: string) => void): () => void;
}

/** Bytes of a texel, by the format's name: channels times their bits. */
const texelBytes = (format: GPUTextureFormat): number => {
  const known: Partial<Record<GPUTextureFormat, number>> = { depth24plus: 4, 'depth24plus-stencil8': 5, 'depth32float-stencil8': 5, rgb10a2unorm: 4, rg11b10ufloat: 4, rgb9e5ufloat: 4 };
  const [, channels = 'r', bits = '8'] = /^(rgba|bgra|rg|r|depth|stencil)(\d+)/.exec(format) ?? [];
  return known[format] ?? ((channels.length > 4 ? 1 : channels.length) * Number(bits)) / 8;
};

/** Bytes of a texture with all that belongs to it. */
export const bytesOf = ({ width, height, depthOrArrayLayers, mipLevelCount, sampleCount, format }: GPUTexture): number =>
  Array.from({ length: mipLevelCount }, (_, level) => Math.max(1, width >> level) * Math.max(1, height >> level)).reduce((a, b) => a + b, 0) * depthOrArrayLayers * sampleCount * texelBytes(format);

export const audit = (device: GPUDevice): Audit => {
  let buffers = 0, textures = 0, readbacks = 0, pipelines = 0;
  const bytes = { buffers: 0, textures: 0 };
  const errors: string[] = [];
  const listeners = new Set<(message: string) => void>();

  const counted = <T extends GPUBuffer | GPUTexture>(resource: T, end: () => void): T => {
    const destroy = resource.destroy.bind(resource);
    let alive = true;
    resource.destroy = (): undefined => {
      if (alive) end();
      alive = false;
      destroy();
    };
    return resource;
  };
  const createBuffer = device.createBuffer.bind(device), createTexture = device.createTexture.bind(device);
  device.createBuffer = (descriptor) => {
    buffers++;
    bytes.buffers += descriptor.size;
    const buffer = counted(createBuffer(descriptor), () => {
      buffers--;
      bytes.buffers -= descriptor.size;
    });
    if ((descriptor.usage & GPUBufferUsage.MAP_READ) !== 0 && descriptor.label !== TIMING_LABEL) {
      const mapAsync = buffer.mapAsync.bind(buffer);
      buffer.mapAsync = (...range) => {
        readbacks++;
        return mapAsync(...range);
      };
    }
    return buffer;
  };
  device.createTexture = (descriptor) => {
    textures++;
    const texture = createTexture(descriptor), size = bytesOf(texture);
    bytes.textures += size;
    return counted(texture, () => {
      textures--;
      bytes.textures -= size;
    });
  };
  const createPipeline = device.createComputePipeline.bind(device), createPipelineAsync = device.createComputePipelineAsync.bind(device);
  device.createComputePipeline = (descriptor) => {
    pipelines++;
    return createPipeline(descriptor);
  };
  device.createComputePipelineAsync = (descriptor) => {
    pipelines++;
    return createPipelineAsync(descriptor);
  };
  // A listener, not `onuncapturederror`: three overwrites that property in its `init`.
  device.addEventListener('uncapturederror', ({ error }) => {
    if (errors.length < 50) errors.push(error.message);
    for (const listener of listeners) listener(error.message);
  });
  return {
    get buffers() { return buffers; },
    get textures() { return textures; },
    bytes,
    get pipelines() { return pipelines; },
    get readbacks() { return readbacks; },
    errors,
    onError(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
