import { decode, encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { chunksOf } from '../../src/record/png-chunks.ts';
import { openPngRows, type Write } from '../../src/record/png-rows.ts';
import { recipeInPng } from '../../src/record/extract.ts';
import { writePrint, type PaintPart, type PrintWatch } from '../../src/record/print.ts';
import { readPrintSize } from '../../src/core/print-size.ts';
import { bandsOf, tileCount } from '../../src/record/tiles.ts';

const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** A picture as a function of the plane: smooth, with an edge and noise. */
const sample = (x: number, y: number, c: number, depth: number): number => {
  const value = x > y ? 40 * Math.sin(x / 7 + c) + 128 : (x * 31 + y * 17 + c * 5) & 255;
  return depth === 16 ? Math.round(value) * 257 ^ (x & 255) : Math.round(value);
};
const painter = (depth: 8 | 16, asked: string[] = []): PaintPart => ({ x, y, width, height }) => {
  asked.push(`${x},${y} ${width}x${height}`);
  const values = Array.from({ length: 3 * width * height }, (_, i) => sample(x + Math.floor(i / 3) % width, y + Math.floor(i / 3 / width), i % 3, depth));
  return Promise.resolve(Uint8Array.from(depth === 8 ? values : values.flatMap((value) => [value >> 8, value & 255])));
};
const print = async (width: number, height: number, depth: 8 | 16, tile: readonly [number, number], more: { dpi?: number; recipe?: string } = {}, watch: PrintWatch = {}): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  await writePrint({ width, height, depth, ...more }, tile, painter(depth), (bytes) => { parts.push(bytes); return Promise.resolve(); }, watch);
  return joined(parts);
};

describe('a print', () => {
  test.each([8, 16] as const)('of %d bits has the pixels that were painted, whatever the tiles', async (depth) => {
    const [width, height] = [37, 23];
    const whole = await print(width, height, depth, [64, 64]), { data, ...head } = decode(whole, { checkCrc: true });
    expect(head).toMatchObject({ width, height, channels: 3, depth });
    for (const [x, y] of [[0, 0], [36, 0], [0, 22], [36, 22], [20, 3]] as const) for (let c = 0; c < 3; c++) expect(data[3 * (y * width + x) + c]).toBe(sample(x, y, c, depth));
    for (const tile of [[8, 8], [37, 1], [1, 23], [16, 5]] as const) expect(await print(width, height, depth, tile)).toEqual(whole);
  });

  test('says how large it is meant, and carries its recipe', async () => {
    const file = await print(8, 8, 8, [4, 4], { dpi: 300, recipe: '{"version":1}' });
    expect([...chunksOf(file)].map(({ type }) => type)).toEqual(['IHDR', 'iTXt', 'sRGB', 'pHYs', 'IDAT', 'IEND']);
    expect(recipeInPng(file)).toEqual({ version: 1 });
    expect(decode(file).resolution).toEqual({ x: 11811, y: 11811, unit: 1 });
  });

  test('is filtered, which leaves little of what is smooth', async () => {
    const parts: Uint8Array[] = [], data = new Uint8Array(3 * 128 * 128).map((_, i) => 128 + 90 * Math.sin((i % 384) / 71 + i % 3) * Math.cos(Math.floor(i / 384) / 17));
    await writePrint({ width: 128, height: 128, depth: 8 }, [128, 128], () => Promise.resolve(data), (bytes) => { parts.push(bytes); return Promise.resolve(); });
    expect(decode(joined(parts)).data).toEqual(data);
    expect(joined(parts).length).toBeLessThan(.5 * encode({ width: 128, height: 128, channels: 3, data }).length);
  });

  test('holds one band of tiles, however high it is, and tells how far it is', async () => {
    const asked: string[] = [], shares: number[] = [];
    let largest = 0;
    const write: Write = (bytes) => { largest = Math.max(largest, bytes.length); return Promise.resolve(); };
    await writePrint({ width: 64, height: 4096, depth: 8 }, [32, 16], painter(8, asked), write, { progress: (share) => shares.push(share) });
    expect(asked).toHaveLength(tileCount(64, 4096, [32, 16]));
    expect(asked.slice(0, 3)).toEqual(['0,0 32x16', '32,0 32x16', '0,16 32x16']);
    expect([shares[0], shares.at(-1)]).toEqual([1 / 512, 1]);
    expect(largest).toBeLessThan(2 ** 19);
  });

  test('ends when it is told to, and says why', async () => {
    const stopping = new AbortController();
    const watch: PrintWatch = { signal: stopping.signal, progress: (share) => { if (share > .4) stopping.abort(new Error('Enough.')); } };
    await expect(print(32, 64, 8, [16, 16], {}, watch)).rejects.toThrow('Enough.');
    await expect(print(32, 64, 8, [16, 16], {}, { signal: stopping.signal })).rejects.toThrow('Enough.');
  });

  test('ends with what the disk says', async () => {
    let left = 3;
    const full: Write = () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('No space left.')));
    const noisy: PaintPart = ({ width, height }) => Promise.resolve(Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 2654435761) >>> 13));
    await expect(writePrint({ width: 512, height: 2048, depth: 8 }, [512, 256], noisy, full)).rejects.toThrow('No space left.');
    await expect(openPngRows({ width: 1, height: 1, depth: 8 }, () => Promise.reject(new Error('No disk.')))).rejects.toThrow('No disk.');
  });

  test('ends with what the painter says', async () => {
    await expect(writePrint({ width: 8, height: 8, depth: 8 }, [4, 4], () => Promise.reject(new Error('Lost.')), () => Promise.resolve())).rejects.toThrow('Lost.');
  });
});

test('tiles cover a picture once', () => {
  const seen = new Uint8Array(13 * 9);
  for (const parts of bandsOf(13, 9, [5, 4])) for (const { x, y, width, height } of parts) for (let i = 0; i < width * height; i++) seen[(y + Math.floor(i / width)) * 13 + x + (i % width)]!++;
  expect(seen.every((count) => count === 1)).toBe(true);
});

describe('sizes of prints', () => {
  test.each([
    ['A4', 300, 2480, 3508], ['a3', 300, 3508, 4961], ['A0', 600, 19866, 28087], ['A4-landscape', 300, 3508, 2480], ['letter', 300, 2550, 3300], ['square', 254, 3000, 3000],
    ['300x200mm', 254, 3000, 2000], ['30x20cm', 254, 3000, 2000], ['12x16in', 100, 1200, 1600], ['8.5x11in', 200, 1700, 2200], ['9000x6000', 300, 9000, 6000], ['32768x32768', 300, 32768, 32768],
  ] as const)('%s at %d dpi', (text, dpi, width, height) => {
    expect(readPrintSize(text, dpi)).toEqual({ width, height, dpi });
  });

  test.each([['A9', 'one of A4'], ['', 'one of A4'], ['12', 'one of A4'], ['1.5x2', 'one of A4'], ['10x10px', 'one of A4'], ['toString', 'one of A4'], ['32769x1', '1 to 32768 pixels'], ['0x5', '1 to 32768'], ['A0', '1 to 32768 pixels wide and high; this would be 39732 x 56173']])('%s is refused in words', (text, why) => {
    expect(() => readPrintSize(text, 1200)).toThrow(why);
  });
});
