// Early features of a latent's points: asked of the instance on show, which tells them without being disturbed.

import { pluginFailed } from '../core/errors.ts';
import { resolve, valuesFor } from '../core/params.ts';
import { trackedStates } from '../core/tracks.ts';
import type { Piece } from './piece.ts';
import type { Scene } from './understudy.ts';

export interface Features {
  /** `[points, size]`. */
  readonly data: Float32Array;
  readonly size: number;
}

/** Of settled points; undefined where the plugin tells none, or does not run. Throws an `EngineError` where it throws or tells now more, now less. */
export const featuresOf = ({ build, definition }: Piece, { states, tracks, moment: { time } }: Scene, key: string, points: readonly Float32Array[]): Features | undefined => {
  if (!build?.instance.features || build.definition !== definition || points.length === 0) return undefined;
  const { instance } = build, { params } = definition, values = valuesFor(params);
  resolve(params, trackedStates(params, states, tracks, time), time, values);
  let data: Float32Array | undefined, size = 0;
  try {
    for (const [i, point] of points.entries()) {
      (values[key] as Float32Array).set(point);
      const row = instance.features!(key, point, values);
      if (!row) return undefined;
      data ??= new Float32Array(points.length * (size = row.length));
      if (row.length !== size) throw new Error(`it told ${size} numbers of one point and ${row.length} of another`);
      data.set(row, i * size);
    }
  } catch (error) {
    throw pluginFailed(definition.id, 'features', error);
  }
  return data && { data, size };
};
