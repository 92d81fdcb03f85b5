// The upscaler's weights from the package they are published in: fetched, checked, converted, held against the original
// on a photograph, and written with where they come from. Makes the same bytes every time.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSafetensors, writeSafetensors, type Weights } from '#nets';
import { dataUnusable } from '../../core/errors.ts';
import { UPSCALER_WEIGHTS } from '../../nets/upscaler.ts';
import { openOriginal, openUpscaling, type Rgb, type StoredModel, type Upscaling } from '../../train/upscaler.ts';
import { npmPackages } from '../data/npm.ts';
import { readPicture } from '../data/pictures.ts';
import { sha256 } from '../data/write.ts';
import { inRoot } from '../root.ts';
import { convertUpscaler } from './convert.ts';

const PACKAGE = '@upscalerjs/esrgan-slim', VERSION = '1.0.0';
const SHARD_SHA256 = '82637daaf3ba024df5e9da2389e8992e7a6e8a992ba6268ce6bc490c92e9516e';
/** What the conversion may change, of values in 0..1: sums in another order; and what half the digits on disk may. */
const MOST_CONVERTED = 1e-5, MOST_STORED = 4e-3;
/** Height and width of the fixture's picture: not square, and most of it near a border. */
const FIXTURE = [12, 16] as const;
const PHOTOGRAPH = inRoot('assets', 'datasets', 'landscapes', 'mountain-03.jpg');

const METADATA = {
  title: 'ESRGAN slim, 4x',
  source: `${PACKAGE}@${VERSION} models/x4`, sourceSha256: SHARD_SHA256,
  licence: 'MIT', copyright: 'Copyright (c) 2022 Kevin Scott; the licence lies beside this file',
  data: 'DIV2K, as the package says', command: 'npm run upscaler -- import',
  changes: 'names; a mirrored border instead of zeros; the last layer, which read a picture enlarged by repetition, as one on the small picture before depthToSpace; f16',
};

const rgbOf = (bytes: Uint8Array, [height, width]: readonly [number, number]): Rgb => ({ height, width, data: Float32Array.from(bytes, (byte) => byte / 255) });

const farthest = (a: Rgb, b: Rgb): number => a.data.reduce((most, x, i) => Math.max(most, Math.abs(x - b.data[i]!)), a.data.length === b.data.length ? 0 : Infinity);

const enlargedBy = async (weights: Weights, picture: Rgb): Promise<Rgb> => {
  const ours: Upscaling = openUpscaling(weights);
  try {
    return await ours.enlarge(picture);
  } finally {
    ours.dispose();
  }
};

const write = (path: string, bytes: Uint8Array | string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
};

/** Writes weights, licence and the tests' fixture; answers with how far the results are from the original's. Needs a tfjs backend. */
export const importUpscaler = async (): Promise<{ readonly path: string; readonly bytes: number; readonly converted: number; readonly stored: number }> => {
  const folder = npmPackages('upscaler', { [PACKAGE]: VERSION })(PACKAGE), model = join(folder, 'models', 'x4');
  const shard = readFileSync(join(model, 'group1-shard1of1.bin'));
  if (sha256(shard) !== SHARD_SHA256) throw dataUnusable(`The weights in ${PACKAGE}@${VERSION} are not those that were known.`, 'Delete .cache/packages/npm-upscaler and run the command again.');
  const original = await openOriginal(JSON.parse(readFileSync(join(model, 'model.json'), 'utf8')) as StoredModel, shard);
  try {
    const weights = convertUpscaler(original.weights), file = writeSafetensors(weights, METADATA);
    const bytes = await readPicture(PHOTOGRAPH, [...FIXTURE, 3]), picture = rgbOf(bytes, FIXTURE), wanted = await original.enlarge(picture);
    const converted = farthest(await enlargedBy(weights, picture), wanted), stored = farthest(await enlargedBy(readSafetensors(file).weights, picture), wanted);
    if (!(converted <= MOST_CONVERTED && stored <= MOST_STORED)) throw dataUnusable(`The converted net differs from the original by ${converted.toPrecision(2)}, and by ${stored.toPrecision(2)} with weights as stored.`);
    const path = inRoot('assets', UPSCALER_WEIGHTS);
    write(path, file);
    write(join(dirname(path), 'LICENSE'), readFileSync(join(folder, 'LICENSE')));
    write(inRoot('tests', 'support', 'upscaler-fixture.json'), `${JSON.stringify({ shape: [...FIXTURE, 3], bytes: [...bytes], enlarged: Array.from(wanted.data, (x) => Number(x.toFixed(5))) })}\n`);
    return { path, bytes: file.length, converted, stored };
  } finally {
    original.dispose();
  }
};
