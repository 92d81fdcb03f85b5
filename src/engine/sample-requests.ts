// What is asked of samples: a wall that is shown and repainted, or a batch that is painted once and read back.

import type { LatentParam } from '#api';
import { settled } from '../core/latent.ts';
import type { SampleGrid } from '../core/sample-grid.ts';
import type { Collection } from '../gpu/collect.ts';
import type { Wall } from '../gpu/wall.ts';
import type { Scene } from './understudy.ts';

/** Squares wanted of one latent of one piece. */
export interface SampleRequest {
  readonly piece: string;
  readonly key: string;
  readonly side: number;
  /** Index of the next square to paint; undefined when all are. */
  readonly next: number | undefined;
  readonly point: Float32Array;
  /** The piece as the squares show it. */
  readonly scene: Scene;
  /** Encodes what takes the painted square. */
  take(encoder: GPUCommandEncoder, painted: GPUTexture): void;
  /** The piece changed in these params; `remade` where its plugin runs in a new instance. Answers whether a square under way is not wanted any more. */
  changed(keys: readonly string[], remade: boolean): boolean;
  /** No more will be painted until the piece changes. */
  fail(why: Error): void;
  /** At the end of a frame that worked. */
  show(device: GPUDevice): void;
}

export interface WallRequest extends SampleRequest {
  readonly painted: number;
  readonly problem: string;
  ask(points: readonly ArrayLike<number>[]): void;
  dispose(): void;
}

/** A wall shows one moment: that of the asking, or of the last change of the piece. `now` answers it. */
export const wallRequest = (piece: string, key: string, param: LatentParam, grid: SampleGrid, wall: Wall, now: () => Scene): WallRequest => {
  const cells = grid.columns * grid.rows, points: Float32Array[] = [];
  let painted = 0, shown = 0, stale = true, problem = '', scene = now();
  return {
    piece, key, side: grid.side,
    get painted() { return painted; },
    get problem() { return problem; },
    get next() { return problem === '' && painted < points.length ? painted : undefined; },
    get point() { return points[painted]!; },
    get scene() { return scene; },
    ask(wanted) {
      points.length = 0;
      for (const numbers of wanted) if (points.length < cells) points.push(settled(param, numbers));
      [painted, scene, stale] = [0, now(), true];
    },
    take(encoder, texture) {
      wall.put(encoder, texture, painted++);
      shown = Math.max(shown, painted);
      stale = true;
    },
    changed(keys, remade) {
      if (!remade && !keys.some((other) => other !== key)) return false;
      [painted, problem, scene] = [0, '', now()];
      return true;
    },
    // What was painted before a refusal became known is nothing to count.
    fail({ message }) { [problem, painted] = [message, 0]; },
    show(device) {
      if (!stale) return;
      stale = false;
      const encoder = device.createCommandEncoder({ label: 'wall' });
      for (; shown > points.length; shown--) wall.clear(encoder, shown - 1);
      wall.present(encoder);
      device.queue.submit([encoder.finish()]);
    },
    dispose: () => wall.dispose(),
  };
};

/** `end` is called once, when it has been read or has failed. */
export const batchRequest = (piece: string, key: string, points: readonly Float32Array[], side: number, collection: Collection, scene: Scene, progress: (done: number) => void, end: (result: Promise<Float32Array>) => void): SampleRequest => {
  let painted = 0, over = false, reading = false, told = 0;
  const finish = (result: Promise<Float32Array>): void => {
    over = true;
    end(result);
  };
  const fail = (why: Error): void => { if (!over) finish(Promise.reject(why)); };
  return {
    piece, key, side, scene, fail,
    get next() { return !over && painted < points.length ? painted : undefined; },
    get point() { return points[painted]!; },
    take(encoder, texture) { collection.put(encoder, texture, painted++); },
    changed(_keys, remade) {
      if (remade && !reading) fail(new Error('The piece was made anew while its samples were painted; ask again.'));
      return remade;
    },
    show() {
      if (over || painted === told) return;
      progress(told = painted);
      if (painted < points.length) return;
      reading = true;
      // All may be painted in one frame, and refused: that is told before it is read.
      collection.read().then((read) => { if (!over) finish(Promise.resolve(read)); }, fail);
    },
  };
};
