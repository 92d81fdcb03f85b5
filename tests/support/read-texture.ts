// Reads one mip level, of one layer, of an rgba16float texture back: `[height, width, 4]`. In tests only; it counts as a readback.

import { fromHalf } from '../../src/nets/half.ts';

export const readTexture = async (device: GPUDevice, texture: GPUTexture, mipLevel = 0, layer = 0): Promise<Float32Array> => {
  const width = Math.max(1, texture.width >> mipLevel), height = Math.max(1, texture.height >> mipLevel);
  const bytesPerRow = Math.ceil((8 * width) / 256) * 256;
  const buffer = device.createBuffer({ size: bytesPerRow * height, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyTextureToBuffer({ texture, mipLevel, origin: [0, 0, layer] }, { buffer, bytesPerRow }, [width, height]);
    device.queue.submit([encoder.finish()]);
    await buffer.mapAsync(GPUMapMode.READ);
    const halves = new Uint16Array(buffer.getMappedRange());
    return Float32Array.from({ length: 4 * width * height }, (_, i) => fromHalf(halves[(bytesPerRow / 2) * Math.floor(i / (4 * width)) + (i % (4 * width))]!));
  } finally {
    buffer.destroy();
  }
};
