// A run's folder: its state in safetensors, its sample sheets and its log. Every file is written beside the old one and
// renamed, so that an interrupted run leaves the old one whole.

import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { readSafetensors, writeSafetensors, type Losses, type Weights, type WeightsFile } from '#nets';

export const writeWhole = (path: string, bytes: Uint8Array | string): void => {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
};

/** The name of what is kept at a step. */
export const markName = (step: number): string => `step-${String(step).padStart(6, '0')}`;

const statePath = (folder: string, name: string): string => join(folder, `${name}.safetensors`);

export const hasState = (folder: string, name = 'last'): boolean => existsSync(statePath(folder, name));

/** Throws `EngineError` where the file is damaged. */
export const readState = (folder: string, name = 'last'): WeightsFile => readSafetensors(readFileSync(statePath(folder, name)), statePath(folder, name));

export const writeState = (folder: string, name: string, state: Weights, metadata: Readonly<Record<string, string>>): void =>
  writeWhole(statePath(folder, name), writeSafetensors(state, metadata, 'F32'));

/** Pictures `[N, H, W, C]` in 0..1 as one PNG, a grid as square as can be. */
export const writeSheet = (folder: string, name: string, { data, shape }: { readonly data: Float32Array; readonly shape: readonly number[] }): void => {
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const across = Math.ceil(Math.sqrt(count)), down = Math.ceil(count / across);
  const pixels = new Uint8Array(across * width * down * height * channels).fill(255);
  for (let i = 0; i < data.length; i++) {
    const c = i % channels, x = Math.floor(i / channels) % width, y = Math.floor(i / (channels * width)) % height, n = Math.floor(i / (channels * width * height));
    const at = ((Math.floor(n / across) * height + y) * across + n % across) * width + x;
    pixels[at * channels + c] = Math.round(255 * Math.min(1, Math.max(0, data[i]!)));
  }
  writeWhole(join(folder, `${name}.png`), encode({ width: across * width, height: down * height, data: pixels, channels: channels, depth: 8 }));
};

export interface LogLine { readonly step: number; readonly seconds: number; readonly losses: Losses }

const logPath = (folder: string): string => join(folder, 'metrics.jsonl');

const logText = (lines: readonly LogLine[]): string =>
  lines.map(({ step, seconds, losses }) => `${JSON.stringify({ step, seconds: Math.round(seconds * 100) / 100, ...losses })}\n`).join('');

export const appendLog = (folder: string, lines: readonly LogLine[]): void => appendFileSync(logPath(folder), logText(lines));

/** The lines of the log; one that was cut off by a power failure is left out. */
export const readLog = (folder: string): LogLine[] => (!existsSync(logPath(folder)) ? [] : readFileSync(logPath(folder), 'utf8').split('\n').flatMap((line) => {
  try {
    const { step = 0, seconds = 0, ...losses } = JSON.parse(line) as Record<string, number>;
    return [{ step, seconds, losses }];
  } catch {
    return [];
  }
}));

/** Drops what was logged after `step`, which a resumed run will log again. */
export const trimLog = (folder: string, step: number): void =>
  writeWhole(logPath(folder), logText(readLog(folder).filter((line) => line.step <= step)));

export const makeFolder = (folder: string): void => void mkdirSync(folder, { recursive: true });
