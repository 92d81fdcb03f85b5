// Reads parts of prints back as sRGB samples, one after the other, through one buffer: never on the live path.

import { sampleTable } from './read-picture.ts';

export interface PartReader {
  /** The upper left `width` x `height` pixels of a texture, RGB, top row first, as big-endian bytes where samples have 16 bits; borrowed until the next. */
  read(texture: GPUTexture, width: number, height: number): Promise<Uint8Array>;
  dispose(): void;
}

/** For textures rgba16float of `width` x `height` pixels at most, as samples of 8 or 16 bits. `light` is what they hold: linear light, or sRGB as it is shown. */
export const createPartReader = (device: GPUDevice, width: number, height: number, depth: 8 | 16, light: 'linear' | 'shown'): PartReader => {
  const bytesPerRow = Math.ceil((8 * width) / 256) * 256, size = depth / 8;
  const buffer = device.createBuffer({ label: 'read part', size: bytesPerRow * height, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const samples = new Uint8Array(3 * width * height * size), table = sampleTable(depth, light);
  return {
    async read(texture, columns, rows) {
      const encoder = device.createCommandEncoder({ label: 'read part' });
      encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow }, [columns, rows]);
      device.queue.submit([encoder.finish()]);
      await buffer.mapAsync(GPUMapMode.READ);
      const halves = new Uint16Array(buffer.getMappedRange());
      let to = 0;
      for (let y = 0; y < rows; y++) for (let x = 0, from = (bytesPerRow / 2) * y; x < columns; x++, from += 4) for (let i = 0; i < 3; i++) {
        const sample = table[halves[from + i]!]!;
        if (size === 2) samples[to++] = sample >> 8;
        samples[to++] = sample & 255;
      }
      buffer.unmap();
      return samples.subarray(0, to);
    },
    dispose: () => buffer.destroy(),
  };
};
