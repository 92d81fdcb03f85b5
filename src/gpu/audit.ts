// Counts what lives on the device, whoever made it (three, tfjs, plugins), and every readback of picture or tensor data.
// Watches from outside, by wrapping the device's own methods; nothing else in the house needs to report.

/** Label of buffers that carry a few bytes of timing to the CPU; reading them is counted apart. */
export const TIMING_LABEL = 'driftloom timing';

export interface Audit {
  /** Alive now. */
  readonly buffers: number;
  readonly textures: number;
  /** Buffers of picture or tensor data mapped for reading since the start. The live loop must leave it at 0. */
  readonly readbacks: number;
  /** Validation and out-of-memory errors since the start, by message. */
  readonly errors: readonly string[];
  /** Calls back on each error; returns the way to stop. */
  onError(listener: (message: string) => void): () => void;
}

export const audit = (device: GPUDevice): Audit => {
  let buffers = 0, textures = 0, readbacks = 0;
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
    const buffer = counted(createBuffer(descriptor), () => buffers--);
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
    return counted(createTexture(descriptor), () => textures--);
  };
  // A listener, not `onuncapturederror`: three overwrites that property in its `init`.
  device.addEventListener('uncapturederror', ({ error }) => {
    if (errors.length < 50) errors.push(error.message);
    for (const listener of listeners) listener(error.message);
  });
  return {
    get buffers() { return buffers; },
    get textures() { return textures; },
    get readbacks() { return readbacks; },
    errors,
    onError(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
