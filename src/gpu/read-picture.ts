// Reads a picture back as sRGB bytes: for stills, tests and the command line, never on the live path.

import type { Picture } from './picture.ts';

/** sRGB byte of every half float: decoding is a table look-up. */
let table: Uint8ClampedArray<ArrayBuffer> | undefined;

const srgbBytes = (): Uint8ClampedArray<ArrayBuffer> => {
  if (table) return table;
  table = new Uint8ClampedArray(65536);
  for (let bits = 0; bits < 32768; bits++) {
    const exponent = bits >> 10, fraction = bits & 1023;
    const linear = exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? (fraction ? 0 : 1) : (1 + fraction / 1024) * 2 ** (exponent - 15);
    table[bits] = 255 * (linear <= .0031308 ? 12.92 * linear : 1.055 * Math.min(1, linear) ** (1 / 2.4) - .055);
  }
  return table; // The negative half stays 0.
};

/** The front texture's pixels, RGBA, sRGB, top row first; the alpha is opaque. One readback. */
export const readPicture = async (device: GPUDevice, { textures, front, width, height }: Picture): Promise<Uint8ClampedArray<ArrayBuffer>> => {
  const bytesPerRow = Math.ceil((8 * width) / 256) * 256;
  const buffer = device.createBuffer({ label: 'read picture', size: bytesPerRow * height, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  try {
    const encoder = device.createCommandEncoder({ label: 'read picture' });
    encoder.copyTextureToBuffer({ texture: textures[front] }, { buffer, bytesPerRow }, [width, height]);
    device.queue.submit([encoder.finish()]);
    await buffer.mapAsync(GPUMapMode.READ);
    const halves = new Uint16Array(buffer.getMappedRange());
    const bytes = srgbBytes();
    const pixels = new Uint8ClampedArray(4 * width * height);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
      const from = (bytesPerRow / 2) * y + 4 * x, to = 4 * (width * y + x);
      for (let i = 0; i < 3; i++) pixels[to + i] = bytes[halves[from + i]!]!;
      pixels[to + 3] = 255;
    }
    return pixels;
  } finally {
    buffer.destroy();
  }
};
