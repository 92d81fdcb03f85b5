// Likeness of pictures against numbers known by formula, and against PyTorch and Pillow on two small pictures: the stored
// fixture has what they made of `a` and of `b`, which is `a` with noise, less contrast and less light.

import { expect, test } from 'vitest';
import { gradientDeviation, lumaOf, psnr, resizeBicubic, sharpness, ssim } from '#metrics';
import fixture from '../support/metrics-fixtures/similarity.json';

const { width, height } = fixture, a = Float64Array.from(fixture.a), b = Float64Array.from(fixture.b);
const flat = (value: number): Float64Array => new Float64Array(16 * 16).fill(value);

test('the signal-to-noise ratio', () => {
  expect(psnr([0, 0, 0, 0], [.1, .1, .1, .1])).toBeCloseTo(20, 10);
  expect(psnr([0, 1], [1, 0])).toBe(0);
  expect(psnr(a, a)).toBe(Infinity);
  expect(psnr(a, b)).toBeCloseTo(fixture.psnr, 10);
  expect(() => psnr([1], [1, 2])).toThrow('pictures of 1 and 2 values cannot be compared');
});

test('structural similarity', () => {
  expect(ssim(a, a, width)).toBeCloseTo(1, 12);
  // Without structure only the lights count: (2 x y + .0001) / (x x + y y + .0001).
  expect(ssim(flat(.25), flat(.75), 16)).toBeCloseTo((2 * .25 * .75 + 1e-4) / (.25 ** 2 + .75 ** 2 + 1e-4), 10);
  expect(ssim(a, b, width)).toBeCloseTo(fixture.ssim, 10);
  expect(ssim(b, a, width)).toBeCloseTo(fixture.ssim, 10);
});

test('edges', () => {
  expect(gradientDeviation(a, a, width)).toBe(0);
  expect(gradientDeviation(a, b, width)).toBeCloseTo(fixture.gradientDeviation, 10);
  expect(sharpness(b, a, width)).toBeCloseTo(fixture.sharpness, 10);
  expect(sharpness(a.map((x) => x / 2), a, width)).toBeCloseTo(.5, 12);
});

test('luma', () => {
  expect([...lumaOf([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1])].map((x) => Number(x.toFixed(6)))).toEqual([.299, .587, .114, 1]);
});

test.each(['smaller', 'larger'] as const)('bicubic, %s, as Pillow has it', (name) => {
  const { columns, rows, data } = fixture[name], made = resizeBicubic(a, [height, width, 1], [rows, columns]);
  expect(made).toHaveLength(data.length);
  expect(Math.max(...made.map((x, i) => Math.abs(x - data[i]!)))).toBeLessThan(2e-5);
});

test('bicubic keeps what is flat, and the channels apart', () => {
  const made = resizeBicubic(Float64Array.from({ length: 4 * 4 * 3 }, (_, i) => [.2, .5, 1][i % 3]!), [4, 4, 3], [16, 8]);
  expect(made).toHaveLength(16 * 8 * 3);
  expect(Math.max(...made.map((x, i) => Math.abs(x - [.2, .5, 1][i % 3]!)))).toBeLessThan(1e-6);
});
