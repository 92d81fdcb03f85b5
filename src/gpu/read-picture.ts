// Reads a picture back as sRGB bytes: for stills, tests and the command line, never on the live path.

import type { Picture } from './picture.ts';

const tables = new Map<string, Uint16Array>();

const toSrgb = (linear: number): number => (linear <= .0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - .055);

/** The sample of `depth` bits of every half float, linear light or sRGB already: decoding is a look-up. What is below 0 or no number is 0. */
export const sampleTable = (depth: 8 | 16, light: 'linear' | 'shown' = 'linear'): Uint16Array => {
  const known = tables.get(`${depth} ${light}`);
  if (known) return known;
  const table = new Uint16Array(65536), most = 2 ** depth - 1; // The negative half stays 0.
  for (let bits = 0; bits < 32768; bits++) {
    const exponent = bits >> 10, fraction = bits & 1023;
    const value = exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? (fraction ? 0 : 1) : (1 + fraction / 1024) * 2 ** (exponent - 15);
    table[bits] = Math.round(most * Math.min(1, light === 'linear' ? toSrgb(value) : value));
  }
  tables.set(`${depth} ${light}`, table);
  return table;
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
    const bytes = sampleTable(8);
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
