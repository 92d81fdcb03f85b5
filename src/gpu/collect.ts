// Collects many small pictures in one texture and reads them back at once: for measuring, off the frame path.

import { badArgument } from '../core/errors.ts';
import { PICTURE_FORMAT } from './picture-format.ts';

export interface Collection {
  /** Encodes the copy of a painted square, rgba16float, as picture `index`. */
  put(encoder: GPUCommandEncoder, painted: GPUTexture, index: number): void;
  /** `[count, side, side, 3]`, linear light, clamped to 0..1. One readback. */
  read(): Promise<Float32Array>;
  dispose(): void;
}

/** Pixels of the texture, at most: 128 MB. */
const MOST_PIXELS = 2 ** 24;

/** Linear light of every half float, 0..1; what is no number is 0. */
let lights: Float32Array | undefined;
const lightOf = (bits: number): number => {
  const exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (bits >> 15 || (exponent === 31 && fraction)) return 0;
  return exponent === 0 ? fraction * 2 ** -24 : Math.min(1, (1 + fraction / 1024) * 2 ** (exponent - 15));
};

/** Throws a sentence where `count` squares of `side` pixels are more than can be read at once. */
export const createCollection = (device: GPUDevice, count: number, side: number): Collection => {
  const limit = device.limits.maxTextureDimension2D, columns = Math.min(count, Math.max(1, Math.floor(Math.min(limit, 2048) / side)));
  const rows = Math.ceil(count / columns), width = columns * side, height = rows * side;
  if (height > limit || width * height > MOST_PIXELS) throw badArgument(`${count} samples of ${side} pixels are too many at once; ask for ${Math.floor(Math.min(MOST_PIXELS, width * limit) / (side * side))} at most.`);
  const texture = device.createTexture({ label: 'samples', size: [width, height], format: PICTURE_FORMAT, usage: GPUTextureUsage.COPY_SRC | GPUTextureUsage.COPY_DST });
  return {
    put(encoder, painted, index) {
      encoder.copyTextureToTexture({ texture: painted }, { texture, origin: [side * (index % columns), side * Math.floor(index / columns)] }, [side, side]);
    },
    async read() {
      const bytesPerRow = Math.ceil((8 * width) / 256) * 256;
      const buffer = device.createBuffer({ label: 'samples', size: bytesPerRow * height, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      try {
        const encoder = device.createCommandEncoder({ label: 'samples' });
        encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow }, [width, height]);
        device.queue.submit([encoder.finish()]);
        await buffer.mapAsync(GPUMapMode.READ);
        const halves = new Uint16Array(buffer.getMappedRange()), all = new Float32Array(count * side * side * 3);
        const table = lights ??= Float32Array.from({ length: 65536 }, (_, bits) => lightOf(bits));
        for (let index = 0, to = 0; index < count; index++) {
          const left = side * (index % columns), top = side * Math.floor(index / columns);
          for (let y = 0; y < side; y++) for (let x = 0, from = (bytesPerRow / 2) * (top + y) + 4 * left; x < side; x++, from += 4) {
            for (let channel = 0; channel < 3; channel++) all[to++] = table[halves[from + channel]!]!;
          }
        }
        return all;
      } finally {
        buffer.destroy();
      }
    },
    dispose: () => texture.destroy(),
  };
};
