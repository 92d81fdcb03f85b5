// What `npm run upscaler -- measure` says and draws.

import { encode } from 'fast-png';
import type { Rgb } from '../../train/upscaler.ts';
import type { Compared, Measurement } from './measure.ts';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** A line for each set and way. */
export const table = (done: readonly Measurement[]): string => {
  const rows = [['set', 'pictures', 'enlarged by', 'PSNR dB', 'SSIM', 'GMSD', 'sharpness', 'closer by SSIM', 'by GMSD'], ...done.flatMap(({ set, count, bicubic, upscaled, closer }) =>
    ([['bicubic', bicubic, '', ''], ['upscaler', upscaled, percent(closer.ssim), percent(closer.gmsd)]] as const).map(([way, { psnr, ssim, gmsd, sharpness }, bySsim, byGmsd], i) =>
      [i === 0 ? set : '', i === 0 ? String(count) : '', way, psnr.toFixed(2), ssim.toFixed(4), gmsd.toFixed(4), sharpness.toFixed(2), bySsim, byGmsd]))];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ').trimEnd()).join('\n');
};

const GAP = 4;

/** A PNG with a row for each picture: the small one in large pixels, bicubic, upscaled, and the original. */
export const sheet = (rows: readonly Compared[]): Uint8Array => {
  const width = Math.max(...rows.map(({ original }) => original.width)), height = Math.max(...rows.map(({ original }) => original.height));
  const across = 4 * (width + GAP) - GAP, data = new Uint8Array(across * (rows.length * (height + GAP) - GAP) * 3).fill(255);
  const place = ({ width: w, height: h, data: from }: Rgb, scale: number, left: number, top: number): void => {
    for (let y = 0; y < h * scale; y++) for (let x = 0; x < w * scale; x++) for (let c = 0; c < 3; c++) {
      data[((top + y) * across + left + x) * 3 + c] = Math.round(255 * from[(Math.floor(y / scale) * w + Math.floor(x / scale)) * 3 + c]!);
    }
  };
  rows.forEach(({ small, bicubic, upscaled, original }, i) => [small, bicubic, upscaled, original].forEach((picture, j) =>
    place(picture, original.width / picture.width, j * (width + GAP), i * (height + GAP))));
  return encode({ width: across, height: data.length / across / 3, data, channels: 3, depth: 8 });
};
