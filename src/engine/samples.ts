// Samples: what the plugins of pieces draw at other points of their latents, beside the pieces. Their steps take what the
// pieces leave of a frame's budget; exact frames do without them.

import type { LatentParam } from '#api';
import type { Clock } from '../core/clock.ts';
import { badArgument } from '../core/errors.ts';
import { settled } from '../core/latent.ts';
import type { SampleGrid } from '../core/sample-grid.ts';
import { createCollection } from '../gpu/collect.ts';
import { createPresenter } from '../gpu/present.ts';
import { createWall } from '../gpu/wall.ts';
import type { Lent } from './build.ts';
import { featuresOf, type Features } from './features.ts';
import type { Piece } from './piece.ts';
import { batchRequest, wallRequest } from './sample-requests.ts';
import { Seat } from './sample-seat.ts';
import { sampleAllowance, tilesWithin } from './schedule/fit.ts';
import type { StepRunner } from './steps.ts';
import type { Scene } from './understudy.ts';

/** A wall being painted; `ui/host.ts` says what its members mean. */
export interface PaintedWall {
  readonly painted: number;
  readonly problem: string;
  show(points: readonly ArrayLike<number>[]): void;
  dispose(): void;
}

/** What may be asked of samples. All of it throws or rejects with a sentence where there is no such piece or latent. */
export interface Sampler {
  /** Paints a wall on a canvas that has no context yet. */
  wall(piece: string, key: string, grid: SampleGrid, canvas: HTMLCanvasElement): PaintedWall;
  /** `[points, side, side, 3]` in linear light 0..1 of the piece as it is at this moment; one readback at the end. */
  pictures(piece: string, key: string, points: readonly ArrayLike<number>[], side: number, progress?: (done: number) => void, signal?: AbortSignal): Promise<Float32Array>;
  /** Undefined where the plugin tells none. */
  features(piece: string, key: string, points: readonly ArrayLike<number>[]): Features | undefined;
}

export interface Samples extends Sampler {
  /**
   * Live: runs steps within what a frame of `budget` milliseconds has left after the pieces have `spent` some. Never waits.
   * Answers whether there was any work.
   */
  advance(spent: number, budget: number): boolean;
  dispose(): void;
}

interface SamplesHost extends Lent { readonly clock: Clock }

export const createSamples = (host: SamplesHost, pieces: () => readonly Piece[], runner: StepRunner): Samples => {
  const { device, clock } = host, presenter = createPresenter(device);
  const seats: Seat[] = [];
  /** Frames in a row in which squares were wanted and nothing was left for them. */
  let starved = 0;
  let turn = 0;

  const find = (id: string, key: string): { piece: Piece; param: LatentParam } => {
    const piece = pieces().find((one) => one.id === id), param = piece?.definition.params[key];
    if (!piece) throw badArgument(`There is no piece "${id}" to sample.`);
    if (param?.kind !== 'latent') throw badArgument(`Piece "${id}" has no latent "${key}" to sample.`);
    return { piece, param };
  };
  const sceneOf = ({ recipe, tracks }: Piece): Scene => ({ states: recipe.params, tracks, moment: { time: clock.time, index: Math.round(clock.time * 60) } });
  const seatOf = (piece: Piece): Seat => {
    let seat = seats.find((one) => one.piece === piece);
    if (!seat) seats.push(seat = new Seat(host, piece));
    return seat;
  };

  return {
    wall(id, key, grid, canvas) {
      const { piece, param } = find(id, key);
      const wall = createWall(device, presenter, canvas, grid);
      const request = wallRequest(id, key, param, grid, wall, () => sceneOf(piece));
      const seat = seatOf(piece);
      seat.requests.unshift(request);
      return {
        get painted() { return request.painted; },
        get problem() { return request.problem; },
        show(points) {
          seat.drop(request);
          request.ask(points);
        },
        dispose() {
          seat.remove(request);
          request.dispose();
        },
      };
    },
    async pictures(id, key, points, side, progress = () => undefined, signal) {
      signal?.throwIfAborted();
      const { piece, param } = find(id, key);
      if (points.length === 0) return new Float32Array(0);
      const collection = createCollection(device, points.length, side), seat = seatOf(piece);
      return new Promise<Float32Array>((resolve, reject) => {
        const abort = (): void => request.fail(signal!.reason as Error);
        const request = batchRequest(id, key, points.map((point) => settled(param, point)), side, collection, sceneOf(piece), progress, (result) => {
          seat.remove(request);
          signal?.removeEventListener('abort', abort);
          result.finally(() => collection.dispose()).then(resolve, reject);
        });
        signal?.addEventListener('abort', abort);
        seat.requests.push(request);
      });
    },
    features(id, key, points) {
      const { piece, param } = find(id, key);
      return featuresOf(piece, sceneOf(piece), key, points.map((point) => settled(param, point)));
    },
    advance(spent, budget) {
      if (seats.length === 0) return false;
      const alive = pieces();
      for (let i = seats.length - 1; i >= 0; i--) if (!seats[i]!.keep(alive.includes(seats[i]!.piece))) seats.splice(i, 1);
      const wanting = seats.some((seat) => seat.wanting), allowance = sampleAllowance(spent, budget, starved, !clock.playing);
      let taken = 0;
      const admit = (each: number, left: number): number => {
        const tiles = allowance > 0 ? tilesWithin(left, each, allowance - taken, taken === 0) : 0;
        if (tiles > 0) taken += Math.max(tiles * each, Number.EPSILON);
        return tiles;
      };
      // Another is first in every frame, so that none waits for all the others.
      for (let i = 0; i < seats.length; i++) seats[(turn + i) % seats.length]!.work(runner, admit);
      turn++;
      starved = wanting && taken === 0 ? starved + 1 : 0;
      for (const seat of seats) seat.show();
      return taken > 0;
    },
    dispose() {
      for (const seat of seats) seat.leave('The session ended.');
      seats.length = 0;
    },
  };
};
