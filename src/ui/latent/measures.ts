// Measurements of a latent in the page: which dimensions matter to the picture, and the directions in which it changes
// most. The maths is `core/latent-directions.ts`; what a point looks like is told by the samples.

import type { LatentParam } from '#api';
import { importance, importancePoints, measuredDraw, principalDirections, type FoundDirection } from '../../core/latent-directions.ts';
import type { Rows } from '../../core/principal.ts';
import type { Samples } from '../host.ts';

/** Draws by which directions are found, the side of their pictures, and of what share of the work painting is. */
const DRAWS = 2000, SIDE = 16, PAINTING = .8;
/** Points whose features are asked for between two breaths. */
const AT_ONCE = 16;

type Progress = (done: number) => void;

/** Lets the page go on; throws the signal's reason when the work was stopped. */
const breath = (signal: AbortSignal) => async (): Promise<void> => {
  await new Promise((resolve) => { setTimeout(resolve, 0); });
  signal.throwIfAborted();
};

/**
 * `[dims]`: each dimension's share of the variance of the picture's linear light that they make one by one; 0 for all
 * where none changes it. Progress is 0..1; rejects with a sentence where the piece cannot paint, and with the signal's
 * reason.
 */
export const measureImportance = async (samples: Samples, piece: string, key: string, param: LatentParam, progress: Progress, signal: AbortSignal): Promise<number[]> => {
  const points = importancePoints(param);
  const data = await samples.pictures(piece, key, points, SIDE, (done) => progress(done / points.length), signal);
  const variances = importance(param.dims, { data, size: 3 * SIDE * SIDE }), sum = variances.reduce((all, x) => all + x, 0);
  return Array.from(variances, (x) => (sum > 0 ? x / sum : 0));
};

/** Features of points as the plugin tells them, in slices; undefined where it tells none. */
const told = async (samples: Samples, piece: string, key: string, points: readonly Float32Array[], progress: Progress, breathe: () => Promise<void>): Promise<Rows | undefined> => {
  let all: Rows | undefined;
  for (let start = 0; start < points.length; start += AT_ONCE) {
    await breathe();
    const some = samples.features(piece, key, points.slice(start, start + AT_ONCE));
    if (!some || (all && some.size !== all.size)) return undefined;
    all ??= { data: new Float32Array(points.length * some.size), size: some.size };
    all.data.set(some.data, start * some.size);
    progress(Math.min(1, (start + AT_ONCE) / points.length));
  }
  return all;
};

/**
 * GANSpace's directions, at most `count`, by falling share of what they explain: of the plugin's early features of 2,000
 * draws, or of their pictures of 16 pixels where it tells none. Rejects like `measureImportance`.
 */
export const findDirections = async (samples: Samples, piece: string, key: string, param: LatentParam, count: number, progress: Progress, signal: AbortSignal): Promise<FoundDirection[]> => {
  const breathe = breath(signal), painted: Progress = (done) => progress(PAINTING * done);
  const points = Array.from({ length: DRAWS }, (_, i) => measuredDraw(param, i)), data = new Float32Array(DRAWS * param.dims);
  points.forEach((point, i) => data.set(point, i * param.dims));
  const features = await told(samples, piece, key, points, painted, breathe)
    ?? { data: await samples.pictures(piece, key, points, SIDE, (done) => painted(done / DRAWS), signal), size: 3 * SIDE * SIDE };
  // How many breaths there will be is the maths' own business: each brings the bar half-way nearer.
  let left = 1 - PAINTING;
  const found = await principalDirections({ data, size: param.dims }, features, count, async () => {
    await breathe();
    progress(1 - (left *= .97));
  });
  progress(1);
  return found;
};
